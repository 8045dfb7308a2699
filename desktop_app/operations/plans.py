"""A policy's plan: actions with an owner and a date. Rows of two computers stand side by side."""

from datetime import date

from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace
from desktop_app.storage.views import PlanAction


def add_plan_action(
    workspace: Workspace, policy_id: str, text: str, owner: str = "", due: date | None = None
) -> Changes:
    """Adds one action to a policy's plan. Raises AppError for a text that is empty or too long."""
    raise NotImplementedError


def remove_plan_action(workspace: Workspace, policy_id: str, action: PlanAction) -> Changes:
    """Removes an action that `PolicyView.plan` showed."""
    raise NotImplementedError
