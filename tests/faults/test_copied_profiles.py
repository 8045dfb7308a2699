"""Copies of a profile: folders that were copied, backups and machines that were set back (faults.md, rows 26, 39).

Real profiles, a real server on loopback, and processes that are killed while they sign.
"""

import multiprocessing
import os
import random
import shutil
import signal
from collections.abc import Iterator
from contextlib import closing, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from desktop_app.operations import backups
from desktop_app.operations.answers import give_answer
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.workspace import Workspace, now_ms, open_workspace
from desktop_app.presentation.computer_notices import notice
from desktop_app.storage import entry_log, intake, own_log, queries
from desktop_app.storage.computer_findings import named_findings
from desktop_app.storage.engine import driver_of, reading
from desktop_app.storage.membership import membership
from roadmap_core.assessment.answers import Choice
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash, LogId
from roadmap_core.entries.operations import Genesis
from roadmap_core.entries.statements import Role
from tests.fakes.computer import Computer
from tests.server.running import RunningServer
from tests.unit.desktop.profiles import open_computer

KILLS = int(os.environ.get("WAYMARK_KILLS", "8"))
"""How often a process that signs is killed at a moment that nobody chose; 1,000 for a release."""
CAN_FORK = hasattr(os, "fork")
PROCESSES = multiprocessing.get_context("fork" if CAN_FORK else "spawn")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with RunningServer(tmp_path / "server") as running:
        yield running


@pytest.fixture
def aiko(server: RunningServer, tmp_path: Path) -> Iterator[Computer]:
    """The lead's computer; what it wrote has been sent."""
    with Computer(tmp_path / "aiko") as computer:
        computer.join_as_lead(server)
        computer.answer("ICT-01", 1)
        assert computer.send().problem == ""
        yield computer


def reopened(computer: Computer) -> Computer:
    computer.close()
    computer.__post_init__()
    return computer


def copied(computer: Computer, folder: Path) -> Computer:
    """The same disk in a second machine."""
    computer.workspace.close()
    shutil.copytree(computer.folder, folder)
    computer.workspace = open_workspace(computer.folder)
    return Computer(folder)


def own(computer: Computer) -> tuple[LogId, Genesis]:
    log = computer.log_state.log
    genesis = computer.genesis.genesis
    assert log is not None
    assert genesis is not None
    return log, genesis


def places(computer: Computer) -> list[tuple[bytes, int]]:
    """Log and sequence of each entry that is here, genesis and statements too."""
    with reading(computer.workspace.engine) as connection:
        return driver_of(connection).execute("SELECT log, seq FROM entry ORDER BY number").fetchall()


def role(computer: Computer) -> int | None:
    with reading(computer.workspace.engine) as connection:
        return membership(connection).role(own(computer)[0])


def settled(*computers: Computer) -> None:
    """Everybody sends until nothing moves any more."""
    for _ in range(3):
        assert [one.send().problem for one in computers] == [""] * len(computers)
    assert [one.waiting for one in computers] == [0] * len(computers)


def notices(computer: Computer) -> list[str]:
    return [notice(found).title for found in named_findings(computer.workspace.store)]


def test_row_39_of_a_folder_that_was_copied_both_go_on_and_nothing_is_lost(aiko: Computer, tmp_path: Path) -> None:
    first, _ = own(aiko)
    with copied(aiko, tmp_path / "twin") as twin:
        aiko.answer("ICT-06", 2)
        twin.answer("ICT-06", 3)
        twin.note("ICT-03", "written at the second computer")
        assert [aiko.send().problem, twin.send().problem] == ["", ""]
        settled(aiko, twin)
        logs = [own(one) for one in (aiko, twin)]
        assert len({log for log, _ in logs} | {first}) == 3, "each has begun a log of its own"
        assert {genesis.public_key for _, genesis in logs} == {aiko.workspace.keys.signer().public_key}
        assert [genesis.incarnation for _, genesis in logs] == [1, 1]
        assert [role(one) for one in (aiko, twin)] == [Role.LEAD, Role.LEAD], "the role belongs to the key"
        before = len(named_findings(aiko.workspace.store))
        aiko.answer("ICT-04", 1)
        twin.answer("ICT-04", 2)
        settled(aiko, twin)
        for one in (aiko, twin):
            assert one.choices("ICT-06") == {2, 3}
            assert one.choices("ICT-04") == {1, 2}
            assert one.question("ICT-03").note == "written at the second computer"
            assert any("seems to exist twice" in title for title in notices(one))
        assert len(named_findings(aiko.workspace.store)) == before == 1, "what came later is no fork any more"


