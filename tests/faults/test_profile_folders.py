"""Where a profile may lie, full disks, data of a newer program (faults.md, rows 42, 43, 50, 61, 68)."""

import os
import signal
from hashlib import sha256

import pytest

from desktop_app.__main__ import main
from desktop_app.errors import AppError, describe
from desktop_app.operations.answers import give_answer, write_note
from desktop_app.operations.backups import make_backup
from desktop_app.operations.outbox import level_now
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.workspace import open_workspace
from desktop_app.storage import folder, migrate, queries
from desktop_app.storage.engine import driver_of, transaction
from roadmap_core.assessment.answers import Choice
from tests.peeking import peek
from tests.unit.desktop.profiles import open_computer

resource = pytest.importorskip("resource")  # not on Windows


def refused(code, call, *arguments):
    with pytest.raises(AppError) as caught:
        call(*arguments)
    assert caught.value.code == code
    return caught.value.holes


CLOUDS = [
    "OneDrive - City of Kaga",
    "Dropbox",
    "Dropbox (Works office)",
    "Google Drive",
    "Mobile Documents",
    "Nextcloud",
]


@pytest.mark.parametrize("name", CLOUDS)
def test_row_50_a_folder_that_another_program_copies_is_refused_with_help(tmp_path, name):
    holes = refused("E-PATH", open_workspace, tmp_path / name / "Waymark")
    assert holes["reason"] == "CLOUD"
    assert "cloud" in describe("E-PATH", holes).title
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_row_50_a_folder_on_the_network_is_refused_with_help(tmp_path, monkeypatch, kind):
    shared = tmp_path / "town hall"
    (tmp_path / "mounts").write_text(
        f"/dev/vda / ext4 rw 0 0\nserver:/x {str(shared).replace(' ', chr(92) + '040')} {kind} rw 0 0\n"
    )
    monkeypatch.setattr(folder, "_MOUNTS", tmp_path / "mounts")
    holes = refused("E-PATH", folder.check_folder, shared / "Waymark")
    assert holes["reason"] == "NETWORK"
    assert "network" in describe("E-PATH", holes).title
    folder.check_folder(tmp_path / "own disk")


def test_row_50_a_folder_that_may_not_be_written_is_told_before_anything_is_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    assert refused("E-PATH", open_workspace, tmp_path / "Waymark")["reason"] == "PROTECTED"
    (tmp_path / "a file").write_bytes(b"")
    assert refused("E-PATH", folder.check_folder, tmp_path / "a file" / "Waymark")["reason"] == "PROTECTED"


@pytest.mark.parametrize("name", ["dropbox-notes", "my onedrive of photos", "cloud", "syncthings"])
def test_a_name_that_only_sounds_like_a_cloud_is_taken(tmp_path, name):
    folder.check_folder(tmp_path / name)


@pytest.mark.parametrize("name", ["with spaces", "Кага", "加賀市", "🏙️", "x" * 140])
def test_row_68_a_profile_opens_whatever_its_path_is_written_in(tmp_path, name):
    computer = open_computer(tmp_path / name / name)
    give_answer(computer.workspace, "ICT-01", Choice(3), ())
    seal_drafts(computer.workspace)
    computer.workspace.close()
    again = open_workspace(tmp_path / name / name)
    again.close()


DEEP = {
    "ascii": ["office of the mayor", "digital", "x" * 120, "kaga"],
    "emoji": ["🏙️🌳" * 12, "assessment", "y" * 40, "kaga"],
    "Japanese": ["加賀市役所" * 10, "z" * 60, "kaga"],
}


@pytest.mark.parametrize("parts", DEEP.values(), ids=DEEP.keys())
def test_row_68_a_path_of_more_than_250_bytes_holds_a_profile_with_backups_and_second_copy(tmp_path, parts):
    profile = tmp_path.joinpath(*parts)
    profile = profile.with_name(profile.name + "k" * max(0, 260 - len(os.fsencode(profile))))
    assert len(os.fsencode(profile)) > 250
    computer = open_computer(profile)
    write_note(computer.workspace, "ICT-01", "Council decision 12/2026.", ())
    made = make_backup(profile)
    level_now(computer.workspace)
    computer.workspace.close()
    (profile / "waymark.sqlite3").write_bytes(b"destroyed")
    assert main(["recover", "--profile", str(profile)]) == 0
    again = open_workspace(profile)
    assert queries.question(again.store, "ICT-01").note == "Council decision 12/2026."
    again.close()
    assert made.path.exists()


