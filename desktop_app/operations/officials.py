"""Who is at the keyboard."""

from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace


def change_official(workspace: Workspace, official: str) -> Changes:
    """Another person takes over: what the last one did is sealed first, under their own name."""
    raise NotImplementedError
