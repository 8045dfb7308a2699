"""A page of a city's log for a device that holds it up to some position, with the signed head of the whole."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from roadmap_core import limits
from sync_server.services.server import Server
from sync_server.storage import bodies, cities
from sync_server.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Page:
    """Entries by position, ascending, and how far the log is held with them.

    Attributes:
        bodies: private parts that were asked for, and those of the entries.
    """

    entries: tuple[tuple[int, bytes], ...]
    bodies: tuple[bytes, ...]
    next_position: int
    more: bool
    head: bytes


def read_page(
    server: Server, city: str, after: int, limit: int, own: Collection[int], wanted_bodies: Sequence[bytes] = ()
) -> Page | None:
    """The entries behind `after` with their private parts; None for an unknown city.

    At most `limit` bytes, but at least one entry, and one private part that was asked for.

    Args:
        server: whose log is read.
        city: the caller has checked that its reader may read it.
        after: how far the device holds the log; beyond the end of it counts as the end.
        limit: bytes of entries and private parts.
        own: positions whose entries the device has sent itself, which are left out.
        wanted_bodies: names of private parts that the device lacks; those go first.
    """
    with server.database.reading() as connection:
        found = cities.head_of(connection, city)
        if found is None:
            return None
        size, head = found
        asked = _asked_for(connection, city, wanted_bodies, limit)
        room = limit - sum(map(len, asked))
        positions, last = _fitting(connection, city, min(after, size), size, room, own)
        entries = cities.entries_at(connection, city, positions) if positions else []
        behind = _bodies_of(connection, city, positions)
    found_bodies = tuple(dict.fromkeys((*asked, *behind)))[: limits.PULL_PAGE_ENTRIES]
    return Page(tuple(entries), found_bodies, last, last < size, head)


def _fitting(
    connection: Connection, city: str, start: int, size: int, room: int, own: Collection[int]
) -> tuple[list[int], int]:
    """The positions behind `start` whose entries fit, and how far the log is held with them."""
    end = min(size, start + limits.PULL_PAGE_ENTRIES)
    if start == end:
        return [], start
    beside = bodies.sizes(connection, city, start, end)
    wanted: list[int] = []
    last = start
    for position, length in cities.sizes(connection, city, start, end):
        if position not in own:
            weight = length + beside.get(position, 0)
            if wanted and weight > room:
                break
            wanted.append(position)
            room -= weight
        last = position
    return wanted, last


def _asked_for(connection: Connection, city: str, names: Sequence[bytes], limit: int) -> list[bytes]:
    found: list[bytes] = []
    for name in dict.fromkeys(names):
        body = bodies.body_by_name(connection, city, name)
        if body is not None:
            if found and len(body) > limit:
                break
            found.append(body)
            limit -= len(body)
    return found


def _bodies_of(connection: Connection, city: str, positions: Collection[int]) -> list[bytes]:
    digests = (
        [part.digest for part in bodies.parts_at(connection, city, positions) if part.is_here] if positions else []
    )
    return bodies.bodies(connection, city, digests) if digests else []
