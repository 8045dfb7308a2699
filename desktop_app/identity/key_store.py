"""Where this computer's private keys are. A file of the profile folder for now; the vault takes its place."""

from pathlib import Path
from typing import Protocol

from roadmap_core.keys.ed25519 import Signer


class KeyStore(Protocol):
    """Holds one set of keys: Ed25519 for signing, X25519 for what is sealed for this computer."""

    def signer(self) -> Signer | None:
        """The signing key; None before `create`."""

    def agreement_key(self) -> bytes:
        """The public half of the X25519 key, 32 bytes. Raises LookupError before `create`."""

    def create(self, seed: bytes) -> Signer:
        """Keeps keys made from 64 random bytes; durable when it returns. Existing keys are never overwritten."""


class FileKeyStore:
    """Keys in one file, readable by its owner only."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def signer(self) -> Signer | None:
        raise NotImplementedError

    def agreement_key(self) -> bytes:
        raise NotImplementedError

    def create(self, seed: bytes) -> Signer:
        raise NotImplementedError
