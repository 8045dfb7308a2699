"""Brings a database to the tables of this program, each step in one transaction of its own."""

from functools import cache

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from sync_server.errors import OperatorError
from sync_server.storage.database import Database

_UPGRADE_LOCK = 7_240_117
"""The advisory lock of PostgreSQL under which one of several processes upgrades."""


def upgrade(database: Database, to: str = "head") -> None:
    """To the newest tables, or for tests to those of an earlier program.

    Raises:
        OperatorError: E-NEWER if the database was written by a newer program.
    """
    with database.engine.connect() as connection:
        if _is_newest(connection):
            return
        if database.is_sqlite:  # BEGIN IMMEDIATE of each step keeps others out
            _run(connection, to)
            return
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({_UPGRADE_LOCK})")
        connection.commit()
        try:
            _run(connection, to)
        finally:
            connection.rollback()
            connection.exec_driver_sql(f"SELECT pg_advisory_unlock({_UPGRADE_LOCK})")
            connection.commit()


def _is_newest(connection: Connection) -> bool:
    current = revision(connection)
    connection.rollback()
    return current == newest_revision()


def _run(connection: Connection, to: str) -> None:
    config = _config()
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, to)
    except CommandError as error:
        raise OperatorError("E-NEWER", "This database was written by a newer program. Please update.") from error


@cache
def newest_revision() -> str:
    """The revision that this program works with."""
    found = ScriptDirectory.from_config(_config()).get_current_head()
    if found is None:
        raise AssertionError("no migrations were found")
    return found


def revision(connection: Connection) -> str | None:
    """The revision of the database, None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "migrations:server")
    config.set_main_option("path_separator", "os")
    return config
