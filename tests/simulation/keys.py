"""Keyed hashes in place of Ed25519: same sizes, same interface, and a bit that flips is still refused.

One place: what `roadmap_core.keys.ed25519` takes from `cryptography`. Anybody could sign in another's name with it,
which nobody does here; 1 run of 20 uses the real thing.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b, sha256
from typing import Any

from cryptography.exceptions import InvalidSignature

from roadmap_core.keys import ed25519
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


@contextmanager
def keys(*, real: bool) -> Iterator[None]:
    """Inside, keys are real or hashes; every key that is made inside must be used inside."""
    module: Any = ed25519
    kept = module.Ed25519PrivateKey, module.Ed25519PublicKey
    if not real:
        module.Ed25519PrivateKey, module.Ed25519PublicKey = _Private, _Public
    caches = module._loaded, server._signer
    _forget(caches)
    try:
        yield
    finally:
        module.Ed25519PrivateKey, module.Ed25519PublicKey = kept
        _forget(caches)


def _forget(caches: Iterable[Any]) -> None:
    """Keys of the other kind."""
    for cache in caches:
        cache.cache_clear()
