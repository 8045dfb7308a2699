"""What the server keeps of who may write: the alliance documents, the statements in a city's log, what is held back."""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from sqlalchemy import Connection, bindparam, delete, func, select

from roadmap_core.entries.entry import Entry, claimed_log, read_entry, read_genesis
from roadmap_core.entries.identifiers import EntryHash, LogId
from roadmap_core.ledger.alliance import AllianceDocument
from roadmap_core.merge.chains import PlaceOf
from roadmap_core.merge.members import COUNTS, Judgement, Membership
from roadmap_core.refusals import Refusal
from sync_server.storage.tables import AllianceRow, EntryRow, ForkRow, HeldBackRow, StatementRow
from sync_server.storage.upsert import insert_missing

_ENTRY, _STATEMENT = EntryRow.__table__, StatementRow.__table__  # type: ignore[attr-defined]
_HELD, _ALLIANCE = HeldBackRow.__table__, AllianceRow.__table__  # type: ignore[attr-defined]
_FORK = ForkRow.__table__  # type: ignore[attr-defined]

SAID = (
    select(_ENTRY.c.data)
    .join(_STATEMENT, (_STATEMENT.c.city == _ENTRY.c.city) & (_STATEMENT.c.position == _ENTRY.c.position))
    .where(_STATEMENT.c.city == bindparam("city"))
)
"""The statements of a city, in no order."""
_BEFORE = select(_ENTRY.c.log, _ENTRY.c.prev).where(
    _ENTRY.c.city == bindparam("city"), _ENTRY.c.hash == bindparam("hash")
)
NEWEST = select(func.max(_ALLIANCE.c.version))
_HELD_BACK = select(_HELD.c.hash, _HELD.c.verdict, _HELD.c.code).where(_HELD.c.city == bindparam("city"))
_PLACES = select(_ENTRY.c.seq, _ENTRY.c.prev).where(
    _ENTRY.c.city == bindparam("city"), _ENTRY.c.log == bindparam("log")
)


def documents(connection: Connection) -> list[bytes]:
    """The alliance documents, oldest first."""
    return [row.data for row in connection.execute(select(_ALLIANCE.c.data).order_by(_ALLIANCE.c.version))]


def newest_version(connection: Connection) -> int:
    """The version of the newest alliance document; 0 for none."""
    return connection.execute(NEWEST).scalar() or 0


def keep_documents(connection: Connection, chain: Collection[bytes]) -> None:
    rows = [{"version": version, "data": data} for version, data in enumerate(chain, 1)]
    insert_missing(connection, _ALLIANCE, rows)


def branch(connection: Connection, city: str, members: Membership, logs: Iterable[LogId]) -> bool:
    """Tells `members` of the `logs` whose chains part. Whether that says something else of entries than before."""
    changed = [members.branch(log, _places(connection, city, log)) for log in logs]
    return any(changed)


def _places(connection: Connection, city: str, log: bytes) -> list[tuple[int, EntryHash]]:
    rows = connection.execute(_PLACES, {"city": city, "log": log})
    return [(row.seq, EntryHash(row.prev)) for row in rows]


def keep_statements(connection: Connection, city: str, positions: Collection[int]) -> None:
    insert_missing(connection, _STATEMENT, [{"city": city, "position": position} for position in positions])


def membership(
    connection: Connection, city: str, document: AllianceDocument, arrived: Mapping[EntryHash, tuple[LogId, EntryHash]]
) -> Membership:
    """Who may write to a city's log, as far as it is stored; `arrived` are entries that are not stored yet."""
    said = connection.execute(SAID.order_by(_STATEMENT.c.position), {"city": city}).scalars()
    return learned(connection, city, document, arrived, said)


def learned(
    connection: Connection,
    city: str,
    document: AllianceDocument,
    arrived: Mapping[EntryHash, tuple[LogId, EntryHash]],
    said: Iterable[bytes],
) -> Membership:
    """As `membership`, from the statements that are stored, in their order."""
    found = Membership(city, document, place_of(connection, city, arrived))
    for data in said:
        log = claimed_log(data)
        key = found.key(log) if isinstance(log, bytes) else None
        found.learn([_read(data, key)])
    return found


def place_of(connection: Connection, city: str, arrived: Mapping[EntryHash, tuple[LogId, EntryHash]]) -> PlaceOf:
    def place(entry: EntryHash) -> tuple[LogId, EntryHash] | None:
        if entry in arrived:
            return arrived[entry]
        row = connection.execute(_BEFORE, {"city": city, "hash": entry}).first()
        return None if row is None else (LogId(row.log), EntryHash(row.prev))

    return place


@lru_cache(maxsize=4096)
def _read(data: bytes, key: bytes | None) -> Entry:
    """A statement that was verified when it came; those of a city are asked for with each push."""
    entry = read_genesis(data) if key is None else read_entry(data, key)
    if isinstance(entry, Refusal):
        raise AssertionError(f"a stored statement is not as it was signed: {entry.code}")  # noqa: TRY004
    return entry


def held_back(connection: Connection, city: str) -> dict[EntryHash, tuple[int, str]]:
    """The entries of a city that don't count, with verdict and code."""
    rows = connection.execute(_HELD_BACK, {"city": city})
    return {EntryHash(row.hash): (row.verdict, row.code) for row in rows}


def keep_held_back(connection: Connection, city: str, judged: Mapping[EntryHash, Judgement]) -> None:
    """Keeps the verdicts on `judged` entries, in place of earlier ones."""
    if judged:
        hashes = list(judged)
        connection.execute(delete(_HELD).where(_HELD.c.city == city, _HELD.c.hash.in_(hashes)))
    rows = [
        {"city": city, "hash": entry, "verdict": int(found.verdict), "code": found.code.value if found.code else ""}
        for entry, found in judged.items()
        if found != COUNTS
    ]
    insert_missing(connection, _HELD, rows)
