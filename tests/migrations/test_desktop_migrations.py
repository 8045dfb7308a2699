"""The profile's database: made, upgraded, guarded."""

import subprocess
import sys
from importlib.resources import files

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, event
from sqlcipher3 import dbapi2

from desktop_app.errors import AppError
from desktop_app.storage import engine, migrate
from desktop_app.storage import engine as storage_engine
from desktop_app.storage.engine import has_sound_log, open_engine, settings, transaction
from desktop_app.storage.migrate import SCHEMA, open_database
from desktop_app.storage.tables import METADATA
from tests.peeking import SAMPLE_KEY, peek


class PulledOutError(Exception):
    """The power is gone."""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "waymark.sqlite3"


def pragma(path, name):
    with peek(path, SAMPLE_KEY) as connection:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_migrations_from_nothing_make_what_the_tables_say(path):
    engine = open_database(path, SAMPLE_KEY)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_the_schema_number_is_that_of_the_newest_migration(path):
    open_database(path, SAMPLE_KEY).dispose()
    names = [entry.name for entry in files("migrations.desktop.versions").iterdir() if entry.name[:4].isdigit()]
    assert max(int(name[:4]) for name in names) == SCHEMA == pragma(path, "user_version")


@pytest.mark.parametrize(("is_sound", "mode", "synchronous"), [(True, "wal", 2), (False, "delete", 3)])
def test_every_connection_waits_for_the_disk(path, monkeypatch, is_sound, mode, synchronous):
    monkeypatch.setattr(storage_engine, "has_sound_log", lambda _version: is_sound)
    engine = open_database(path, SAMPLE_KEY)
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "fullfsync", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    same = {"fullfsync": 1, "foreign_keys": 1, "busy_timeout": 10000}
    assert found == {"journal_mode": mode, "synchronous": synchronous} | same


@pytest.mark.parametrize(
    ("version", "is_sound"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 3), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 54, 0), True),
    ],
)
def test_row_51_an_sqlite_with_the_reset_bug_goes_without_the_log(version, is_sound, monkeypatch):
    monkeypatch.setattr(
        engine, "has_sound_log", has_sound_log
    )  # as in the program; tests/conftest.py says why not here
    assert has_sound_log(version) is is_sound
    expected = ("journal_mode=WAL", "synchronous=FULL") if is_sound else ("journal_mode=DELETE", "synchronous=EXTRA")
    assert settings(version)[5:7] == expected


def test_row_51_that_it_goes_without_is_logged(path, monkeypatch, caplog):
    monkeypatch.setattr(migrate, "has_sound_log", lambda _version: False)
    caplog.set_level("INFO")
    open_database(path, SAMPLE_KEY).dispose()
    said = [record.getMessage() for record in caplog.records if record.name == "waymark"]
    assert said == [f"SQLite {dbapi2.sqlite_version}: its write-ahead log is not used"]


def test_row_51_a_profile_that_was_written_with_the_log_goes_on_without_it_and_back(path, monkeypatch):
    for is_sound, mode in ((True, "wal"), (False, "delete"), (True, "wal")):
        monkeypatch.setattr(storage_engine, "has_sound_log", lambda _version, is_sound=is_sound: is_sound)
        open_database(path, SAMPLE_KEY).dispose()
        engine = open_database(path, SAMPLE_KEY)
        with transaction(engine) as connection:
            connection.exec_driver_sql("INSERT INTO statement VALUES (randomblob(16))")
        engine.dispose()
        assert pragma(path, "journal_mode") == mode
    with peek(path, SAMPLE_KEY) as connection:
        assert connection.execute("SELECT count(*) FROM statement").fetchone() == (3,)


