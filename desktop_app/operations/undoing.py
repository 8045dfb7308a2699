"""Undo and redo of what people did on this computer: each writes what stood before as a new value that names its own.

Nothing that was signed is deleted, and what a colleague wrote meanwhile is never replaced: the step is given up, and
who asked is told so.
"""

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum

from desktop_app.operations import plans
from desktop_app.operations.answers import changes_of
from desktop_app.operations.changes import Changes
from desktop_app.operations.registers import set_register
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import drafts, undo_list
from desktop_app.storage.drafts import Draft
from desktop_app.storage.engine import Connection, transaction
from desktop_app.storage.held import held
from desktop_app.storage.undo_list import Side, Step, side
from roadmap_core import cbor
from roadmap_core.entries.facets import CITY_FACETS, LIST_FACETS, Facet
from roadmap_core.entries.identifiers import OpId, Register
from roadmap_core.entries.operations import OpCode


class Hindrance(StrEnum):
    """Why a step could not be turned; it is given up then."""

    NONE = ""
    NEWER = "newer"
    """Something else stands there now: a colleague wrote it."""
    SIGNED = "signed"
    """It chose between two answers and is signed: one value can't become two again."""


@dataclass(frozen=True, slots=True)
class Turned:
    """What undo or redo did.

    Attributes:
        items: ids of the questions, or of the policy, that it was about; none for what the city says to others.
        facet: which field of them.
    """

    items: tuple[str, ...]
    facet: Facet
    hindrance: Hindrance
    changes: Changes


def undo(workspace: Workspace) -> Turned | None:
    """Takes back the newest thing that was done here and isn't taken back; None if there is none."""
    return _turn(workspace, undone=True)


def redo(workspace: Workspace) -> Turned | None:
    """Does again what was undone last; None if nothing was, or something else was done since."""
    return _turn(workspace, undone=False)


def _turn(workspace: Workspace, *, undone: bool) -> Turned | None:
    with transaction(workspace.engine) as connection:
        step = undo_list.next_step(connection, undone=not undone)
        if step is None:
            return None
        ways = [(p.register, *((p.after, p.before) if undone else (p.before, p.after))) for p in step.parts]
        hindrances = [_hindrance(connection, *way) for way in ways]
        hindrance = next((one for one in hindrances if one), Hindrance.NONE)
        if hindrance:
            undo_list.forget(connection, step)
            return _turned(workspace, step, hindrance)
        for way in ways:
            _apply(workspace, connection, *way)
        undo_list.turn(connection, step, undone=undone)
        return _turned(workspace, step, hindrance)


def _turned(workspace: Workspace, step: Step, hindrance: Hindrance) -> Turned:
    facet = Facet(step.parts[0].register.facet)
    items = tuple(filter(None, (workspace.catalogue.id(part.register.item) for part in step.parts)))
    changes = Changes()
    if not hindrance and facet in CITY_FACETS:
        return Turned((), facet, hindrance, Changes(community=True, outbox=True))
    if not hindrance and facet in (Facet.PLAN, Facet.REVIEW, Facet.MEETING):
        changes = Changes(policies=frozenset(items), outbox=True)
    elif not hindrance:
        for item in items:
            changes |= changes_of(workspace, item)
    return Turned(items, facet, hindrance, changes)


def _hindrance(connection: Connection, register: Register, source: Side, target: Side) -> Hindrance:
    now = side(held(connection, register))
    if register.facet in LIST_FACETS:
        taken = Counter(source.values) - Counter(target.values)
        return Hindrance.NEWER if taken - Counter(now.values) else Hindrance.NONE
    if now.values != source.values:
        return Hindrance.NEWER
    is_draft = now.draft is not None and _same(now.draft, source.draft)
    return Hindrance.SIGNED if len(target.values) > 1 and not is_draft else Hindrance.NONE


def _same(draft: Draft, other: Draft | None) -> bool:
    return other is not None and (draft.value, draft.predecessors) == (other.value, other.predecessors)


def _apply(workspace: Workspace, connection: Connection, register: Register, source: Side, target: Side) -> None:
    if register.facet in LIST_FACETS:
        for value in (Counter(source.values) - Counter(target.values)).elements():
            _take_row(workspace, connection, register, value)
        for value in (Counter(target.values) - Counter(source.values)).elements():
            _give_row(workspace, connection, register, value)
        drafts.note_saved(connection, workspace.clock())
        if register.facet == Facet.PLAN:
            plans.count_actions(workspace, connection, register)
    elif not _taken_back(workspace, connection, register, source, target):
        _write(workspace, connection, register, target)


def _taken_back(workspace: Workspace, connection: Connection, register: Register, source: Side, target: Side) -> bool:
    """What isn't sealed leaves no trace: the draft before it comes back, if there was one."""
    draft = drafts.of_register(connection, register)
    if draft is None or not _same(draft, source.draft):
        return False
    drafts.drop(connection, [draft])
    if target.draft is not None:
        drafts.save(connection, replace(target.draft, register=register))
    drafts.note_saved(connection, workspace.clock())
    return side(held(connection, register)).values == target.values


def _write(workspace: Workspace, connection: Connection, register: Register, target: Side) -> None:
    empty = cbor.encode("") if register.facet == Facet.NOTE else cbor.NULL
    seen = tuple(one.op for one in held(connection, register).standing() if one.op)
    is_choice = target.draft is not None and target.draft.code == OpCode.SETTLE
    code, reason = (OpCode.SETTLE, target.draft.reason) if is_choice and target.draft else (OpCode.SET, None)
    value = target.values[0] if target.values else empty
    set_register(connection, _draft(workspace, connection, code, register, value, seen, reason))


def _take_row(workspace: Workspace, connection: Connection, register: Register, value: bytes) -> None:
    """One row less: a draft goes without a trace."""
    rows = [row for row in held(connection, register).standing() if row.value == value]
    kept = next((row.draft for row in reversed(rows) if row.draft is not None), None)
    if kept is not None:
        drafts.drop(connection, [kept])
    elif rows and rows[0].op is not None:
        drafts.save(connection, _draft(workspace, connection, OpCode.REMOVE_ROWS, register, None, (rows[0].op,)))


def _give_row(workspace: Workspace, connection: Connection, register: Register, value: bytes) -> None:
    """One row more: a removal that isn't sealed is taken back, else the row is added again."""
    state = held(connection, register).signed
    ops = {one.op for one in state.live if one.value == value} if state else set()
    for draft in drafts.in_list(drafts.every(connection), register):
        named = [op for op in draft.predecessors if op in ops]
        if draft.code == OpCode.REMOVE_ROWS and named:
            drafts.drop(connection, [draft])
            rest = tuple(op for op in draft.predecessors if op != named[0])
            if rest:
                drafts.save(connection, replace(draft, predecessors=rest))
            return
    drafts.save(connection, _draft(workspace, connection, OpCode.ADD_ROW, register, value, ()))


def _draft(
    workspace: Workspace,
    connection: Connection,
    code: OpCode,
    register: Register,
    value: bytes | None,
    seen: tuple[OpId, ...],
    reason: str | None = None,
) -> Draft:
    author = workspace.city(connection).official_number
    return Draft(code, register, value, seen, author, workspace.clock(), reason)
