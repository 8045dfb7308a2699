"""The durable list of what people did on this computer, so that it can be undone across restarts (experience.md, 8).

A step names registers and what stood in each before and after it, drafts included. It never leaves this computer, and
undoing deletes nothing that was signed: it writes another value.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.storage.drafts import Draft, operations_from, operations_to
from desktop_app.storage.engine import Connection, driver_of
from desktop_app.storage.held import Held
from roadmap_core import cbor
from roadmap_core.cbor import Item
from roadmap_core.entries.facets import LIST_FACETS
from roadmap_core.entries.identifiers import Register
from roadmap_core.entries.operations import OpCode

MOST_STEPS = 500
"""At least so many are kept; the oldest go, a few at a time: each save would write one page more."""
_GO_TOGETHER = 50
EMPTY_VALUES = (cbor.NULL, cbor.encode(""))


@dataclass(frozen=True, slots=True)
class Side:
    """What stood in a register at one moment.

    Attributes:
        values: sorted; of a list every row, of another register each value once, empty ones left out.
        draft: what set the register then and was not sealed; None for a list.
    """

    values: tuple[bytes, ...]
    draft: Draft | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One register of a step."""

    register: Register
    before: Side
    after: Side


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a person did; `number` is 0 before it is kept."""

    parts: tuple[Part, ...]
    number: int = 0


def side(held: Held) -> Side:
    """What stands there, as a step keeps it."""
    values = [one.value for one in held.standing()]
    if held.register.facet in LIST_FACETS:
        return Side(tuple(sorted(values)))
    filled = {value for value in values if value not in EMPTY_VALUES}
    return Side(tuple(sorted(filled)), held.draft)


def push(connection: Connection, parts: Sequence[Part]) -> None:
    """Keeps a new step. What was undone before can't be done again from here on."""
    driver = driver_of(connection)
    newest = driver.execute("SELECT is_undone FROM undo_step ORDER BY number DESC LIMIT 1").fetchone()
    if newest is not None and newest[0]:
        driver.execute("DELETE FROM undo_step WHERE is_undone")
    data = cbor.encode([[*part.register, _to_item(part.before), _to_item(part.after)] for part in parts])
    number = driver.execute("INSERT INTO undo_step (data, is_undone) VALUES (?, 0)", (data,)).lastrowid or 0
    if number % _GO_TOGETHER == 0:
        driver.execute("DELETE FROM undo_step WHERE number <= ?", (number - MOST_STEPS,))


def next_step(connection: Connection, *, undone: bool) -> Step | None:
    """What would be undone next; with `undone` what would be done again next."""
    order = "is_undone ORDER BY number" if undone else "NOT is_undone ORDER BY number DESC"
    row = driver_of(connection).execute(f"SELECT number, data FROM undo_step WHERE {order} LIMIT 1").fetchone()  # noqa: S608
    if row is None:
        return None
    parts = (Part(Register(*fields[:3]), _side(fields[3]), _side(fields[4])) for fields in cbor.decode(row[1]))
    return Step(tuple(parts), row[0])


def turn(connection: Connection, step: Step, *, undone: bool) -> None:
    """The step is undone now, or done again."""
    driver_of(connection).execute("UPDATE undo_step SET is_undone = ? WHERE number = ?", (undone, step.number))


def forget(connection: Connection, step: Step) -> None:
    """The step can't be turned any more."""
    driver_of(connection).execute("DELETE FROM undo_step WHERE number = ?", (step.number,))


def forget_all(connection: Connection) -> None:
    """What was done so far is no person's work, such as an invented city's answers."""
    driver_of(connection).execute("DELETE FROM undo_step")


def _to_item(kept: Side) -> Item:
    draft = kept.draft
    if draft is None:
        return [list(kept.values)]
    seen = operations_to(draft.predecessors)
    return [list(kept.values), int(draft.code), draft.value, seen, draft.author, draft.changed_ms, draft.reason]


def _side(fields: Item) -> Side:
    values, *rest = fields
    if not rest:
        return Side(tuple(values))
    code, value, seen, author, changed_ms, reason = rest
    nowhere = Register(0, 0, 0)
    return Side(tuple(values), Draft(OpCode(code), nowhere, value, operations_from(seen), author, changed_ms, reason))
