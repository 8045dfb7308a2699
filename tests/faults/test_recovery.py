"""The ladder back from a destroyed database (faults.md, rows 46, 47, 63, 64): backup, journal, server."""

import random

import pytest

from desktop_app.errors import AppError
from desktop_app.operations import backups as keep
from desktop_app.operations.answers import give_answer, keep_half_answer, write_note
from desktop_app.operations.outbox import bring_back, journal_of, level_now
from desktop_app.operations.plans import add_plan_action
from desktop_app.operations.recovery import Step, recover
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.workspace import open_workspace
from desktop_app.storage import entry_log, half_answers, queries
from desktop_app.storage.engine import reading
from desktop_app.storage.half_answers import HalfAnswer
from desktop_app.storage.unconfirmed import unpacked
from roadmap_core.assessment.answers import Choice
from roadmap_core.exchange.stream import parted
from tests.fakes.computer import Computer
from tests.fakes.server_simulator import ServerSimulator
from tests.peeking import peek
from tests.unit.desktop.profiles import Clock, open_computer


@pytest.fixture
def profile(tmp_path):
    """Sealed and sent nowhere: an answer in the day's backup; newer ones, a plan and a begun form in the journal."""
    computer = open_computer(tmp_path / "kaga")
    workspace = computer.workspace
    give_answer(workspace, "ICT-01", Choice(3), ())
    seal_drafts(workspace)
    keep.make_backup(workspace.profile, computer.clock)
    give_answer(workspace, "ICT-01", Choice(4), computer.view("ICT-01").seen)
    seal_drafts(workspace)
    write_note(workspace, "ICT-01", "Council decision 12/2026.", ())
    add_plan_action(workspace, "ICT", "Publish it", "", None)
    keep_half_answer(workspace, "ICT-05", HalfAnswer({"numerator": "12"}))
    level_now(workspace)
    workspace.close()
    return workspace.profile


def all_of(profile):
    workspace = open_workspace(profile, Clock(), random.Random(2).randbytes)
    try:
        view = queries.question(workspace.store, "ICT-01")
        plan = [action.text for action in queries.policy(workspace.store, "ICT").plan]
        half = half_answers.kept(workspace.store, "ICT-05")
        return view.answer, view.note, plan, half and dict(half.form)
    finally:
        workspace.close()


EVERYTHING = (Choice(4), "Council decision 12/2026.", ["Publish it"], {"numerator": "12"})


def flip_a_page(path):
    data = bytearray(path.read_bytes())
    for page in range(4096, len(data), 4096):
        data[page] ^= 0x5A  # the type of each page
    path.write_bytes(data)


DESTROYED = {
    "row 46, flipped": flip_a_page,
    "row 47, truncated": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "row 47, empty": lambda path: path.write_bytes(b""),
    "row 47, a text": lambda path: path.write_text("Minutes of the council\n" * 500),
    "gone": lambda path: path.unlink(),
}


@pytest.mark.parametrize("destroy", DESTROYED.values(), ids=DESTROYED.keys())
@pytest.mark.parametrize("has_backup", [True, False], ids=["backup", "journal alone"])
def test_row_46_nothing_written_is_lost_when_the_database_is_destroyed(profile, destroy, has_backup):
    database = profile / "waymark.sqlite3"
    destroy(database)
    broken = database.read_bytes() if database.exists() else None
    if not has_backup:
        for path in (profile / "backups").iterdir():
            path.unlink()
    with pytest.raises(AppError) as refused:
        open_workspace(profile)
    assert refused.value.code == "E-DAMAGED"
    done = recover(profile)
    assert done.step is (Step.RESTORED if has_backup else Step.REBUILT)
    assert done.brought_back >= 3
    assert all_of(profile) == EVERYTHING
    if broken is not None:
        assert done.kept.read_bytes() == broken
    assert list(profile.glob("outbox.journal.kept-*"))
    assert recover(profile).step is Step.OPENED


