"""The profile's own dangers: clocks, kill -9, a second program, damaged files (faults.md, rows 30, 31, 40, 45, 47)."""

import multiprocessing
import os
import random
import sqlite3
import time
from contextlib import closing, suppress

import pytest

from desktop_app.errors import AppError, describe
from desktop_app.identity.key_store import VaultKeyStore
from desktop_app.operations.answers import give_answer, write_note
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.verification import verify
from desktop_app.operations.workspace import now_ms, open_workspace
from desktop_app.storage import engine, entry_log, queries
from desktop_app.storage.engine import driver_of, reading, transaction
from desktop_app.storage.migrate import open_database
from desktop_app.storage.profile_lock import ProfileLock
from desktop_app.storage.projector import rebuild
from roadmap_core import cbor, limits
from roadmap_core.assessment.answers import Choice
from roadmap_core.entries.envelope import ENTRY, close
from roadmap_core.entries.statements import Role
from roadmap_core.exchange.stream import to_sequence
from roadmap_core.refusals import Code
from tests.peeking import SAMPLE_KEY, peek
from tests.unit.desktop.profiles import MORNING_MS, Registrar, open_computer

TEN_YEARS_MS = 10 * 365 * 86_400_000
CAN_FORK = hasattr(os, "fork")
KILLS = int(os.environ.get("WAYMARK_KILLS", "30" if CAN_FORK else "3"))
"""How often row 40 kills; 1,000 for a release."""
PROCESSES = multiprocessing.get_context("fork" if CAN_FORK else "spawn")
QUESTIONS = ("ICT-01", "ICT-02", "ICT-03", "PIA-01")


@pytest.fixture
def pair(tmp_path):
    computers = [open_computer(tmp_path / name, name, seed=seed) for seed, name in enumerate(("sato", "tanaka"))]
    yield computers
    for computer in computers:
        computer.workspace.close()


@pytest.fixture
def admitted(pair):
    """Both computers know that a registrar has admitted them."""
    registrar = Registrar()
    registrar.admit(pair[0])
    said = registrar.admit(pair[1], Role.EDITOR)
    for computer in pair:
        computer.trust(registrar)
        computer.take([*(one.genesis for one in pair), *said])
    return pair


def exchange(one, other):
    mine, theirs = one.entries(), other.entries()
    one.take(theirs)
    other.take(mine)


@pytest.mark.parametrize("ahead", [TEN_YEARS_MS, -TEN_YEARS_MS])
def test_row_30_a_clock_ten_years_off_buries_no_answer(admitted, ahead):
    sato, tanaka = admitted
    sato.clock.now_ms += ahead
    give_answer(sato.workspace, "ICT-01", Choice(4), ())
    exchange(sato, tanaka)
    give_answer(tanaka.workspace, "ICT-01", Choice(2), tanaka.view("ICT-01").seen)
    exchange(sato, tanaka)
    for computer in admitted:
        view = computer.view("ICT-01")
        assert (view.answer, len(view.alternatives)) == (Choice(2), 1)
        assert [a.answer for a in view.history] == [Choice(2), Choice(4)]
    sato.place([entry.hash for entry in sato.entries()], confirmed_ms=MORNING_MS)
    claimed = {(a.claimed_ms - MORNING_MS, a.not_after_ms) for a in sato.view("ICT-01").history}
    assert claimed == {(ahead, MORNING_MS), (0, MORNING_MS)}


def test_row_30_a_clock_that_jumps_during_a_session_changes_no_order(pair):
    sato, _ = pair
    for option, jump in enumerate((0, TEN_YEARS_MS, -2 * TEN_YEARS_MS, 1), 1):
        sato.clock.now_ms += jump
        give_answer(sato.workspace, "ICT-01", Choice(option), sato.view("ICT-01").seen)
        seal_drafts(sato.workspace)
    view = sato.view("ICT-01")
    assert [a.answer for a in view.history] == [Choice(4), Choice(3), Choice(2), Choice(1)]
    assert (view.answer, len(view.alternatives)) == (Choice(4), 1)
    assert queries.status(sato.workspace.store).saved_ms == sato.clock.now_ms


