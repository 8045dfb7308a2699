"""The key file of earlier programs: the two seeds in plain, then the reserved place. Read once, and replaced."""

from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desktop_app.errors import AppError
from desktop_app.identity.key_store import place_in
from desktop_app.identity.vault_format import KEY_BYTES, SEED_BYTES
from roadmap_core.cbor import MalformedError
from roadmap_core.entries.sealing import Reserved

_DATABASE = b"waymark-database-1"


@dataclass(frozen=True, slots=True)
class PlainKeys:
    """What such a file holds."""

    seed: bytes = field(repr=False)
    reserved: Reserved | None

    @property
    def database_key(self) -> bytes:
        """A database that was encrypted before there was a vault has its key from the seed (RFC 5869)."""
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=_DATABASE).derive(self.seed)


def read_plain(path: Path) -> PlainKeys | None:
    """None if there is no such file. Raises AppError (E-KEY) if it holds no keys; it is left alone then."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    seed, rest = data[:SEED_BYTES], data[SEED_BYTES:]
    try:
        if len(seed) == SEED_BYTES:
            return PlainKeys(seed, place_in(rest) if rest else None)
    except MalformedError as error:
        raise AppError("E-KEY", path=str(path)) from error
    raise AppError("E-KEY", path=str(path))
