"""A computer that was invited and waits: the server keeps what it writes, each round asks whether it is admitted."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.operations.sealing import seal_drafts
from desktop_app.storage.views import Connection
from roadmap_core.exchange.messages import RequestReader
from tests.fakes.computer import Computer
from tests.fakes.http_messages import response
from tests.fakes.server_simulator import ServerSimulator


@pytest.fixture
def chiyo(simulator: ServerSimulator, aiko: Computer, tmp_path: Path) -> Iterator[Computer]:
    """Invited, with one answer, and not admitted."""
    with Computer(tmp_path / "chiyo", "Chiyo") as computer:
        assert computer.join(simulator.address, simulator.invite("kaga-jp")) is Connection.PENDING
        computer.answer(computer.choice_questions[0], 2)
        yield computer


def pushed(simulator: ServerSimulator) -> int:
    count = sum(len(RequestReader().feed(r.body)) for r in simulator.requests if r.path == "/v1/sync")
    simulator.requests.clear()
    return count


def test_waiting_is_no_problem_and_what_was_written_is_relayed_but_not_final(
    chiyo: Computer, simulator: ServerSimulator
) -> None:
    outcome = chiyo.send()
    assert (outcome.problem, outcome.sent, outcome.is_failure) == ("", 0, False)
    assert chiyo.status.connection is Connection.PENDING
    assert chiyo.status.waiting_changes == 1, "no head was checked, so nothing is called sent"
    assert set(chiyo.positions().values()) == {None}
    assert len(simulator.city("kaga-jp").entries) >= 5


def test_what_the_server_has_is_not_sent_again_with_each_round(chiyo: Computer, simulator: ServerSimulator) -> None:
    chiyo.send()
    assert pushed(simulator) > 0
    chiyo.send()
    assert pushed(simulator) == 0
    chiyo.answer(chiyo.choice_questions[1], 1)
    chiyo.send()
    assert pushed(simulator) == 1


def test_its_owner_sees_all_own_answers_before_and_the_lead_none(chiyo: Computer, aiko: Computer) -> None:
    question = chiyo.choice_questions[0]
    chiyo.send()
    aiko.send()
    assert chiyo.choices(question) == {2}
    assert aiko.choices(question) == set()
    assert aiko.status.problem == ""


def test_after_the_admission_positions_are_final_and_both_computers_show_the_same(
    chiyo: Computer, aiko: Computer, simulator: ServerSimulator
) -> None:
    question = chiyo.choice_questions[0]
    chiyo.send()
    aiko.answer(question, 1)
    aiko.admit(chiyo)
    assert aiko.choices(question) == {1, 2}
    assert aiko.send().problem == ""
    assert chiyo.send().problem == ""
    assert chiyo.status.connection is Connection.ADMITTED
    assert aiko.send().problem == ""  # the names, sealed once the city's key had come
    assert (chiyo.waiting, chiyo.status.waiting_changes) == (0, 0)
    assert chiyo.choices(question) == aiko.choices(question) == {1, 2}
    assert chiyo.root == aiko.root == simulator.city("kaga-jp").root


def test_a_server_that_has_lost_the_request_is_shown_it_again(
    chiyo: Computer, aiko: Computer, simulator: ServerSimulator
) -> None:
    chiyo.send()
    everything = set(simulator.city("kaga-jp").entries)
    simulator.forget("kaga-jp", 3)
    simulator.city("kaga-jp").invitations.add(chiyo.log_state.invitation)
    chiyo.session.close()
    aiko.send()
    for _ in range(2):
        assert chiyo.send().problem == ""
    assert set(simulator.city("kaga-jp").entries) == everything


def test_an_unreachable_server_is_offline_for_a_waiting_computer_too(
    chiyo: Computer, simulator: ServerSimulator
) -> None:
    simulator.on_request = lambda *_: response(503)
    assert chiyo.send().problem == "E-SERVER-BUSY"
    assert chiyo.status.connection is Connection.PENDING


def test_it_can_begin_long_before_anybody_invites_it(
    simulator: ServerSimulator, aiko: Computer, tmp_path: Path
) -> None:
    with Computer(tmp_path / "early", "Emi") as emi:
        emi.answer(emi.choice_questions[3], 2)
        seal_drafts(emi.workspace)
        assert emi.join(simulator.address) is Connection.NOT_ADMITTED
        assert emi.send().problem == "E-NOT-ADMITTED"
        assert emi.join(simulator.address, simulator.invite("kaga-jp")) is Connection.PENDING
        assert emi.send().problem == ""
        aiko.admit(emi)
        aiko.send()
        emi.send()
        aiko.send()
        assert aiko.choices(emi.choice_questions[3]) == {2}
