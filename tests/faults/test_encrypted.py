"""Nothing that was typed is readable without the key (faults.md, row 49), and what was plain is taken over whole."""

import json
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app import durable
from desktop_app.__main__ import main
from desktop_app.errors import AppError, describe
from desktop_app.operations import backups as keep
from desktop_app.operations.answers import give_answer, keep_half_answer, write_note
from desktop_app.operations.outbox import journal_of, level_now
from desktop_app.operations.profile_keys import data_key
from desktop_app.operations.recovery import Step, recover
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.workspace import open_workspace
from desktop_app.storage import backups, digest, half_answers, outbox_journal, queries, taking_over
from desktop_app.storage.cipher import Kind, kind_of
from desktop_app.storage.half_answers import HalfAnswer
from desktop_app.storage.inspection import inspect
from desktop_app.storage.migrate import open_database
from desktop_app.storage.outbox_journal import PLAIN_MARK, open_journal
from roadmap_core.assessment.answers import Choice
from tests.peeking import SAMPLE_KEY, peek
from tests.unit.desktop.profiles import Clock, open_computer

TYPED = ("Council decision 12/2026.", "Half of a sentence", "Hanako Sato", "The ward office")
CAN_FORK = hasattr(os, "fork")


@pytest.fixture
def kaga(tmp_path):
    """A profile with sealed and unsealed work, a backup, a journal; its program still running."""
    computer = open_computer(tmp_path / "kaga", TYPED[2], computer=TYPED[3])
    write_note(computer.workspace, "ICT-01", TYPED[0], ())
    keep_half_answer(computer.workspace, "ICT-05", HalfAnswer({"numerator": TYPED[1]}))
    seal_drafts(computer.workspace)
    give_answer(computer.workspace, "ICT-01", Choice(3), ())
    write_note(computer.workspace, "ICT-02", TYPED[0], ())
    keep.make_backup(computer.workspace.profile, computer.clock)
    level_now(computer.workspace)
    yield computer
    computer.workspace.close()


def readable(folder):
    """What was typed and stands in a file of the folder, as UTF-8 or UTF-16."""
    found = set()
    for path in (one for one in folder.rglob("*") if one.is_file()):
        data = path.read_bytes()
        found |= {(path.name, text) for text in TYPED if text.encode() in data or text.encode("utf-16-le") in data}
    return found


def refused(code, call, *arguments):
    with pytest.raises(AppError) as caught:
        call(*arguments)
    assert caught.value.code == code
    return caught.value.holes


def read_back(profile):
    workspace = open_workspace(profile, Clock(), random.Random(2).randbytes)
    try:
        view, half = queries.question(workspace.store, "ICT-01"), half_answers.kept(workspace.store, "ICT-05")
        city = queries.city(workspace.store)
        return view.answer, view.note, half and half.form["numerator"], city and city.official
    finally:
        workspace.close()


EVERYTHING = (Choice(3), *TYPED[:3])


def test_no_file_of_the_profile_holds_what_was_typed(kaga):
    profile = kaga.workspace.profile
    names = {path.name for path in profile.rglob("*") if path.is_file()}
    assert {"waymark.sqlite3", "waymark.sqlite3-wal", "outbox.journal", "device.vault"} <= names
    assert len(list((profile / "backups").iterdir())) == 1
    assert readable(profile) == set()
    kaga.workspace.close()
    assert readable(profile) == set()
    assert read_back(profile) == EVERYTHING


def test_row_49_data_of_another_installation_is_told_and_nothing_is_made_anew(kaga, tmp_path):
    kaga.workspace.close()
    profile = kaga.workspace.profile
    open_workspace(tmp_path / "other").close()
    for name in ("device.vault", "device.vault.previous"):
        shutil.copyfile(tmp_path / "other" / name, profile / name)
    before = {path: path.read_bytes() for path in profile.rglob("*") if path.is_file() and path.name != "closed-well"}
    holes = refused("E-KEY", open_workspace, profile)
    assert describe("E-KEY", holes).title == "This data belongs to another installation"
    refused("E-KEY", recover, profile)
    assert {
        path: path.read_bytes() for path in profile.rglob("*") if path.is_file() and path.name != "closed-well"
    } == before


@pytest.mark.parametrize("kept", ["waymark.sqlite3", "backups", "outbox.journal"])
def test_row_49_without_the_keys_nothing_is_made_anew_where_data_needs_them(kaga, kept):
    kaga.workspace.close()
    profile = kaga.workspace.profile
    for path in profile.iterdir():
        if path.name != kept:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    refused("E-KEY", open_workspace, profile)
    assert [path.name for path in profile.iterdir()] == [kept]


