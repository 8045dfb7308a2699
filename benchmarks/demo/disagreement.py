"""Two officials of one city, both offline, answer the same question differently; both send; one settles it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.demo.cities import Computer, start_computer
from desktop_app.operations.answers import give_answer
from desktop_app.operations.contested import settle
from desktop_app.operations.members import admit
from desktop_app.storage import queries
from desktop_app.storage.views import QuestionView
from roadmap_core.assessment.answers import Choice

QUESTION = "ICT-06"
SOME, ALL = Choice(2), Choice(4)


@dataclass(frozen=True)
class SecondOfficial:
    """What another official of the city is told, and where the profile goes."""

    address: str
    invitation: str
    profile: Path


def disagree_and_settle(
    sato: Computer, second: SecondOfficial, while_contested: Callable[[Path], None]
) -> dict[str, Any]:
    """Runs the case over real HTTP; `sato` is the lead. Returns what both computers saw, as counts and words.

    `while_contested` gets the second computer's profile while two answers stand there.
    """
    tanaka = start_computer(sato.city, "A. Tanaka", second.address, second.profile)
    try:
        tanaka.join(second.invitation)
        return {**_case(sato, tanaka, while_contested), "traffic": tanaka.traffic}
    finally:
        tanaka.close()


def _case(sato: Computer, tanaka: Computer, while_contested: Callable[[Path], None]) -> dict[str, Any]:
    sato.send()
    admit(sato.workspace, tanaka.code)
    sato.send()
    tanaka.send()

    give_answer(sato.workspace, QUESTION, SOME, view(sato).seen)
    give_answer(tanaka.workspace, QUESTION, ALL, view(tanaka).seen)
    sato.send()
    tanaka.send()
    sato.send()
    before = {who.workspace.profile.name: contested(who) for who in (sato, tanaka)}
    same = alternatives(sato) == alternatives(tanaka) and len(alternatives(sato)) == 2
    while_contested(tanaka.workspace.profile)

    settle(sato.workspace, QUESTION, ALL, view(sato).seen, "The tender rules changed in November (invented).")
    sato.send()
    tanaka.send()
    after = {who.workspace.profile.name: contested(who) for who in (sato, tanaka)}
    return {
        "contested_before": max(before.values()),
        "contested_after": max(after.values()),
        "both_saw_the_same_two_answers": same and len(set(before.values())) == 1,
        "both_see_the_settled_answer": view(sato).answer == view(tanaka).answer == ALL,
        "answers_kept_in_history": len(view(tanaka).history),
        "kaga_roots_equal": sato.frontier() == tanaka.frontier(),
    }


def view(computer: Computer) -> QuestionView:
    return queries.question(computer.workspace.store, QUESTION)


def contested(computer: Computer) -> int:
    return len(queries.contested(computer.workspace.store))


def alternatives(computer: Computer) -> set[tuple[str, str]]:
    return {(str(alternative.answer), alternative.author) for alternative in view(computer).alternatives}
