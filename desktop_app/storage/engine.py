"""The one way to the database: its connections, and transactions that are on the disk when they end."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import QueuePool

__all__ = ["Connection", "Engine", "connect", "open_engine", "reading", "transaction"]

_BUSY_MS = 10_000


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
    """One writing transaction: all of it is durable when this ends, or nothing of it after an exception."""
    with engine.connect() as connection:
        driver = driver_of(connection)
        driver.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            driver.execute("COMMIT")
        except BaseException:
            if driver.in_transaction:
                driver.execute("ROLLBACK")
            raise


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
    assert isinstance(found, sqlite3.Connection)
    return found
