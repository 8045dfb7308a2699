"""What a person did since the last sealing.

Written on every save, so through the driver alone: an ORM would cost 3 to 22 times the bare transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop_app.storage import entry_log
from desktop_app.storage.engine import Connection, driver_of
from roadmap_core import cbor
from roadmap_core.entries.facets import LIST_FACETS, PRIVATE_FACETS
from roadmap_core.entries.identifiers import OpId, Register, ShortHash
from roadmap_core.entries.operations import OpCode


@dataclass(frozen=True, slots=True)
class Draft:
    """One operation that is not sealed yet.

    Attributes:
        value: CBOR of what is written; None where rows are removed.
        number: its place among the drafts, the newest has the highest; 0 before it is saved.
    """

    code: OpCode
    register: Register
    value: bytes | None
    predecessors: tuple[OpId, ...]
    author: int
    changed_ms: int
    reason: str | None = None
    number: int = 0

    @property
    def is_persons(self) -> bool:
        """Whether it is something that a person did; see `entry_log.is_persons`."""
        return entry_log.is_persons_field(self.register)

    @property
    def is_private(self) -> bool:
        """Whether only the city's computers may read it: it waits until it can be sealed for them."""
        return self.register.facet in PRIVATE_FACETS


_EVERY = """
SELECT code, assessment, item, facet, value, predecessors, author, changed_ms, reason, number FROM draft
ORDER BY number"""
_OF_REGISTER = """
SELECT code, assessment, item, facet, value, predecessors, author, changed_ms, reason, number FROM draft
WHERE assessment = ? AND item = ? AND facet = ? AND code IN (1, 15)"""
_SAVE = """
INSERT OR REPLACE INTO draft
    (number, code, assessment, item, facet, value, predecessors, author, changed_ms, reason)
VALUES (
    max(ifnull((SELECT max(number) FROM draft), 0), ifnull((SELECT drafts_counted FROM city), 0)) + 1,
    ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_NOTE_SAVED = """
UPDATE city SET saved_ms = ?, drafts_counted = max(drafts_counted, ifnull((SELECT max(number) FROM draft), 0))"""

_SAVED = """
SELECT ifnull((SELECT changed_ms FROM draft WHERE number > drafts_counted ORDER BY number DESC LIMIT 1), saved_ms)
FROM city"""


def of_register(connection: Connection, register: Register) -> Draft | None:
    """The draft that sets this register; a register has at most one."""
    row = driver_of(connection).execute(_OF_REGISTER, register).fetchone()
    return _draft(row) if row else None


def save(connection: Connection, draft: Draft) -> None:
    """Keeps a draft; one that sets the same register before is replaced."""
    row = (
        int(draft.code),
        *draft.register,
        draft.value,
        operations_to(draft.predecessors),
        draft.author,
        draft.changed_ms,
        draft.reason,
    )
    driver_of(connection).execute(_SAVE, row)


def every(connection: Connection) -> list[Draft]:
    """All drafts, the oldest first."""
    return [_draft(row) for row in driver_of(connection).execute(_EVERY)]


def in_list(drafts: Iterable[Draft], register: Register) -> list[Draft]:
    """Those of `drafts` that add or remove rows of a list."""
    return [draft for draft in drafts if draft.register == register and register.facet in LIST_FACETS]


def saved_ms(connection: Connection) -> int | None:
    """When something was last saved, by this computer's clock then; None before the first time.

    The drafts say it themselves: a note of it in the city's row would be one page more to write at each save.
    """
    row: tuple[int | None] | None = driver_of(connection).execute(_SAVED).fetchone()
    return row[0] if row else None


def note_saved(connection: Connection, now_ms: int | None) -> None:
    """Something was saved just now that no draft tells of: one was taken back."""
    driver_of(connection).execute(_NOTE_SAVED, (now_ms,))


def drop(connection: Connection, drafts: Sequence[Draft]) -> None:
    """Takes drafts away, because they are sealed or undone; when something was saved last stays as it is."""
    note_saved(connection, saved_ms(connection))
    rows = [(draft.number,) for draft in drafts]
    driver_of(connection).executemany("DELETE FROM draft WHERE number = ?", rows)


def _draft(row: tuple[int, int, int, int, bytes | None, bytes, int, int, str | None, int]) -> Draft:
    code, assessment, item, facet, value, predecessors, author, changed_ms, reason, number = row
    return Draft(
        code=OpCode(code),
        register=Register(assessment, item, facet),
        value=value,
        predecessors=operations_from(predecessors),
        author=author,
        changed_ms=changed_ms,
        reason=reason,
        number=number,
    )


def operations_to(operations: Sequence[OpId]) -> bytes:
    """Names of operations as a column holds them: a flat array of CBOR: entry, place, entry, place."""
    return cbor.encode([part for op in operations for part in op])


def operations_from(flat: bytes) -> tuple[OpId, ...]:
    """The reverse of `operations_to`."""
    if flat == b"\x80":
        return ()
    parts = cbor.decode(flat)
    return tuple(OpId(ShortHash(short), place) for short, place in zip(parts[::2], parts[1::2], strict=True))
