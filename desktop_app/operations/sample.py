"""Invented answers, to try the program with and to show it: the profile says "sample data" on every screen.

The same seed gives the same answers. They go through the same operations as a person's.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from desktop_app.operations.answers import give_answer, write_note
from desktop_app.operations.citations import cite
from desktop_app.operations.plans import add_plan_action
from desktop_app.operations.reviews import bring_to
from desktop_app.operations.together import say_barrier
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import review_query, undo_list
from desktop_app.storage.engine import reading, transaction
from roadmap_core.assessment.answers import (
    Answer,
    Choice,
    LastDone,
    NotApplicable,
    NotOurCompetence,
    Percent,
    Unknown,
)
from roadmap_core.assessment.citations import KEY_BYTES, Citation, Kind
from roadmap_core.assessment.review import ReviewState
from roadmap_core.community.barriers import BARRIERS, Weight
from roadmap_core.instrument.model import Instrument, Policy, Question, ScaleKind
from roadmap_core.instrument.stages import Stage

_NOTES = (
    "Invented example: two departments follow the rule, the others start next year.",
    "Invented example: the text was adopted in spring; the first report is due in autumn.",
    "Invented example: figures come from the register of the procurement office.",
)
_WORLD = 6
"""Which of the possible invented worlds it is: in this one the cities have about as many plans as the deck names."""
_ACTIONS = ("Put the rule before the council", "Name an accountable official", "Publish the first yearly report")

_DOCUMENTS = (
    ("Invented example: council decision on procurement", Kind.DECISION, "https://city.example/decisions/117", ""),
    ("Invented example: data protection ordinance", Kind.LAW, "https://city.example/law/42", ""),
    ("Invented example: handbook of the digital office", Kind.POLICY, "Shared folder of the digital office", ""),
    ("Invented example: yearly report on street works", Kind.REPORT, "https://city.example/reports/8", ""),
    (
        "Invented example: audit of accessibility",
        Kind.REPORT,
        "https://city.example/audits/3",
        "Audit office (invented)",
    ),
    ("Invented example: register of contracts", Kind.DATA, "Procurement office", ""),
)
"""Title, kind, where it is, and who confirmed it."""

_REVIEWS = (
    (ReviewState.READY, ReviewState.REVIEWED),
    (ReviewState.READY,),
    (ReviewState.READY, ReviewState.RETURNED),
)
_WHY_RETURNED = "Invented example: name the decision by its number and day."


@dataclass(frozen=True, slots=True)
class SampleCity:
    """How far an invented city has come: `progress` 0 to 1, and whether it also answers the outline modules."""

    progress: float
    answers_everything: bool
    plans: int

    @classmethod
    def of(cls, seed: str) -> "SampleCity":
        chance = random.Random(f"{_WORLD} city {seed}")
        progress = min(1.0, max(0.0, chance.gauss(0.45, 0.24)))
        return cls(progress, chance.random() < 0.3, chance.choice((0, 0, 0, 1, 1, 2)))


def fill_with_sample(workspace: Workspace, seed: str, today: date, *, plans: int | None = None) -> int:
    """Answers as an invented city would; returns how many answers. `seed` is the city's id."""
    city = SampleCity.of(seed)
    chance = random.Random(f"{_WORLD} answers {seed}")
    count = 0
    for question, answer in sample_answers(workspace.instrument, city, seed, today):
        give_answer(workspace, question.id, answer, ())
        count += 1
        if chance.random() < 0.08:
            write_note(workspace, question.id, chance.choice(_NOTES), ())
    for policy in workspace.instrument.foundational[: city.plans if plans is None else plans]:
        add_plan_action(workspace, policy.id, chance.choice(_ACTIONS), "City manager", today + timedelta(days=120))
    weights = random.Random(f"{_WORLD} barriers {seed}")
    for barrier in weights.sample(BARRIERS, 3):  # cities say something of the half that they thought about
        say_barrier(workspace, barrier, weights.choice(tuple(Weight)))
    with transaction(workspace.engine) as connection:
        undo_list.forget_all(connection)
    return count


def cite_samples(workspace: Workspace, seed: str, today: date) -> None:
    """Cites invented documents for about a third of an invented city's answers."""
    chance = random.Random(f"{_WORLD} evidence {seed}")
    answers = sample_answers(workspace.instrument, SampleCity.of(seed), seed, today)
    answered = [question.id for question, _answer in answers]
    for title, kind, reference, checked_by in _DOCUMENTS:
        day = (today - timedelta(days=chance.randrange(60, 900))).isoformat()
        document = Citation(chance.randbytes(KEY_BYTES), title, kind, "City (invented)", day, reference)
        uses = chance.sample(answered, max(1, len(answered) // 18))
        cite(workspace, uses, replace(document, section=f"§ {chance.randrange(2, 30)}", checked_by=checked_by))


def review_samples(workspace: Workspace) -> None:
    """An invented city's reviews: one policy reviewed, one handed in, one returned. A signature would be sealed."""
    for policy, states in zip(workspace.instrument.foundational, _REVIEWS, strict=False):
        for state in states:
            with reading(workspace.engine) as connection:
                shown = review_query.review(workspace.store, connection, policy.id)
            if state in shown.following and shown.now:
                bring_to(workspace, policy.id, state, shown.seen, shown.now, _WHY_RETURNED)
    with transaction(workspace.engine) as connection:
        undo_list.forget_all(connection)


def sample_answers(
    instrument: Instrument, city: SampleCity, seed: str, today: date
) -> Iterator[tuple[Question, Answer]]:
    """The invented answers of one city, in the order of the instrument; some questions stay open."""
    for policy in instrument.policies:
        if not policy.is_foundational and not city.answers_everything:
            continue
        chance = random.Random(f"{_WORLD} {seed} {policy.id}")
        level = min(1.0, max(0.0, chance.gauss(city.progress, 0.25)))
        for question in policy.questions:
            if chance.random() < 0.9 or question.id in (policy.gate, policy.accountable):
                yield question, _answer(chance, policy, question, level, today)


def _answer(chance: random.Random, policy: Policy, question: Question, level: float, today: date) -> Answer:
    is_key = question.id in (policy.gate, policy.accountable)
    if not is_key and chance.random() < 0.06:
        return chance.choice(
            (
                Unknown(),
                NotApplicable("Invented example: the city has no such systems."),
                NotOurCompetence("The region (invented example)", "Regional act, section 12 (invented)"),
            )
        )
    scale = question.scale
    reach = min(1.0, max(0.0, level - 0.12 * (question.stage - Stage.WRITTEN) + chance.gauss(0.08, 0.12)))
    if scale.kind is ScaleKind.DATE:
        return LastDone(today - timedelta(days=int(60 + (1 - reach) * 1400)))
    if scale.is_percent:
        whole = chance.randint(8, 60)
        return Percent(round(whole * reach), whole, str(today.year - 1))
    return Choice(min(len(scale.options) - 1, int(reach * len(scale.options))))