def test_row_49_a_database_of_another_installation_is_no_damage_and_stays(kaga, tmp_path, capsys):
    kaga.workspace.close()
    open_workspace(tmp_path / "other").close()
    shutil.copyfile(kaga.workspace.profile / "waymark.sqlite3", tmp_path / "other" / "waymark.sqlite3")
    assert main(["answers", "--profile", str(tmp_path / "other"), "--json"]) != 0
    assert json.loads(capsys.readouterr().err)["code"] == "E-KEY"
    assert kind_of(tmp_path / "other" / "waymark.sqlite3", data_key(kaga.workspace.profile)) is Kind.OURS


def test_a_copy_in_a_new_folder_is_encrypted_with_the_keys_of_that_folder(kaga, tmp_path):
    ((made, _),) = keep.backups_of(kaga.workspace.profile)
    keep.restore(kaga.workspace.profile, made.name, into=tmp_path / "new")
    assert data_key(tmp_path / "new") != data_key(kaga.workspace.profile)
    assert kind_of(tmp_path / "new" / "waymark.sqlite3", data_key(tmp_path / "new")) is Kind.OURS
    assert read_back(tmp_path / "new") == EVERYTHING
    assert readable(tmp_path / "new") == set()


def test_pythons_own_driver_is_never_loaded_by_the_desktop_program():
    """A second SQLite in the process would drop the locks of the first one when it closes the file."""
    code = "import sys, desktop_app.operations.workspace, desktop_app.storage.tables; print('sqlite3' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def made_plain(profile):
    """The profile as a program without the cipher left it: database, backup, journal and its copy."""
    key = data_key(profile)
    for path in (profile / "waymark.sqlite3", *(profile / "backups").iterdir()):
        with peek(path, key) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("ATTACH ? AS plain KEY ''", (str(path) + ".p",))
            connection.execute("SELECT sqlcipher_export('plain')")
            for name in ("user_version", "application_id"):
                (number,) = connection.execute(f"PRAGMA main.{name}").fetchone()
                connection.execute(f"PRAGMA plain.{name}={number}")
        Path(str(path) + ".p").replace(path)
    shutil.copyfile(profile / "waymark.sqlite3", profile / "waymark.sqlite3.kept-2026-01-01T00-00-00Z")
    journal = profile / "outbox.journal"
    records = b"".join(plain_record(b"+" + thing) for thing in open_journal(journal, key).held.values())
    for path in (journal, profile / "outbox.journal.kept-2026-01-01T00-00-00Z"):
        path.write_bytes(records)
    return profile


def plain_record(payload):
    from zlib import crc32

    return PLAIN_MARK + len(payload).to_bytes(4) + crc32(payload).to_bytes(4) + payload


@pytest.fixture
def plain(kaga):
    kaga.workspace.close()
    return made_plain(kaga.workspace.profile)


PLAIN_FILES = 5
"""Database, backup, kept database, journal, kept journal."""


def test_a_plain_profile_is_taken_over_with_all_that_is_in_it(plain):
    assert len({name for name, _ in readable(plain)}) == PLAIN_FILES
    with closing(sqlite3.connect(plain / "waymark.sqlite3")) as connection:
        before = digest.of_everything(connection)
    ages = {path.name: path.stat().st_mtime for path in (plain / "backups").iterdir()}
    held = dict(journal_of(plain).held)
    open_workspace(plain).close()
    assert readable(plain) == set()
    assert read_back(plain) == EVERYTHING
    with peek(plain / "waymark.sqlite3") as connection:
        assert digest.of_everything(connection) == before
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert {path.name: path.stat().st_mtime for path in (plain / "backups").iterdir()} == ages
    assert all(one.holds is not None for one in keep.backups_of(plain))
    assert journal_of(plain).held == held
    assert not list(plain.rglob("*.plain")) + list(plain.rglob("*.sealed*"))


def test_what_only_the_plain_log_holds_is_taken_over_too(plain):
    path = plain / "waymark.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("UPDATE city SET official = 'In the log alone'")
        files = {one.name: one.read_bytes() for one in plain.glob("waymark.sqlite3*")}
    for name, data in files.items():
        (plain / name).write_bytes(data)
    assert read_back(plain)[3] == "In the log alone"


def test_a_plain_profile_that_never_signed_gets_keys_and_one_that_did_waits_for_its_own(plain, tmp_path):
    for vault in plain.glob("device.vault*"):
        vault.unlink()
    whole = (plain / "waymark.sqlite3").read_bytes()
    refused("E-KEY", open_workspace, plain)
    assert (plain / "waymark.sqlite3").read_bytes() == whole
    assert not list(plain.glob("device.vault*"))
    with closing(sqlite3.connect(plain / "waymark.sqlite3", isolation_level=None)) as connection:
        connection.execute("UPDATE device SET is_own = 0")
    assert read_back(plain) == EVERYTHING


def test_a_plain_copy_that_is_damaged_is_left_as_it_is(plain):
    (backup,) = (plain / "backups").iterdir()
    data = bytearray(backup.read_bytes())
    data[8192:9000] = random.Random(3).randbytes(808)
    backup.write_bytes(data)
    open_workspace(plain).close()
    assert backup.read_bytes() == data
    assert read_back(plain) == EVERYTHING


