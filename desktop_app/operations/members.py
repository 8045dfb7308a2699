"""The city's computers: a lead admits another one by the code that its owner read out."""

from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace


def computer_code(workspace: Workspace) -> str:
    """What this computer's owner hands to the lead: base 32 of the genesis hash. Starts the log if need be."""
    raise NotImplementedError


def enrol(workspace: Workspace, code: str) -> Changes:
    """Admits the computer with that code, as an editor; signed at once.

    Raises:
        AppError: E-CODE for a mistyped code, E-NOT-LEAD if this computer may not admit others.
    """
    raise NotImplementedError
