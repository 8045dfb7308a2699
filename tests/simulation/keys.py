"""Keyed hashes in place of Ed25519 and HPKE: same sizes, same interface, and a bit that flips is still refused.

Two places: what `roadmap_core.keys.ed25519` takes from `cryptography`, and the suite of `roadmap_core.keys.city_key`,
whose wraps would be other bytes in each run. Anybody could sign in another's name and unwrap another's key with it,
which nobody does here; 1 run of 20 uses the real thing.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b, sha256
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from roadmap_core.keys import city_key, ed25519
from sync_server.services import server


class _Public:
    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def from_public_bytes(cls, key: bytes) -> "_Public":
        return cls(key)

    def public_bytes_raw(self) -> bytes:
        return self._key

    def verify(self, signature: bytes, message: bytes) -> None:
        if signature != blake2b(message, key=self._key, digest_size=64).digest():
            raise InvalidSignature


class _Private:
    def __init__(self, seed: bytes) -> None:
        self._public = _Public(sha256(b"public half" + seed).digest())

    @classmethod
    def from_private_bytes(cls, seed: bytes) -> "_Private":
        return cls(seed)

    def public_key(self) -> _Public:
        return self._public

    def sign(self, message: bytes) -> bytes:
        return blake2b(message, key=self._public.public_bytes_raw(), digest_size=64).digest()


class _Suite:
    """A wrap is the key behind a mask that follows from the receiver's public key: 80 bytes, the same each time."""

    def encrypt(self, secret: bytes, receiver: X25519PublicKey, info: bytes) -> bytes:
        mask, tag = _of(receiver, info, b"mask"), _of(receiver, info, secret)
        return bytes(a ^ b for a, b in zip(secret, mask, strict=True)) + tag + tag[:16]

    def decrypt(self, wrapped: bytes, receiver: X25519PrivateKey, info: bytes) -> bytes:
        mask = _of(receiver.public_key(), info, b"mask")
        secret = bytes(a ^ b for a, b in zip(wrapped[:32], mask, strict=True))
        if self.encrypt(secret, receiver.public_key(), info) != wrapped:
            raise InvalidTag
        return secret


def _of(receiver: X25519PublicKey, info: bytes, what: bytes) -> bytes:
    return blake2b(info + what, key=receiver.public_bytes_raw(), digest_size=32).digest()


@contextmanager
def keys(*, real: bool) -> Iterator[None]:
    """Inside, keys are real or hashes; every key that is made inside must be used inside."""
    module: Any = ed25519
    wrapping: Any = city_key
    kept, suite = (module.Ed25519PrivateKey, module.Ed25519PublicKey), wrapping._SUITE
    if not real:
        module.Ed25519PrivateKey, module.Ed25519PublicKey = _Private, _Public
        wrapping._SUITE = _Suite()
    caches = module._loaded, server._signer
    _forget(caches)
    try:
        yield
    finally:
        module.Ed25519PrivateKey, module.Ed25519PublicKey = kept
        wrapping._SUITE = suite
        _forget(caches)


def _forget(caches: Iterable[Any]) -> None:
    """Keys of the other kind."""
    for cache in caches:
        cache.cache_clear()
