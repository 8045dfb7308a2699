"""A disk that refuses, under the real program and its cipher (faults.md, row 43): what is told, what is written again.

What is done to the calls of a real process needs strace; without it those tests say so and are skipped.
"""

import os
import random
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import pytest
from sqlcipher3 import dbapi2

from desktop_app.errors import AppError
from desktop_app.operations.answers import write_note
from desktop_app.operations.workspace import open_workspace
from desktop_app.storage import engine, queries
from desktop_app.storage.engine import driver_of, open_engine, reading, transaction, trial
from tests.faults.power import session, traced
from tests.peeking import SAMPLE_KEY
from tests.unit.desktop.profiles import open_computer

ROOT = Path(__file__).resolve().parents[2]
needs_strace = pytest.mark.skipif(bool(traced.why_not()), reason=traced.why_not() or "it is there")
WAYS = {"transaction": transaction, "trial": trial, "reading": reading}


class Stubborn(dbapi2.Connection):
    """A connection to a disk that refuses the statements of `refused`, each with SQLite's number."""

    refused: ClassVar[dict[str, int]] = {}

    def execute(self, statement, *parameters):
        if statement in self.refused:
            error = dbapi2.OperationalError(f"{statement} is refused")
            error.sqlite_errorcode = self.refused[statement]
            raise error
        return super().execute(statement, *parameters)


@pytest.fixture
def stubborn(tmp_path, monkeypatch):
    """An engine whose connections may be told to refuse; and the connections that were made."""
    made, connect = [], dbapi2.connect

    def noted(path, **options):
        made.append(connect(path, factory=Stubborn, **options))
        return made[-1]

    monkeypatch.setattr(Stubborn, "refused", {})
    monkeypatch.setattr(engine.dbapi2, "connect", noted)
    found = open_engine(tmp_path / "waymark.sqlite3", SAMPLE_KEY)
    with transaction(found) as connection:
        driver_of(connection).execute("CREATE TABLE note (text)")
    yield found, made
    Stubborn.refused.clear()
    found.dispose()


@contextmanager
def refused(code):
    with pytest.raises(AppError) as caught:
        yield
    assert caught.value.code == code


def insert(connection):
    driver_of(connection).execute("INSERT INTO note VALUES ('Council decision 12/2026.')")


def count(found):
    with reading(found) as connection:
        return driver_of(connection).execute("SELECT count(*) FROM note").fetchone()[0]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_row_43_a_file_that_cannot_be_opened_has_a_code_and_a_path(tmp_path, way):
    path = tmp_path / "no folder" / "waymark.sqlite3"
    with pytest.raises(AppError) as caught, way(open_engine(path, SAMPLE_KEY)):
        pass
    assert (caught.value.code, caught.value.holes["path"]) == ("E-LOCKED", str(path))


@pytest.mark.parametrize("way", [transaction, trial], ids=["transaction", "trial"])
@pytest.mark.parametrize(
    ("number", "code"),
    [(dbapi2.SQLITE_FULL, "E-DISK"), (dbapi2.SQLITE_IOERR, "E-IO"), (dbapi2.SQLITE_BUSY, "E-LOCKED")],
)
def test_row_43_undoing_that_fails_too_hides_no_first_error_and_the_connection_is_given_up(stubborn, way, number, code):
    found, made = stubborn
    Stubborn.refused |= {"ROLLBACK": dbapi2.SQLITE_IOERR, "SELECT refused": number}
    with refused(code), way(found) as connection:
        insert(connection)
        driver_of(connection).execute("SELECT refused")
    Stubborn.refused.clear()
    assert count(found) == 0
    assert len(made) == 2, "the connection that could not undo is used no more"


def test_row_43_what_was_read_before_undoing_failed_counts_and_the_connection_is_given_up(stubborn):
    found, made = stubborn
    Stubborn.refused["ROLLBACK"] = dbapi2.SQLITE_IOERR
    assert count(found) == 0
    Stubborn.refused.clear()
    with transaction(found) as connection:
        insert(connection)
    assert (count(found), len(made)) == (1, 2)


@pytest.mark.parametrize("number", [dbapi2.SQLITE_IOERR, dbapi2.SQLITE_CORRUPT])
def test_row_43_after_an_error_of_the_disk_the_file_is_read_anew(stubborn, number):
    found, made = stubborn
    Stubborn.refused["COMMIT"] = number
    with pytest.raises(AppError), transaction(found) as connection:
        insert(connection)
    Stubborn.refused.clear()
    assert (count(found), len(made)) == (0, 2)