def test_row_63_a_damaged_backup_is_passed_over_for_the_next_older_one(profile):
    workspace = open_workspace(profile)
    newest = keep.make_backup(profile)
    workspace.close()
    flip_a_page(newest.path)
    flip_a_page(profile / "waymark.sqlite3")
    done = recover(profile)
    assert (done.step, done.backup) == (Step.RESTORED, min(one.backup.name for one in keep.backups_of(profile)))
    assert all_of(profile) == EVERYTHING
    assert newest.path.exists()


def test_without_backup_and_journal_nothing_is_touched(profile):
    (profile / "outbox.journal").unlink()
    for path in (profile / "backups").iterdir():
        path.unlink()
    flip_a_page(profile / "waymark.sqlite3")
    before = {path.name: path.read_bytes() for path in profile.iterdir() if path.is_file()}
    with pytest.raises(AppError) as refused:
        recover(profile)
    assert refused.value.code == "E-NO-GOOD-BACKUP"
    assert {path.name: path.read_bytes() for path in profile.iterdir() if path.is_file()} == before


def test_the_own_log_goes_on_after_its_newest_number_and_forks_nothing(profile):
    with peek(profile / "waymark.sqlite3") as connection:
        (newest,) = connection.execute("SELECT max(seq) FROM entry").fetchone()
    for path in (profile / "backups").iterdir():
        path.unlink()
    (profile / "waymark.sqlite3").unlink()
    recover(profile)
    workspace = open_workspace(profile)
    seal_drafts(workspace)
    with reading(workspace.engine) as connection:
        tip, _ = entry_log.own_log(connection)
    workspace.close()
    assert tip.seq == newest + 1


def test_bringing_back_twice_brings_nothing_the_second_time_and_replaces_nothing_newer(profile):
    workspace = open_workspace(profile, Clock(2_000_000_000_000))
    journal = journal_of(profile)
    assert bring_back(workspace, journal) == 0
    write_note(workspace, "ICT-01", "A newer note.", queries.question(workspace.store, "ICT-01").note_seen)
    assert bring_back(workspace, journal) == 0
    assert queries.question(workspace.store, "ICT-01").note == "A newer note."
    workspace.close()


def test_what_was_sealed_or_undone_leaves_the_journal(profile):
    workspace = open_workspace(profile)
    give_answer(workspace, "ICT-02", Choice(1), ())
    level_now(workspace)
    before = unpacked(journal_of(profile).held.values()).drafts
    seal_drafts(workspace)
    level_now(workspace)
    after = unpacked(journal_of(profile).held.values()).drafts
    assert [draft.is_private for draft in before].count(False) == 2
    assert after == [draft for draft in before if draft.is_private]
    workspace.close()


def test_row_64_a_backup_older_than_the_server_pulls_its_own_entries_and_uses_no_number_twice(tmp_path):
    with ServerSimulator() as server:
        with Computer(tmp_path / "aiko") as aiko:
            aiko.join(server.address, server.invite("kaga-jp"))
            aiko.answer("ICT-01", 1)
            assert aiko.send().problem == ""
            made = keep.make_backup(aiko.folder)
            for option in (2, 3, 4):
                aiko.answer("ICT-01", option)
                assert aiko.send().problem == ""
            level_now(aiko.workspace)
        keep.restore(aiko.folder, made.name)
        with Computer(tmp_path / "aiko") as again:
            again.note("ICT-01", "Written before anything was pulled.")
            for _ in range(2):
                assert again.send().problem == ""
            assert (again.question("ICT-01").answer, again.question("ICT-01").note) == (
                Choice(4),
                "Written before anything was pulled.",
            )
            with reading(again.workspace.engine) as connection:
                entries = parted(entry_log.all_items(connection))[0]
        assert set(entries) == set(server.city("kaga-jp").entries)
    with peek(tmp_path / "aiko" / "waymark.sqlite3") as connection:
        rows = connection.execute(
            "SELECT log, seq, count(*) FROM entry GROUP BY log, seq HAVING count(*) > 1"
        ).fetchall()
    assert rows == []