def test_row_39_a_machine_that_was_set_back_begins_anew_when_its_own_entries_come(
    aiko: Computer, server: RunningServer, tmp_path: Path
) -> None:
    with copied(aiko, tmp_path / "snapshot") as snapshot:
        snapshot.close()
    first, _ = own(aiko)
    aiko.answer("ICT-06", 2)
    settled(aiko)
    aiko.close()
    with Computer(tmp_path / "snapshot") as back:
        back.answer("ICT-07", 3)
        settled(back)
        log, genesis = own(back)
        assert (log != first, genesis.incarnation, role(back)) == (True, 1, Role.LEAD)
        assert back.choices("ICT-06") == {2}
        assert back.choices("ICT-07") == {3}


def test_row_39_a_backup_that_was_put_back_is_noticed_at_the_start_and_makes_no_fork(aiko: Computer) -> None:
    made = backups.make_backup(aiko.folder)
    first, _ = own(aiko)
    tip = own_tip(aiko)
    aiko.answer("ICT-06", 2)
    settled(aiko)
    aiko.close()
    backups.restore(aiko.folder, made.name)
    aiko = reopened(aiko)
    log, genesis = own(aiko)
    assert (genesis.incarnation, genesis.continues) == (1, tip)
    aiko.answer("ICT-06", 4)
    settled(aiko)
    assert aiko.choices("ICT-06") == {2, 4}, "the answer of before came back from the server, and stands beside"
    assert len(places(aiko)) == len(set(places(aiko))), "no place of a log was used twice"
    assert own(reopened(aiko))[0] == log != first, "a start that finds nothing odd begins nothing"
    assert notices(aiko) == []


def own_tip(computer: Computer) -> EntryHash:
    with reading(computer.workspace.engine) as connection:
        found = entry_log.own_log(connection)
    assert found is not None
    return found[0].entry


def test_row_39_a_database_that_is_put_back_under_a_program_that_signed_is_noticed_when_sealing(aiko: Computer) -> None:
    first, _ = own(aiko)
    reserved = aiko.workspace.keys.reserved()
    assert reserved is not None
    aiko.workspace.keys.reserve(reserved._replace(seq=reserved.seq + 2))
    aiko.answer("ICT-06", 2)
    settled(aiko)
    assert own(aiko)[0] != first
    assert len(places(aiko)) == len(set(places(aiko)))


def test_row_26_a_receipt_of_what_was_sent_before_the_new_log_is_still_shown(aiko: Computer) -> None:
    shown = len(queries.sending(aiko.workspace.store).receipts)
    reserved = aiko.workspace.keys.reserved()
    assert reserved is not None
    aiko.workspace.keys.reserve(reserved._replace(seq=reserved.seq + 1))
    aiko = reopened(aiko)
    settled(aiko)
    view = queries.sending(aiko.workspace.store)
    assert (len(view.receipts) > shown, view.is_lead, view.colleagues) == (True, True, ())