def test_an_error_that_is_nobodys_fault_of_the_disk_is_undone_and_told_as_it_is(stubborn):
    found, made = stubborn
    with pytest.raises(ZeroDivisionError), transaction(found) as connection:
        driver_of(connection).execute("INSERT INTO note VALUES (?)", (1 // 0,))
    assert (count(found), len(made)) == (0, 1)


@pytest.fixture
def profile(tmp_path):
    computer = open_computer(tmp_path / "kaga")
    write_note(computer.workspace, session.QUESTION, "0 ", ())
    computer.workspace.close()
    return tmp_path / "kaga"


def run(trace, words, *injected):
    done = subprocess.run(
        traced.command(trace, [sys.executable, *words], *injected),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.splitlines() + done.stderr.splitlines()


def note_in(profile):
    workspace = open_workspace(profile)
    try:
        return queries.question(workspace.store, session.QUESTION).note
    finally:
        workspace.close()


@needs_strace
@pytest.mark.parametrize("first", [1, 3, 4, 5])
def test_row_43_what_a_failed_sync_lost_is_on_the_disk_before_it_is_called_saved(tmp_path, profile, first):
    """The system goes on showing what the failed sync never wrote: saving the same again finds it there."""
    model = traced.TracedFolder(profile)
    trace = tmp_path / "trace"
    said = run(
        trace,
        ["-m", "tests.faults.power.session", str(profile), "3", "killed"],
        f"fsync,fdatasync:error=EIO:when={first}..{first + 4}",
    )
    assert said[-1] == "saved 3"
    assert any(line.startswith("E-IO") for line in said), said
    chance, told = random.Random(first), "0"
    for call in traced.calls(trace):
        if call.name == "write" and call.handle == 1:
            told = check_told(model, tmp_path / "left", told, call.texts[0].decode().split(), chance)
        else:
            model.take(call)
    assert told == "3"


def check_told(model, left, told, words, chance):
    """After each line on the screen: every image of a power loss holds what was called saved."""
    saved = words[1] if words[0] == "saved" else told
    for image in (model.image(None), model.image(None, keeps_all=True), model.image(chance)):
        traced.lay_down(image, left)
        assert note_in(left).split()[0] in {saved, words[1]}
    return saved


@needs_strace
def test_row_43_a_file_that_the_disk_does_not_give_is_not_called_damaged_and_nothing_is_put_aside(tmp_path, profile):
    before = {path.name: path.read_bytes() for path in profile.iterdir() if path.name != "closed-well"}
    database = profile / "waymark.sqlite3"
    for verb in ("status", "recover"):
        script = f"from desktop_app.__main__ import main; raise SystemExit(main(['{verb}', '--profile', '{profile}']))"
        words = traced.command(tmp_path / "trace", [sys.executable, "-c", script], "read,pread64:error=EIO:when=4+")
        words[1:1] = ["-P", str(database)]
        words[words.index("-e") + 1] = "trace=read,pread64"
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert "E-IO" in done.stderr
    after = {path.name: path.read_bytes() for path in profile.iterdir() if path.name in before}
    assert after == before
    assert not list(profile.glob("*.kept-*"))
    assert note_in(profile) == "0"


CALLS = int(os.environ.get("WAYMARK_REFUSED_CALLS", "3"))
"""How many calls of the encrypted program are refused, one in each run; all of them for a release (R5)."""
SWEPT = "pwrite64,fsync,fdatasync,ftruncate,unlink"


def session_with(profile, tmp_path, number, error):
    """What a session says whose call `number` on the database's files is refused; whether one was refused at all."""
    files = [part for end in ("", "-wal", "-journal") for part in ("-P", str(profile / f"waymark.sqlite3{end}"))]
    swept = ("-e", f"trace={SWEPT}", "-e", f"inject={SWEPT}:error={error}:when={number}")
    session_of = [sys.executable, "-m", "tests.faults.power.session", str(profile), "3", "closed"]
    words = [traced.STRACE, "-f", "-qq", *files, *swept, "-o", str(tmp_path / "trace"), *session_of]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.split("\n"), "(INJECTED)" in (tmp_path / "trace").read_text()


@needs_strace
@pytest.mark.timeout(max(180, 6 * CALLS))
@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
def test_rows_42_and_43_a_call_of_the_encrypted_program_that_is_refused_loses_nothing(tmp_path, profile, error):
    whole, number, refused_calls, said = tmp_path / "whole", 0, 0, []
    shutil.copytree(profile, whole)
    chance = random.Random(error)
    while refused_calls < CALLS:
        number += 1 if CALLS > 100 else chance.randint(1, 12)
        shutil.rmtree(profile)
        shutil.copytree(whole, profile)
        lines, was_refused = session_with(profile, tmp_path, number, error)
        saved = [int(line.split()[1]) for line in lines if line.startswith("saved")]
        said += [line.split()[0] for line in lines if line.startswith("E-")]
        assert int(note_in(profile).split()[0]) == max(saved, default=0), (number, lines)
        assert len(saved) == 3, (number, lines)
        if not was_refused:
            break
        refused_calls += 1
    print(f"{error}: {refused_calls} calls refused, one at a time; {len(said)} were told")
    assert refused_calls >= 3
    assert set(said) <= {"E-IO", "E-DISK", "E-LOCKED"}
