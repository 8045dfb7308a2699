"""What the server can't take yet waits on; a refusal that an update or time takes away is never the last word.

faults.md, rows 17 and 122.
"""

from collections.abc import Callable

import pytest

from desktop_app.storage import queries
from desktop_app.storage.sending_queries import sending
from desktop_app.sync.session import OFFER_AGAIN_SECONDS
from roadmap_core.exchange.messages import RequestReader
from tests.fakes.computer import Computer
from tests.fakes.http_messages import Request, response
from tests.fakes.server_simulator import ServerSimulator

Forward = Callable[[float], None]
REASONS = [("E-NEWER-ENTRY", "E-SERVER-OLD"), ("E-LIMIT", "E-QUOTA"), ("E-QUOTA", "E-QUOTA")]


@pytest.fixture
def forward(aiko: Computer) -> Forward:
    """Lets time pass for the session."""
    now = [0.0]
    aiko.session.stopwatch = lambda: now[0]

    def pass_by(seconds: float) -> None:
        now[0] += seconds

    return pass_by


def pushed(simulator: ServerSimulator) -> int:
    """How many entries were offered since this was asked last."""
    count = 0
    for request in simulator.requests:
        if request.path == "/v1/sync":
            count += len(RequestReader().feed(request.body))
    simulator.requests.clear()
    return count


@pytest.mark.parametrize(("refusal", "problem"), REASONS)
def test_row_17_what_an_older_server_refuses_waits_on_and_goes_after_its_upgrade(
    aiko: Computer, simulator: ServerSimulator, forward: Forward, refusal: str, problem: str
) -> None:
    simulator.refusal = refusal
    aiko.answer(aiko.choice_questions[0], 1)
    outcome = aiko.send()
    assert (outcome.problem, outcome.is_failure) == (problem, False)
    assert (aiko.waiting, aiko.status.waiting_changes, aiko.status.refused) == (1, 1, 0)
    assert aiko.status.problem == problem
    view = sending(aiko.workspace.store)
    assert (len(view.waiting), view.refused) == (1, ())
    simulator.refusal = ""
    forward(OFFER_AGAIN_SECONDS)
    assert (aiko.send().sent, aiko.waiting, aiko.status.problem) == (1, 0, "")
    assert aiko.root == simulator.city("kaga-jp").root
    assert sending(aiko.workspace.store).refused == ()


def test_row_17_it_is_offered_once_an_hour_and_new_work_is_not_held_back_from_trying(
    aiko: Computer, simulator: ServerSimulator, forward: Forward
) -> None:
    simulator.refusal = "E-NEWER-ENTRY"
    aiko.answer(aiko.choice_questions[0], 1)
    pushed(simulator)
    aiko.send()
    assert pushed(simulator) == 1
    for _ in range(20):
        forward(60)
        assert aiko.send().problem == "E-SERVER-OLD"
    assert pushed(simulator) == 0
    aiko.answer(aiko.choice_questions[1], 1)
    aiko.send()
    assert pushed(simulator) == 1
    forward(OFFER_AGAIN_SECONDS)
    aiko.send()
    assert pushed(simulator) == 2


def test_row_17_a_poll_with_nothing_else_to_do_stays_one_conditional_request(
    aiko: Computer, simulator: ServerSimulator, forward: Forward
) -> None:
    simulator.refusal = "E-NEWER-ENTRY"
    aiko.answer(aiko.choice_questions[0], 1)
    aiko.send()
    simulator.requests.clear()
    assert aiko.poll().problem == "E-SERVER-OLD"
    assert [request.path for request in simulator.requests if "community" not in request.path] == [
        "/v1/cities/kaga-jp/head"
    ]


def test_row_17_it_is_offered_at_the_next_start(aiko: Computer, simulator: ServerSimulator) -> None:
    simulator.refusal = "E-NEWER-ENTRY"
    aiko.answer(aiko.choice_questions[0], 1)
    aiko.send()
    simulator.refusal = ""
    aiko.session.close()
    assert (aiko.send().sent, aiko.waiting) == (1, 0)


def test_row_17_it_is_offered_when_the_server_begins_a_new_epoch(aiko: Computer, simulator: ServerSimulator) -> None:
    simulator.refusal = "E-NEWER-ENTRY"
    aiko.answer(aiko.choice_questions[0], 1)
    aiko.send()
    simulator.refusal = ""
    simulator.forget("kaga-jp", len(simulator.city("kaga-jp").entries))
    assert (aiko.send().problem, aiko.waiting) == ("", 0)
    assert aiko.root == simulator.city("kaga-jp").root


def test_a_refusal_of_another_kind_stays_final(aiko: Computer, simulator: ServerSimulator, forward: Forward) -> None:
    simulator.refusal = "E-SCHEMA"
    aiko.answer(aiko.choice_questions[0], 1)
    aiko.send()
    assert (aiko.waiting, aiko.status.refused) == (0, 1)
    pushed(simulator)
    forward(10 * OFFER_AGAIN_SECONDS)
    aiko.session.token = None
    aiko.send()
    assert pushed(simulator) == 0
    assert queries.status(aiko.workspace.store).refused == 1


def test_row_122_a_full_city_still_receives_and_sends_when_there_is_room(
    aiko: Computer, ben: Computer, simulator: ServerSimulator, forward: Forward
) -> None:
    ben.answer(ben.choice_questions[0], 1)
    ben.send()
    is_full = [True]

    def refuse_pushes(request: Request, _: object) -> bytes | None:
        if is_full[0] and request.path == "/v1/sync" and RequestReader().feed(request.body):
            body = b'{"code": "E-QUOTA", "status": 429}'
            return response(429, body, content_type="application/problem+json", retry_after="120")
        return None

    simulator.on_request = refuse_pushes
    aiko.answer(aiko.choice_questions[1], 1)
    outcome = aiko.send()
    assert (outcome.problem, outcome.received, outcome.is_failure) == ("E-QUOTA", 1, False)
    assert aiko.status.waiting_changes == 1
    pushed(simulator)
    aiko.send()
    assert pushed(simulator) == 0, "not before the time that the server named"
    is_full[0] = False
    forward(120)
    assert (aiko.send().sent, aiko.status.problem) == (1, "")
