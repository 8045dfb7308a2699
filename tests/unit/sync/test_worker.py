"""When rounds are due, and the thread that runs them."""

import threading
from collections.abc import Callable

import pytest

from desktop_app.errors import AppError
from desktop_app.sync.outcome import Outcome
from desktop_app.sync.pace import Pace
from desktop_app.sync.worker import IDLE_SECONDS, Schedule, Worker
from roadmap_core import limits

GOOD, BAD = Outcome(), Outcome(problem="E-OFFLINE")
PATIENCE_SECONDS = 10


def most(_low: float, high: float) -> float:
    return high


def test_retries_wait_twice_as_long_each_time_from_two_seconds_to_a_quarter_of_an_hour() -> None:
    schedule = Schedule(uniform=most)
    waits = [schedule.seconds_after(BAD) for _ in range(30)]
    assert waits[:4] == [4, 8, 16, 32]
    assert waits[-1] == 15 * 60


def test_jitter_is_full_so_that_computers_do_not_come_back_together() -> None:
    asked: list[tuple[float, float]] = []

    def note(low: float, high: float) -> float:
        asked.append((low, high))
        return low

    Schedule(uniform=note).seconds_after(BAD)
    assert asked == [(0, 4)]


def test_one_good_round_ends_the_back_off() -> None:
    schedule = Schedule(uniform=most)
    schedule.seconds_after(BAD)
    assert schedule.is_failing
    assert schedule.seconds_after(GOOD) == IDLE_SECONDS
    assert not schedule.is_failing
    assert schedule.seconds_after(Outcome(problem="E-NOT-JOINED")) == IDLE_SECONDS


@pytest.mark.parametrize(("asked", "least", "longest"), [(100, 100, 104), (3600, 3600, 3600), (10**9, 3600, 3600)])
def test_what_the_server_asks_for_is_honoured_up_to_an_hour(asked: int, least: int, longest: int) -> None:
    for uniform in (most, min):
        wait = Schedule(uniform=uniform).seconds_after(Outcome(problem="E-TOO-MANY", wait_seconds=asked))
        assert least <= wait <= longest


def test_a_line_is_slow_until_it_was_seen_to_be_fast() -> None:
    pace = Pace()
    assert (pace.push_bytes, pace.pull_bytes) == (limits.SLOW_LINE_PUSH_BYTES, limits.SLOW_LINE_PULL_BYTES)
    pace.measured(200, 0.3)
    assert pace.push_bytes == limits.SLOW_LINE_PUSH_BYTES, "a small exchange tells nothing about the width"
    pace.measured(200, 0.01)
    assert pace.push_bytes == 64 * 1024, "a near server is not behind a slow line"
    pace.measured(16_000, 0.05)
    assert pace.push_bytes == 256 * 1024
    pace.measured(8_000, 20)
    pace.measured(200, 0.01)
    assert (pace.push_bytes, pace.pull_bytes) == (limits.SLOW_LINE_PUSH_BYTES, 4 * 1024), "what was measured counts"


class Rounds:
    """Rounds that a test lets run one by one."""

    def __init__(self, *outcomes: Outcome | Exception) -> None:
        self.outcomes = list(outcomes)
        self.published: list[Outcome] = []
        self.polls: list[bool] = []
        self._more = threading.Semaphore(0)

    def run(self, is_polling: bool) -> Outcome:
        self.polls.append(is_polling)
        outcome = self.outcomes.pop(0) if self.outcomes else GOOD
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def publish(self, outcome: Outcome) -> None:
        self.published.append(outcome)
        self._more.release()

    def wait_for_one(self) -> Outcome:
        assert self._more.acquire(timeout=PATIENCE_SECONDS)
        return self.published[-1]


Start = Callable[[Rounds], Worker]


@pytest.fixture
def start(request: pytest.FixtureRequest) -> Start:
    def started(rounds: Rounds) -> Worker:
        worker = Worker(rounds.run, rounds.publish, schedule=Schedule(uniform=most), settle_seconds=0.001)
        request.addfinalizer(lambda: worker.stop(PATIENCE_SECONDS))
        worker.start()
        return worker

    return started


def test_a_round_runs_at_the_start_and_after_a_change(start: Start) -> None:
    rounds = Rounds()
    worker = start(rounds)
    rounds.wait_for_one()
    worker.outbox_changed()
    rounds.wait_for_one()
    assert worker.stop(PATIENCE_SECONDS)
    assert len(rounds.published) == 2
    assert rounds.polls == [True, False], "what a change or a person asked for is no poll"


def test_a_failing_line_is_not_hammered_by_changes_but_a_person_may_ask(start: Start) -> None:
    rounds = Rounds(BAD)
    worker = start(rounds)
    assert rounds.wait_for_one() is BAD
    worker.outbox_changed()
    worker.outbox_changed()
    worker.send_now()
    assert rounds.wait_for_one() is GOOD
    assert worker.stop(PATIENCE_SECONDS)
    assert rounds.published == [BAD, GOOD]


def test_a_mistake_in_a_round_is_told_and_does_not_end_sending(start: Start) -> None:
    rounds = Rounds(ZeroDivisionError("a bug"), AppError("E-DISK"), GOOD)
    worker = start(rounds)
    assert rounds.wait_for_one().problem == "E-INTERNAL"
    worker.send_now()
    assert rounds.wait_for_one().problem == "E-DISK"
    worker.send_now()
    assert rounds.wait_for_one() is GOOD


def test_a_worker_that_was_never_started_can_be_stopped() -> None:
    rounds = Rounds()
    assert Worker(rounds.run, rounds.publish).stop()
