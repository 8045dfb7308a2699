"""Everything that is made from entries, as one thing: to forget it before it is made anew."""

from sqlalchemy import Connection, delete, select

from roadmap_core.entries.identifiers import EntryHash, LogId
from sync_server.storage.tables import (
    CityFiguresRow,
    CityPolicyRow,
    CommunityHeadsRow,
    CommunityTotalRow,
    EntryRow,
    ForkRow,
    GapRow,
    HeldBackRow,
    LogRow,
    PendingRow,
    PrivatePartRow,
    RegisterRow,
    StatementRow,
    TieRow,
)

_ENTRY = EntryRow.__table__  # type: ignore[attr-defined]
_REGISTER, _PENDING = RegisterRow.__table__, PendingRow.__table__  # type: ignore[attr-defined]
PROJECTED = (
    LogRow,
    StatementRow,
    HeldBackRow,
    PrivatePartRow,
    RegisterRow,
    GapRow,
    ForkRow,
    PendingRow,
    CityPolicyRow,
    CityFiguresRow,
    CommunityTotalRow,
    CommunityHeadsRow,
    TieRow,
)


def forget_all(connection: Connection) -> None:
    for table in PROJECTED:
        connection.execute(delete(table))


def forget_registers(connection: Connection, city: str) -> None:
    """Forgets what is folded from a city's entries; what is counted of it is replaced by counting again."""
    for table in (_REGISTER, _PENDING):
        connection.execute(delete(table).where(table.c.city == city))


def previous_of(connection: Connection, city: str) -> list[tuple[EntryHash, LogId, int]]:
    """For each entry of a city: the one that it continues, its log and its sequence."""
    rows = connection.execute(select(_ENTRY.c.prev, _ENTRY.c.log, _ENTRY.c.seq).where(_ENTRY.c.city == city))
    return [(EntryHash(prev), LogId(log), seq) for prev, log, seq in rows]
