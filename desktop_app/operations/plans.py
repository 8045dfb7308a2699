"""A policy's plan: actions with an owner, a date and how far they are. Rows of two computers stand side by side."""

from dataclasses import replace
from datetime import date

from desktop_app.errors import AppError
from desktop_app.operations.changes import Changes
from desktop_app.operations.registers import set_register
from desktop_app.operations.steps import one_step
from desktop_app.operations.texts import clean_text
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import drafts, half_texts, overlay
from desktop_app.storage.drafts import Draft
from desktop_app.storage.engine import Connection, transaction
from desktop_app.storage.projector import states
from desktop_app.storage.views import PlanAction
from roadmap_core import cbor, limits
from roadmap_core.assessment.actions import KEY_BYTES, Action, action_to_wire
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import Register
from roadmap_core.entries.operations import OpCode


def add_plan_action(
    workspace: Workspace, policy_id: str, text: str, owner: str = "", due: date | None = None
) -> Changes:
    """Adds an action with nothing but these to a policy's plan; errors as for `add_action`."""
    return add_action(workspace, policy_id, Action(text, owner, due.isoformat() if due else ""))


def add_action(workspace: Workspace, policy_id: str, action: Action) -> Changes:
    """Adds one action to a policy's plan, with a key of its own.

    Raises:
        AppError: E-PLAN for an empty text, E-TOO-LONG, E-DATE, E-QUESTION, E-POLICY for an unknown policy.
    """
    return _change(workspace, policy_id, None, replace(action, key=workspace.random(KEY_BYTES)))


def amend_action(workspace: Workspace, policy_id: str, before: PlanAction, after: Action) -> Changes:
    """Writes `after` in place of `before`, which `PolicyView.plan` showed; errors as for `add_action`.

    Where a colleague took `before` out meanwhile, `after` stands all the same.
    """
    return _change(workspace, policy_id, before, replace(after, key=before.key or workspace.random(KEY_BYTES)))


def remove_plan_action(workspace: Workspace, policy_id: str, action: PlanAction) -> Changes:
    """Removes an action that `PolicyView.plan` showed; one that was never sealed leaves no trace."""
    return _change(workspace, policy_id, action, None)


def _change(workspace: Workspace, policy_id: str, before: PlanAction | None, after: Action | None) -> Changes:
    """One step: `before` goes, `after` comes, and how many there are is written anew."""
    item = _item_of(workspace, policy_id)
    fit = None if after is None else _fit(workspace, policy_id, after)
    with transaction(workspace.engine) as connection:
        city = workspace.city(connection)
        register = Register(city.assessment, item, int(Facet.PLAN))
        if fit is not None:  # it is begun no more
            half_texts.keep(workspace.store, connection, city.assessment, half_texts.PLAN, {})
        with one_step(connection, [register]):
            now_ms, author = workspace.clock(), city.official_number
            if before is not None:
                _remove(connection, before, register, author, now_ms)
            if fit is not None:
                drafts.save(connection, Draft(OpCode.ADD_ROW, register, _row(fit), (), author, now_ms))
        count_actions(workspace, connection, register)
    return Changes(policies=frozenset({policy_id}), outbox=True)


def _fit(workspace: Workspace, policy_id: str, action: Action) -> Action:
    """The action as it can be signed. Raises AppError (E-PLAN, E-TOO-LONG, E-DATE, E-QUESTION)."""
    text = clean_text(action.text)
    if not text:
        raise AppError("E-PLAN")
    questions = workspace.instrument.policy(policy_id).question_ids
    if action.question and action.question not in questions:
        raise AppError("E-QUESTION", question=action.question)
    owner, proof = (clean_text(one, limits.NAME_CHARACTERS) for one in (action.owner, action.proof))
    return replace(action, text=text, owner=owner, proof=proof, due=_day(action.due), start=_day(action.start))


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise AppError("E-DATE") from error


def _remove(connection: Connection, action: PlanAction, register: Register, author: int, now_ms: int) -> None:
    rows = drafts.in_list(drafts.every(connection), register)
    if action.op is None:
        drafts.drop(connection, [draft for draft in rows if draft.value == _row(action)][-1:])
        drafts.note_saved(connection, now_ms)
    elif not any(action.op in draft.predecessors for draft in rows):
        drafts.save(connection, Draft(OpCode.REMOVE_ROWS, register, None, (action.op,), author, now_ms))


def count_actions(workspace: Workspace, connection: Connection, plan: Register) -> None:
    """Writes how many actions a policy has now: the server counts plans and can't read them."""
    found = dict(states(connection, [plan, planned := plan._replace(facet=int(Facet.PLANNED))]))
    rows = overlay.standing(found.get(plan), drafts.in_list(drafts.every(connection), plan))
    seen = found[planned].ops if planned in found else ()
    value, author = cbor.encode(len(rows)), workspace.city(connection).official_number
    set_register(connection, Draft(OpCode.SET, planned, value, seen, author, workspace.clock()))


def _item_of(workspace: Workspace, policy_id: str) -> int:
    try:
        workspace.instrument.policy(policy_id)
    except KeyError:
        raise AppError("E-POLICY", policy=policy_id) from None
    return workspace.catalogue.number(policy_id)


def _row(action: Action) -> bytes:
    return cbor.encode(action_to_wire(action))