def test_a_current_database_opens_without_alembic(path):
    open_database(path, SAMPLE_KEY).dispose()
    code = (
        "import sys; from pathlib import Path; from desktop_app.storage.migrate import open_database; "
        f"open_database(Path({str(path)!r}), bytes(range(32))).dispose(); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_migration_that_fails_midway_leaves_no_database_and_the_next_start_makes_one(path, monkeypatch):
    upgrade = command.upgrade

    def breaks(*arguments):
        upgrade(*arguments)
        raise dbapi2.OperationalError("pulled out")

    monkeypatch.setattr(command, "upgrade", breaks)
    with pytest.raises(dbapi2.OperationalError):
        open_database(path, SAMPLE_KEY)
    assert not path.exists()
    with peek(path.with_name("waymark.sqlite3.new"), SAMPLE_KEY) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    monkeypatch.undo()
    open_database(path, SAMPLE_KEY).dispose()
    assert pragma(path, "user_version") == SCHEMA


def test_an_upgrade_that_fails_midway_leaves_the_old_database_as_it_was(path, monkeypatch):
    open_database(path, SAMPLE_KEY).dispose()
    with peek(path, SAMPLE_KEY) as connection:
        before = connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()

    def breaks(config, _target):
        config.attributes["connection"].exec_driver_sql("CREATE TABLE half (x)")
        config.attributes["connection"].exec_driver_sql("DROP TABLE community")
        raise dbapi2.OperationalError("pulled out")

    monkeypatch.setattr(migrate, "SCHEMA", SCHEMA + 1)
    monkeypatch.setattr(command, "upgrade", breaks)
    with pytest.raises(AppError) as refused:
        open_database(path, SAMPLE_KEY)
    assert (refused.value.code, refused.value.holes["backup"]) == (
        "E-UPGRADE",
        f"before-upgrade-to-{SCHEMA + 1:04d}.sqlite3",
    )
    with peek(path, SAMPLE_KEY) as connection:
        assert connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall() == before
    assert pragma(path, "user_version") == SCHEMA


@pytest.fixture
def first_release(path, monkeypatch):
    """A profile of schema 1 with a city and a draft in it."""
    upgrade = command.upgrade
    with monkeypatch.context() as old:
        old.setattr(migrate, "SCHEMA", 1)
        old.setattr(command, "upgrade", lambda config, _target: upgrade(config, "0001"))
        open_database(path, SAMPLE_KEY).dispose()
    with peek(path, SAMPLE_KEY) as connection:
        connection.execute(
            "INSERT INTO city (id, city_id, city_name, country, alliance, official, official_number, computer,"
            " assessment) VALUES (1, 'kaga-jp', 'Kaga', 'JP', 'a', 'M. Sato', 7, '', 1)"
        )
        connection.execute(
            "INSERT INTO draft (code, assessment, item, facet, value, predecessors, author, changed_ms)"
            " VALUES (1, 1, 5, 1, x'8101', x'80', 7, 9)"
        )
    return path


def content(path):
    with peek(path, SAMPLE_KEY) as connection:
        return connection.execute("SELECT city_id, official, official_number FROM city").fetchall() + (
            connection.execute("SELECT value, author, changed_ms FROM draft").fetchall()
        )


def test_a_profile_of_the_first_release_is_upgraded_with_all_that_is_in_it(first_release):
    before = content(first_release)
    assert pragma(first_release, "user_version") == 1
    engine = open_database(first_release, SAMPLE_KEY)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []
    engine.dispose()
    assert pragma(first_release, "user_version") == SCHEMA
    assert content(first_release) == before != []


def test_an_upgrade_that_stops_at_any_statement_leaves_the_first_release_and_goes_through_next_time(first_release):
    whole, stopped = first_release.read_bytes(), 0
    while True:
        first_release.write_bytes(whole)
        left = stopped + 1

        def count(*_args):
            nonlocal left
            left -= 1
            if left == 0:
                raise PulledOutError

        event.listen(Engine, "before_cursor_execute", count)
        try:
            open_database(first_release, SAMPLE_KEY).dispose()
            break
        except AppError:  # E-UPGRADE
            stopped += 1
            assert pragma(first_release, "user_version") == 1
        finally:
            event.remove(Engine, "before_cursor_execute", count)
    assert stopped >= 3
    assert pragma(first_release, "user_version") == SCHEMA
    assert len(content(first_release)) == 2


def test_a_database_of_a_newer_program_is_told_and_left_alone(path):
    open_database(path, SAMPLE_KEY).dispose()
    with peek(path, SAMPLE_KEY) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA + 1}")
    before = path.read_bytes()
    with pytest.raises(AppError) as refused:
        open_database(path, SAMPLE_KEY)
    assert refused.value.code == "E-NEWER"
    assert path.read_bytes() == before


def test_a_signed_entry_can_be_neither_changed_nor_deleted(path):
    open_database(path, SAMPLE_KEY).dispose()
    engine = open_engine(path, SAMPLE_KEY)
    columns = "hash, short, log, seq, data, claimed_ms, lamport, author, changes, standing, refusal, received_ms"
    with transaction(engine) as connection:
        connection.exec_driver_sql(
            f"INSERT INTO entry ({columns}) VALUES (x'01', x'01', x'01', 1, x'aa', 1, 1, 1, 1, 0, '', 1)"
        )
    for statement in ("UPDATE entry SET data = x'bb'", "UPDATE entry SET seq = 2", "DELETE FROM entry"):
        with pytest.raises(Exception, match="an entry never changes"), transaction(engine) as connection:
            connection.exec_driver_sql(statement)
    with transaction(engine) as connection:
        connection.exec_driver_sql("UPDATE entry SET position = 1, confirmed_ms = 5, refusal = '', standing = 0")
    engine.dispose()