def sign_and_say(folder: Path, said: Connection, kill_at: str, seed: int) -> None:
    """Runs in a child: signs until it is killed, and says each entry that was signed, before it is stored."""
    chance, store = random.Random(seed), intake.take

    def stored(connection: Any, entries: list[Entry], *rest: Any) -> intake.Taken:
        said.send([(entry.log, entry.seq, entry.hash) for entry in entries])
        if kill_at == "reserved":
            os.kill(os.getpid(), signal.SIGKILL)
        return store(connection, entries, *rest)

    workspace = open_workspace(folder, now_ms, chance.randbytes)
    if kill_at != "anywhere" or not chance.randrange(8):
        ready(workspace)
    own_log.intake.take = stored  # type: ignore[assignment]
    while True:
        view = queries.question(workspace.store, "ICT-01")
        give_answer(workspace, "ICT-01", Choice(3 if view.answer == Choice(4) else 4), view.seen)
        seal_drafts(workspace)
        if kill_at == "committed":
            os.kill(os.getpid(), signal.SIGKILL)


def ready(workspace: Workspace) -> None:
    """A log that has begun, so that the next entry is no first one."""
    give_answer(workspace, "ICT-01", Choice(3), ())
    seal_drafts(workspace)


def killed(folder: Path, kill_at: str, chance: random.Random) -> list[tuple[LogId, int, EntryHash]]:
    """What a child had signed when it died."""
    ours, theirs = PROCESSES.Pipe(duplex=False)
    args = (folder, theirs, kill_at, chance.randrange(2**32))
    child = PROCESSES.Process(target=sign_and_say, args=args, daemon=True)
    child.start()
    theirs.close()
    signed: list[tuple[LogId, int, EntryHash]] = []
    with closing(ours), suppress(EOFError):
        for _ in range(chance.randint(1, 5)):
            signed += ours.recv()
        child.kill()
        while True:
            signed += ours.recv()
    child.join()
    return signed


def in_database(folder: Path) -> list[tuple[LogId, int, EntryHash]]:
    workspace = open_workspace(folder)
    with reading(workspace.engine) as connection:
        rows = driver_of(connection).execute("SELECT log, seq, hash FROM entry").fetchall()
    workspace.close()
    return rows


@pytest.mark.skipif(not CAN_FORK, reason="kills itself with a signal that only such systems have")
@pytest.mark.parametrize("kill_at", ["reserved", "committed"])
def test_row_39_killed_between_reserving_and_sending_no_place_is_used_twice(tmp_path: Path, kill_at: str) -> None:
    open_computer(tmp_path / "kaga").workspace.close()
    chance, signed = random.Random(1), []
    for _ in range(3):
        signed += killed(tmp_path / "kaga", kill_at, chance)
    assert len(signed) >= 3
    all_of_them = {*signed, *in_database(tmp_path / "kaga")}
    assert len({(log, seq) for log, seq, _ in all_of_them}) == len(all_of_them)
    is_kept = {whole for _, _, whole in signed} <= {whole for _, _, whole in in_database(tmp_path / "kaga")}
    assert is_kept == (kill_at == "committed")


@pytest.mark.timeout(max(120, 5 * KILLS))
def test_row_39_killed_anywhere_and_set_back_no_place_is_used_twice(tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    print("seed", seed)
    chance = random.Random(seed)
    folder, kept = tmp_path / "kaga", tmp_path / "kept"
    open_computer(folder).workspace.close()
    everything: set[tuple[LogId, int, EntryHash]] = set()
    for _ in range(KILLS):
        everything.update(killed(folder, "anywhere", chance))
        everything.update(in_database(folder))
        if kept.exists() and chance.random() < 0.4:
            put_database(kept, folder)
        elif chance.random() < 0.5:
            put_database(folder, kept)
    assert len(everything) > KILLS
    assert len({(log, seq) for log, seq, _ in everything}) == len(everything)


def put_database(source: Path, target: Path) -> None:
    """The database alone; the key stays where it is."""
    target.mkdir(exist_ok=True)
    for path in target.glob("waymark.sqlite3*"):
        path.unlink()
    for path in source.glob("waymark.sqlite3*"):
        shutil.copyfile(path, target / path.name)
