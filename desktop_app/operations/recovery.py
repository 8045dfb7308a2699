"""The way back from a damaged database, step by step. The damaged file is kept beside the new one, never deleted."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from desktop_app import log, paths
from desktop_app.errors import AppError
from desktop_app.identity.key_store import KeyStore
from desktop_app.operations.backups import backups_of, restore
from desktop_app.operations.outbox import bring_back, journal_of
from desktop_app.operations.profile_keys import keys_of
from desktop_app.operations.workspace import now_ms, open_workspace
from desktop_app.storage import backups, clean_end, restoring, unconfirmed
from desktop_app.storage.inspection import damage, holds, inspect

_DAMAGES = frozenset({"E-DAMAGED", "E-SCHEMA-STATE"})
"""What this helps against. A disk that doesn't answer now, or a file that is held by another program, is no damage."""


class Step(Enum):
    """How far it had to go."""

    OPENED = "opened"
    WITHOUT_LOG = "without its log"
    """A write-ahead log lay there that is not this database's, or an old one; what it hid is there."""
    RESTORED = "restored"
    REBUILT = "rebuilt"
    """From the journal alone; what colleagues wrote, and what was sent, comes from the server with the next sending."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was done.

    Attributes:
        backup: its name, or "".
        brought_back: entries and drafts that came from the journal.
        kept: where the damaged file is now.
    """

    step: Step
    backup: str = ""
    brought_back: int = 0
    kept: Path | None = None


def is_damage(error: Exception) -> bool:
    """Whether `recover` may help against it."""
    return isinstance(error, AppError) and error.code in _DAMAGES


def recover(profile: Path, clock: Callable[[], int] = now_ms, keys: KeyStore | None = None) -> Recovered:
    """Opens, or restores the newest good backup, or rebuilds. Hold the profile's lock; nobody has the database open.

    Raises:
        AppError: E-NO-GOOD-BACKUP when nothing of it helps; and what opening raises that is no damage: E-IO where the
            disk doesn't give the file's bytes, so that nothing is put aside that may be read at the next start.
    """
    keys = keys or keys_of(profile)
    if clean_end.is_noted(paths.database_file(profile)):  # somebody thinks that it is damaged all the same
        clean_end.distrust(paths.database_file(profile))
    if _opens(profile, keys):
        return Recovered(Step.OPENED)
    if (kept := _put_log_aside(profile, keys, clock)) is not None:
        return Recovered(Step.WITHOUT_LOG, "", _brought_back(profile, clock, keys), kept)
    for backup, content in backups_of(profile, keys):
        if content is not None:
            done = restore(profile, backup.name, clock=clock, keys=keys)
            return Recovered(Step.RESTORED, backup.name, done.brought_back, done.kept)
    return _rebuild(profile, clock, keys)


def _opens(profile: Path, keys: KeyStore) -> bool:
    try:
        open_workspace(profile, keys=keys).close()
    except AppError as error:
        if not is_damage(error):
            raise
        if (found := damage(paths.database_file(profile))).code == "E-IO":
            raise found from error
        log.logger.warning("database damaged: %s", error.code)
        return False
    return True


def _put_log_aside(profile: Path, keys: KeyStore, clock: Callable[[], int]) -> Path | None:
    """Where the write-ahead log is kept, if the file is whole without it. The file alone is newer than any backup."""
    database = paths.database_file(profile)
    wal = database.with_name(f"{database.name}-wal")
    try:
        if not wal.exists() or not database.exists() or inspect(database, keys.database_key()).version < 1:
            return None
    except AppError:
        return None
    return restoring.put_log_aside(database, backups.moment(clock()))


def _brought_back(profile: Path, clock: Callable[[], int], keys: KeyStore) -> int:
    workspace = open_workspace(profile, clock, keys=keys)
    try:
        return bring_back(workspace, journal_of(profile, keys))
    finally:
        workspace.close()


def _rebuild(profile: Path, clock: Callable[[], int], keys: KeyStore) -> Recovered:
    journal, database = journal_of(profile, keys), paths.database_file(profile)
    if not unconfirmed.unpacked(journal.held.values()).profile:
        raise AppError("E-NO-GOOD-BACKUP", path=str(profile))
    with tempfile.TemporaryDirectory(prefix="rebuilt-", dir=profile) as scratch:
        empty = open_workspace(Path(scratch), clock, keys=keys)  # with them the own log goes on
        brought_back = bring_back(empty, journal)
        empty.close()
        rebuilt = paths.database_file(Path(scratch))
        key = keys.database_key()
        wanted = inspect(rebuilt, key)
        kept = restoring.put_back(rebuilt, database, backups.moment(clock()), lambda laid: holds(laid, key) == wanted)
    return Recovered(Step.REBUILT, "", brought_back, kept)
