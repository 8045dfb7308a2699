"""What changes behind the program's back is found: in backups, restores, migrations, and once a week (row 46)."""

import os
import random
import shutil

import pytest
from alembic import command

from desktop_app.errors import AppError
from desktop_app.operations import backups as keep
from desktop_app.operations import health
from desktop_app.operations.answers import give_answer, write_note
from desktop_app.operations.profile_keys import data_key
from desktop_app.operations.recovery import recover
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.workspace import open_workspace
from desktop_app.storage import cipher, migrate, queries, restoring
from desktop_app.storage.engine import SqlError, driver_of, transaction
from desktop_app.storage.full_check import Finding
from roadmap_core.assessment.answers import Choice
from tests.peeking import peek
from tests.unit.desktop.profiles import open_computer

fcntl = pytest.importorskip("fcntl")  # not on Windows, which keeps locks by handle
WEEK_MS = 7 * 86_400_000
SALT_BYTES = 16
SHARED_FIRST, SHARED_SIZE = 0x4000_0002, 510
"""The bytes that SQLite locks, shared, as long as a connection with a write-ahead log is open."""


def at_once():
    pass


@pytest.fixture
def kaga(tmp_path):
    computer = open_computer(tmp_path / "kaga")
    for number, question in enumerate(("ICT-01", "ICT-02", "ICT-03")):
        give_answer(computer.workspace, question, Choice(number), ())
        write_note(computer.workspace, question, "Council decision 12/2026. " * 100, ())
    seal_drafts(computer.workspace)
    yield computer
    computer.workspace.close()


def database(kaga):
    return kaga.workspace.profile / "waymark.sqlite3"


def flip(path, place):
    with path.open("r+b") as file:
        file.seek(place)
        (found,) = file.read(1)
        file.seek(place)
        file.write(bytes([found ^ 1]))


def fold_in(kaga):
    """The log into the file, so that a page of the file is what is read."""
    with kaga.workspace.engine.connect() as connection:
        driver_of(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def test_row_63_a_flipped_bit_anywhere_in_a_backup_is_found(kaga):
    made = keep.make_backup(kaga.workspace.profile, kaga.clock)
    chance = random.Random(4)
    for place in [chance.randrange(SALT_BYTES, made.size_bytes) for _ in range(40)]:
        flip(made.path, place)
        assert [one.holds for one in keep.backups_of(kaga.workspace.profile)] == [None], place
        flip(made.path, place)
    assert [one.holds is None for one in keep.backups_of(kaga.workspace.profile)] == [False]
    flip(made.path, 9)  # the salt, which nobody reads
    assert [one.holds is None for one in keep.backups_of(kaga.workspace.profile)] == [False]


def test_a_restore_that_lays_down_other_bytes_than_the_backups_changes_nothing(kaga, monkeypatch):
    made = keep.make_backup(kaga.workspace.profile, kaga.clock)
    kaga.workspace.close()
    before = database(kaga).read_bytes()
    copy = shutil.copyfile

    def badly(source, target):
        copy(source, target)
        flip(target, 50_000)

    monkeypatch.setattr(restoring.shutil, "copyfile", badly)
    with pytest.raises(AppError) as refused:
        keep.restore(kaga.workspace.profile, made.name)
    assert refused.value.code == "E-DAMAGED"
    assert database(kaga).read_bytes() == before
    assert not list(kaga.workspace.profile.glob("*.restored-*"))
    monkeypatch.undo()
    keep.restore(kaga.workspace.profile, made.name)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET received_ms = received_ms + 1 WHERE number = 2",
        "DELETE FROM register WHERE item = (SELECT max(item) FROM register)",
        "DROP TABLE half_answer",
        "ALTER TABLE city DROP COLUMN region",
    ],
)
def test_row_59_a_migration_that_changes_what_it_does_not_name_is_undone(kaga, monkeypatch, statement):
    kaga.workspace.close()
    before = database(kaga).read_bytes()

    def migrates(config, _target):
        config.attributes["connection"].exec_driver_sql(statement)

    with monkeypatch.context() as newer:
        newer.setattr(migrate, "SCHEMA", migrate.SCHEMA + 1)
        newer.setattr(command, "upgrade", migrates)
        with pytest.raises(AppError) as refused:
            open_workspace(kaga.workspace.profile)
    assert refused.value.code == "E-UPGRADE"
    assert database(kaga).read_bytes() == before
    open_workspace(kaga.workspace.profile).close()


def test_a_sound_profile_is_looked_through_beside_the_program_and_it_is_remembered(kaga):
    profile, breaths = kaga.workspace.profile, []
    assert health.is_due(profile, kaga.clock())
    names = {path.name for path in profile.iterdir()} | {"health.json"}
    assert health.check(kaga.workspace, lambda: breaths.append(1)) is Finding.NOTHING
    assert breaths
    assert {path.name for path in profile.iterdir()} == names
    due = {days: health.is_due(profile, kaga.clock.now_ms + days * 86_400_000) for days in (0, 6, 7, -1)}
    assert due == {0: False, 6: False, 7: True, -1: True}
    (profile / "health.json").write_text("{half")
    assert health.is_due(profile, kaga.clock())


