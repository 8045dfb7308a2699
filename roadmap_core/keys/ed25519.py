"""Ed25519 (RFC 8032) through `cryptography`, behind the weak-key rule (protocol.md, section 2)."""

from functools import lru_cache
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_BYTES = 32
SIGNATURE_BYTES = 64

_P = 2**255 - 19
_A = int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little")
_LOW_ORDER_Y = frozenset({0, 1, _P - 1, _A, _P - _A})


class Signer(Protocol):
    """Whatever holds a private key: a file today, the vault later."""

    @property
    def public_key(self) -> bytes:
        """The 32 bytes of RFC 8032, section 5.1.2."""

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""


class SoftwareSigner:
    """A private key in memory."""

    def __init__(self, seed: bytes) -> None:
        """`seed` is the 32-byte private key of RFC 8032, section 5.1.5."""
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public_key = self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)


def is_weak(public_key: bytes) -> bool:
    """Whether signatures under this key can be made without a private key, or the key has a second byte form.

    Refuses y >= p (not canonical) and the y of the eight points of small order. `cryptography` accepts all of these.
    """
    y = int.from_bytes(public_key, "little") & ((1 << 255) - 1)
    return len(public_key) != KEY_BYTES or y >= _P or y in _LOW_ORDER_Y


def verify(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether `signature` was made over `message` with the private half of `public_key`. Weak keys verify nothing."""
    key = _loaded(public_key)
    if key is None:
        return False
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=4096)
def _loaded(public_key: bytes) -> Ed25519PublicKey | None:
    if is_weak(public_key):
        return None
    return Ed25519PublicKey.from_public_bytes(public_key)
