"""The verb for a policy's plan, and for a calendar of all plans."""

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from desktop_app.cli.profile import Report, nth, open_profile
from desktop_app.errors import AppError
from desktop_app.operations import plans
from desktop_app.operations.plan_calendar import export_calendar
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import queries
from desktop_app.storage.views import PlanAction
from roadmap_core.assessment.actions import Action, Status

_SHOWN = ("text", "owner", "due", "start", "question", "effort", "proof", "status")


def plan(asked: argparse.Namespace) -> Report:
    with open_profile(asked) as workspace:
        if asked.add is not None:
            plans.add_plan_action(workspace, asked.policy, asked.add, asked.owner, _day(asked.due))
        if asked.done is not None:
            action = nth(_actions(workspace, asked.policy), asked.done, asked.policy)
            plans.amend_action(workspace, asked.policy, action, replace(action, status=Status.DONE))
        if asked.remove is not None:
            action = nth(_actions(workspace, asked.policy), asked.remove, asked.policy)
            plans.remove_plan_action(workspace, asked.policy, action)
        actions = _actions(workspace, asked.policy)
        written = export_calendar(workspace, Path(asked.calendar), _words) if asked.calendar else 0
    rows = [{name: str(getattr(action, name)) for name in _SHOWN} for action in actions]
    lines = [f"{n}. {_line(action)}" for n, action in enumerate(actions, 1)] or ["No action yet."]
    found: dict[str, Any] = {"policy": asked.policy, "plan": rows}
    if asked.calendar:
        lines.append(f"{asked.calendar}: {written} actions." if written else "No open action has a day: no file.")
        found["calendar"] = written
    return Report("\n".join(lines), found)


def _actions(workspace: Workspace, policy_id: str) -> tuple[PlanAction, ...]:
    try:
        return queries.policy(workspace.store, policy_id).plan
    except KeyError:
        raise AppError("E-POLICY", policy=policy_id) from None


def _line(action: Action) -> str:
    return "  ".join(filter(None, (action.text, action.owner, action.due, action.effort, action.status)))


def _words(policy_id: str, action: Action) -> tuple[str, str]:
    """Title and details of its event."""
    lines = (policy_id, action.question, action.owner, action.effort, action.proof, action.status)
    return action.text, "\n".join(filter(None, lines))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise AppError("E-DATE", hint="A day is written like 2026-12-31.") from error
