"""Whether a profile's folder holds anything that only its own keys open, asked before new keys are made."""

from contextlib import closing
from pathlib import Path

from desktop_app.storage import backups, outbox_journal
from desktop_app.storage.cipher import Kind, is_sealed, kind_of
from desktop_app.storage.engine import SqlError, look

_OWN_LOGS = "SELECT count(*) FROM device WHERE is_own = 1"


def needs_its_keys(database: Path) -> bool:
    """Whether data is encrypted here, or a plain database has a log that was signed. Changes nothing.

    Raises OSError.
    """
    beside = [*database.parent.glob(f"{database.name}.*"), *(one.path for one in backups.every(database))]
    files = [path for path in (database, *beside) if path.is_file()]
    if any(is_sealed(path) for path in files):
        return True
    if outbox_journal.is_sealed(database.with_name(outbox_journal.FILE)):
        return True
    return database.is_file() and kind_of(database, b"") is Kind.PLAIN and _has_own_log(database)


def _has_own_log(database: Path) -> bool:
    """A file that can't be read has none: what is wrong with it, the next one says."""
    try:
        with closing(look(database, None, is_alone=not database.with_name(database.name + "-wal").exists())) as found:
            return bool(found.execute(_OWN_LOGS).fetchone()[0])
    except SqlError:
        return False
