"""A server that tells two computers of a city two stories is found out when what they wrote meets (T10, row 80)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_app.__main__ import main
from desktop_app.operations.bundles.taking import preview, take_bundle
from desktop_app.operations.bundles.writing import write_bundle
from desktop_app.operations.workspace import open_workspace
from desktop_app.storage import entry_log, evidence_query, heard_heads
from desktop_app.storage.city_log import HEARD
from desktop_app.storage.engine import driver_of, reading, transaction
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.statements import Role
from sync_server.services.take_entries import take_entries
from tests.fakes.computer import Computer
from tests.fakes.deceived import Deceived, genesis_of
from tests.fakes.evil_server import EvilServer
from tests.fakes.lies.every import EVERY_LIE
from tests.fakes.lies.telling import LIES
from tests.server.running import RunningServer

SECOND_STORY = next(lie for lie in EVERY_LIE if lie.name == "unadmitted_writes")


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Deceived]:
    with (
        RunningServer(tmp_path / "server") as real,
        EvilServer(real) as evil,
        Deceived(real, evil, tmp_path / "aiko", "kaga-jp") as deceived,
    ):
        yield deceived


@pytest.fixture
def ben(scene: Deceived, tmp_path: Path) -> Iterator[Computer]:
    """An editor's computer that talks to the real server."""
    with Computer(tmp_path / "ben", "Ben", city="kaga-jp") as computer:
        computer.join(scene.real.address, scene.real.invite("kaga-jp"))
        scene.real.admit(genesis_of(computer), Role.EDITOR)
        assert computer.send().problem == ""
        yield computer


def carry(source: Computer, server: RunningServer) -> None:
    """All that a computer wrote goes to the server by file."""
    with reading(source.workspace.engine) as connection:
        statement = "SELECT data FROM entry JOIN device USING (log) WHERE is_own = 1 ORDER BY seq"
        rows = driver_of(connection).execute(statement).fetchall()
    take_entries(server.server, [row[0] for row in rows])


def test_two_stories_are_told_of_once_the_entries_meet(scene: Deceived, ben: Computer) -> None:
    scene.both_write()
    scene.evil.tell(SECOND_STORY)
    assert scene.aiko.send().problem == "", "a consistent story can't be seen through alone"
    question = scene.lead_writes()
    carry(scene.aiko, scene.real)

    assert ben.send().problem == "E-HEAD-SPLIT"
    kept = {data for data, _, _, why in ben.evidence if why == "E-HEAD-SPLIT"}
    assert ben.log_state.head in kept
    assert kept & set(scene.evil.log("kaga-jp")), "the colleague's word is kept beside the head"
    assert ben.choices(question) == {0}, "the entries are good, and count"
    assert ben.waiting == 0


def test_two_stories_are_told_of_when_they_meet_by_stick(scene: Deceived, ben: Computer, tmp_path: Path) -> None:
    stick = tmp_path / "stick.roadmap"
    scene.both_write()
    scene.evil.tell(SECOND_STORY)
    assert scene.aiko.send().problem == ""
    question = scene.lead_writes()
    for turn in range(8):
        ben.answer(ben.choice_questions[-1], turn % 2)
        assert ben.send().problem == ""
    write_bundle(scene.aiko.workspace, stick, is_whole=True)

    before = ben.evidence
    assert preview(ben.workspace, stick).contradictions > 0
    assert ben.evidence == before, "looking changes nothing"
    assert take_bundle(ben.workspace, stick).contradictions > 0
    assert ben.log_state.problem == "E-HEAD-SPLIT"
    kept = {data for data, _, _, why in ben.evidence if why == "E-HEAD-SPLIT"}
    assert ben.log_state.head in kept
    assert len(kept) > 1, "the stick's word is kept beside the head"
    assert ben.choices(question) == {0}, "the entries are good, and count"


def test_row_92_what_a_computer_signs_of_the_log_never_goes_back(scene: Deceived, tmp_path: Path) -> None:
    """Each entry names the newest head that its computer has verified: that is how it bears witness."""
    late = tmp_path / "late.roadmap"
    write_bundle(scene.aiko.workspace, late, is_whole=True)
    for name in ("", "smaller_log", "", "old_head", "", "other_root", "", "sent_again", ""):
        scene.both_write()
        scene.evil.be_honest()
        if name:
            scene.evil.tell(LIES[name])
        scene.aiko.poll()
        take_bundle(scene.aiko.workspace, late)
        scene.lead_writes()
    scene.evil.be_honest()
    assert scene.aiko.poll().problem == ""
    seen = [one.head for one in own_entries(scene.aiko) if one.head is not None]
    assert len({head.position for head in seen}) > 4
    assert [head.position for head in seen] == sorted(head.position for head in seen)


def own_entries(computer: Computer) -> list[Entry]:
    with reading(computer.workspace.engine) as connection:
        statement = "SELECT short FROM entry JOIN device USING (log) WHERE is_own = 1 ORDER BY seq"
        rows = driver_of(connection).execute(statement).fetchall()
        read = [entry_log.any_entry(connection, row[0]) for row in rows]
    return [one for one in read if one is not None]


