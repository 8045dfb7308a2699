"""The thread that sends and receives by itself: soon after a change, once a minute, later and later when it fails."""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass

from desktop_app import log
from desktop_app.errors import AppError, explain
from desktop_app.sync.outcome import Outcome
from desktop_app.sync.profile import ClosedError
from desktop_app.sync.server import LONGEST_WAIT_SECONDS

SETTLE_SECONDS = 1.0
"""How long after a change sending begins: answers that follow each other go in one entry."""
IDLE_SECONDS = 60.0
FIRST_RETRY_SECONDS = 2.0
LONGEST_RETRY_SECONDS = 15 * 60.0


@dataclass(slots=True)
class Schedule:
    """When the next round is due. Pure: no clock, and randomness from outside.

    Attributes:
        uniform: a random number between two, for the jitter that keeps computers from coming back all at once.
    """

    uniform: Callable[[float, float], float] = random.uniform
    failures: int = 0

    def seconds_after(self, outcome: Outcome) -> float:
        """How long to wait after a round: full jitter that doubles up to 15 minutes, and what the server asked for."""
        if not outcome.is_failure:
            self.failures = 0
            return 0.0 if outcome.files.is_left else IDLE_SECONDS
        self.failures += 1
        ceiling = min(FIRST_RETRY_SECONDS * 2 ** min(self.failures, 10), LONGEST_RETRY_SECONDS)
        asked = min(outcome.wait_seconds or 0, LONGEST_WAIT_SECONDS)
        return min(asked + self.uniform(0, ceiling), float(LONGEST_WAIT_SECONDS))

    @property
    def is_failing(self) -> bool:
        return self.failures > 0


class Worker:
    """Runs rounds on a thread of its own until it is stopped."""

    def __init__(
        self,
        run_round: Callable[[bool], Outcome],
        publish: Callable[[Outcome], None],
        *,
        schedule: Schedule | None = None,
        settle_seconds: float = SETTLE_SECONDS,
    ) -> None:
        """Starts nothing yet.

        Args:
            run_round: seals drafts, then `round.run_round`; called on the worker's thread. Is told whether the round
                is a mere poll: its time came, and neither a change nor a person asked for it.
            publish: is told of every round, on the worker's thread.
            schedule: when rounds are due.
            settle_seconds: how long after `outbox_changed` a round begins.
        """
        self._run_round, self._publish = run_round, publish
        self._schedule = schedule or Schedule()
        self._settle_seconds = settle_seconds
        self._has_news = threading.Event()
        self._is_urgent = threading.Event()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._work, name="sync", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def outbox_changed(self) -> None:
        """Something waits to be sent: a round follows shortly, unless the line is failing and has to wait anyhow."""
        if not self._schedule.is_failing:
            self._has_news.set()

    def send_now(self) -> None:
        """A person asked: a round follows at once, whatever failed before."""
        self._is_urgent.set()
        self._has_news.set()

    def stop(self, seconds: float = 5.0) -> bool:
        """Ends after the round that is running; whether it did within `seconds`. A cut round is safe to repeat."""
        self._is_over.set()
        self._is_urgent.set()
        self._has_news.set()
        if self._thread.ident is None:
            return True
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _work(self) -> None:
        wait_seconds = 0.0
        while not self._is_over.is_set():
            has_news = self._has_news.wait(wait_seconds)
            if has_news:
                self._is_urgent.wait(self._settle_seconds)
            self._has_news.clear()
            self._is_urgent.clear()
            if self._is_over.is_set():
                return
            outcome = self._one_round(is_polling=not has_news)
            wait_seconds = self._schedule.seconds_after(outcome)
            self._publish(outcome)

    def _one_round(self, *, is_polling: bool) -> Outcome:
        try:
            return self._run_round(is_polling)
        except ClosedError:
            return Outcome()
        except AppError as error:
            return Outcome(problem=error.code)
        except Exception as error:  # noqa: BLE001 - a bug must not end sending for good; it has an incident number
            log.event("round-failed")
            return Outcome(problem=explain(error).code)