@pytest.mark.parametrize(
    ("shown_ms", "claimed_ms"),
    [
        (1_483_228_800_000, 1_483_228_800_000),  # after the leap second of 2016
        (2**31 * 1000, 2**31 * 1000),  # 2038
        (2**32 * 1000, 2**32 * 1000),  # 2106
        (limits.LATEST_CLAIMED_MS, limits.LATEST_CLAIMED_MS),  # the end of 9999
        (limits.LATEST_CLAIMED_MS + 1, limits.LATEST_CLAIMED_MS),
        (2**70, limits.LATEST_CLAIMED_MS),
        (-1, 0),
    ],
)
def test_row_31_whatever_the_clock_shows_an_answer_is_saved_sealed_and_good(pair, shown_ms, claimed_ms):
    sato, _ = pair
    sato.clock.now_ms = shown_ms
    give_answer(sato.workspace, "ICT-01", Choice(4), ())
    entries = sato.entries()
    assert [entry.claimed_ms for entry in entries] == [claimed_ms] * 2
    assert verify(to_sequence(entry.data for entry in entries), "gsca-roadmap").bad == ()
    assert sato.view("ICT-01").history[0].claimed_ms == claimed_ms


def test_row_31_an_entry_of_a_time_that_no_calendar_shows_is_refused(pair):
    sato, _ = pair
    first, last = sato.entries()
    for claimed_ms in (limits.LATEST_CLAIMED_MS + 1, -1):
        payload = cbor.encode([1, first.log, 2, last.hash, claimed_ms, 0, 0, [], None, [], None])
        entry = close(payload, ENTRY, sato.workspace.keys.signer())
        found = verify(to_sequence([first.data, last.data, entry]), "gsca-roadmap")
        assert [verdict.code for verdict in found.verdicts] == [None, None, Code.TIME]


def write_until_killed(profile, seed, connection):
    """Runs in a child: saves notes that count up, and says each number once it was saved."""
    chance = random.Random(seed)
    workspace = open_workspace(profile, now_ms, chance.randbytes)
    last = queries.question(workspace.store, QUESTIONS[0])
    count = int(last.note or 0)
    while True:
        count += 1
        for question in QUESTIONS:
            seen = queries.question(workspace.store, question).note_seen
            write_note(workspace, question, str(count), seen)
            connection.send((question, count))
        if chance.random() < 0.3:
            seal_drafts(workspace)


@pytest.mark.timeout(max(120, 5 * KILLS))
def test_row_40_every_note_that_was_called_saved_is_there_after_kill_9(tmp_path):
    seed = random.randrange(2**32)
    print("seed", seed)
    chance = random.Random(seed)
    computer = open_computer(tmp_path / "kaga")
    computer.workspace.close()
    saved = dict.fromkeys(QUESTIONS, 0)
    for _ in range(KILLS):
        saved |= killed_at_random(tmp_path / "kaga", chance)
        workspace = open_workspace(tmp_path / "kaga")
        found = {question: int(queries.question(workspace.store, question).note or 0) for question in QUESTIONS}
        assert all(saved[question] <= found[question] <= saved[question] + 1 for question in QUESTIONS), (saved, found)
        workspace.close()
    assert min(saved.values()) > KILLS
    check_whole(open_workspace(tmp_path / "kaga"))
    print(f"{KILLS} kills: {sum(saved.values())} notes were called saved, every one was there")


def killed_at_random(profile, chance):
    """What a child had called saved when it was killed; the moment is anywhere between two of its messages."""
    ours, theirs = PROCESSES.Pipe(duplex=False)
    child = PROCESSES.Process(target=write_until_killed, args=(profile, chance.randrange(2**32), theirs), daemon=True)
    child.start()
    theirs.close()
    saved = dict([ours.recv() for _ in range(chance.randint(4, 30))])
    end = time.perf_counter() + chance.random() * 0.004
    while time.perf_counter() < end:
        pass
    child.kill()
    child.join()
    with suppress(EOFError), closing(ours):
        while True:
            question, count = ours.recv()
            saved[question] = count
    return saved


def check_whole(workspace):
    """The file is sound, the chain unbroken, and a rebuild gives the same bytes."""
    seal_drafts(workspace)
    with reading(workspace.engine) as connection:
        assert driver_of(connection).execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        before = driver_of(connection).execute("SELECT * FROM register").fetchall()
        found = verify(to_sequence(entry_log.all_items(connection)), "gsca-roadmap")
    assert [(v.code, v.remark) for v in found.verdicts] == [(None, "")] * len(found.verdicts)
    assert len(found.verdicts) > 1
    with transaction(workspace.engine) as connection:
        rebuild(connection)
        assert driver_of(connection).execute("SELECT * FROM register").fetchall() == before
    workspace.close()


def hold_lock(profile, connection):
    with ProfileLock(profile), suppress(EOFError):
        connection.send("held")
        connection.recv()


