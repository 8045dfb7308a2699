"""Private parts of entries: which entry names which, and the sealed bytes, by SHA-256. Nothing here can open them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, select, update

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash, LogId
from sync_server.storage.tables import BodyRow, EntryRow, PrivatePartRow
from sync_server.storage.upsert import insert_missing, rows_among

_PART, _BODY = PrivatePartRow.__table__, BodyRow.__table__  # type: ignore[attr-defined]
_ENTRY = EntryRow.__table__  # type: ignore[attr-defined]

_PARTS = (
    "SELECT private_part.position, private_part.digest, private_part.size, is_erased, entry.log, "
    "body.digest IS NOT NULL FROM private_part "
    "JOIN entry ON entry.city = private_part.city AND entry.position = private_part.position "
    "LEFT JOIN body ON body.city = private_part.city AND body.digest = private_part.digest "
    "WHERE private_part.city = {city} AND private_part."
)
_NAMED = _PARTS + "digest {among} ORDER BY private_part.position"
_AT = _PARTS + "position {among} ORDER BY private_part.position"
_STORED = "SELECT digest, data FROM body WHERE city = {city} AND digest {among}"
_HERE = (_BODY.c.city == _PART.c.city) & (_BODY.c.digest == _PART.c.digest)
_SIZES = (
    select(_PART.c.position, _PART.c.size)
    .join(_BODY, _HERE)
    .where(
        _PART.c.city == bindparam("city"), _PART.c.position > bindparam("after"), _PART.c.position <= bindparam("last")
    )
)
_BY_SHORT = select(_BODY.c.data).where(
    _BODY.c.city == bindparam("city"), _BODY.c.digest.between(bindparam("low"), bindparam("high"))
)
_WEIGHT = (
    select(func.coalesce(func.sum(_PART.c.size), 0))
    .join(_BODY, _HERE)
    .join(_ENTRY, (_ENTRY.c.city == _PART.c.city) & (_ENTRY.c.position == _PART.c.position))
    .where(_PART.c.city == bindparam("city"), _ENTRY.c.log == bindparam("log"))
)
_ERASED = select(_PART.c.position).where(_PART.c.city == bindparam("city"), _PART.c.is_erased)


class Part(NamedTuple):
    """The private part that one entry names.

    Attributes:
        position, log: of the entry.
        is_here: whether its bytes are stored.
    """

    position: int
    digest: bytes
    size: int
    is_erased: bool
    log: LogId
    is_here: bool


def note_parts(
    connection: Connection, city: str, entries: Collection[Entry], positions: Mapping[EntryHash, int]
) -> None:
    """Notes what `entries`, which stand in the log at `positions`, name as their private parts."""
    rows = [
        {"city": city, "position": positions[e.hash], "digest": e.body[0], "size": e.body[1], "is_erased": False}
        for e in entries
        if e.body is not None
    ]
    insert_missing(connection, _PART, rows)


def parts_named(connection: Connection, city: str, digests: Collection[bytes]) -> dict[bytes, list[Part]]:
    """By digest: the parts with it, of the entry that came first before the others."""
    found: dict[bytes, list[Part]] = defaultdict(list)
    for row in rows_among(connection, _NAMED, city, list(digests), "bytea"):
        part = _part(*row)
        found[part.digest].append(part)
    return found


def parts_at(connection: Connection, city: str, positions: Collection[int]) -> list[Part]:
    """The parts of the entries at `positions`, ascending; most entries have none."""
    return [_part(*row) for row in rows_among(connection, _AT, city, list(positions), "bigint")]


def sizes(connection: Connection, city: str, after: int, last: int) -> dict[int, int]:
    """Bytes of the private parts that are here, of the entries behind `after`, to `last`, by position."""
    rows = connection.execute(_SIZES, {"city": city, "after": after, "last": last})
    return {row.position: row.size for row in rows}


def weight(connection: Connection, city: str, log: LogId) -> int:
    """Bytes of the private parts that are here of one log."""
    return int(connection.execute(_WEIGHT, {"city": city, "log": log}).scalar() or 0)


def bodies(connection: Connection, city: str, digests: Sequence[bytes]) -> list[bytes]:
    """Those that are here, each once, in the order of `digests`."""
    rows = rows_among(connection, _STORED, city, list(digests), "bytea")
    found = {bytes(digest): bytes(data) for digest, data in rows}
    return [found[digest] for digest in dict.fromkeys(digests) if digest in found]


def body_by_name(connection: Connection, city: str, name: bytes) -> bytes | None:
    """The one whose digest begins with the 16 bytes of `name`."""
    span = {"city": city, "low": name + bytes(16), "high": name + b"\xff" * 16}
    return connection.execute(_BY_SHORT, span).scalar()


def all_bodies(connection: Connection, city: str) -> Iterator[tuple[bytes, bytes]]:
    """Digest and bytes of each that is here."""
    statement = select(_BODY.c.digest, _BODY.c.data).where(_BODY.c.city == city).order_by(_BODY.c.digest)
    for row in connection.execute(statement.execution_options(yield_per=50)):
        yield bytes(row.digest), bytes(row.data)


def keep_bodies(connection: Connection, city: str, found: Mapping[bytes, bytes]) -> None:
    """Keeps bytes by their digest."""
    rows = [{"city": city, "digest": digest, "data": data} for digest, data in found.items()]
    insert_missing(connection, _BODY, rows)


def erased_positions(connection: Connection, city: str) -> set[int]:
    """The entries whose private parts are marked as erased."""
    return set(connection.execute(_ERASED, {"city": city}).scalars())


def mark(connection: Connection, city: str, positions: Collection[int], *, is_erased: bool) -> None:
    if positions:
        of_these = (_PART.c.city == city) & _PART.c.position.in_(list(positions))
        connection.execute(update(_PART).where(of_these).values(is_erased=is_erased))


def delete_bodies(connection: Connection, city: str, digests: Collection[bytes]) -> None:
    if digests:
        connection.execute(delete(_BODY).where(_BODY.c.city == city, _BODY.c.digest.in_(list(digests))))


def _part(position: int, digest: bytes, size: int, is_erased: object, log: bytes, is_here: object) -> Part:
    return Part(position, bytes(digest), size, bool(is_erased), LogId(bytes(log)), bool(is_here))
