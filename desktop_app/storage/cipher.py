"""How a profile's database is encrypted, and what a file says of itself before anybody reads it.

SQLCipher 4 with its own defaults: pages of 4,096 bytes, AES-256-CBC under a fresh IV, HMAC-SHA512 over each page. Its
key is given raw, so no time goes into deriving one. A file of SQLCipher begins with a salt of 16 bytes, which may be
any: ours says whose it is. 4 bytes are our mark, 12 are derived from the key, so a file that was damaged and a file
that belongs to another key are told apart. The salt only makes the key of the HMACs.
"""

from enum import Enum
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desktop_app.errors import AppError

PAGE_BYTES = 4096
APPLICATION_ID = 0x57594D4B
"""`PRAGMA application_id` of our files: "WYMK"."""
_MARK = b"WYMC"
_SALT_BYTES = 16
_ENOUGH = 6
"""So many of the 12 bytes must be the key's own: half of them may be damaged, and no other key has 6 by chance."""
_PLAIN = b"SQLite format 3\x00"
_SALT = b"waymark-database-salt-1"


class Kind(Enum):
    """What lies in a file, by its first 100 bytes."""

    OURS = "encrypted with this key"
    ANOTHER = "encrypted with another key"
    PLAIN = "not encrypted: written by an earlier program"
    FOREIGN = "no database of this program, or one without its beginning"


def raw_key(key: bytes) -> str:
    """What SQLCipher is told: key and salt, as it writes raw keys."""
    return f"x'{(key + _salt(key)).hex()}'"


def kind_of(path: Path, key: bytes) -> Kind:
    """Reads the beginning of the file alone. Raises OSError."""
    with path.open("rb") as file:
        header = file.read(100)
    if header.startswith(_PLAIN):
        return Kind.PLAIN if int.from_bytes(header[68:72]) == APPLICATION_ID else Kind.FOREIGN
    same = sum(a == b for a, b in zip(header[len(_MARK) : _SALT_BYTES], _salt(key)[len(_MARK) :], strict=False))
    if same >= _ENOUGH:
        return Kind.OURS
    return Kind.ANOTHER if header.startswith(_MARK) else Kind.FOREIGN


def is_scratched(path: Path, key: bytes) -> bool:
    """Whether a file of this key has other bytes in its salt than it was made with. Raises OSError.

    `kind_of` calls it ours all the same: the salt is told to SQLCipher with the key, so nobody reads those 16 bytes,
    and every other byte of the file is under its page's HMAC. Nothing is lost, but the disk has changed something; the
    bytes are made good when the first page is written again.
    """
    with path.open("rb") as file:
        return file.read(_SALT_BYTES) != _salt(key)


def key_for(path: Path, key: bytes | None) -> bytes | None:
    """What the file is read with: None for one that isn't encrypted.

    Raises AppError (E-KEY) where it is of another key, or there is no key; OSError.
    """
    kind = kind_of(path, key or b"")
    if kind is Kind.PLAIN:
        return None
    if kind is Kind.ANOTHER or key is None:
        raise AppError("E-KEY", path=str(path))
    return key


def is_sealed(path: Path) -> bool:
    """Whether a file bears the mark of an encrypted database, whatever its key. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(_MARK)) == _MARK


def _salt(key: bytes) -> bytes:
    return _MARK + HKDF(SHA256(), _SALT_BYTES - len(_MARK), salt=None, info=_SALT).derive(key)