@pytest.mark.parametrize("place", [30_000, 60_000, 100_000])
def test_row_46_a_bit_that_flipped_under_the_running_program_is_found(kaga, place):
    fold_in(kaga)
    flip(database(kaga), place)
    assert health.check(kaga.workspace, at_once) is Finding.PAGES
    problem = health.problem(kaga.workspace, Finding.PAGES)
    assert problem.words.title == "The weekly check found something"
    assert str(database(kaga)) in problem.words.what_happened
    assert not health.is_due(kaga.workspace.profile, kaga.clock())
    assert health.is_due(kaga.workspace.profile, kaga.clock() + 86_400_000)
    flip(database(kaga), place)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM register WHERE item = (SELECT max(item) FROM register)",
        "UPDATE operation SET value = x'8104' WHERE facet = 1",
    ],
)
def test_what_the_pages_show_is_made_anew_where_it_is_not_what_was_signed(kaga, statement):
    wanted = kaga.tables("register", "operation")
    with transaction(kaga.workspace.engine) as connection:
        driver_of(connection).execute(statement)
    found = health.check(kaga.workspace, at_once)
    assert found is Finding.PROJECTION
    health.mend(kaga.workspace, found)
    assert {name: set(rows) for name, rows in kaga.tables(*wanted).items()} == {
        name: set(rows) for name, rows in wanted.items()
    }
    assert health.check(kaga.workspace, at_once) is Finding.NOTHING
    assert "made anew from what was signed" in health.problem(kaga.workspace, found).words.what_happened


def test_a_scratched_salt_is_written_anew_at_the_next_start(kaga, caplog):
    kaga.workspace.close()
    path, key = database(kaga), data_key(kaga.workspace.profile)
    flip(path, 9)
    assert cipher.is_scratched(path, key)
    again = open_workspace(kaga.workspace.profile)
    assert queries.question(again.store, "ICT-02").answer == Choice(1)
    again.close()
    assert not cipher.is_scratched(path, key)
    assert "bytes of the salt" in caplog.text


@pytest.mark.skipif(not hasattr(os, "fork"), reason="another process asks for the lock")
def test_neither_the_backup_nor_the_check_drops_the_locks_of_the_program(kaga):
    """POSIX gives up all locks of a process on a file as soon as it closes any handle of it."""
    before = is_locked_for_others(database(kaga))
    keep.make_backup(kaga.workspace.profile, kaga.clock)
    health.check(kaga.workspace, at_once)
    assert before
    assert is_locked_for_others(database(kaga))


def is_locked_for_others(path):
    """Whether another process is refused the bytes that SQLite locks while a connection is open."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            with path.open("r+b") as file:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, SHARED_SIZE, SHARED_FIRST)
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1


def quick_checks(profile, monkeypatch):
    """How often the next start looks at all pages."""
    asked, look = [], migrate.look

    def traced(*arguments, **named):
        connection = look(*arguments, **named)
        connection.set_trace_callback(asked.append)
        return connection

    with monkeypatch.context() as watched:
        watched.setattr(migrate, "look", traced)
        open_workspace(profile).close()
    return sum("quick_check" in statement for statement in asked)


def test_all_pages_are_looked_at_after_an_end_that_was_not_clean_and_not_after_a_clean_one(kaga, monkeypatch):
    profile, log = kaga.workspace.profile, "waymark.sqlite3-wal"
    killed = {name: (profile / name).read_bytes() for name in ("waymark.sqlite3", log)}
    kaga.workspace.close()
    assert quick_checks(profile, monkeypatch) == 0
    for name, data in killed.items():
        (profile / name).write_bytes(data)
    assert quick_checks(profile, monkeypatch) == 1
    assert quick_checks(profile, monkeypatch) == 0
    (profile / "waymark.sqlite3").write_bytes((profile / "waymark.sqlite3").read_bytes())
    assert quick_checks(profile, monkeypatch) == 1, "somebody wrote it"
    (profile / "closed-well").unlink()
    assert quick_checks(profile, monkeypatch) == 1


def meet_damage():
    error = SqlError("database disk image is malformed")
    error.sqlite_errorcode = 11
    raise error


def test_damage_that_was_met_or_found_is_looked_for_at_the_next_start(kaga, monkeypatch):
    profile = kaga.workspace.profile
    with pytest.raises(AppError), transaction(kaga.workspace.engine):
        meet_damage()
    kaga.workspace.close()
    assert quick_checks(profile, monkeypatch) == 1
    assert quick_checks(profile, monkeypatch) == 0


def test_row_46_a_bit_that_flipped_without_a_trace_is_found_by_the_check_and_mended_after_it(kaga):
    made = keep.make_backup(kaga.workspace.profile, kaga.clock)
    fold_in(kaga)
    times = database(kaga).stat()
    flip(database(kaga), 60_000)
    os.utime(database(kaga), ns=(times.st_atime_ns, times.st_mtime_ns))
    assert health.check(kaga.workspace, at_once) is Finding.PAGES
    kaga.workspace.close()
    os.utime(database(kaga), ns=(times.st_atime_ns, times.st_mtime_ns))
    with pytest.raises(AppError) as refused:
        open_workspace(kaga.workspace.profile)
    assert refused.value.code == "E-DAMAGED"
    assert recover(kaga.workspace.profile).backup == made.name


def test_a_check_that_is_given_up_leaves_nothing_behind_and_is_due_again(kaga):
    def stop():
        raise InterruptedError

    with pytest.raises(InterruptedError):
        health.check(kaga.workspace, stop)
    assert not list(kaga.workspace.profile.glob("*.checked*"))
    assert health.is_due(kaga.workspace.profile, kaga.clock())


def test_a_save_does_not_wait_for_the_check(kaga):
    saved = []

    def save():
        if not saved:
            write_note(kaga.workspace, "ICT-05", "While it was looked.", ())
            saved.append(True)

    assert health.check(kaga.workspace, save) is Finding.NOTHING
    assert kaga.view("ICT-05").note == "While it was looked."


def test_the_key_of_the_file_is_what_it_is_read_with(kaga):
    with peek(database(kaga), data_key(kaga.workspace.profile)) as connection:
        assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
