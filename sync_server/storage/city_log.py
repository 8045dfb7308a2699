"""A city's log in the database: the rows that a push reads under the city's lock, and those that it adds."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    union_all,
    update,
)

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash, LogId, ShortHash
from roadmap_core.ledger.alliance import AllianceDocument
from roadmap_core.ledger.tree import Frontier
from roadmap_core.merge.members import Membership
from sync_server.storage import memberships
from sync_server.storage.tables import CityRow, EntryRow, ForkRow, GapRow, HeldBackRow, LogRow, PendingRow
from sync_server.storage.upsert import insert_missing, insert_tuples, rows_among, upsert

_ENTRY, _CITY, _LOG = EntryRow.__table__, CityRow.__table__, LogRow.__table__  # type: ignore[attr-defined]
_HELD, _GAP = HeldBackRow.__table__, GapRow.__table__  # type: ignore[attr-defined]
_FORK, _PENDING = ForkRow.__table__, PendingRow.__table__  # type: ignore[attr-defined]


def _kept(kind: int, table: Table, *columns: ColumnElement[Any]) -> Select[Any]:
    return select(literal_column(str(kind)), *columns).where(table.c.city == bindparam("city"))


_LOCK = (
    select(_CITY.c.frontier, _CITY.c.head, memberships.NEWEST.scalar_subquery())
    .where(_CITY.c.id == bindparam("city"))
    .with_for_update(of=_CITY)
)
_TIPS, _GAPS, _FORKS, _SAID = range(4)
_KEPT = union_all(
    _kept(_TIPS, _LOG, _LOG.c.log, _LOG.c.tip_seq, _LOG.c.tip),
    _kept(_GAPS, _GAP, _GAP.c.log, _GAP.c.seq, _GAP.c.missing),
    _kept(_FORKS, _FORK, _FORK.c.log, _FORK.c.seq, _FORK.c.log),
    memberships.SAID.with_only_columns(literal_column(str(_SAID)), _ENTRY.c.log, _ENTRY.c.position, _ENTRY.c.data),
)
"""All that is kept of a city's log besides its entries, in one statement: each takes 0.1 ms and more."""
_POSITIONS = 'SELECT "hash", "position" FROM entry WHERE city = {city} AND "hash" {among}'
_PLACE = select(_ENTRY.c.log, _ENTRY.c.seq).where(
    _ENTRY.c.city == bindparam("city"), _ENTRY.c.hash == bindparam("hash")
)
_AT_PLACE = (
    select(_ENTRY.c.position)
    .where(_ENTRY.c.city == bindparam("city"), _ENTRY.c.log == bindparam("log"), _ENTRY.c.seq == bindparam("seq"))
    .limit(1)
)
_BY_SHORT = select(_ENTRY.c.data, _ENTRY.c.log).where(
    _ENTRY.c.city == bindparam("city"),
    _ENTRY.c.hash.between(bindparam("low"), bindparam("high")),
    _ENTRY.c.position < bindparam("before"),
    ~exists().where(_HELD.c.city == _ENTRY.c.city, _HELD.c.hash == _ENTRY.c.hash),
)
_WEIGHT = select(func.count(), func.coalesce(func.sum(func.length(_ENTRY.c.data)), 0)).where(
    _ENTRY.c.city == bindparam("city"), _ENTRY.c.log == bindparam("log")
)
_ADVANCE = (
    update(_CITY)
    .where(_CITY.c.id == bindparam("city"))
    .values(size=bindparam("new_size"), frontier=bindparam("new_frontier"), head=bindparam("new_head"))
)
_FILL_GAPS = _GAP.delete().where(
    _GAP.c.city == bindparam("city"), _GAP.c.missing.in_(bindparam("hashes", expanding=True))
)


class Tip(NamedTuple):
    """The entry of a log with the highest sequence."""

    seq: int
    entry: EntryHash


class Gap(NamedTuple):
    """An entry that another one names as the one before it, and the place where that one puts it."""

    missing: EntryHash
    log: LogId
    seq: int


@dataclass(slots=True)
class CityLog:
    """A city's log as it stands under the lock. `membership` is the caller's to advance, and `arrived` with it.

    Attributes:
        forked: the logs in which two entries claim one place.
        arrived: log and predecessor of entries that are accepted and not stored yet.
    """

    city: str
    frontier: Frontier
    head: bytes
    membership: Membership
    tips: dict[LogId, Tip]
    gaps: set[Gap]
    forked: set[LogId]
    arrived: dict[EntryHash, tuple[LogId, EntryHash]]


