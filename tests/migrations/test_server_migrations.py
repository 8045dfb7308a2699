"""The server's tables come from its migrations alone, and each migration is all or nothing."""

import os
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event, text

from sync_server.errors import OperatorError
from sync_server.storage.database import Database, open_database
from sync_server.storage.migrate import newest_revision, revision, upgrade
from sync_server.storage.tables import Row
from tests.server.postgres import programs, running_postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    folder = programs()
    if request.param == "sqlite":
        with closing(open_database(f"sqlite:///{tmp_path / 'server.db'}")) as found:
            yield found
    elif folder is None:
        pytest.skip("neither pgserver (pip) nor Debian's PostgreSQL is on this computer")
    else:
        with running_postgres(folder) as url, closing(open_database(url)) as found:
            yield found


def test_the_tables_after_all_migrations_are_those_that_are_declared(database: Database) -> None:
    upgrade(database)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Row.metadata) == []
        assert revision(connection) == newest_revision()


def test_upgrading_again_changes_nothing(database: Database) -> None:
    upgrade(database)
    upgrade(database)


def test_row_61_a_database_of_a_newer_program_is_left_alone(database: Database) -> None:
    upgrade(database)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(OperatorError) as refused:
        upgrade(database)
    assert refused.value.code == "E-NEWER"


def test_entries_are_kept_by_the_database_itself(database: Database) -> None:
    upgrade(database)
    with database.reading() as connection:
        table = (
            "sqlite_master WHERE type = 'trigger'"
            if database.is_sqlite
            else "pg_trigger WHERE tgname = 'entry_is_kept'"
        )
        assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() >= 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL and no fork")
def test_row_58_killed_at_any_statement_of_an_upgrade_nothing_of_it_is_left(tmp_path: Path) -> None:
    file = tmp_path / "server.db"
    steps = 0
    first = _tables_after_the_first(tmp_path / "first.db")
    while _dies_at(f"sqlite:///{file}", steps + 1):
        steps += 1
        with closing(sqlite3.connect(file)) as plain:
            names = {name for (name,) in plain.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert names <= {"alembic_version"} or names == first, f"half a migration after dying at statement {steps}"
    assert steps > 15


def _tables_after_the_first(file: Path) -> set[str]:
    with closing(open_database(f"sqlite:///{file}")) as database:
        upgrade(database, "0001")
    with closing(sqlite3.connect(file)) as plain:
        return {name for (name,) in plain.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _dies_at(url: str, last: int) -> bool:
    child = os.fork()
    if child:
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    database = open_database(url)
    count = 0

    def step(*_: object) -> None:
        nonlocal count
        count += 1
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(database.engine, "before_cursor_execute", step)
    event.listen(database.engine, "commit", step)
    upgrade(database)
    os._exit(0)
