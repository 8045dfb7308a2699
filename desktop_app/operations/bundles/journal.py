"""Files that were taken in lately, and taking one of them back."""

from desktop_app.errors import AppError
from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import cargo, taken_files
from desktop_app.storage.cargo import Load
from desktop_app.storage.engine import reading, transaction
from desktop_app.storage.taken_files import TakenFile


def taken(workspace: Workspace) -> tuple[TakenFile, ...]:
    """What was taken in within a week, the newest first."""
    with reading(workspace.engine) as connection:
        return taken_files.listed(connection, workspace.clock())


def undo(workspace: Workspace, number: int) -> tuple[int, Changes]:
    """Takes a file back: what it brought is set aside, and the city is as without it. Returns how many entries went.

    What the server has by now stays, and so does a log's beginning of which something stays.

    Raises:
        AppError: E-TAKEN-BACK for a file that was taken back already, or longer than a week ago.
    """
    with transaction(workspace.engine) as connection:
        city = workspace.city(connection).city_id
        count = taken_files.take_back(connection, number, city)
    if count is None:
        raise AppError("E-TAKEN-BACK")
    return count, Changes(city=True, contested=True, outbox=True, connection=True, origin="remote")


def carried(workspace: Workspace) -> tuple[Load, ...]:
    """What this computer carries for other cities."""
    with reading(workspace.engine) as connection:
        return cargo.loads(connection)
