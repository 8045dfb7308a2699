"""Keeps the outbox journal level with the database, and brings its content back after a restore.

What is promised: a change that was called saved is in the database, synced, at once; within about a second, and when
the profile is closed, it is in the journal too, synced. Only a database destroyed within that second takes it along.
"""

import shutil
from pathlib import Path

from desktop_app import log
from desktop_app.identity.key_store import KeyStore
from desktop_app.operations.profile_keys import data_key
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import backups, intake, unconfirmed
from desktop_app.storage.engine import reading, transaction
from desktop_app.storage.outbox_journal import FILE, OutboxJournal, open_journal
from desktop_app.storage.replay import replay
from desktop_app.storage.unconfirmed import Row


def journal_of(profile: Path, keys: KeyStore | None = None) -> OutboxJournal:
    """`keys` None: the folder's own, if nothing protects them. Raises OSError, AppError as `data_key`."""
    return open_journal(profile / FILE, data_key(profile, keys))


def unconfirmed_rows(workspace: Workspace) -> list[tuple[int, Row]]:
    """For the database thread; takes 20 ms with 5,000 entries unsent."""
    with reading(workspace.engine) as connection:
        return unconfirmed.rows_of(connection)


def level(journal: OutboxJournal, rows: list[tuple[int, Row]]) -> None:
    """Writes what is missing. Raises OSError; the next time it is tried again."""
    journal.write(journal.difference(unconfirmed.packed(rows)))


def level_now(workspace: Workspace) -> None:
    """The same in one go, for whoever closes a profile; a disk that says no leaves the database as it is."""
    try:
        level(journal_of(workspace.profile, workspace.keys), unconfirmed_rows(workspace))
    except OSError as error:
        log.logger.warning("outbox journal not written: %s", error.strerror)


def bring_back_if_older(workspace: Workspace) -> int:
    """What a database lacks that is older than its journal: its log was lost, or an old file was put in its place.

    Returns how many entries and drafts that were. A journal that can't be read says nothing.
    """
    try:
        journal = journal_of(workspace.profile, workspace.keys)
        then = unconfirmed.reached_in(journal.held.values())
        with reading(workspace.engine) as connection:
            now = unconfirmed.reached(connection)
        if all(has >= had for has, had in zip(now, then, strict=True)):
            return 0
        count = bring_back(workspace, journal)
    except OSError as error:
        log.logger.warning("outbox journal not read: %s", error.strerror)
        return 0
    log.logger.warning("the database was older than its journal: %d came back", count)
    level_now(workspace)
    return count


def bring_back(workspace: Workspace, journal: OutboxJournal) -> int:
    """What the journal holds and the database lacks; returns how many entries and drafts that were.

    The journal's file is copied first: from then on it follows the database that was restored.
    """
    if journal.held:
        moment = backups.moment(workspace.clock())
        shutil.copyfile(journal.path, journal.path.with_name(f"{journal.path.name}.kept-{moment}"))
    found = unconfirmed.unpacked(journal.held.values())
    own_key = workspace.keys.signer().public_key
    with transaction(workspace.engine) as connection:
        count = replay(connection, found, workspace.clock(), own_key)
        intake.read_parts(connection, workspace.keys.secret())
        return count
