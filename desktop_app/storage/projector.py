"""Entries into the tables that screens read: incremental in the transaction that appends them, or all anew."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from desktop_app.storage import entry_log
from desktop_app.storage.engine import Connection, driver_of
from roadmap_core import limits
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.facets import LIST_FACETS, Facet
from roadmap_core.entries.identifiers import Register, ShortHash
from roadmap_core.entries.operations import Write
from roadmap_core.merge.fold import fold
from roadmap_core.merge.registers import RegisterState

_REBUILD_BATCH = 500


_NOTHING_FOLDED: Mapping[ShortHash, int] = {}


def project(
    connection: Connection, entries: Sequence[Entry], folded: Mapping[ShortHash, int] = _NOTHING_FOLDED
) -> frozenset[Register]:
    """Folds entries that are shown and were not projected yet; returns the registers that changed.

    `folded` says how many operations were projected before, of entries whose private part is read only now.
    """
    return _project(connection, entries, limits.LARGEST_INTEGER, folded)


def _project(
    connection: Connection, entries: Sequence[Entry], before: int, folded: Mapping[ShortHash, int] = _NOTHING_FOLDED
) -> frozenset[Register]:
    states = fold(entries, _Tables(connection, before), folded)
    driver = driver_of(connection)
    driver.executemany(_PUT_REGISTER, [_register_row(register, state) for register, state in states.items()])
    driver.executemany(_PUT_OPERATION, _operation_rows(entries, folded))
    begun = [r.assessment for r in states if r.item == 0 and r.facet == Facet.CATALOGUE]
    if begun:
        driver.execute("UPDATE city SET assessment = max(assessment, ?)", (max(begun),))
    return frozenset(states)


def rebuild(connection: Connection, pause: Callable[[], None] = lambda: None) -> None:
    """Drops and refolds everything projected; gives the same bytes as the incremental way.

    `pause` is called between 500 entries and the next, and may raise.
    """
    driver = driver_of(connection)
    driver.execute("DELETE FROM register")
    driver.execute("DELETE FROM operation")
    last = 0
    while batch := entry_log.shown(connection, last, _REBUILD_BATCH):
        _project(connection, [entry for _, entry in batch], batch[0][0])
        last = batch[-1][0]
        pause()


class _Tables:
    """What was folded before. In a rebuild, entries with a number from `before` on are here but not folded yet."""

    def __init__(self, connection: Connection, before: int) -> None:
        self._connection, self._before = connection, before

    def registers(self, wanted: Collection[Register]) -> Mapping[Register, RegisterState]:
        return dict(states(self._connection, wanted))

    def entry(self, short: ShortHash) -> Entry | None:
        return entry_log.entry(self._connection, short, self._before)


def states(connection: Connection, wanted: Iterable[Register]) -> Iterable[tuple[Register, RegisterState]]:
    """The projected states of those of `wanted` that have one."""
    driver = driver_of(connection)
    for register in wanted:
        row = driver.execute(GET_REGISTER, register).fetchone()
        if row:
            yield register, RegisterState.from_bytes(row[0])


GET_REGISTER = "SELECT state FROM register WHERE assessment = ? AND item = ? AND facet = ?"
_PUT_REGISTER = "INSERT OR REPLACE INTO register (assessment, item, facet, state, contested) VALUES (?, ?, ?, ?, ?)"
_PUT_OPERATION = """
INSERT INTO operation (assessment, item, facet, short, place, code, value, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""


def _register_row(register: Register, state: RegisterState) -> tuple[object, ...]:
    contested = state.is_contested and register.facet not in LIST_FACETS
    return *register, state.to_bytes(), int(contested)


def _operation_rows(entries: Sequence[Entry], folded: Mapping[ShortHash, int]) -> Iterable[tuple[object, ...]]:
    for entry in entries:
        new_from = folded.get(entry.short, 0)
        for place, operation in enumerate(entry.operations[new_from:], new_from):
            if isinstance(operation, Write):
                written = (int(operation.code), operation.value, operation.reason)
                yield *operation.register, entry.short, place, *written
