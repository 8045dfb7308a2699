"""The kept totals of the community, which cost the same to read at 100 cities and at 100,000."""

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, delete, select

from roadmap_core.community.figures import Cell
from sync_server.storage.tables import CommunityHeadsRow, CommunityTotalRow
from sync_server.storage.upsert import add_tuples, upsert

_TOTAL, _HEADS = CommunityTotalRow.__table__, CommunityHeadsRow.__table__  # type: ignore[attr-defined]
_COUNTED = select(_TOTAL).where(_TOTAL.c.count != 0)
_ONE = select(_TOTAL.c.count).where(
    _TOTAL.c.group == bindparam("group"), _TOTAL.c.figure == bindparam("figure"), _TOTAL.c.key == bindparam("key")
)
_SUMS = select(_HEADS.c.total)
_SUM_OF = select(_HEADS.c.total).where(_HEADS.c.part == bindparam("part")).with_for_update()


def totals(connection: Connection) -> dict[Cell, int]:
    """All totals that are not zero."""
    return {Cell(group, figure, key): count for group, figure, key, count in connection.execute(_COUNTED)}


def total(connection: Connection, cell: Cell) -> int:
    """One of them."""
    return connection.execute(_ONE, cell._asdict()).scalar() or 0


def add_to_totals(connection: Connection, change: Mapping[Cell, int]) -> None:
    """Always in the order of the keys: two cities that add at once wait for each other and never cross."""
    add_tuples(connection, _TOTAL, "count", [(*cell, number) for cell, number in sorted(change.items())])


def head_sums(connection: Connection) -> list[int]:
    """The parts of the sum over all city heads."""
    return [int.from_bytes(total) for total in connection.execute(_SUMS).scalars()]


def add_to_head_sum(connection: Connection, part: int, change: int) -> None:
    """Adds to one part of the sum, modulo 2**256."""
    held = connection.execute(_SUM_OF, {"part": part}).scalar()
    total = (int.from_bytes(held or b"") + change) % (1 << 256)
    upsert(connection, _HEADS, [{"part": part, "total": total.to_bytes(32)}])


def forget_totals(connection: Connection) -> None:
    """Empties all totals, before they are counted again."""
    connection.execute(delete(_TOTAL))
    connection.execute(delete(_HEADS))