def test_row_68_a_path_that_is_too_long_for_a_database_is_told_before_anything_is_made(tmp_path):
    profile = tmp_path / ("加賀市" * 20) / ("役所" * 40) / "kaga"
    holes = refused("E-PATH", open_workspace, profile)
    assert describe("E-PATH", holes).what_next.endswith("with a shorter name.")
    assert list(tmp_path.iterdir()) == []


def test_row_42_a_full_disk_is_told_and_what_was_saved_stays(tmp_path):
    computer = open_computer(tmp_path / "kaga")
    write_note(computer.workspace, "ICT-01", "Saved.", ())
    with transaction(computer.workspace.engine) as connection:
        driver = driver_of(connection)
        (pages,) = driver.execute("PRAGMA page_count").fetchone()
        driver.execute(f"PRAGMA max_page_count={pages}")
    refused("E-DISK", fill, computer.workspace)
    assert "Your text is still in the window" in describe("E-DISK").what_is_safe
    assert computer.view("ICT-01").note == "Saved."
    write_note(computer.workspace, "ICT-01", "Short.", computer.view("ICT-01").note_seen)
    assert computer.view("ICT-01").note == "Short."
    computer.workspace.close()


def fill(workspace):
    for question in workspace.instrument.questions[1:]:
        write_note(workspace, question.id, "No room. " * 400, ())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a limit for one process needs fork")
@pytest.mark.parametrize("size", [60_000, 100_000, 170_000])
def test_row_43_an_io_error_is_told_and_what_was_called_saved_before_it_is_there(tmp_path, size):
    """The system refuses to let a file grow beyond a size, which SQLite calls an I/O error."""
    computer = open_computer(tmp_path / "kaga")
    computer.workspace.close()
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        save_until_refused(tmp_path / "kaga", theirs, size)
    os.close(theirs)
    with os.fdopen(ours) as said:
        lines = said.read().split()
    os.waitpid(child, 0)
    *_, saved, code = lines
    assert code == "E-IO"
    workspace = open_workspace(tmp_path / "kaga")
    assert queries.question(workspace.store, "ICT-01").note == f"{saved} " + "x" * 500
    workspace.close()


def save_until_refused(profile, pipe, size):
    """Runs in the child, and never returns: says the number of each note that was saved, and the refusal's code."""
    try:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        workspace = open_workspace(profile)
        write_note(workspace, "ICT-01", "Before the limit.", ())
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        for count in range(1000):
            write_note(workspace, "ICT-01", f"{count} " + "x" * 500, ())
            os.write(pipe, f"{count}\n".encode())
    except AppError as error:
        os.write(pipe, f"{error.code}\n".encode())
    finally:
        os._exit(0)


def test_row_61_data_of_a_newer_program_exports_what_was_signed_and_stays_as_it_is(tmp_path, capsys):
    computer = open_computer(tmp_path / "kaga")
    give_answer(computer.workspace, "ICT-01", Choice(3), ())
    seal_drafts(computer.workspace)
    computer.workspace.close()
    path = tmp_path / "kaga" / "waymark.sqlite3"
    with peek(path) as connection:
        connection.execute(f"PRAGMA user_version={migrate.SCHEMA + 1}")
    before = sha256(path.read_bytes()).digest()
    files = {one.name for one in path.parent.iterdir()} | {"lock"}
    words = ("--profile", str(path.parent), "--json")
    assert main(["answer", "ICT-02", "adopted", *words]) == 2
    assert "E-NEWER" in capsys.readouterr().err
    out = tmp_path / "kaga.cborseq"
    assert main(["export-entries", str(out), *words]) == 0
    assert main(["verify", str(out), "--json"]) == 0
    assert '"good": 2' in capsys.readouterr().out
    assert sha256(path.read_bytes()).digest() == before
    assert {one.name for one in path.parent.iterdir()} == files
