"""Where this computer's private keys are, and how far they have signed: a file of the profile folder.

The two belong together: whoever holds the keys must know which sequences of the log are used up, even if the database
beside them is an older copy (protocol.md, section 4).
"""

from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desktop_app.durable import write_whole
from desktop_app.errors import AppError
from roadmap_core import cbor
from roadmap_core.cbor import MalformedError
from roadmap_core.entries.identifiers import LogId
from roadmap_core.entries.sealing import Reserved
from roadmap_core.keys.ed25519 import Signer, SoftwareSigner

SEED_BYTES = 64
DATABASE_KEY_BYTES = 32
_SIGNING = slice(0, 32)
_AGREEMENT = slice(32, 64)
_DATABASE = b"waymark-database-1"


class KeyStore(Protocol):
    """Holds one set of keys: Ed25519 for signing, X25519 for what is sealed for this computer."""

    def signer(self) -> Signer | None:
        """The signing key; None before `create`. Raises AppError (E-KEY) if what is kept is no key."""

    def agreement_key(self) -> bytes:
        """The public half of the X25519 key, 32 bytes. Raises LookupError before `create`."""

    def secret(self) -> bytes | None:
        """The X25519 key itself, 32 bytes: what city keys are wrapped for. None before `create`."""

    def database_key(self) -> bytes:
        """What the database is encrypted with, 32 bytes, the same for as long as these keys are kept.

        Raises LookupError before `create`, AppError (E-KEY).
        """

    def create(self, seed: bytes) -> Signer:
        """Keeps keys made from 64 random bytes, durably. Keys that are there are never overwritten: FileExistsError."""

    def reserved(self) -> Reserved | None:
        """How far the key may have signed; None if it never did, or before programs kept that. Raises E-KEY."""

    def reserve(self, place: Reserved) -> None:
        """Returns once it is on the disk that this place of its log is used up. Raises E-DISK, E-IO."""


class FileKeyStore:
    """Keys in one file, readable by its owner only: the two seeds, 64 bytes; then what is reserved, in CBOR."""

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

    def database_key(self) -> bytes:
        seed = self._seed()
        if seed is None:
            raise LookupError("no keys yet")
        return HKDF(SHA256(), DATABASE_KEY_BYTES, salt=None, info=_DATABASE).derive(seed)

    def create(self, seed: bytes) -> Signer:
        if len(seed) != SEED_BYTES:
            raise ValueError(f"a seed has {SEED_BYTES} bytes")
        if self._path.exists():
            raise FileExistsError(str(self._path))
        self._put(seed)
        return SoftwareSigner(seed[_SIGNING])

    def reserved(self) -> Reserved | None:
        found = self._read()
        return found[1] if found else None

    def reserve(self, place: Reserved) -> None:
        found = self._read()
        if found is None:
            raise LookupError("no keys yet")
        seed, before = found
        if before is None or before.log != place.log or before.seq < place.seq:
            self._put(seed + cbor.encode(list(place)))

    def _put(self, data: bytes) -> None:
        """Over what was there: after a power loss one of the two is there, whole. Raises AppError: E-DISK, E-IO."""
        try:
            write_whole(self._path, data, mode=0o600)
        except OSError as error:
            code = "E-DISK" if error.errno in (EDQUOT, ENOSPC) else "E-IO"
            raise AppError(code, path=str(self._path)) from error

    def _seed(self) -> bytes | None:
        found = self._read()
        return found[0] if found else None

    def _read(self) -> tuple[bytes, Reserved | None] | None:
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return None
        seed, rest = data[:SEED_BYTES], data[SEED_BYTES:]
        try:
            if len(seed) == SEED_BYTES:
                return seed, _reserved_in(rest) if rest else None
        except MalformedError as error:
            raise AppError("E-KEY", path=str(self._path)) from error
        raise AppError("E-KEY", path=str(self._path))


def _reserved_in(data: bytes) -> Reserved:
    log, seq, incarnation = cbor.array(cbor.decode(data), 3)
    return Reserved(LogId(cbor.byte_string(log, 8)), cbor.integer(seq), cbor.integer(incarnation))
