"""What cities say to each other, row by row: made from registers, so that it is read without them."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, select

from roadmap_core.community.together import MOST_READ
from roadmap_core.entries.facets import Facet
from sync_server.storage.tables import CityRow, TieRow
from sync_server.storage.upsert import insert_tuples

MOST, MOST_BYTES = MOST_READ, 512 * 1024
"""So much of each list is published at most, the first row of each city first: a status stays small."""
_TIE, _CITY = TieRow.__table__, CityRow.__table__  # type: ignore[attr-defined]
_HELD = select(_TIE.c.row).where(_TIE.c.facet == bindparam("facet"), _TIE.c.city == bindparam("city"))
_FORGET = delete(_TIE).where(_TIE.c.facet == bindparam("facet"), _TIE.c.city == bindparam("city"))
_SAID = (
    select(_CITY.c.id, _CITY.c.name, _CITY.c.community, _TIE.c.row)
    .join(_CITY, _CITY.c.id == _TIE.c.city)
    .where(_TIE.c.facet == bindparam("facet"))
    .order_by(_TIE.c.place, _TIE.c.city)
    .limit(MOST)
)


class Named(NamedTuple):
    """A city as the list has it; `community` is the one that it is listed with."""

    id: str
    name: str
    community: str | None


def held(connection: Connection, city: str, facet: Facet) -> list[bytes]:
    """The rows of one list of a city, in their order."""
    rows = connection.execute(_HELD.order_by(_TIE.c.place), {"facet": int(facet), "city": city})
    return list(rows.scalars())


def keep(connection: Connection, city: str, changed: Mapping[Facet, Sequence[bytes]]) -> None:
    """Puts these lists of a city in place of what was kept of them."""
    for facet, rows in changed.items():
        connection.execute(_FORGET, {"facet": int(facet), "city": city})
        insert_tuples(connection, _TIE, [(int(facet), place, city, row) for place, row in enumerate(rows)])


def said(connection: Connection, facet: Facet) -> list[tuple[Named, bytes]]:
    """The rows of one list of all cities: the first of each, then the second ones."""
    rows = connection.execute(_SAID, {"facet": int(facet)}).all()
    sums = accumulate(len(row) for *_city, row in rows)
    return [
        (Named(city, name, community), row)
        for (city, name, community, row), so_far in zip(rows, sums, strict=True)
        if so_far <= MOST_BYTES
    ]
