"""Files that others hold or that may not be written (faults.md, row 44), and much data (row 52)."""

import shutil
import subprocess
import sys
import threading

import pytest

from benchmarks.start_large import profile as large_profile
from desktop_app.errors import AppError, describe
from desktop_app.operations.answers import give_answer, write_note
from desktop_app.operations.workspace import open_workspace
from desktop_app.storage import engine, queries
from desktop_app.storage.engine import driver_of, reading
from roadmap_core.assessment.answers import Choice
from tests.peeking import peek
from tests.unit.desktop.profiles import open_computer

HELD_SECONDS = 5
UNSENT = 134
"""Every question is among them once, so one save has the same to replace in both."""


def test_row_44_a_save_waits_while_another_program_holds_the_file_for_five_seconds(tmp_path):
    computer = open_computer(tmp_path / "kaga")
    write_note(computer.workspace, "ICT-01", "Before.", ())
    view, is_free = computer.view("ICT-01"), threading.Event()
    with peek(tmp_path / "kaga" / "waymark.sqlite3") as holder:
        holder.execute("BEGIN IMMEDIATE")
        saved = []
        typing = threading.Thread(
            target=lambda: saved.append((write_note(computer.workspace, "ICT-01", "After.", view.note_seen), is_free))
        )
        typing.start()
        assert not is_free.wait(HELD_SECONDS)
        assert (saved, computer.view("ICT-01").note) == ([], "Before."), "nothing is called saved meanwhile"
        is_free.set()
        holder.execute("ROLLBACK")
        typing.join()
    assert len(saved) == 1
    assert computer.view("ICT-01").note == "After."
    computer.workspace.close()


def test_row_44_ten_seconds_are_waited_before_it_is_called_locked():
    assert f"busy_timeout={10_000}" in engine.settings()


def test_row_44_a_file_that_may_not_be_written_is_called_protected_and_stays(tmp_path):
    """As a person without the rights of an administrator."""
    if shutil.which("setpriv") is None:
        pytest.skip("setpriv is not installed: an administrator may write every file")
    computer = open_computer(tmp_path / "kaga")
    computer.workspace.close()
    path = tmp_path / "kaga" / "waymark.sqlite3"
    path.chmod(0o444)
    before = path.read_bytes()
    words = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]
    note = ["-m", "desktop_app", "note", "ICT-01", "x", "--profile", str(path.parent)]
    done = subprocess.run([*words, sys.executable, *note], capture_output=True, text=True, check=False)
    if "setpriv:" in done.stderr:
        pytest.skip("this system lets nobody give up rights")
    assert done.returncode == 2
    assert "E-LOCKED" in done.stderr
    said = describe("E-LOCKED")
    assert (said.title, said.what_is_safe) == (
        "Not saved: the file is in use or protected",
        "Your text is still in the window. What was saved before is unchanged.",
    )
    assert path.read_bytes() == before
    path.chmod(0o644)
    open_workspace(path.parent).close()


@pytest.fixture(scope="module")
def sizes(tmp_path_factory):
    """The same city with few and with many entries; the last ones are unsent."""
    folder = tmp_path_factory.mktemp("sizes")
    return large_profile(folder / "small", 3 * UNSENT, UNSENT), large_profile(folder / "large", 15 * UNSENT, UNSENT)


def work_of(profile, monkeypatch):
    """What SQLite is told for the first page and for one save."""
    said, connect = [], engine.connect

    def traced(path, key):
        connection = connect(path, key)
        connection.set_trace_callback(said.append)
        return connection

    monkeypatch.setattr(engine, "connect", traced)
    workspace = open_workspace(profile)
    try:
        first = queries.overview(workspace.store), queries.status(workspace.store)
        opened, seen = len(said), queries.question(workspace.store, "ICT-01").seen
        said.clear()
        give_answer(workspace, "ICT-01", Choice(3), seen)
        return opened, len(said), first[1].waiting_changes
    finally:
        workspace.close()


def test_row_52_starting_and_saving_ask_no_more_of_a_large_profile_than_of_a_small_one(sizes, monkeypatch):
    """How long that takes with 100,000 entries is measured by `python -m benchmarks start_large`."""
    small, large = (work_of(profile, monkeypatch) for profile in sizes)
    assert large[:2] == small[:2]
    assert large[2] == UNSENT


def steps_of(profile):
    """How much SQLite does for the status line, which is asked after each save, and for the first page."""
    workspace = open_workspace(profile)
    try:
        steps = 0

        def count():
            nonlocal steps
            steps += 1

        with reading(workspace.engine) as connection:
            driver_of(connection).set_progress_handler(count, 10)
        queries.status(workspace.store)
        queries.overview(workspace.store)
        return steps * 10
    finally:
        workspace.close()


def test_row_52_neither_the_status_line_nor_the_first_page_reads_all_entries(sizes):
    small, large = (steps_of(profile) for profile in sizes)
    assert small > 100
    assert large < small + UNSENT, "twelve times as many entries lie there"


def test_row_52_a_damaged_large_profile_is_still_noticed_at_the_start(sizes, tmp_path):
    damaged = tmp_path / "damaged"
    shutil.copytree(sizes[1], damaged)
    path = damaged / "waymark.sqlite3"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(AppError) as refused:
        open_workspace(damaged)
    assert refused.value.code == "E-DAMAGED"
