"""The weekly full check of a profile: when it is due, what came of it, and what is mended at once."""

import json
from collections.abc import Callable
from pathlib import Path

from desktop_app import log, paths
from desktop_app.durable import write_whole
from desktop_app.errors import AppError
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import clean_end, full_check
from desktop_app.storage.engine import SqlError, code_of
from desktop_app.storage.full_check import Finding

FILE = "health.json"
_DAY_MS = 86_400_000
_EVERY_MS = 7 * _DAY_MS
_LARGEST_FILE_BYTES = 4096


def is_due(profile: Path, now_ms: int) -> bool:
    """A week after a good one, a day after another one; also where the clock went back, or nobody knows."""
    try:
        with (profile / FILE).open("rb") as file:
            said = json.loads(file.read(_LARGEST_FILE_BYTES))
        checked_ms, found = int(said["checked_ms"]), str(said["found"])
    except (OSError, ValueError, KeyError, TypeError):
        return True
    return not 0 <= now_ms - checked_ms < (_DAY_MS if found else _EVERY_MS)


def check(workspace: Workspace, pause: Callable[[], None]) -> Finding:
    """Looks, and remembers in the profile that it did. Beside the database thread.

    Raises:
        AppError, OSError: it could not be looked at now; and what `pause` raises.
    """
    database = paths.database_file(workspace.profile)
    try:
        found = full_check.check(database, workspace.keys.database_key(), pause)
    except SqlError as error:
        raise AppError(code_of(error) or "E-IO", path=str(database)) from error
    said = {"checked_ms": workspace.clock(), "found": found.value}
    if found is Finding.PAGES:
        clean_end.distrust(database)
    write_whole(workspace.profile / FILE, json.dumps(said).encode())
    log.logger.info("full check: %s", found.value or "nothing found")
    return found


def mend(workspace: Workspace, found: Finding) -> None:
    """For the database thread."""
    full_check.mend(workspace.engine, found)


def problem(workspace: Workspace, found: Finding) -> AppError:
    """What the person reads of it."""
    return AppError("E-CHECK", reason=found.name, path=str(paths.database_file(workspace.profile)))
