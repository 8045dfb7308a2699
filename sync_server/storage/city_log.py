"""A city's log in the database: the rows that a push reads under the city's lock, and those that it adds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select, update

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash, LogId, ShortHash
from roadmap_core.ledger.tree import Frontier
from roadmap_core.merge.membership import Membership
from sync_server.storage.tables import CityRow, EnrolmentRow, EntryRow, ForkRow, GapRow, LogRow, PendingRow
from sync_server.storage.upsert import insert_missing, insert_rows, upsert

_ENTRY, _CITY, _LOG = EntryRow.__table__, CityRow.__table__, LogRow.__table__  # type: ignore[attr-defined]
_ENROLMENT, _GAP = EnrolmentRow.__table__, GapRow.__table__  # type: ignore[attr-defined]
_FORK, _PENDING = ForkRow.__table__, PendingRow.__table__  # type: ignore[attr-defined]

_LOCK = select(_CITY.c.frontier, _CITY.c.head).where(_CITY.c.id == bindparam("city")).with_for_update()
_LOGS = select(_LOG.c.log, _LOG.c.genesis, _LOG.c.public_key, _LOG.c.tip_seq, _LOG.c.tip).where(
    _LOG.c.city == bindparam("city")
)
_ENROLMENTS = select(_ENROLMENT.c.genesis, _ENROLMENT.c.role).where(_ENROLMENT.c.city == bindparam("city"))
_GAPS = select(_GAP.c.missing, _GAP.c.log, _GAP.c.seq).where(_GAP.c.city == bindparam("city"))
_POSITIONS = select(_ENTRY.c.hash, _ENTRY.c.position).where(
    _ENTRY.c.city == bindparam("city"), _ENTRY.c.hash.in_(bindparam("hashes", expanding=True))
)
_POSITIONS_BY_ARRAY = 'SELECT "hash", "position" FROM entry WHERE city = %s AND "hash" = ANY(%b::bytea[])'
"""The same for PostgreSQL, which parses and plans a hundred parameters anew each time."""
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
)
_ADVANCE = (
    update(_CITY)
    .where(_CITY.c.id == bindparam("city"))
    .values(size=bindparam("new_size"), frontier=bindparam("new_frontier"), head=bindparam("new_head"))
)
_FILL_GAPS = _GAP.delete().where(
    _GAP.c.city == bindparam("city"), _GAP.c.missing.in_(bindparam("hashes", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Tip:
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
    """A city's log as it stands under the lock. `membership` is the caller's to advance."""

    city: str
    frontier: Frontier
    head: bytes
    membership: Membership
    tips: dict[LogId, Tip]
    gaps: set[Gap]


def lock(connection: Connection, city: str, alliance: str) -> CityLog | None:
    """The city's log, which nobody else can advance until the transaction ends; None for an unknown city."""
    row = connection.execute(_LOCK, {"city": city}).first()
    if row is None:
        return None
    logs = connection.execute(_LOGS, {"city": city}).all()
    return CityLog(
        city=city,
        frontier=Frontier.from_bytes(row.frontier),
        head=row.head,
        membership=_membership(connection, city, alliance, logs),
        tips={LogId(log.log): Tip(log.tip_seq, EntryHash(log.tip)) for log in logs},
        gaps={Gap(*row) for row in connection.execute(_GAPS, {"city": city})},
    )


def _membership(connection: Connection, city: str, alliance: str, logs: Sequence[Any]) -> Membership:
    enrolments = connection.execute(_ENROLMENTS, {"city": city}).all()
    return Membership(
        city=city,
        alliance=alliance,
        roles_by_genesis={EntryHash(row.genesis): row.role for row in enrolments},
        genesis_by_log={LogId(row.log): EntryHash(row.genesis) for row in logs},
        keys_by_log={LogId(row.log): row.public_key for row in logs},
    )


