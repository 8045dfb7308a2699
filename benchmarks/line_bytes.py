"""What everyday sending costs on the line, against the budgets of protocol.md, section 5.

Two real profiles and the real server in a process of its own, real HTTP through a counting proxy, headers included.
Each case is done three times; the dearest counts.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.server_process import ServerProcess
from benchmarks.timing import report
from desktop_app.operations.members import computer_code
from desktop_app.sync.outcome import Outcome
from tests.fakes.computer import Computer
from tests.fakes.counting_proxy import Counted, CountingProxy

NOTE_CHARACTERS = 120
TIMES = 3
BUDGETS = {
    "idle_poll": Counted(200, 110, 1),
    "1_answer_and_note": Counted(560, 280, 1),
    "60_answers_and_notes": Counted(5_000, 300, 1),
    "pull_of_20_entries": Counted(250, 7_000, 1),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with (
            ServerProcess(folder / "server") as server,
            CountingProxy(server.port) as proxy,
            Computer(folder / "first") as first,
            Computer(folder / "second", official="Bruno") as second,
        ):
            for computer in (first, second):
                computer.join(proxy.address, server.invite("kaga-jp")["kaga-jp"])
            server.admit({"kaga-jp": computer_code(first.workspace)})
            first.admit(second)
            for computer in (first, second, first):
                computer.send()
            figures = Cases(proxy, first, second).figures()
    report("line_bytes", figures)


class Cases:
    """Does each case on computers that have a token, a connection, and nothing left to do."""

    def __init__(self, proxy: CountingProxy, first: Computer, second: Computer) -> None:
        self._proxy, self._first, self._second = proxy, first, second
        self._texts = Notes(first)
        self._turn = 0

    def figures(self) -> dict[str, object]:
        cases: dict[str, Callable[[], Counted]] = {
            "idle_poll": lambda: self._counted(self._first.poll),
            "send_with_nothing_to_do": lambda: self._sent(self._first),
            "1_answer_and_note": lambda: self._answers(1),
            "60_answers_and_notes": lambda: self._answers(60),
            "pull_of_20_entries": lambda: self._pull(is_polling=False),
            "poll_that_finds_20_entries": lambda: self._pull(is_polling=True),
        }
        return {name: _compared([case() for _ in range(TIMES)], BUDGETS.get(name)) for name, case in cases.items()}

    def _answers(self, count: int) -> Counted:
        self._answer(count)
        return self._sent(self._first)

    def _pull(self, *, is_polling: bool) -> Counted:
        """20 entries, each with one answer and one note of 120 characters, of the other computer.

        The pull is the POST. A timed poll asks for the head first: one more round trip, like the idle poll.
        """
        self._sent(self._second)
        for _ in range(20):
            self._answer(1)
            self._sent(self._first)
        return self._counted(self._second.poll if is_polling else self._second.send)

    def _answer(self, count: int) -> None:
        self._turn += 1
        questions = self._first.choice_questions
        for step in range(count):
            question = questions[(self._turn * 7 + step) % len(questions)]
            self._first.answer(question, (self._turn + step) % 2)
            self._first.note(question, self._texts.next())

    def _sent(self, computer: Computer) -> Counted:
        return self._counted(computer.send)

    def _counted(self, run: Callable[[], Outcome]) -> Counted:
        self._proxy.take()
        outcome = run()
        if outcome.problem:
            raise SystemExit(f"sending failed: {outcome.problem}")
        return self._proxy.take()


class Notes:
    """Prose that differs from note to note, as people's does: the questions' own words, cut."""

    def __init__(self, computer: Computer) -> None:
        self._prose = " ".join(question.text for question in computer.workspace.instrument.questions)
        self._at = 0

    def next(self) -> str:
        self._at = (self._at + 97) % (len(self._prose) - NOTE_CHARACTERS)
        return self._prose[self._at : self._at + NOTE_CHARACTERS].strip().ljust(NOTE_CHARACTERS, ".")


def _compared(counted: list[Counted], budget: Counted | None) -> dict[str, object]:
    dearest = Counted(*(max(values) for values in zip(*counted, strict=True)))
    if budget is None:
        return dearest._asdict()
    holds = all(taken <= allowed for taken, allowed in zip(dearest, budget, strict=True))
    return {**dearest._asdict(), "budget": " / ".join(map(str, budget)), "holds": holds}


if __name__ == "__main__":
    main()