def test_a_plain_database_that_is_damaged_goes_back_to_its_plain_backup(plain):
    (plain / "waymark.sqlite3").write_bytes((plain / "waymark.sqlite3").read_bytes()[:5000])
    refused("E-DAMAGED", open_workspace, plain)
    assert recover(plain).step is Step.RESTORED
    assert read_back(plain) == EVERYTHING
    assert readable(plain / "backups") == set()


def test_without_room_for_the_copy_nothing_is_begun(plain, monkeypatch):
    before = (plain / "waymark.sqlite3").read_bytes()
    monkeypatch.setattr(taking_over, "_ROOM", 10**12)
    assert refused("E-NO-ROOM", open_workspace, plain)["megabytes"] > 0
    assert (plain / "waymark.sqlite3").read_bytes() == before


def test_a_copy_that_holds_anything_else_does_not_take_its_place(plain, monkeypatch):
    before = (plain / "waymark.sqlite3").read_bytes()
    states = iter(range(100))
    monkeypatch.setattr(digest, "of_everything", lambda _connection: next(states))
    refused("E-DAMAGED", open_workspace, plain)
    assert (plain / "waymark.sqlite3").read_bytes() == before


def open_until_killed(profile, stop):
    """Runs in a child: opens the profile, and is killed before the `stop`th time that a file changes."""
    left = stop

    def counted(call):
        def inner(*args, **named):
            nonlocal left
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **named)

        return inner

    for place, name in ((Path, "unlink"), (Path, "replace"), (os, "fsync"), (os, "utime")):
        setattr(place, name, counted(getattr(place, name)))
    for name in ("_export", "inspect", "_wipe"):
        setattr(taking_over, name, counted(getattr(taking_over, name)))
    digest.of_everything = counted(digest.of_everything)
    durable.sync_folder = counted(durable.sync_folder)
    open_data(profile)
    os._exit(0)


def open_data(profile):
    """What the program does with the files when it opens a profile."""
    key = data_key(profile)
    open_database(profile / "waymark.sqlite3", key).dispose()
    outbox_journal.seal_journals(profile, key)


@pytest.mark.skipif(not CAN_FORK, reason="a copy of this process to kill needs fork")
def test_killed_at_any_step_of_the_taking_over_nothing_is_lost_and_the_next_start_finishes(plain, tmp_path):
    stop, is_through = 0, False
    with closing(sqlite3.connect(plain / "waymark.sqlite3")) as connection:
        wanted, held = digest.of_everything(connection), dict(journal_of(plain).held)
    for kept in plain.glob("*.kept-*"):
        kept.unlink()
    while not is_through:
        profile = tmp_path / f"stop {stop}"
        shutil.copytree(plain, profile)
        child = multiprocessing.get_context("fork").Process(target=open_until_killed, args=(profile, stop))
        child.start()
        child.join()
        is_through = child.exitcode == 0
        assert child.exitcode in (0, -signal.SIGKILL)
        open_data(profile)
        with peek(profile / "waymark.sqlite3") as connection:
            assert digest.of_everything(connection) == wanted, stop
        assert [one.holds is not None for one in keep.backups_of(profile)] == [True], stop
        assert journal_of(profile).held == held
        assert readable(profile) == set(), stop
        names = {path.name for path in profile.rglob("*")}
        assert not {name for name in names if name.endswith((".plain", ".sealed"))}, stop
        shutil.rmtree(profile)
        stop += 1
    assert stop > 30
    print(f"{stop - 1} kills within the taking over of two databases and a journal")


def test_a_plain_file_that_went_on_after_a_kill_is_taken_over_anew(plain):
    path = plain / "waymark.sqlite3"
    shutil.copyfile(path, path.with_name(path.name + ".sealed"))
    assert read_back(plain) == EVERYTHING
    assert not path.with_name(path.name + ".sealed").exists()


def test_a_journal_is_closed_without_its_key(tmp_path):
    path = tmp_path / "outbox.journal"
    journal = open_journal(path, SAMPLE_KEY)
    journal.write(journal.difference([TYPED[0].encode()]))
    assert TYPED[0].encode() not in path.read_bytes()
    assert open_journal(path, bytes(32)).held == {}
    without = open_journal(path, None)
    assert without.held == {}
    refused("E-KEY", without.write, without.difference([b"one"]))
    assert outbox_journal.is_sealed(path)


def test_a_backup_opens_with_the_profiles_key_alone(kaga):
    (found,) = backups.every(kaga.workspace.profile / "waymark.sqlite3")
    assert inspect(found.path, data_key(kaga.workspace.profile)).city == "kaga-jp"
    for key in (None, SAMPLE_KEY):
        refused("E-KEY", inspect, found.path, key)