def positions(connection: Connection, city: str, hashes: Collection[EntryHash]) -> dict[EntryHash, int]:
    """Where those of `hashes` stand that are in the city's log."""
    if connection.dialect.name == "postgresql":
        rows = connection.exec_driver_sql(_POSITIONS_BY_ARRAY, (city, list(hashes)))
    else:
        rows = connection.execute(_POSITIONS, {"city": city, "hashes": list(hashes)})
    return {EntryHash(found): position for found, position in rows}


def place_of(connection: Connection, city: str, entry: EntryHash) -> tuple[LogId, int] | None:
    """The log and sequence of an entry, or None if it has not come."""
    row = connection.execute(_PLACE, {"city": city, "hash": entry}).first()
    return None if row is None else (LogId(row.log), row.seq)


def has_entry_at(connection: Connection, city: str, log: LogId, seq: int) -> bool:
    return connection.execute(_AT_PLACE, {"city": city, "log": log, "seq": seq}).first() is not None


def entry_bytes(connection: Connection, city: str, short: ShortHash, before: int) -> tuple[bytes, LogId] | None:
    """The bytes and the log of the entry whose hash begins with `short`, if it stands before position `before`."""
    span = {"city": city, "low": short + bytes(16), "high": short + b"\xff" * 16, "before": before}
    row = connection.execute(_BY_SHORT, span).first()
    return None if row is None else (row.data, LogId(row.log))


def append(connection: Connection, log: CityLog, entries: Sequence[Entry], now_ms: int) -> None:
    """Adds entries behind the last one, and extends the frontier of `log`."""
    first = log.frontier.size + 1
    rows = [
        {
            "city": log.city,
            "position": position,
            "hash": entry.hash,
            "log": entry.log,
            "seq": entry.seq,
            "prev": entry.prev,
            "author": entry.author,
            "claimed_ms": entry.claimed_ms,
            "received_ms": now_ms,
            "data": entry.data,
        }
        for position, entry in enumerate(entries, first)
    ]
    insert_rows(connection, _ENTRY, rows)
    log.frontier = log.frontier.extended(entry.hash for entry in entries)


def advance(connection: Connection, log: CityLog, head: bytes) -> None:
    """Keeps the new size, frontier and signed head of the city."""
    values = {"new_size": log.frontier.size, "new_frontier": log.frontier.to_bytes(), "new_head": head}
    connection.execute(_ADVANCE, {"city": log.city, **values})


def keep_logs(connection: Connection, log: CityLog, changed: Collection[LogId]) -> None:
    """Keeps the tips, keys and enrolments of those logs that changed."""
    membership = log.membership
    rows = [
        {
            "city": log.city,
            "log": one,
            "genesis": membership.genesis_by_log[one],
            "public_key": membership.keys_by_log[one],
            "tip_seq": log.tips[one].seq,
            "tip": log.tips[one].entry,
        }
        for one in sorted(changed)
    ]
    upsert(connection, _LOG, rows)


def keep_enrolments(connection: Connection, city: str, roles_by_genesis: Mapping[EntryHash, int]) -> None:
    rows = [{"city": city, "genesis": genesis, "role": role} for genesis, role in roles_by_genesis.items()]
    insert_missing(connection, _ENROLMENT, rows)


def note_gaps(connection: Connection, city: str, gaps: Collection[Gap]) -> None:
    insert_missing(connection, _GAP, [{"city": city, **gap._asdict()} for gap in gaps])


def fill_gaps(connection: Connection, city: str, come: Collection[EntryHash]) -> None:
    if come:
        connection.execute(_FILL_GAPS, {"city": city, "hashes": list(come)})


def note_forks(connection: Connection, city: str, places: Collection[tuple[LogId, int]]) -> None:
    insert_missing(connection, _FORK, [{"city": city, "log": log, "seq": seq} for log, seq in places])


def note_pending(connection: Connection, city: str, rows: Collection[tuple[int, int, int]]) -> None:
    """Files operations as (position, place, code) that can't be applied yet."""
    found = [{"city": city, "position": position, "place": place, "code": code} for position, place, code in rows]
    insert_missing(connection, _PENDING, found)
