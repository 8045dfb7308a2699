"""A write-ahead log that is gone, old, or another database's; a version that is said in two ways (rows 48 and 62)."""

import shutil

import pytest

from desktop_app.__main__ import main
from desktop_app.errors import AppError, describe
from desktop_app.operations.answers import give_answer, write_note
from desktop_app.operations.outbox import level_now
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.workspace import open_workspace
from desktop_app.presentation.opening import close_folder, mend, open_folder
from desktop_app.storage import queries
from desktop_app.storage.migrate import SCHEMA
from roadmap_core.assessment.answers import Choice
from tests.peeking import peek
from tests.unit.desktop.profiles import open_computer

LOG = "waymark.sqlite3-wal"


@pytest.fixture
def unplugged(tmp_path):
    """A profile as a power loss leaves it: sealed and unsealed work stands in the log and in the journal alone."""
    folder = tmp_path / "kaga"
    computer = open_computer(folder)
    computer.workspace.close()
    workspace = open_workspace(folder)
    give_answer(workspace, "ICT-01", Choice(3), ())
    seal_drafts(workspace)
    write_note(workspace, "ICT-01", "Half of it.", ())
    shutil.copyfile(folder / LOG, tmp_path / "old log")
    view = queries.question(workspace.store, "ICT-01")
    give_answer(workspace, "ICT-01", Choice(4), view.seen)
    write_note(workspace, "ICT-01", "Council decision 12/2026.", view.note_seen)
    level_now(workspace)
    left = tmp_path / "left"
    shutil.copytree(folder, left, ignore=shutil.ignore_patterns("*-shm"))
    workspace.close()
    return left


def read_back(folder):
    """As the window opens it: what the log hides is offered to be mended."""
    try:
        opened = open_folder(folder, is_sample=False)
    except AppError:
        assert mend(folder).title == "Your data is back"
        opened = open_folder(folder, is_sample=False)
    try:
        view = queries.question(opened.workspace.store, "ICT-01")
        return view.answer, view.note
    finally:
        close_folder(opened)


def test_row_48_what_stood_in_a_log_that_is_gone_comes_back_from_the_second_copy(unplugged):
    (unplugged / LOG).unlink()
    assert read_back(unplugged) == (Choice(4), "Council decision 12/2026.")
    assert len(list(unplugged.glob("outbox.journal.kept-*"))) == 1
    assert read_back(unplugged) == (Choice(4), "Council decision 12/2026.")
    assert len(list(unplugged.glob("outbox.journal.kept-*"))) == 1, "once is enough"


def test_row_48_without_a_window_too(unplugged, capsys):
    (unplugged / LOG).unlink()
    assert main(["answers", "--profile", str(unplugged)]) == 0
    assert "Council decision 12/2026." in capsys.readouterr().out


def test_row_48_an_old_log_takes_nothing_back(unplugged, tmp_path):
    shutil.copyfile(tmp_path / "old log", unplugged / LOG)
    assert read_back(unplugged) == (Choice(4), "Council decision 12/2026.")


def test_row_48_an_old_log_beside_a_newer_file_takes_nothing_back(unplugged, tmp_path):
    close_folder(open_folder(unplugged, is_sample=False))  # folds the log into the file
    shutil.copyfile(tmp_path / "old log", unplugged / LOG)
    assert read_back(unplugged) == (Choice(4), "Council decision 12/2026.")


@pytest.mark.parametrize("kept_bytes", [32, 1000, 4152, 9000])
def test_row_48_a_log_that_is_cut_takes_nothing_along(unplugged, kept_bytes):
    (unplugged / LOG).write_bytes((unplugged / LOG).read_bytes()[:kept_bytes])
    assert read_back(unplugged) == (Choice(4), "Council decision 12/2026.")


def test_row_48_a_log_of_another_database_is_kept_aside_and_nothing_of_it_is_read(unplugged, tmp_path):
    computer = open_computer(tmp_path / "far away", "H. Tanaka", seed=2)
    write_note(computer.workspace, "ICT-02", "Another city's.", ())
    foreign = (tmp_path / "far away" / LOG).read_bytes()
    computer.workspace.close()
    (unplugged / LOG).write_bytes(foreign)
    assert read_back(unplugged) == (Choice(4), "Council decision 12/2026.")
    kept = [path for path in unplugged.glob("waymark.sqlite3.kept-*-wal") if path.read_bytes() == foreign]
    assert len(kept) == 1
    said = describe("E-RESTORED", {"reason": "WITHOUT_LOG", "path": "P", "count": 2, "backup": ""})
    assert "does not belong to it" in said.what_happened


def test_row_48_a_database_that_is_not_older_is_left_as_it_is(unplugged):
    assert read_back(unplugged) == (Choice(4), "Council decision 12/2026.")
    assert not list(unplugged.glob("*.kept-*"))


@pytest.mark.parametrize("said", ["0001", f"{SCHEMA + 1:04d}", "", "nonsense"])
def test_row_62_a_version_that_is_said_in_two_ways_is_told_and_nothing_is_changed(tmp_path, said):
    computer = open_computer(tmp_path / "kaga")
    computer.workspace.close()
    path = tmp_path / "kaga" / "waymark.sqlite3"
    with peek(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (said,))
    before = path.read_bytes()
    with pytest.raises(AppError) as refused:
        open_workspace(tmp_path / "kaga")
    assert refused.value.code == "E-SCHEMA-STATE"
    words = describe("E-SCHEMA-STATE", refused.value.holes)
    assert (words.title, words.what_next) == (
        "The data file contradicts itself",
        "Restore the newest backup, or show this message to the people who support you.",
    )
    assert path.read_bytes() == before
