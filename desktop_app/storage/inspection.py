"""Looks at a database file without changing a byte: whether it is sound, and what it holds. For copies and backups."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from desktop_app.errors import AppError
from desktop_app.storage.cipher import key_for
from desktop_app.storage.engine import Driver, SqlError, bare, code_of, look
from desktop_app.storage.entry_log import ALL_ITEMS
from roadmap_core.entries.entry import Entry, read_genesis
from roadmap_core.entries.identifiers import entry_hash


class Contents(NamedTuple):
    """What two copies of one database have in common.

    Attributes:
        root: SHA-256 over the hashes of all entries, in the order of their arrival.
        city: the short name of the city, or "" before the first start was finished.
    """

    version: int
    entries: int
    root: bytes
    drafts: int
    city: str


_CHUNK_BYTES = 1024 * 1024
_CITY = "SELECT coalesce((SELECT city_id FROM city), '')"


def contents(connection: Driver) -> Contents:
    """What the database holds, in the caller's snapshot."""
    root, count = sha256(), 0
    for (whole,) in connection.execute("SELECT hash FROM entry ORDER BY number"):
        root.update(whole)
        count += 1
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (drafts,) = connection.execute("SELECT count(*) FROM draft").fetchone()
    (city,) = connection.execute(_CITY).fetchone()
    return Contents(version, count, root.digest(), drafts, city)


def inspect(path: Path, key: bytes | None) -> Contents:
    """Opens a closed database as it lies there, and reads all of it: pages, indexes, references, every entry's hash.

    `key` is the profile's; None before it has one. A file that isn't encrypted is read as it is.

    Raises:
        AppError: E-DAMAGED where anything doesn't fit, E-IO where it can't be read, E-KEY where the key is another.
    """
    try:
        with closing(look(path, key_for(path, key))) as connection:
            sound = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            if not sound or connection.execute("PRAGMA foreign_key_check").fetchone() or _has_other_bytes(connection):
                raise AppError("E-DAMAGED", path=str(path))
            return contents(connection)
    except (SqlError, OSError) as error:
        raise AppError(
            code_of(error) or ("E-IO" if isinstance(error, OSError) else "E-DAMAGED"), path=str(path)
        ) from error


def holds(path: Path, key: bytes | None) -> Contents | None:
    """The same; None where it is damaged or can't be read."""
    try:
        return inspect(path, key)
    except AppError:
        return None


def damage(path: Path) -> AppError:
    """What to say of a file that SQLite calls damaged: E-IO where the disk doesn't even give its bytes, else E-DAMAGED.

    SQLite may call a page damaged that could only not be read. Nobody has the file open: closing it here would drop
    SQLite's locks.
    """
    try:
        for suffix in ("", "-wal"):
            part = path.with_name(path.name + suffix)
            if part.exists():
                with part.open("rb", buffering=0) as file:
                    while file.read(_CHUNK_BYTES):
                        pass
    except OSError:
        return AppError("E-IO", path=str(path))
    return AppError("E-DAMAGED", path=str(path))


def signed_in(path: Path, key: bytes | None) -> list[bytes]:
    """The signed entries of a database that a newer program has used, with private parts, as `entry_log.all_items`.

    Read from a copy, with the log beside it: nothing in the folder changes.

    Raises:
        AppError: E-NEWER where the newer program keeps entries in another form; E-KEY, E-DAMAGED, E-IO.
    """
    try:
        with _copied(path, key) as connection:
            return [item for row in connection.execute(ALL_ITEMS) for item in row if item]
    except SqlError as error:
        raise AppError(code_of(error) or "E-NEWER", path=str(path)) from error


def was_renewed_since(path: Path, key: bytes, public_key: bytes) -> bool:
    """Whether the computer has signed with this key before, and with another one since; nothing in the folder changes.

    False where the database can't be read: whoever asks has to open it anyway, and is told then.
    """
    try:
        with _copied(path, key) as connection:
            earlier = _own_keys(connection)[1:]
    except (SqlError, OSError, AppError):
        return False
    return public_key in earlier


@contextmanager
def _copied(path: Path, key: bytes | None) -> Iterator[Driver]:
    """A copy of a database, with its log, open."""
    with tempfile.TemporaryDirectory() as folder:
        for suffix in ("", "-wal", "-journal"):
            source = path.with_name(path.name + suffix)
            if source.exists():
                shutil.copyfile(source, Path(folder) / source.name)
        with closing(bare(Path(folder) / path.name, key_for(path, key))) as connection:
            yield connection


_LOG = """
SELECT public_key, entry.data FROM device JOIN entry ON entry.hash = device.genesis
WHERE device.log = (SELECT log FROM device WHERE is_own = 1)"""
_CONTINUED = """
SELECT public_key, first.data FROM entry JOIN device USING (log) JOIN entry AS first ON first.hash = device.genesis
WHERE entry.hash = ?"""


def _own_keys(connection: Driver) -> list[bytes]:
    """The key that the own log is signed with, then, going back, those of the logs that it continues; each once."""
    found: list[bytes] = []
    row = connection.execute(_LOG).fetchone()
    while row is not None:
        key, data = row
        if key not in found:
            found.append(key)
        genesis = read_genesis(data)
        before = genesis.genesis.continues if isinstance(genesis, Entry) and genesis.genesis else b""
        row = connection.execute(_CONTINUED, (before,)).fetchone() if before else None
    return found


def _has_other_bytes(connection: Driver) -> bool:
    """Whether an entry isn't what its hash names: a page may be whole and hold other bytes."""
    return any(entry_hash(data) != whole for data, whole in connection.execute("SELECT data, hash FROM entry"))
