"""The list of cities, and their logs as readers and the operator see them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select, update

from roadmap_core.community.cities import City
from roadmap_core.entries.identifiers import EntryHash
from roadmap_core.ledger.tree import Frontier
from sync_server.storage.tables import CityRow, EntryRow, ForkRow, GapRow, InvitationRow, LogRow, PendingRow
from sync_server.storage.upsert import insert_missing

_CITY, _ENTRY, _LOG = CityRow.__table__, EntryRow.__table__, LogRow.__table__  # type: ignore[attr-defined]
_GAP, _FORK = GapRow.__table__, ForkRow.__table__  # type: ignore[attr-defined]
_PENDING, _INVITATION = PendingRow.__table__, InvitationRow.__table__  # type: ignore[attr-defined]

_HEAD = select(_CITY.c.size, _CITY.c.head).where(_CITY.c.id == bindparam("city"))
_SIZES = (
    select(_ENTRY.c.position, func.length(_ENTRY.c.data))
    .where(
        _ENTRY.c.city == bindparam("city"),
        _ENTRY.c.position > bindparam("after"),
        _ENTRY.c.position <= bindparam("last"),
    )
    .order_by(_ENTRY.c.position)
)
_DATA = (
    select(_ENTRY.c.position, _ENTRY.c.data)
    .where(_ENTRY.c.city == bindparam("city"), _ENTRY.c.position.in_(bindparam("positions", expanding=True)))
    .order_by(_ENTRY.c.position)
)
_HASHES = (
    select(_ENTRY.c.hash)
    .where(_ENTRY.c.city == bindparam("city"), _ENTRY.c.position <= bindparam("last"))
    .order_by(_ENTRY.c.position)
)
_LISTED = select(
    _CITY.c.id, _CITY.c.name, _CITY.c.country, _CITY.c.region, _CITY.c.subregion, _CITY.c.community, _CITY.c.size_class
).where(_CITY.c.id == bindparam("city"))
_PUBLIC_KEY = select(_LOG.c.public_key).where(
    _LOG.c.city == bindparam("city"), _LOG.c.log == bindparam("log"), _LOG.c.reads
)
_ANY_KEY = select(_LOG.c.public_key).where(_LOG.c.city == bindparam("city"), _LOG.c.log == bindparam("log"))
_ANYWHERE = select(_LOG.c.city).where(_LOG.c.log == bindparam("log"), _LOG.c.reads).limit(1)
_CITY_OF = select(_LOG.c.city).where(_LOG.c.log == bindparam("log")).limit(1)
_EXPORT_ROWS = 500


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry's row, for export, rebuild and fsck."""

    position: int
    hash: bytes
    log: bytes
    seq: int
    prev: bytes
    data: bytes


@dataclass(frozen=True, slots=True)
class StoredCity:
    """A city's row."""

    id: str
    size: int
    frontier: bytes
    head: bytes


def add_city(connection: Connection, city: City) -> bool:
    """Lists a city. Returns whether it is new."""
    if connection.execute(_HEAD, {"city": city.id}).first() is not None:
        return False
    row = {
        "id": city.id,
        "name": city.name,
        "country": city.country,
        "region": city.region,
        "subregion": city.subregion,
        "community": city.community,
        "size_class": city.size_class,
        "size": 0,
        "frontier": Frontier().to_bytes(),
        "head": b"",
    }
    insert_missing(connection, _CITY, [row])
    return True


def listed(connection: Connection, city: str) -> City | None:
    """The city as it is listed, or None."""
    row = connection.execute(_LISTED, {"city": city}).first()
    if row is None:
        return None
    return City(
        id=row.id,
        name=row.name,
        local_name=row.name,
        country=row.country,
        iso2="",
        region=row.region,
        subregion=row.subregion,
        community=row.community,
        size_class=row.size_class,
    )


def head_of(connection: Connection, city: str) -> tuple[int, bytes] | None:
    """The size of a city's log and its newest signed head; None for an unknown city."""
    row = connection.execute(_HEAD, {"city": city}).first()
    return None if row is None else (row.size, row.head)


def sizes(connection: Connection, city: str, after: int, last: int) -> Sequence[tuple[int, int]]:
    """Position and bytes of the entries behind `after`, to `last`."""
    rows = connection.execute(_SIZES, {"city": city, "after": after, "last": last})
    return [(position, length) for position, length in rows]


def entries_at(connection: Connection, city: str, positions: Collection[int]) -> list[tuple[int, bytes]]:
    rows = connection.execute(_DATA, {"city": city, "positions": list(positions)})
    return [(position, data) for position, data in rows]


def hashes(connection: Connection, city: str, last: int) -> list[EntryHash]:
    """Of all entries up to position `last`, in order."""
    return list(connection.execute(_HASHES, {"city": city, "last": last}).scalars())


def public_key(connection: Connection, city: str, log: bytes) -> bytes | None:
    """The key of a log whose computer may read the city's log, or None."""
    return connection.execute(_PUBLIC_KEY, {"city": city, "log": log}).scalar()


def any_key(connection: Connection, city: str, log: bytes) -> bytes | None:
    """The key of a log of the city, whether its computer may read or not; None if there is no such log."""
    return connection.execute(_ANY_KEY, {"city": city, "log": log}).scalar()


def city_of(connection: Connection, log: bytes) -> str | None:
    """The city in whose log a computer's log began, or None."""
    return connection.execute(_CITY_OF, {"log": log}).scalar()


def is_log_of_any_city(connection: Connection, log: bytes) -> bool:
    return connection.execute(_ANYWHERE, {"log": log}).first() is not None


def all_cities(connection: Connection) -> list[StoredCity]:
    columns = (_CITY.c.id, _CITY.c.size, _CITY.c.frontier, _CITY.c.head)
    rows = connection.execute(select(*columns).order_by(_CITY.c.id))
    return [StoredCity(row.id, row.size, row.frontier, row.head) for row in rows]


def keep_head(connection: Connection, city: str, head: bytes) -> None:
    connection.execute(update(_CITY).where(_CITY.c.id == city).values(head=head))


def entries(connection: Connection, city: str) -> Iterator[StoredEntry]:
    """All entries of a city's log, in order."""
    columns = (_ENTRY.c.position, _ENTRY.c.hash, _ENTRY.c.log, _ENTRY.c.seq, _ENTRY.c.prev, _ENTRY.c.data)
    statement = select(*columns).where(_ENTRY.c.city == city).order_by(_ENTRY.c.position)
    for row in connection.execute(statement.execution_options(yield_per=_EXPORT_ROWS)):
        yield StoredEntry(*row)


def count_entries(connection: Connection) -> int:
    """In the logs of all cities."""
    return int(connection.execute(select(func.coalesce(func.sum(_CITY.c.size), 0))).scalar() or 0)


def counts(connection: Connection) -> dict[str, int]:
    """How many there are of the things that an operator asks for."""
    tables = {
        "cities": _CITY,
        "logs": _LOG,
        "entries": _ENTRY,
        "gaps": _GAP,
        "forks": _FORK,
        "pending": _PENDING,
        "invitations": _INVITATION,
    }
    return {
        name: connection.execute(select(func.count()).select_from(table)).scalar() or 0
        for name, table in tables.items()
    }
