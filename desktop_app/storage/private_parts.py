"""Private parts of entries, sealed and opened: which are here, which are lacking, and which are to be sent.

Appends and finds; who may have one erased, and what is projected of it, is `intake`'s.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import sha256

from desktop_app.storage import entry_log
from desktop_app.storage.engine import Connection, driver_of
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash, ShortHash
from roadmap_core.entries.private import opened, with_text
from roadmap_core.keys.city_key import CityKey, key_id
from roadmap_core.refusals import Refusal

NAME_BYTES = 16
"""How requests and notices name a private part: the first bytes of its SHA-256."""
_UNREAD = """
SELECT short, data FROM private_part WHERE text IS NULL AND data IS NOT NULL AND short > ? ORDER BY short LIMIT 500"""
_LACKING = """
SELECT DISTINCT digest FROM private_part JOIN entry USING (short)
WHERE private_part.data IS NULL AND is_erased = 0 AND position IS NOT NULL ORDER BY position DESC"""
_WANTED = """
SELECT digest, private_part.data FROM private_part JOIN entry USING (short)
WHERE is_wanted = 1 AND private_part.data IS NOT NULL AND is_erased = 0 AND position IS NOT NULL ORDER BY number"""


def note(connection: Connection, entries: Iterable[Entry]) -> None:
    """Notes what entries that were stored just now name as their private parts."""
    rows = [(entry.short, *entry.body) for entry in entries if entry.body is not None]
    statement = "INSERT INTO private_part (short, digest, size, is_wanted, is_erased) VALUES (?, ?, ?, 0, 0)"
    driver_of(connection).executemany(statement, rows)


def keep(connection: Connection, brought: Iterable[bytes], *, is_wanted: bool = False) -> set[bytes]:
    """Keeps those of `brought` that an entry here names and that are missing; returns the digests of those."""
    driver, kept = driver_of(connection), set()
    statement = """
UPDATE private_part SET data = ?, is_wanted = ? WHERE digest = ? AND size = ? AND data IS NULL AND is_erased = 0"""
    for data in brought:
        digest = sha256(data).digest()
        if driver.execute(statement, (data, int(is_wanted), digest, len(data))).rowcount:
            kept.add(digest)
    return kept


def lacking(connection: Connection, passed: Collection[bytes], most: int) -> list[bytes]:
    """Digests of those that the server may have and that are not here, of the newest entries first."""
    found: list[bytes] = []
    for (digest,) in driver_of(connection).execute(_LACKING):
        if digest not in passed:
            found.append(digest)
        if len(found) == most:
            break
    return found


def wanted(connection: Connection, passed: Collection[bytes], most_bytes: int, most: int) -> list[bytes]:
    """What the server is to get beside entries that it has, without those whose name is in `passed`.

    At most `most`, and `most_bytes` unless one is larger.
    """
    found: list[bytes] = []
    for digest, data in driver_of(connection).execute(_WANTED) if most else ():
        if digest[:NAME_BYTES] in passed:
            continue
        if found and sum(map(len, found)) + len(data) > most_bytes:
            break
        found.append(data)
        if len(found) == most:
            break
    return found


def want(connection: Connection, names: Iterable[bytes], *, is_wanted: bool) -> None:
    """Whether the server is to get those whose digests begin with `names`."""
    statement = "UPDATE private_part SET is_wanted = ? WHERE digest BETWEEN ? AND ?"
    rows = [(int(is_wanted), name + bytes(32 - len(name)), name + b"\xff" * (32 - len(name))) for name in names]
    driver_of(connection).executemany(statement, rows)


def has_unread(connection: Connection) -> bool:
    """Whether sealed bytes are here that were not opened yet."""
    return driver_of(connection).execute(_UNREAD, (b"",)).fetchone() is not None


def read_new(connection: Connection, keys: Sequence[CityKey]) -> Iterator[list[tuple[Entry, int]]]:
    """Opens what can be opened with `keys`, in batches: entries whole, with the number of their public operations."""
    driver, last = driver_of(connection), b""
    while rows := driver.execute(_UNREAD, (last,)).fetchall():
        last = rows[-1][0]
        batch = [found for short, data in rows if (found := _opened(connection, ShortHash(short), data, keys))]
        driver.executemany(
            "UPDATE private_part SET text = ? WHERE short = ?", [(text, whole.short) for whole, _, text in batch]
        )
        _count_anew(connection, [whole for whole, _, _ in batch])
        yield [(whole, count) for whole, count, _ in batch]


def _count_anew(connection: Connection, entries: Iterable[Entry]) -> None:
    rows = [(entry_log.changes(entry), entry.short) for entry in entries]
    driver_of(connection).executemany("UPDATE entry SET changes = ? WHERE short = ?", rows)


def _opened(
    connection: Connection, short: ShortHash, data: bytes, keys: Sequence[CityKey]
) -> tuple[Entry, int, bytes] | None:
    fitting = [key for key in keys if key.id == key_id(data)]
    entry = entry_log.any_entry(connection, short) if fitting else None
    for key in fitting if entry else ():
        text = opened(entry, data, key) if entry else None
        whole = with_text(entry, text) if entry and text is not None else None
        if entry and text is not None and whole is not None and not isinstance(whole, Refusal):
            return whole, len(entry.operations), text
    return None


def erase(connection: Connection, asked: Collection[EntryHash]) -> list[ShortHash]:
    """Deletes the private parts of the entries `asked`, of no others; returns those that had been read."""
    driver = driver_of(connection)
    now = {whole[:NAME_BYTES] for whole in asked}
    before = {row[0] for row in driver.execute("SELECT short FROM private_part WHERE is_erased = 1").fetchall()}
    driver.executemany("UPDATE private_part SET is_erased = 0 WHERE short = ?", [(one,) for one in before - now])
    statement = "SELECT text FROM private_part WHERE short = ?"
    found = [(one, driver.execute(statement, (one,)).fetchone()) for one in now - before]
    here = [one for one, row in found if row]
    if here:
        driver.execute("PRAGMA secure_delete=ON")
    driver.executemany(
        "UPDATE private_part SET is_erased = 1, is_wanted = 0, data = NULL, text = NULL WHERE short = ?",
        [(one,) for one in here],
    )
    gone = [ShortHash(one) for one, row in found if row and row[0] is not None]
    _count_anew(connection, [entry for one in gone if (entry := entry_log.any_entry(connection, one))])
    return gone


def count_erased(connection: Connection) -> int:
    return int(driver_of(connection).execute("SELECT count(*) FROM private_part WHERE is_erased = 1").fetchone()[0])
