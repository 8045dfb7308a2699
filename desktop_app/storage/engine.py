"""The one way to the database: its connections, and transactions that are on the disk when they end."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import QueuePool

from desktop_app.errors import AppError

__all__ = ["Connection", "Engine", "connect", "driver_of", "open_engine", "reading", "transaction"]

_BUSY_MS = 10_000
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


def connect(path: Path) -> sqlite3.Connection:
    """A connection of the driver in autocommit: transactions are the ones that we begin, nothing else.

    WAL with synchronous=FULL syncs the log at each COMMIT; fullfsync makes macOS reach the disk itself.
    """
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA fullfsync=1")
    connection.execute("PRAGMA foreign_keys=ON")
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
            if driver.in_transaction:
                driver.execute("ROLLBACK")
            code = _code_of(error)
            if code is None:
                raise
            raise AppError(code, path=_file_of(driver)) from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One snapshot for several reads. Nothing is written."""
    with engine.connect() as connection:
        driver = driver_of(connection)
        driver.execute("BEGIN")
        try:
            yield connection
        finally:
            driver.execute("ROLLBACK")


def driver_of(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection, for statements that are counted in microseconds."""
    found = connection.connection.driver_connection
    if not isinstance(found, sqlite3.Connection):
        raise TypeError("not a connection of SQLite")
    return found


def _code_of(error: BaseException) -> str | None:
    cause = getattr(error, "orig", error)
    number = getattr(cause, "sqlite_errorcode", None)
    return None if number is None else _CODES_BY_SQLITE.get(number & 0xFF)


def _file_of(driver: sqlite3.Connection) -> str:
    try:
        return str(driver.execute("PRAGMA database_list").fetchone()[2])
    except sqlite3.Error:
        return ""
