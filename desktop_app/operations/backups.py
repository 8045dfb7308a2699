"""Backups, as a person uses them: what is there, a new one, and back to an earlier one, here or in another folder."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from desktop_app import log, paths
from desktop_app.errors import AppError
from desktop_app.identity.key_store import KeyStore
from desktop_app.identity.opening import UNPROTECTED, Unlock, has_keys
from desktop_app.operations.outbox import bring_back, journal_of
from desktop_app.operations.profile_keys import data_key, keys_of
from desktop_app.operations.workspace import now_ms, open_workspace
from desktop_app.storage import backups, inspection, restoring
from desktop_app.storage.backups import Backup
from desktop_app.storage.cipher import key_for
from desktop_app.storage.engine import SqlError, code_of, transaction
from desktop_app.storage.inspection import Contents
from desktop_app.storage.replay import leave_computer


class Judged(NamedTuple):
    """A backup and what it holds; None if it is damaged."""

    backup: Backup
    holds: Contents | None


class Restored(NamedTuple):
    """What was restored.

    Attributes:
        kept: where the file that lay there before is now; None if there was none.
        brought_back: entries and drafts that are newer than the backup, and came from the outbox journal.
    """

    backup: Backup
    holds: Contents
    kept: Path | None
    brought_back: int


def backups_of(profile: Path, keys: KeyStore | None = None) -> list[Judged]:
    """All backups of the profile, the newest first. Each is opened and read."""
    key = data_key(profile, keys)
    return [Judged(one, inspection.holds(one.path, key)) for one in backups.every(paths.database_file(profile))]


def make_backup(profile: Path, clock: Callable[[], int] = now_ms, keys: KeyStore | None = None) -> Backup:
    """Makes one now, and lets superseded ones go. Raises AppError (E-BACKUP)."""
    database = paths.database_file(profile)
    made = backups.make(database, data_key(profile, keys), backups.moment(clock()))
    backups.thin_out(database)
    return made


def make_if_due(profile: Path, clock: Callable[[], int] = now_ms, keys: KeyStore | None = None) -> Backup | None:
    """Makes the day's backup unless it is there; needs no lock, and leaves the live file as it is."""
    is_due = backups.is_due(backups.every(paths.database_file(profile)), clock())
    return make_backup(profile, clock, keys) if is_due else None


def restore(
    profile: Path,
    name: str,
    into: Path | None = None,
    clock: Callable[[], int] = now_ms,
    keys: KeyStore | None = None,
    unlock: Unlock = UNPROTECTED,
) -> Restored:
    """Goes back to a backup; what was written since and isn't sent comes back from the outbox journal.

    Hold the lock of the folder that is written; nobody has its database open. In `into`, a folder without keys, the
    computer begins a log of its own when it next seals. Here the keys stay as they are: they know how far this computer
    has signed, which an older database doesn't. `unlock` says how the keys of `into` are protected.

    Raises:
        AppError: E-NO-BACKUP, E-BACKUP-DAMAGED; E-PROFILE-EXISTS if `into` holds data; E-DISK, E-IO.
    """
    found = next((one for one in backups.every(paths.database_file(profile)) if one.name == name), None)
    if found is None:
        raise AppError("E-NO-BACKUP", backup=name)
    key = data_key(profile, keys)
    holds = inspection.holds(found.path, key)
    if holds is None:
        raise AppError("E-BACKUP-DAMAGED", backup=name)
    kept = None
    if into is None:
        kept = restoring.put_back(
            found.path,
            paths.database_file(profile),
            backups.moment(clock()),
            lambda laid: inspection.holds(laid, key) == holds,
        )
    log.logger.info("restored backup %s", name)
    used = keys if into is None else _put_into(into, found, key, unlock)
    workspace = open_workspace(into or profile, clock, keys=used)
    try:
        brought_back = bring_back(workspace, journal_of(profile, keys))
        if into is not None:
            with transaction(workspace.engine) as connection:
                leave_computer(connection)
    finally:
        workspace.close()
    return Restored(found, holds, kept, brought_back)


def _put_into(into: Path, found: Backup, key: bytes | None, unlock: Unlock) -> KeyStore:
    """Another computer has keys of its own, so the copy is encrypted with those. Raises E-PROFILE-EXISTS."""
    target = paths.database_file(into)
    if target.exists() or has_keys(into):
        raise AppError("E-PROFILE-EXISTS", path=str(into))
    used, keys = key_for(found.path, key), keys_of(into, unlock)
    try:
        backups.copy_whole(found.path, used, target, keys.database_key() if used else None)
    except SqlError as error:
        raise AppError(code_of(error) or "E-IO", path=str(into)) from error
    return keys