def test_row_45_a_second_program_is_told_and_the_lock_dies_with_its_holder(tmp_path):
    ours, theirs = PROCESSES.Pipe()
    holder = PROCESSES.Process(target=hold_lock, args=(tmp_path / "kaga", theirs), daemon=True)
    holder.start()
    assert ours.recv() == "held"
    with pytest.raises(AppError) as refused:
        ProfileLock(tmp_path / "kaga")
    assert refused.value.code == "E-RUNNING"
    holder.kill()
    holder.join()
    ours.close()
    theirs.close()
    with ProfileLock(tmp_path / "kaga"), pytest.raises(AppError):
        ProfileLock(tmp_path / "kaga")
    ProfileLock(tmp_path / "kaga").release()


def foreign_database(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE entry (x)")
        connection.execute("INSERT INTO entry VALUES ('somebody else''s')")
        connection.commit()


@pytest.fixture
def whole(tmp_path, monkeypatch):
    """The bytes of a good database."""
    monkeypatch.setattr(VaultKeyStore, "database_key", lambda _self: SAMPLE_KEY)
    computer = open_computer(tmp_path / "good")
    give_answer(computer.workspace, "ICT-01", Choice(3), ())
    computer.workspace.close()
    return (tmp_path / "good" / "waymark.sqlite3").read_bytes()


@pytest.mark.parametrize("kept", [0, 1, 16, 71, 99, 100, 512, 4095, 4096, 40_960, -1])
def test_row_47_a_truncated_database_is_told_and_not_overwritten(tmp_path, whole, kept):
    refused_and_untouched(tmp_path / "waymark.sqlite3", whole[:kept])


@pytest.mark.parametrize(
    "content", [b"a text file\n", b"\n" * 8192, random.Random(1).randbytes(20_000), b"SQLite format 3\x00"]
)
def test_row_47_a_file_of_another_kind_is_told_and_not_overwritten(tmp_path, content):
    refused_and_untouched(tmp_path / "waymark.sqlite3", content)


def test_row_47_another_programs_database_is_told_and_not_overwritten(tmp_path):
    foreign_database(tmp_path / "waymark.sqlite3")
    refused_and_untouched(tmp_path / "waymark.sqlite3", (tmp_path / "waymark.sqlite3").read_bytes())


def test_row_47_a_write_ahead_log_without_its_database_is_kept(tmp_path):
    (tmp_path / "waymark.sqlite3-wal").write_bytes(b"what is left of somebody's work")
    with pytest.raises(AppError) as refused:
        open_database(tmp_path / "waymark.sqlite3", SAMPLE_KEY)
    assert refused.value.code == "E-DAMAGED"
    assert [path.name for path in tmp_path.iterdir()] == ["waymark.sqlite3-wal"]


def refused_and_untouched(path, content):
    path.write_bytes(content)
    before = {entry.name for entry in path.parent.iterdir()}
    with pytest.raises(AppError) as refused:
        open_database(path, SAMPLE_KEY)
    assert (refused.value.code, refused.value.holes["path"]) == ("E-DAMAGED", str(path))
    assert path.read_bytes() == content
    assert {entry.name for entry in path.parent.iterdir()} == before


def test_row_47_a_good_database_opens_where_its_shared_memory_file_is_gone(tmp_path, whole):
    (tmp_path / "waymark.sqlite3").write_bytes(whole)
    opened = open_database(tmp_path / "waymark.sqlite3", SAMPLE_KEY)
    with reading(opened) as connection:
        assert driver_of(connection).execute("SELECT count(*) FROM draft WHERE facet = 1").fetchone() == (1,)
    opened.dispose()


def test_row_44_a_database_that_another_program_holds_is_called_locked_and_not_damaged(tmp_path, whole, monkeypatch):
    monkeypatch.setattr(engine, "_BUSY_MS", 10)
    path = tmp_path / "waymark.sqlite3"
    path.write_bytes(whole)
    with peek(path, SAMPLE_KEY) as holder:
        holder.execute("PRAGMA locking_mode=EXCLUSIVE")
        holder.execute("PRAGMA journal_mode=DELETE")
        holder.execute("BEGIN EXCLUSIVE")
        opened = open_database(path, SAMPLE_KEY)
        with pytest.raises(AppError) as refused, reading(opened):
            pass
        assert refused.value.code == "E-LOCKED"
        assert "Your text is still in the window" in describe("E-LOCKED").what_is_safe
        holder.execute("ROLLBACK")
    with reading(opened) as connection:
        assert driver_of(connection).execute("SELECT count(*) FROM draft WHERE facet = 1").fetchone() == (1,)
    opened.dispose()
