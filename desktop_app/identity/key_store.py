"""This computer's private keys while a profile is open, and how far they have signed.

The keys come from the vault. The place up to which they may have signed lies beside it, in a file of its own: whoever
holds the keys must know which sequences of the log are used up, even if the database is an older copy (protocol.md,
section 4).
"""

from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from desktop_app.errors import AppError
from desktop_app.identity import owner_file
from desktop_app.identity.vault_format import Secrets
from roadmap_core import cbor
from roadmap_core.cbor import MalformedError
from roadmap_core.entries.identifiers import LogId
from roadmap_core.entries.sealing import Reserved
from roadmap_core.keys.ed25519 import Signer, SoftwareSigner

SIGNING, AGREEMENT = slice(0, 32), slice(32, 64)


class KeyStore(Protocol):
    """Holds one set of keys: Ed25519 for signing, X25519 for what is sealed for this computer, and the database's."""

    def signer(self) -> Signer:
        """The signing key. Raises AppError (E-KEY) after `forget`, as the others do."""

    def agreement_key(self) -> bytes:
        """The public half of the X25519 key, 32 bytes."""

    def secret(self) -> bytes:
        """The X25519 key itself, 32 bytes: what city keys are wrapped for."""

    def database_key(self) -> bytes:
        """What the database is encrypted with, 32 bytes, the same for as long as these keys are kept."""

    def reserved(self) -> Reserved | None:
        """How far the key may have signed; None if it never did, or before programs kept that. Raises E-KEY."""

    def reserve(self, place: Reserved) -> None:
        """Returns once it is on the disk that this place of its log is used up. Raises E-DISK, E-IO."""

    def renew(self, seed: bytes) -> None:
        """Signs and opens with other keys from now on, which the vault holds already; the database's stays."""

    def forget(self) -> None:
        """Lets go of the keys, as far as Python lets a program: what was freed may stand in memory for a while."""


class VaultKeyStore:
    """Keys that came out of a vault. `place` is the file that says how far they have signed."""

    def __init__(self, secrets: Secrets, place: Path) -> None:
        self._secrets: Secrets | None = secrets
        self._place = place

    @property
    def secrets(self) -> Secrets:
        """All that the vault keeps. Raises AppError (E-KEY) after `forget`."""
        if self._secrets is None:
            raise AppError("E-KEY")
        return self._secrets

    def signer(self) -> Signer:
        return SoftwareSigner(self.secrets.seed[SIGNING])

    def agreement_key(self) -> bytes:
        return X25519PrivateKey.from_private_bytes(self.secret()).public_key().public_bytes_raw()

    def secret(self) -> bytes:
        return self.secrets.seed[AGREEMENT]

    def database_key(self) -> bytes:
        return self.secrets.database_key

    def reserved(self) -> Reserved | None:
        try:
            data = self._place.read_bytes()
        except FileNotFoundError:
            return None
        try:
            return place_in(data)
        except MalformedError as error:
            raise AppError("E-KEY", path=str(self._place)) from error

    def reserve(self, place: Reserved) -> None:
        before = self.reserved()
        if before is None or before.log != place.log or before.seq < place.seq:
            owner_file.put(self._place, cbor.encode(list(place)))

    def renew(self, seed: bytes) -> None:
        self._secrets = Secrets(seed, self.database_key())

    def forget(self) -> None:
        self._secrets = None


def public_key_of(secrets: Secrets) -> bytes:
    """What these secrets sign under."""
    return SoftwareSigner(secrets.seed[SIGNING]).public_key


def place_in(data: bytes) -> Reserved:
    """Raises MalformedError for what is no place of a log."""
    log, seq, incarnation = cbor.array(cbor.decode(data), 3)
    return Reserved(LogId(cbor.byte_string(log, 8)), cbor.integer(seq), cbor.integer(incarnation))
