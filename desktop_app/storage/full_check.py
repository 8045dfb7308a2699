"""The thorough look at a database in use: every page's seal, every index and reference, every entry, the projection.

It reads beside the program's own connection, and rebuilds in a copy that is deleted afterwards: a save never waits. The
file is opened through SQLite alone: closing it by hand would drop the locks of the program's own connection.
"""

from collections.abc import Callable
from contextlib import closing
from enum import Enum
from pathlib import Path

from desktop_app.errors import AppError
from desktop_app.storage import digest, projector
from desktop_app.storage.backups import copy_whole
from desktop_app.storage.engine import Engine, SqlError, code_of, driver_of, look, open_engine, transaction, trial

COPY = ".checked"
_PROJECTED = ("operation", "register")


class Finding(Enum):
    """What was found, the worst first."""

    PAGES = "pages"
    PROJECTION = "projection"
    NOTHING = ""


def check(database: Path, key: bytes, pause: Callable[[], None]) -> Finding:
    """Takes 28 s of a processor for 100,000 entries, and as much room as the file; `pause` is called now and then.

    Raises:
        AppError, OSError, SqlError: it could not be looked at now; and what `pause` raises.
    """
    if _has_broken_seals(database, key) and _has_broken_seals(database, key):  # a page may be written while it is read
        return Finding.PAGES
    copy = database.with_name(database.name + COPY)
    try:
        copy_whole(database, key, copy, key)
        if not _agrees(copy, key, pause):
            return Finding.PROJECTION
    except (AppError, SqlError) as error:
        code = error.code if isinstance(error, AppError) else code_of(error)
        if code != "E-DAMAGED":
            raise
        return Finding.PAGES
    finally:
        for end in ("", "-wal", "-shm"):
            copy.with_name(copy.name + end).unlink(missing_ok=True)
    return Finding.NOTHING


def mend(engine: Engine, finding: Finding) -> None:
    """What can be made good while the program runs: the projection, from the entries, which are whole."""
    if finding is Finding.PROJECTION:
        with transaction(engine) as connection:
            projector.rebuild(connection)


def _has_broken_seals(database: Path, key: bytes) -> bool:
    with closing(look(database, key, is_alone=False)) as connection:
        return bool(connection.execute("PRAGMA cipher_integrity_check").fetchall())


def _agrees(copy: Path, key: bytes, pause: Callable[[], None]) -> bool:
    """Whether the projection is what a rebuild gives. Nothing of the rebuild is kept."""
    engine = open_engine(copy, key)
    try:
        with trial(engine) as connection:
            driver = driver_of(connection)
            columns = digest.columns_of(driver)
            projected = {name: columns[name] for name in _PROJECTED}
            before = digest.of_tables(driver, projected)
            projector.rebuild(connection, pause)
            return digest.of_tables(driver, projected) == before
    finally:
        engine.dispose()
