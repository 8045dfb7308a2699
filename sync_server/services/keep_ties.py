"""What a city says to the others: kept out of its registers, and counted of it what is. All of them together."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from roadmap_core import cbor
from roadmap_core.cbor import Item
from roadmap_core.community.barriers import counted, weights
from roadmap_core.community.cities import ALL, groups_of
from roadmap_core.community.figures import Cell
from roadmap_core.community.status import SMALLEST_GROUP
from roadmap_core.community.ties import (
    NEW_COMMUNITIES,
    Tie,
    interest_from_wire,
    offer_from_wire,
    tie_from_wire,
)
from roadmap_core.community.together import INTEREST, Said, Together, published, rows_of
from roadmap_core.entries.facets import CITY_FACETS, DIRECTORY, Facet
from roadmap_core.entries.identifiers import Register
from sync_server.services.server import Server
from sync_server.storage import cities, ties, totals
from sync_server.storage.database import Connection
from sync_server.storage.registers import States
from sync_server.storage.ties import Named

T = TypeVar("T")


def keep_ties(connection: Connection, city: str, states: States) -> None:
    """Keeps what stands in a city's lists now, and adds the difference of what is counted of them to the totals."""
    standing = rows_of({facet: states.get(Register(DIRECTORY, 0, facet)).values for facet in CITY_FACETS})
    before = {facet: ties.held(connection, city, facet) for facet in standing}
    changed = {facet: rows for facet, rows in standing.items() if rows != before[facet]}
    ties.keep(connection, city, changed)
    change: Counter[Cell] = Counter()
    for facet, cells in ((Facet.INTEREST, _interest), (Facet.BARRIERS, partial(_barriers, connection, city))):
        if facet in changed:
            change.update(cells(changed[facet]))
            change.subtract(cells(before[facet]))
    totals.add_to_totals(connection, {cell: number for cell, number in change.items() if number})


def read_together(connection: Connection, server: Server, kept: dict[Cell, int]) -> Together:
    """What is published of the cities' lists; `kept` are the totals."""
    found: dict[Named, Said] = {}
    belongs: Iterable[tuple[Named, Tie]]
    belongs = _read(ties.said(connection, Facet.COMMUNITIES), tie_from_wire)
    for city, tie in belongs:
        before = found.get(city, Said(*city))
        found[city] = before._replace(ties=(*before.ties, tie))
    for city, offer in _read(ties.said(connection, Facet.OFFERS), offer_from_wire):
        before = found.get(city, Said(*city))
        found[city] = before._replace(offers=(*before.offers, offer))
    counts = {one: kept.get(Cell(ALL, INTEREST, one), 0) for one in NEW_COMMUNITIES}
    shown = {one: count for one, count in counts.items() if count >= SMALLEST_GROUP}
    return published(found.values(), shown, datetime.fromtimestamp(server.now_s(), UTC))


def _barriers(connection: Connection, city: str, rows: Iterable[bytes]) -> list[Cell]:
    """The totals that a city's barriers count in, in each of its groups."""
    listed = cities.listed(connection, city)
    if listed is None:
        raise AssertionError("a city that writes is listed")
    own = counted(weights(rows))
    return [Cell(group, figure, key) for group in groups_of(listed) for figure, key in own]


def _interest(rows: Iterable[bytes]) -> list[Cell]:
    """The totals that a city's interest counts in, each once."""
    named = {interest_from_wire(cbor.decode(row)) for row in rows}
    return [Cell(ALL, INTEREST, one) for one in NEW_COMMUNITIES if one in named]


def _read(rows: Iterable[tuple[Named, bytes]], read: Callable[[Item], T | None]) -> Iterator[tuple[Named, T]]:
    for city, row in rows:
        said = read(cbor.decode(row))
        if said is not None:
            yield city, said
