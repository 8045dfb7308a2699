"""What was durable as drafts becomes signed entries: before sending, before an export, when the official changes."""

from desktop_app.identity.device import Device
from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace


def seal_drafts(workspace: Workspace) -> Changes:
    """Seals all drafts, into one entry or as many as their size needs. Starts the log if it has none yet."""
    raise NotImplementedError


def ensure_device(workspace: Workspace) -> Device:
    """This computer's log; made, with its keys and its genesis, if it isn't there yet."""
    raise NotImplementedError
