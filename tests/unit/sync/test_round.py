"""A round in all its turns, against an honest server: tokens, pages, lost replies, epochs."""

import random

import pytest

from desktop_app.operations.sealing import seal_drafts
from roadmap_core import limits
from tests.fakes.computer import Computer, Unmeasured
from tests.fakes.http_messages import Request, response
from tests.fakes.server_simulator import ServerSimulator


def paths(simulator: ServerSimulator) -> list[str]:
    asked = [request.path.removeprefix("/v1/") for request in simulator.requests]
    simulator.requests.clear()
    return [path for path in asked if path != "community"]


def test_a_poll_with_nothing_to_do_is_one_conditional_request(aiko: Computer, simulator: ServerSimulator) -> None:
    paths(simulator)
    assert aiko.poll().problem == ""
    assert paths(simulator) == ["cities/kaga-jp/head"]


def test_a_round_that_a_person_asked_for_is_one_exchange_whether_something_is_new_or_not(
    aiko: Computer, ben: Computer, simulator: ServerSimulator
) -> None:
    ben.send()
    paths(simulator)
    assert ben.send().problem == ""
    assert paths(simulator) == ["sync"]
    aiko.answer(aiko.choice_questions[0], 1)
    aiko.send()
    paths(simulator)
    assert ben.send().received == 1
    assert paths(simulator) == ["sync"]


def test_a_poll_that_finds_something_new_fetches_it(aiko: Computer, ben: Computer, simulator: ServerSimulator) -> None:
    aiko.answer(aiko.choice_questions[0], 1)
    aiko.send()
    ben.send()
    ben.answer(ben.choice_questions[1], 1)
    ben.send()
    paths(simulator)
    assert aiko.poll().received == 1
    assert paths(simulator) == ["cities/kaga-jp/head", "sync"]


def test_a_token_that_was_lost_is_fetched_once_and_the_round_goes_on(
    aiko: Computer, simulator: ServerSimulator
) -> None:
    aiko.answer(aiko.choice_questions[0], 1)
    aiko.session.token = bytes(28)
    paths(simulator)
    assert aiko.send().sent == 1
    assert paths(simulator) == ["sync", "token", "sync"]


def test_a_new_program_run_needs_a_nonce_a_token_and_one_exchange(aiko: Computer, simulator: ServerSimulator) -> None:
    aiko.session.close()
    aiko.answer(aiko.choice_questions[0], 1)
    paths(simulator)
    assert aiko.send().sent == 1
    assert paths(simulator) == ["sync", "token", "sync"]


def test_a_token_that_nothing_can_get_ends_the_round(aiko: Computer, simulator: ServerSimulator) -> None:
    simulator.on_request = lambda request, _: response(401) if request.path == "/v1/token" else None
    aiko.session.close()
    aiko.answer(aiko.choice_questions[0], 1)
    assert aiko.send().problem == "E-NOT-ADMITTED"
    assert aiko.status.waiting_changes == 1


def test_a_long_log_comes_in_pages_and_own_work_is_confirmed_at_the_end(
    aiko: Computer, ben: Computer, simulator: ServerSimulator
) -> None:
    for number, question in enumerate(aiko.choice_questions[:12]):
        aiko.note(question, f"{number} " + "a long note " * 60)
        aiko.send()
    ben.answer(ben.choice_questions[20], 1)
    ben.session.pace = Unmeasured(pull_bytes=1)
    simulator.requests.clear()
    outcome = ben.send()
    assert (outcome.problem, outcome.received, outcome.sent) == ("", 12, 1)
    assert len(simulator.requests) > 12
    assert ben.root == simulator.city("kaga-jp").root
    assert ben.waiting == 0


def test_own_entries_whose_receipt_was_lost_are_confirmed_after_a_pull_that_was_cut(
    aiko: Computer, ben: Computer, simulator: ServerSimulator
) -> None:
    """The leaf is in the frontier already, and the position isn't stored yet: the tree itself proves it."""
    ben.answer(ben.choice_questions[0], 1)
    seen: list[Request] = []

    def lose_the_reply(request: Request, _: object) -> bytes | None:
        if request.path == "/v1/sync" and not seen:
            seen.append(request)
            simulator._sync(request)
            return b""
        return None

    simulator.on_request = lose_the_reply
    assert ben.send().problem == "E-REPLY"
    for question in aiko.choice_questions[:6]:
        aiko.note(question, "long " * 200)
        aiko.send()

    ben.session.pace = Unmeasured(pull_bytes=1)
    pages: list[Request] = []

    def cut_after_three_pages(request: Request, _: object) -> bytes | None:
        if request.path == "/v1/sync":
            pages.append(request)
        return response(503) if len(pages) > 3 else None

    simulator.on_request = cut_after_three_pages
    assert ben.send().problem == "E-SERVER-BUSY"
    assert ben.waiting == 1, "not final before the whole log was checked"
    assert ben.log_state.position > ben.log_state.head_size

    simulator.on_request = None
    outcome = ben.send()
    assert (outcome.problem, ben.waiting) == ("", 0)
    assert ben.root == simulator.city("kaga-jp").root
    positions = ben.positions().values()
    assert sorted(at for at in positions if at) == list(range(1, len(simulator.city("kaga-jp").entries) + 1))


def test_much_work_goes_in_several_requests_small_answers_first(aiko: Computer, simulator: ServerSimulator) -> None:
    chance = random.Random(7)
    for question in aiko.choice_questions[:10]:
        aiko.note(question, "".join(chance.choice("abcdefghijklmnopqrstuvwxyz ") for _ in range(3_900)).strip())
        seal_drafts(aiko.workspace)
    aiko.answer(aiko.choice_questions[11], 1)
    aiko.session.pace = Unmeasured()
    simulator.requests.clear()
    assert aiko.send().sent == 11
    pushes = [len(request.body) for request in simulator.requests if request.path == "/v1/sync"]
    assert len(pushes) >= 5
    assert max(pushes) < limits.SLOW_LINE_PUSH_BYTES + 200


def test_a_new_epoch_brings_back_what_the_server_has_lost_whoever_wrote_it(
    aiko: Computer, ben: Computer, simulator: ServerSimulator
) -> None:
    for one, question in ((aiko, 0), (ben, 1), (aiko, 2)):
        one.answer(one.choice_questions[question], 1)
        one.send()
    ben.send()
    everything = set(simulator.city("kaga-jp").entries)
    simulator.forget("kaga-jp", 4)
    for one in (ben, aiko, ben):
        assert one.send().problem == ""
    assert set(simulator.city("kaga-jp").entries) == everything
    assert aiko.root == ben.root == simulator.city("kaga-jp").root
    assert aiko.waiting == ben.waiting == 0


def test_without_a_server_a_round_says_so_and_does_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    with Computer(tmp_path_factory.mktemp("profiles") / "alone") as alone:
        assert alone.send().problem == "E-NOT-JOINED"


def test_a_server_that_is_away_is_offline_and_nothing_is_lost(aiko: Computer, simulator: ServerSimulator) -> None:
    aiko.answer(aiko.choice_questions[0], 1)
    simulator.__exit__(None, None, None)
    contact = aiko.status.last_contact_ms
    assert aiko.send().problem == "E-OFFLINE"
    assert aiko.status.waiting_changes == 1
    assert aiko.status.last_contact_ms == contact
