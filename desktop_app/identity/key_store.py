"""Where this computer's private keys are. A file of the profile folder for now; the vault takes its place."""

import os
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from desktop_app.errors import AppError
from roadmap_core.keys.ed25519 import Signer, SoftwareSigner

SEED_BYTES = 64
_SIGNING = slice(0, 32)
_AGREEMENT = slice(32, 64)


class KeyStore(Protocol):
    """Holds one set of keys: Ed25519 for signing, X25519 for what is sealed for this computer."""

    def signer(self) -> Signer | None:
        """The signing key; None before `create`. Raises AppError (E-KEY) if what is kept is no key."""

    def agreement_key(self) -> bytes:
        """The public half of the X25519 key, 32 bytes. Raises LookupError before `create`."""

    def secret(self) -> bytes | None:
        """The X25519 key itself, 32 bytes: what city keys are wrapped for. None before `create`."""

    def create(self, seed: bytes) -> Signer:
        """Keeps keys made from 64 random bytes, durably. Keys that are there are never overwritten: FileExistsError."""


class FileKeyStore:
    """Keys in one file, readable by its owner only: the two seeds, 64 bytes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def signer(self) -> Signer | None:
        seed = self._seed()
        return SoftwareSigner(seed[_SIGNING]) if seed else None

    def agreement_key(self) -> bytes:
        seed = self._seed()
        if seed is None:
            raise LookupError("no keys yet")
        return X25519PrivateKey.from_private_bytes(seed[_AGREEMENT]).public_key().public_bytes_raw()

    def secret(self) -> bytes | None:
        seed = self._seed()
        return seed[_AGREEMENT] if seed else None

    def create(self, seed: bytes) -> Signer:
        if len(seed) != SEED_BYTES:
            raise ValueError(f"a seed has {SEED_BYTES} bytes")
        unfinished = self._path.with_name(self._path.name + ".new")
        unfinished.unlink(missing_ok=True)
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(seed)
            file.flush()
            os.fsync(file.fileno())
        if self._path.exists():
            unfinished.unlink()
            raise FileExistsError(str(self._path))
        unfinished.replace(self._path)
        return SoftwareSigner(seed[_SIGNING])

    def _seed(self) -> bytes | None:
        try:
            seed = self._path.read_bytes()
        except FileNotFoundError:
            return None
        if len(seed) != SEED_BYTES:
            raise AppError("E-KEY", path=str(self._path))
        return seed
