"""Bytes and round trips of protocol.md, section 5, through a counting proxy, HTTP headers included."""

from collections.abc import Iterator

import pytest

from tests.fakes.computer import Computer
from tests.fakes.counting_proxy import CountingProxy
from tests.server.running import RunningServer

NOTE = "The council decided on it in March; the decree is on the city's website, in the register of decrees, as no. 20."
assert len(NOTE) <= 120


@pytest.fixture
def proxy(server: RunningServer) -> Iterator[CountingProxy]:
    with CountingProxy(server.port) as counting:
        yield counting


@pytest.fixture
def settled(proxy: CountingProxy, server: RunningServer, aiko: Computer) -> Computer:
    """The lead's computer, on a line that counts, with a token and nothing to do."""
    aiko.join(proxy.address)
    assert aiko.send().problem == ""
    proxy.take()
    return aiko


def test_an_idle_poll_costs_one_round_trip_of_200_bytes_up_and_110_down(
    settled: Computer, proxy: CountingProxy
) -> None:
    assert settled.poll().problem == ""
    counted = proxy.take()
    print(counted)
    assert counted.round_trips == 1
    assert counted.up <= 200
    assert counted.down <= 110


def test_one_answer_with_a_note_of_120_characters_costs_560_bytes_up_and_280_down(
    settled: Computer, proxy: CountingProxy
) -> None:
    question = settled.choice_questions[0]
    settled.answer(question, 1)
    settled.note(question, NOTE.ljust(120, "."))
    assert settled.send().sent == 1
    counted = proxy.take()
    print(counted)
    assert counted.round_trips == 1
    assert counted.up <= 560
    assert counted.down <= 280


def test_sixty_answers_with_notes_cost_5000_bytes_up_and_300_down(settled: Computer, proxy: CountingProxy) -> None:
    texts = {question.id: question.text for question in settled.workspace.instrument.questions}
    for number, question in enumerate(settled.choice_questions[:60]):
        settled.answer(question, number % 2)
        settled.note(question, texts[question][-100:])  # words that differ, as people's do: equal notes pack to nothing
    assert settled.send().problem == ""
    counted = proxy.take()
    print(counted)
    assert counted.round_trips == 1
    assert counted.up <= 5_000
    assert counted.down <= 300


def test_a_whole_program_run_uses_one_connection(settled: Computer, proxy: CountingProxy) -> None:
    before = proxy.connections
    for option in (0, 1):
        settled.answer(settled.choice_questions[0], option)
        assert settled.send().problem == ""
    assert proxy.connections == before
