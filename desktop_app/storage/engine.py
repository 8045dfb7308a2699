"""The one way to the database: its connections, and transactions that are on the disk when they end."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import QueuePool

from desktop_app.errors import AppError

__all__ = [
    "Connection",
    "Engine",
    "code_of",
    "connect",
    "driver_of",
    "has_sound_log",
    "open_engine",
    "reading",
    "settings",
    "transaction",
    "trial",
]

_BUSY_MS = 10_000
_WITHOUT_LOG = ("journal_mode=DELETE", "synchronous=EXTRA")
_WITH_LOG = ("journal_mode=WAL", "synchronous=FULL")
_CODES_BY_SQLITE = {
    sqlite3.SQLITE_FULL: "E-DISK",
    sqlite3.SQLITE_IOERR: "E-IO",
    sqlite3.SQLITE_BUSY: "E-LOCKED",
    sqlite3.SQLITE_LOCKED: "E-LOCKED",
    sqlite3.SQLITE_READONLY: "E-LOCKED",
    sqlite3.SQLITE_PERM: "E-LOCKED",
    sqlite3.SQLITE_CANTOPEN: "E-LOCKED",
    sqlite3.SQLITE_CORRUPT: "E-DAMAGED",
    sqlite3.SQLITE_NOTADB: "E-DAMAGED",
}


def open_engine(path: Path) -> Engine:
    """An engine on the file at `path`, which exists and has been judged (`migrate`)."""
    return create_engine(
        "sqlite://",
        creator=lambda: connect(path),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=1,
        pool_reset_on_return=None,
    )


def has_sound_log(version: tuple[int, ...]) -> bool:
    """Whether this SQLite may be trusted with a write-ahead log.

    From 3.7.0 to 3.51.2 two connections that write and reset the log at one moment could damage the file (the WAL-reset
    bug); mended in 3.51.3, and in 3.44.6 and 3.50.7 of the older lines.
    """
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def settings(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> tuple[str, ...]:
    """What every connection is told, in order.

    WAL with synchronous=FULL syncs the log at each COMMIT; without a sound log a journal that is deleted does, with the
    folder synced too (EXTRA), at 2.7 times the cost. fullfsync makes macOS reach the disk itself.
    """
    mode = _WITH_LOG if has_sound_log(version) else _WITHOUT_LOG
    return (f"busy_timeout={_BUSY_MS}", *mode, "fullfsync=1", "checkpoint_fullfsync=1", "foreign_keys=ON")


def connect(path: Path) -> sqlite3.Connection:
    """A connection of the driver in autocommit: transactions are the ones that we begin, nothing else.

    Raises:
        AppError: E-LOCKED where another program holds the file, E-IO, E-DAMAGED.
    """
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    try:
        for setting in settings():
            connection.execute(f"PRAGMA {setting}")
    except sqlite3.Error as error:
        connection.close()
        raise AppError(code_of(error) or "E-IO", path=str(path)) from error
    return connection


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """One writing transaction: all of it is durable when this ends, or nothing of it after an exception.

    Raises:
        AppError: for what the disk or another program did: E-DISK, E-IO, E-LOCKED, E-DAMAGED.
    """
    with engine.connect() as connection:
        driver = driver_of(connection)
        try:
            driver.execute("BEGIN IMMEDIATE")
            yield connection
            driver.execute("COMMIT")
        except BaseException as error:
            code, path = code_of(error), _file_of(driver)
            if code == "E-IO":  # what the system holds of the file is not what is on the disk: read it anew
                connection.invalidate()
            elif driver.in_transaction:
                driver.execute("ROLLBACK")
            if code is None:
                raise
            raise AppError(code, path=path) from error


@contextmanager
def trial(engine: Engine) -> Iterator[Connection]:
    """A transaction that is never kept: what would come of it can be asked inside. Raises AppError as the other."""
    with engine.connect() as connection:
        driver = driver_of(connection)
        try:
            driver.execute("BEGIN IMMEDIATE")
            yield connection
        except Exception as error:
            code = code_of(error)
            if code is None:
                raise
            raise AppError(code, path=_file_of(driver)) from error
        finally:
            if driver.in_transaction:
                driver.execute("ROLLBACK")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One snapshot for several reads. Nothing is written. Raises AppError as `transaction` does."""
    with engine.connect() as connection:
        driver = driver_of(connection)
        try:
            driver.execute("BEGIN")
            yield connection
        except Exception as error:
            code = code_of(error)
            if code is None:
                raise
            raise AppError(code, path=_file_of(driver)) from error
        finally:
            if driver.in_transaction:
                driver.execute("ROLLBACK")


def driver_of(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection, for statements that are counted in microseconds."""
    found = connection.connection.driver_connection
    if not isinstance(found, sqlite3.Connection):
        raise TypeError("not a connection of SQLite")
    return found


def code_of(error: BaseException) -> str | None:
    """The code for what SQLite says; None for what is no state of the disk or of another program."""
    cause = getattr(error, "orig", error)
    number = getattr(cause, "sqlite_errorcode", None)
    return None if number is None else _CODES_BY_SQLITE.get(number & 0xFF)


def _file_of(driver: sqlite3.Connection) -> str:
    try:
        return str(driver.execute("PRAGMA database_list").fetchone()[2])
    except sqlite3.Error:
        return ""
