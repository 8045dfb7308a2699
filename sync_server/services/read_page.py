"""A page of a city's log for a device that holds it up to some position, with the signed head of the whole."""

from collections.abc import Collection
from dataclasses import dataclass

from roadmap_core import limits
from sync_server.services.server import Server
from sync_server.storage import cities


@dataclass(frozen=True, slots=True)
class Page:
    """Entries by position, ascending, and how far the log is held with them."""

    entries: tuple[tuple[int, bytes], ...]
    next_position: int
    more: bool
    head: bytes


def read_page(server: Server, city: str, after: int, limit: int, own: Collection[int]) -> Page | None:
    """The entries behind `after`, at most `limit` bytes but at least one; None for an unknown city.

    Args:
        server: whose log is read.
        city: the caller has checked that its reader may read it.
        after: how far the device holds the log; beyond the end of it counts as the end.
        limit: bytes of entries.
        own: positions whose entries the device has sent itself, which are left out.
    """
    with server.database.reading() as connection:
        found = cities.head_of(connection, city)
        if found is None:
            return None
        size, head = found
        start = min(after, size)
        wanted: list[int] = []
        room, last = limit, start
        for position, length in cities.sizes(connection, city, start, min(size, start + limits.PULL_PAGE_ENTRIES)):
            if position not in own:
                if wanted and length > room:
                    break
                wanted.append(position)
                room -= length
            last = position
        entries = cities.entries_at(connection, city, wanted) if wanted else []
    return Page(tuple(entries), last, last < size, head)