def lock(connection: Connection, city: str, document: Callable[[int], AllianceDocument]) -> CityLog | None:
    """The city's log, which nobody else can advance until the transaction ends; None for an unknown city.

    `document` gives the alliance document in force, told the version of the newest that is kept; 0 for none.
    """
    row = connection.execute(_LOCK, {"city": city}).first()
    if row is None:
        return None
    frontier, head, version = row
    kept: tuple[list[tuple[LogId, int, bytes]], ...] = ([], [], [], [])
    for kind, log, number, data in connection.execute(_KEPT, {"city": city}):
        kept[kind].append((LogId(log), number, data))
    arrived: dict[EntryHash, tuple[LogId, EntryHash]] = {}
    said = [data for _, _, data in sorted(kept[_SAID], key=itemgetter(1))]
    return CityLog(
        city=city,
        frontier=Frontier.from_bytes(frontier),
        head=head,
        membership=memberships.learned(connection, city, document(version or 0), arrived, said),
        tips={log: Tip(seq, EntryHash(tip)) for log, seq, tip in kept[_TIPS]},
        gaps={Gap(EntryHash(missing), log, seq) for log, seq, missing in kept[_GAPS]},
        forked={log for log, _, _ in kept[_FORKS]},
        arrived=arrived,
    )


def positions(connection: Connection, city: str, hashes: Collection[EntryHash]) -> dict[EntryHash, int]:
    """Where those of `hashes` stand that are in the city's log."""
    rows = rows_among(connection, _POSITIONS, city, list(hashes), "bytea")
    return {EntryHash(found): position for found, position in rows}


def place_of(connection: Connection, city: str, entry: EntryHash) -> tuple[LogId, int] | None:
    """The log and sequence of an entry, or None if it has not come."""
    row = connection.execute(_PLACE, {"city": city, "hash": entry}).first()
    return None if row is None else (LogId(row.log), row.seq)


def has_entry_at(connection: Connection, city: str, log: LogId, seq: int) -> bool:
    return connection.execute(_AT_PLACE, {"city": city, "log": log, "seq": seq}).first() is not None


def weight(connection: Connection, city: str, log: LogId) -> tuple[int, int]:
    """How many entries of a log are stored, and their bytes."""
    count, size = connection.execute(_WEIGHT, {"city": city, "log": log}).one()
    return count, int(size)


def entry_bytes(connection: Connection, city: str, short: ShortHash, before: int) -> tuple[bytes, LogId] | None:
    """The bytes and the log of the entry whose hash begins with `short`, if it counts and stands before `before`."""
    span = {"city": city, "low": short + bytes(16), "high": short + b"\xff" * 16, "before": before}
    row = connection.execute(_BY_SHORT, span).first()
    return None if row is None else (row.data, LogId(row.log))


def append(connection: Connection, log: CityLog, entries: Sequence[Entry], now_ms: int) -> None:
    """Adds entries behind the last one, and extends the frontier of `log`."""
    first = log.frontier.size + 1
    rows = [
        (log.city, position, e.hash, e.log, e.seq, e.prev, e.author, e.claimed_ms, now_ms, e.data)
        for position, e in enumerate(entries, first)
    ]
    insert_tuples(connection, _ENTRY, rows)
    log.frontier = log.frontier.extended(entry.hash for entry in entries)


def advance(connection: Connection, log: CityLog, head: bytes) -> None:
    """Keeps the new size, frontier and signed head of the city."""
    values = {"new_size": log.frontier.size, "new_frontier": log.frontier.to_bytes(), "new_head": head}
    connection.execute(_ADVANCE, {"city": log.city, **values})


def keep_logs(connection: Connection, log: CityLog, changed: Collection[LogId]) -> None:
    """Keeps the tips, keys and rights of those logs that changed."""
    members = log.membership
    rows = [
        {
            "city": log.city,
            "log": one,
            "genesis": members.genesis_by_log[one].hash,
            "public_key": members.key(one),
            "reads": members.reads(one),
            "tip_seq": log.tips[one].seq,
            "tip": log.tips[one].entry,
        }
        for one in sorted(changed)
    ]
    upsert(connection, _LOG, rows)


def note_gaps(connection: Connection, city: str, gaps: Collection[Gap]) -> None:
    insert_missing(connection, _GAP, [{"city": city, **gap._asdict()} for gap in gaps])


def fill_gaps(connection: Connection, city: str, come: Collection[EntryHash]) -> None:
    if come:
        connection.execute(_FILL_GAPS, {"city": city, "hashes": list(come)})


def note_forks(connection: Connection, log: CityLog, places: Collection[tuple[LogId, int]]) -> None:
    insert_missing(connection, _FORK, [{"city": log.city, "log": one, "seq": seq} for one, seq in places])
    log.forked |= {one for one, _ in places}


def note_pending(connection: Connection, city: str, rows: Collection[tuple[int, int, int]]) -> None:
    """Files operations as (position, place, code) that can't be applied yet."""
    found = [{"city": city, "position": position, "place": place, "code": code} for position, place, code in rows]
    insert_missing(connection, _PENDING, found)
