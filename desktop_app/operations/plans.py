"""A policy's plan: actions with an owner and a date. Rows of two computers stand side by side."""

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
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import Register
from roadmap_core.entries.operations import OpCode


def add_plan_action(
    workspace: Workspace, policy_id: str, text: str, owner: str = "", due: date | None = None
) -> Changes:
    """Adds one action to a policy's plan.

    Raises:
        AppError: E-PLAN for an empty text, E-TOO-LONG, E-POLICY for an unknown policy.
    """
    item = _item_of(workspace, policy_id)
    fit = clean_text(text)
    if not fit:
        raise AppError("E-PLAN")
    row = _row(PlanAction(None, fit, clean_text(owner, limits.NAME_CHARACTERS), due.isoformat() if due else ""))
    with transaction(workspace.engine) as connection:
        city = workspace.city(connection)
        register = Register(city.assessment, item, int(Facet.PLAN))
        half_texts.keep(workspace.store, connection, city.assessment, half_texts.PLAN, {})  # it is begun no more
        with one_step(connection, [register]):
            drafts.save(connection, Draft(OpCode.ADD_ROW, register, row, (), city.official_number, workspace.clock()))
        count_actions(workspace, connection, register)
    return Changes(policies=frozenset({policy_id}), outbox=True)


def remove_plan_action(workspace: Workspace, policy_id: str, action: PlanAction) -> Changes:
    """Removes an action that `PolicyView.plan` showed; one that was never sealed leaves no trace."""
    item = _item_of(workspace, policy_id)
    now_ms = workspace.clock()
    with transaction(workspace.engine) as connection:
        city = workspace.city(connection)
        register = Register(city.assessment, item, int(Facet.PLAN))
        with one_step(connection, [register]):
            _remove(connection, action, register, city.official_number, now_ms)
        count_actions(workspace, connection, register)
    return Changes(policies=frozenset({policy_id}), outbox=True)


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


def _row(action: PlanAction) -> bytes:
    return cbor.encode([action.text, action.owner, action.due])
