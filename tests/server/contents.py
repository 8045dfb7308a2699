"""What is in a server's database, for comparing it before and after."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from sync_server.storage.projections import PROJECTED
from sync_server.storage.tables import CityRow, EntryRow, ForkRow, GapRow, PendingRow, Row
from tests.server.running import RunningServer

EVERYTHING = (*PROJECTED, CityRow, EntryRow)


def rows(server: RunningServer, table: type[Row]) -> list[tuple[Any, ...]]:
    """All rows, in the order of their keys."""
    columns = table.__table__  # type: ignore[attr-defined]
    with server.server.database.reading() as connection:
        return [tuple(row) for row in connection.execute(select(columns).order_by(*columns.primary_key.columns))]


def contents(server: RunningServer, tables: Iterable[type[Row]] = EVERYTHING) -> dict[str, list[tuple[Any, ...]]]:
    """Rows by table. Totals of zero are left out: where nothing is counted, no row is as good as a zero."""
    found = {table.__tablename__: rows(server, table) for table in tables}
    if "community_total" in found:
        found["community_total"] = [row for row in found["community_total"] if row[-1] != 0]
    return {str(name): content for name, content in found.items()}


def gaps(server: RunningServer) -> list[tuple[bytes, int]]:
    """Log and sequence of what is missing."""
    return [(log, seq) for _, _, log, seq in rows(server, GapRow)]


def forks(server: RunningServer) -> list[tuple[bytes, int]]:
    return [(log, seq) for _, log, seq in rows(server, ForkRow)]


def pending(server: RunningServer) -> list[tuple[int, int, int]]:
    """Position, place, code."""
    return [(position, place, code) for _, position, place, code in rows(server, PendingRow)]
