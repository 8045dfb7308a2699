"""Opens, mends and closes a profile's folder, on the database thread; an open one is locked against others."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.errors import AppError, Words, describe
from desktop_app.identity.key_store import KeyStore
from desktop_app.identity.opening import Unlock, has_keys
from desktop_app.identity.os_keys import OsKeys, system_keys
from desktop_app.identity.unlocking import Given
from desktop_app.identity.vault_format import Mode
from desktop_app.operations import protection
from desktop_app.operations.backups import restore
from desktop_app.operations.newer import open_newer
from desktop_app.operations.outbox import bring_back_if_older, level_now
from desktop_app.operations.profile_keys import keys_of
from desktop_app.operations.recovery import recover
from desktop_app.operations.sample import cite_samples, fill_with_sample, review_samples
from desktop_app.operations.sample_meeting import meet_samples
from desktop_app.operations.sample_ties import tie_samples
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.start import CityChoice, begin
from desktop_app.operations.workspace import Workspace, open_workspace
from desktop_app.storage import city_keys, queries
from desktop_app.storage.profile_lock import ProfileLock

SAMPLE_CITY = "kaga-jp"


@dataclass(frozen=True, slots=True)
class Opened:
    """A profile that is open, and what keeps others out of it."""

    workspace: Workspace
    lock: ProfileLock
    is_sample: bool


def open_folder(folder: Path, *, is_sample: bool, passphrase: str = "") -> Opened:
    """What a newer program has used is opened too, read-only.

    Raises:
        AppError: as `keys_of`, `open_workspace` and the lock do.
    """
    lock = ProfileLock(folder)
    try:
        workspace = _opened(folder, _keys(folder, passphrase, is_sample=is_sample))
        if is_sample:
            _fill(workspace)
    except BaseException:
        lock.release()
        raise
    return Opened(workspace, lock, is_sample)


def _opened(folder: Path, keys: KeyStore) -> Workspace:
    try:
        workspace = open_workspace(folder, keys=keys)
    except AppError as error:
        if error.code != "E-NEWER":
            raise
        return open_newer(folder, keys)
    bring_back_if_older(workspace)
    return workspace


def open_by_sheet(folder: Path, rows: Sequence[str], passphrase: str, os_keys: OsKeys) -> None:
    """Makes the vault anew from a typed sheet, for a new passphrase, or "" for the system's key store.

    Raises:
        AppError: as `protection.open_with_sheet`; E-RUNNING.
    """
    mode = Mode.PASSPHRASE if passphrase else Mode.SYSTEM
    with ProfileLock(folder):
        protection.open_with_sheet(folder, rows, mode, Given(passphrase, os_keys))


def mend(folder: Path, passphrase: str = "") -> Words:
    """Goes back to the newest good backup, or begins anew with what wasn't sent. Returns what was done, in words.

    Raises:
        AppError: E-NO-GOOD-BACKUP, E-RUNNING; what keeps the vault closed, as `keys_of`.
    """
    with ProfileLock(folder):
        done = recover(folder, keys=keys_of(folder, _unlock(passphrase)))
    kept = str(done.kept or folder)
    holes: dict[str, str | int] = {"backup": done.backup, "count": done.brought_back, "path": kept}
    return describe("E-RESTORED", holes | {"reason": done.step.name})


def close_folder(opened: Opened) -> None:
    """What was written is signed, and laid into the outbox journal, before the program ends."""
    with _closing(opened):
        _secure(opened.workspace)


def go_back(opened: Opened, name: str) -> Words:
    """Closes the profile and puts the backup in its place. Returns what was done, in words. Raises as `restore`."""
    workspace = opened.workspace
    with _closing(opened):
        _secure(workspace)
        workspace.close()
        done = restore(workspace.profile, name, clock=workspace.clock, keys=workspace.keys)
    kept = str(done.kept or workspace.profile)
    holes: dict[str, str | int] = {"backup": name, "count": done.brought_back, "path": kept}
    return describe("E-RESTORED", holes | {"reason": "CHOSEN"})


def _secure(workspace: Workspace) -> None:
    if not workspace.is_read_only and queries.city(workspace.store) is not None:
        seal_drafts(workspace)
        level_now(workspace)


@contextmanager
def _closing(opened: Opened) -> Iterator[None]:
    """Closed in any case: the file, the keys, the lock."""
    try:
        yield
    finally:
        opened.workspace.close()
        opened.workspace.keys.forget()
        city_keys.forget()
        opened.lock.release()


def _keys(folder: Path, passphrase: str, *, is_sample: bool) -> KeyStore:
    """New ones go into the system's key store; where that isn't there or refuses they lie open, and it is told."""
    unlock = _unlock(passphrase)
    if is_sample or has_keys(folder) or not unlock.given.os_keys.is_there:
        return keys_of(folder, unlock)
    try:
        return keys_of(folder, replace(unlock, make=Mode.SYSTEM))
    except AppError as error:
        if error.code != "E-KEYRING":
            raise
        return keys_of(folder, unlock)


def _unlock(passphrase: str) -> Unlock:
    """The system's key store is asked if the vault's header says so, and not before."""
    return Unlock(Given(passphrase, system_keys()))


def _fill(workspace: Workspace) -> None:
    if queries.city(workspace.store) is None:
        begin(workspace, CityChoice(SAMPLE_CITY, "Kaga", "JP"), "M. Sato", is_sample=True)
        today = datetime.now(UTC).date()
        fill_with_sample(workspace, SAMPLE_CITY, today, plans=1)
        cite_samples(workspace, SAMPLE_CITY, today)
        review_samples(workspace)
        meet_samples(workspace, today)
        tie_samples(workspace, datetime.now(UTC))
