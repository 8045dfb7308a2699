"""The journal of files that were taken in, and taking one back: what it brought leaves the log and is kept aside.

What a city has is a function of the set of its entries (protocol.md, section 1); so the set without a file's entries
gives the state before it. What the server has by now, or this computer's own log holds, can't be taken back.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from desktop_app.storage import cargo, intake, projector
from desktop_app.storage.cargo import Item, State
from desktop_app.storage.engine import Connection, driver_of
from roadmap_core.entries.identifiers import EntryHash, LogId, short

KEPT_MS = 7 * 24 * 3600 * 1000
"""How long a file can be taken back: the journal forgets it then. By a clock that decides nothing else."""


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file that was taken in.

    Attributes:
        entries: how many it brought to the city's own log.
        carried: how many entries of other cities.
        removable: how many of all these can still be taken back.
    """

    number: int
    name: str
    maker: str
    taken_ms: int
    entries: int
    carried: int
    removable: int


def note(
    connection: Connection, name: str, maker: str, hashes: Collection[EntryHash], now: int, *, begins_trust: bool
) -> int:
    """Writes a file into the journal; returns its number there. Forgets files of more than a week ago."""
    driver = driver_of(connection)
    driver.execute("DELETE FROM taken_file WHERE taken_ms < ?", (now - KEPT_MS,))
    driver.execute("DELETE FROM taken_entry WHERE file NOT IN (SELECT number FROM taken_file)")
    added = driver.execute(
        "INSERT INTO taken_file (name, maker, taken_ms, begins_trust) VALUES (?, ?, ?, ?)",
        (name, maker, now, begins_trust),
    )
    number = added.lastrowid or 0
    driver.executemany("INSERT INTO taken_entry VALUES (?, ?)", [(number, whole) for whole in hashes])
    return number


def brought_before(connection: Connection, hashes: Iterable[EntryHash]) -> set[EntryHash]:
    """Those of `hashes` that another file of the journal brought: a second one that holds them keeps them here."""
    driver = driver_of(connection)
    statement = "SELECT 1 FROM taken_entry WHERE hash = ?"
    return {whole for whole in hashes if driver.execute(statement, (whole,)).fetchone()}


def listed(connection: Connection, now: int) -> tuple[TakenFile, ...]:
    """The files of the last week, the newest first."""
    driver = driver_of(connection)
    rows = driver.execute(_LISTED, (now - KEPT_MS,)).fetchall()
    return tuple(
        TakenFile(number, name, maker, taken_ms, entries, carried, _removable_count(connection, number))
        for number, name, maker, taken_ms, entries, carried in rows
    )


_LISTED = """
SELECT number, name, maker, taken_ms,
  (SELECT count(*) FROM taken_entry JOIN entry ON short = substr(taken_entry.hash, 1, 16)
   WHERE file = taken_file.number),
  (SELECT count(*) FROM taken_entry JOIN cargo USING (hash) WHERE file = taken_file.number AND state <> 'set-aside')
FROM taken_file WHERE taken_ms >= ? ORDER BY number DESC"""


def _removable_count(connection: Connection, number: int) -> int:
    driver = driver_of(connection)
    carried = driver.execute(_CARRIED, {"file": number}).fetchall()
    return len(_removable(connection, number)) + len(carried)


_BY_NO_OTHER = "file = :file AND taken_entry.hash NOT IN (SELECT hash FROM taken_entry WHERE file <> :file)"
_CARRIED = f"SELECT cargo.hash FROM taken_entry JOIN cargo USING (hash) WHERE {_BY_NO_OTHER} AND state = 'waiting'"  # noqa: S608
_OF_LOGS = f"""
SELECT entry.hash, entry.log, seq, entry.data, ifnull(private_part.data, x'')
FROM taken_entry JOIN entry ON short = substr(taken_entry.hash, 1, 16) LEFT JOIN device ON device.log = entry.log
  LEFT JOIN private_part USING (short)
WHERE {_BY_NO_OTHER} AND position IS NULL AND ifnull(is_own, 0) = 0 AND entry.log <> x''"""  # noqa: S608


class _Removable(NamedTuple):
    """An entry that a file brought, and its private part or b""."""

    hash: EntryHash
    log: LogId
    seq: int
    data: bytes
    body: bytes


def _removable(connection: Connection, number: int) -> list[_Removable]:
    """Entries of the file that can go. A log's first one goes only with all the others."""
    driver = driver_of(connection)
    found = [_Removable(*row) for row in driver.execute(_OF_LOGS, {"file": number}).fetchall()]
    going = {one.hash for one in found}
    held = set()
    for log in (one.log for one in found if one.seq == 0):
        others = driver.execute("SELECT hash FROM entry WHERE log = ?", (log,)).fetchall()
        held |= {log} if any(EntryHash(row[0]) not in going for row in others) else set()
    return [one for one in found if one.seq > 0 or one.log not in held]


def take_back(connection: Connection, number: int, city: str) -> int | None:
    """Undoes one file of the journal; returns how many entries went. None if the journal doesn't know it."""
    driver = driver_of(connection)
    row = driver.execute("SELECT begins_trust FROM taken_file WHERE number = ?", (number,)).fetchone()
    if row is None:
        return None
    going = _removable(connection, number)
    cargo.keep(connection, city, (Item(one.hash, one.data, one.body) for one in going), State.SET_ASIDE)
    _remove(connection, going)
    carried = [EntryHash(one[0]) for one in driver.execute(_CARRIED, {"file": number}).fetchall()]
    gone = cargo.drop(connection, carried, [State.WAITING])
    if row[0]:
        _forget_alliance(connection)
    driver.execute("DELETE FROM taken_file WHERE number = ?", (number,))
    driver.execute("DELETE FROM taken_entry WHERE file = ?", (number,))
    if going or row[0]:
        intake.judge_anew(connection)
        projector.rebuild(connection)
    return len(going) + gone


def _remove(connection: Connection, going: Iterable[_Removable]) -> None:
    driver = driver_of(connection)
    for one in going:
        for table in ("statement", "private_part", "entry"):
            driver.execute(f"DELETE FROM {table} WHERE short = ?", (short(one.hash),))  # noqa: S608
        if one.seq == 0:
            driver.execute("DELETE FROM device WHERE log = ?", (one.log,))
    for log in {one.log for one in going}:
        driver.execute(_MOVE_BACK, {"log": log})


_MOVE_BACK = """
UPDATE device SET (tip_seq, tip) = (SELECT seq, short FROM entry WHERE log = :log ORDER BY seq DESC, number LIMIT 1),
  referenced_seq = min(referenced_seq, (SELECT max(seq) FROM entry WHERE log = :log))
WHERE log = :log"""


def _forget_alliance(connection: Connection) -> None:
    """The file's documents pinned the alliance's key; as long as no server was met, that is undone with it."""
    driver = driver_of(connection)
    if driver.execute("SELECT 1 FROM sync_state WHERE server <> ''").fetchone() is None:
        driver.execute("DELETE FROM alliance")
        driver.execute("UPDATE sync_state SET root_key = x'', alliance_ms = NULL")