def test_a_head_by_stick_that_is_ahead_waits_and_is_told_of_once_the_own_log_gets_there(
    scene: Deceived, ben: Computer, tmp_path: Path
) -> None:
    stick = tmp_path / "stick.roadmap"
    scene.both_write()
    scene.evil.tell(SECOND_STORY)
    assert scene.aiko.send().problem == ""
    write_bundle(scene.aiko.workspace, stick, is_whole=True)

    assert take_bundle(ben.workspace, stick).contradictions == 0, "nobody can tell yet"
    assert (ben.evidence, ben.log_state.problem) == ([], "")
    with reading(ben.workspace.engine) as connection:
        assert evidence_query.evidence(connection) is None
    problems = set()
    for turn in range(12):
        ben.answer(ben.choice_questions[-1], turn % 2)
        problems.add(ben.send().problem)
    assert problems == {"", "E-HEAD-SPLIT"}
    kept = {data for data, _, _, why in ben.evidence if why == "E-HEAD-SPLIT"}
    assert scene.aiko.log_state.head in kept
    assert len(kept) > 1, "beside the own head"
    with reading(ben.workspace.engine) as connection:
        found = evidence_query.evidence(connection)
    assert found is not None
    assert {one.data for one in found.kept} == kept, "it is in the file of evidence"


def test_a_head_by_stick_that_is_ahead_and_honest_is_forgotten_when_it_fits(
    scene: Deceived, ben: Computer, tmp_path: Path
) -> None:
    scene.both_write()
    assert scene.aiko.send().problem == ""
    write_bundle(scene.aiko.workspace, tmp_path / "stick.roadmap", is_whole=True)
    assert take_bundle(ben.workspace, tmp_path / "stick.roadmap").contradictions == 0
    assert HEARD in whys(ben)
    assert ben.send().problem == ""
    assert whys(ben) == []


def test_no_stick_of_heads_fills_the_disk(scene: Deceived, ben: Computer) -> None:
    with transaction(ben.workspace.engine) as connection:
        for number in range(heard_heads.MOST + 50):
            heard_heads.keep(connection, [(b"head %d" % number, 1, 1000 + number)], number)
    assert len(whys(ben)) == heard_heads.MOST


def whys(computer: Computer) -> list[str]:
    """Why heads are kept."""
    with reading(computer.workspace.engine) as connection:
        return [row[0] for row in driver_of(connection).execute("SELECT why FROM head").fetchall()]


def test_an_honest_server_is_not_suspected_by_stick(scene: Deceived, ben: Computer, tmp_path: Path) -> None:
    stick = tmp_path / "stick.roadmap"
    for one in (scene.aiko, ben):
        scene.both_write()
        assert one.send().problem == ""
        write_bundle(scene.aiko.workspace, stick, is_whole=True)
        assert take_bundle(ben.workspace, stick).contradictions == 0
    assert "E-HEAD-SPLIT" not in {why for *_, why in ben.evidence}


def test_an_honest_server_is_not_suspected(scene: Deceived, ben: Computer) -> None:
    for _ in range(3):
        scene.both_write()
        ben.answer(ben.choice_questions[-1], 1)
        assert [one.send().problem for one in (scene.aiko, ben, scene.aiko)] == ["", "", ""]
    scene.real.new_epoch()
    scene.both_write()
    assert [one.send().problem for one in (scene.aiko, ben, scene.aiko, ben)] == ["", "", "", ""]
    assert {why for *_, why in ben.evidence} == {"E-EPOCH"}


def said(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main([*words, "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_row_80_what_was_kept_is_written_into_a_file_that_verify_explains(
    scene: Deceived, ben: Computer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kaga.evidence"
    profile = ("--profile", str(ben.folder))
    ben.workspace.close()
    assert said(capsys, "evidence", str(file), *profile) == {"kept": 0, "file": None}
    assert not file.exists()
    ben.workspace = open_workspace(ben.folder)
    scene.both_write()
    scene.evil.tell(SECOND_STORY)
    scene.aiko.send()
    scene.lead_writes()
    carry(scene.aiko, scene.real)
    assert ben.send().problem == "E-HEAD-SPLIT"
    ben.workspace.close()

    assert said(capsys, "evidence", str(file), *profile)["kept"] == 2
    found = said(capsys, "verify", str(file))
    assert found["city"] == "kaga-jp"
    assert {(one["kind"], one["why"], one["fits"]) for one in found["proven"]} == {
        ("head", "E-HEAD-SPLIT", True),
        ("entry", "E-HEAD-SPLIT", False),
    }
    assert main(["verify", str(file)]) == 0
    assert "which doesn't fit the log in the file" in capsys.readouterr().out
    assert file.stat().st_size < 8192


def test_row_80_two_heads_of_one_size_are_a_contradiction_that_the_file_alone_proves(
    scene: Deceived, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scene.both_write()
    scene.evil.tell(next(lie for lie in EVERY_LIE if lie.codes == ("E-HEAD-SPLIT",)))
    assert scene.aiko.send().problem == "E-HEAD-SPLIT"
    scene.aiko.workspace.close()
    file = tmp_path / "kaga.evidence"
    assert said(capsys, "evidence", str(file), "--profile", str(scene.aiko.folder))["kept"] == 2
    assert {one["kind"] for one in said(capsys, "verify", str(file))["contradictions"]} == {"split"}
