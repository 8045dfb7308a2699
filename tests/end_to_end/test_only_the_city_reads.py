"""Notes, names and plans between a city's computers over the real server, which carries them and can't read them."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_app.operations import city_keys, contested, members, plans
from desktop_app.operations.officials import change_official
from desktop_app.storage import city_log, entry_log, queries
from desktop_app.storage.engine import driver_of, reading, transaction
from desktop_app.storage.projector import rebuild
from roadmap_core.assessment.actions import Action, Status
from roadmap_core.assessment.answers import Choice
from tests.fakes.computer import Computer
from tests.server.running import RunningServer

NOTE = "The treasurer has not agreed yet"
PLAN = "Ask the port authority first"
OWNER = "Keiko Hayashi"
PROOF = "Signed by the harbour master"
REASON = "The mayor decided it by phone"
OFFICIAL = "Fumiko Yamashita"
SECRETS = (NOTE, PLAN, OWNER, PROOF, REASON, OFFICIAL)


def plan_of(computer: Computer) -> list[tuple[str, str]]:
    return [(action.text, action.owner) for action in queries.policy(computer.workspace.store, "ICT").plan]


def tables(computer: Computer) -> list[list[tuple[object, ...]]]:
    with reading(computer.workspace.engine) as connection:
        driver = driver_of(connection)
        return [driver.execute(f"SELECT * FROM {name}").fetchall() for name in ("register", "operation")]


def everything_in(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.fixture
def written(server: RunningServer, aiko: Computer, ben: Computer) -> str:
    """A question with a note and two answers that were settled; a plan; all of it sent and fetched."""
    question = aiko.choice_questions[0]
    change_official(aiko.workspace, OFFICIAL)
    aiko.note(question, NOTE)
    plans.add_action(aiko.workspace, "ICT", Action(PLAN, OWNER, proof=PROOF, status=Status.UNDER_WAY))
    aiko.answer(question, 1)
    ben.answer(question, 2)
    for one in (aiko, ben, aiko):
        assert one.send().problem == ""
    view = aiko.question(question)
    contested.settle(aiko.workspace, question, Choice(1), view.seen, REASON)
    for one in (aiko, ben, aiko):
        assert one.send().problem == ""
    return question


def test_the_citys_computers_read_what_the_server_carries_and_can_not_read(
    server: RunningServer, aiko: Computer, ben: Computer, written: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert aiko.send().problem == ""
    assert ben.question(written).note == NOTE
    assert plan_of(ben) == plan_of(aiko) == [(PLAN, OWNER)]
    (action,) = queries.policy(ben.workspace.store, "ICT").plan
    assert (action.proof, action.status) == (PROOF, Status.UNDER_WAY)
    assert {one.author for one in ben.question(written).history} == {OFFICIAL, "Ben"}
    assert tables(aiko) == tables(ben)
    assert any(REASON.encode() in bytes(row[6] or b"") for row in tables(ben)[1])

    stored = everything_in(server.folder)
    assert aiko.genesis.hash in stored, "these are the server's files"
    for secret in SECRETS:
        assert secret.encode() not in stored, secret
        assert secret not in caplog.text


def test_reading_it_all_again_gives_the_same(aiko: Computer, ben: Computer, written: str) -> None:
    for computer in (aiko, ben):
        before = tables(computer)
        with transaction(computer.workspace.engine) as connection:
            rebuild(connection)
        assert tables(computer) == before


def test_a_computer_that_comes_later_reads_what_was_written_before(
    server: RunningServer, aiko: Computer, written: str, computer: Callable[[str], Computer]
) -> None:
    third = computer("Chiyo")
    third.join(server.address, server.invite("kaga-jp"))
    aiko.admit(third)
    for one in (aiko, third, aiko):
        assert one.send().problem == ""
    assert third.question(written).note == NOTE
    assert plan_of(third) == [(PLAN, OWNER)]
    assert tables(third) == tables(aiko)


def test_a_blocked_computer_has_no_key_for_what_is_written_afterwards(
    aiko: Computer, ben: Computer, written: str
) -> None:
    (first,) = keys_of(aiko)
    assert keys_of(ben) == [first]
    members.revoke(aiko.workspace, ben.genesis.log)
    aiko.note(written, "Ben must not know this")
    assert aiko.send().problem == ""
    assert [key.number for key in keys_of(aiko)] == [1, 2]
    with reading(aiko.workspace.engine) as connection:
        entries = [entry_log.any_entry(connection, row[0]) for row in _newest(connection)]
        (body,) = (
            driver_of(connection)
            .execute("SELECT private_part.data FROM private_part JOIN entry USING (short) ORDER BY number DESC LIMIT 1")
            .fetchone()
        )
    assert entries[0] is not None
    assert first.open(body, entries[0].log, entries[0].seq) is None
    assert keys_of(aiko)[1].open(body, entries[0].log, entries[0].seq) is not None
    ben.send()
    assert keys_of(ben) == [first]
    assert ben.question(written).note == NOTE


def test_what_was_cut_off_behind_its_entry_goes_up_by_itself_and_is_fetched_when_it_is_there(
    aiko: Computer, ben: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    question, waiting = aiko.choice_questions[1], city_log.waiting

    def without_parts(*asked: Any) -> list[city_log.Waiting]:
        return [entry._replace(body=None) for entry in waiting(*asked)]

    aiko.note(question, NOTE)
    with monkeypatch.context() as cut:
        cut.setattr("desktop_app.storage.city_log.waiting", without_parts)
        cut.setattr("desktop_app.storage.private_parts.wanted", lambda *_: [])
        for one in (aiko, ben):
            assert one.send().problem == ""
    assert ben.question(question).note == ""
    assert aiko.poll().problem == ""
    ben.session.offer_all()  # an hour later
    assert ben.poll().problem == ""
    assert ben.question(question).note == NOTE


def keys_of(computer: Computer) -> list:
    with reading(computer.workspace.engine) as connection:
        return city_keys.held(computer.workspace, connection)


def _newest(connection) -> list:
    return (
        driver_of(connection)
        .execute("SELECT short FROM entry JOIN private_part USING (short) ORDER BY number DESC LIMIT 1")
        .fetchall()
    )
