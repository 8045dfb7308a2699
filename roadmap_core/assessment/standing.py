"""Where a city stands: the stage, score and gaps of each policy, and the city's figures. Pure: answers in, values out.

A gate question that is answered not applicable, or not our competence, takes its whole policy out of every figure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from roadmap_core import cbor
from roadmap_core.assessment.answers import (
    Answer,
    Figure,
    Unknown,
    answer_to_wire,
    leaves_denominator,
)
from roadmap_core.assessment.scoring import (
    Answers,
    Points,
    points_of,
    policy_score,
    policy_stage,
    question_points,
    rounded,
    stage_scores,
    weighted_mean,
)
from roadmap_core.instrument.model import Instrument, Origin, Policy, Question
from roadmap_core.instrument.stages import Stage

_PRIMARY_WEIGHT, _SECONDARY_WEIGHT = 2, 1
_TIERS = {Origin.FOUNDATIONAL: 0, Origin.ROADMAP: 1, Origin.EXTENSION: 2}


class GapKind(StrEnum):
    """Why points are missing: nobody answered, nobody knows, or the answer is not the best one."""

    UNANSWERED = "unanswered"
    UNKNOWN = "unknown"
    BELOW = "below"


class Gap(NamedTuple):
    """A question that is short of its full points.

    Attributes:
        missing: points to the full 100, rounded.
        loss: weight times missing points, rounded: what the rank goes by.
    """

    policy_id: str
    question_id: str
    kind: GapKind
    missing: int
    loss: int
    is_gate: bool
    is_accountable: bool


@dataclass(frozen=True, slots=True)
class PolicyStanding:
    """Where one policy stands.

    Attributes:
        score: 0 to 100, rounded for screens; None if the policy is not applicable.
        exact_score: the same, exact.
        answered: questions with any answer, special ones too.
        total: all questions of the policy.
        gaps: ranked: the gate question, the accountable question, then by weight times missing points, then file order.
        contested: questions on which two answers stand.
        applicable: False if the gate question is not applicable or not the city's competence.
    """

    policy_id: str
    origin: Origin
    stage: Stage
    score: int | None
    exact_score: Fraction | None
    answered: int
    total: int
    gaps: tuple[Gap, ...]
    applicable: bool
    contested: int
    has_plan: bool

    @property
    def unknown(self) -> int:
        """Gaps in knowledge."""
        return sum(gap.kind is GapKind.UNKNOWN for gap in self.gaps)


@dataclass(frozen=True, slots=True)
class CityStanding:
    """Where a city stands. There is no single headline score, on purpose.

    Attributes:
        policies: in file order.
        written, implemented, reviewed: foundational policies at that stage or higher, 0 to 5.
        by_principle: the mean score of the principle's policies, by principle id; None where none applies.
        risk_view: the mean score of the policies that address it, primary ones twice, by risk id.
            An extension counts in both once one of its questions is answered: it is an offer, not part of the roadmap.
    """

    policies: tuple[PolicyStanding, ...]
    written: int
    implemented: int
    reviewed: int
    answered: int
    total: int
    contested: int
    plans: int
    by_principle: Mapping[str, int | None] = field(default_factory=dict)
    risk_view: Mapping[str, int | None] = field(default_factory=dict)

    def policy(self, policy_id: str) -> PolicyStanding:
        """Raises KeyError for an unknown id."""
        for standing in self.policies:
            if standing.policy_id == policy_id:
                return standing
        raise KeyError(policy_id)


class Grade(NamedTuple):
    """Whether a policy counts, its stage, and its exact score: None if it doesn't count."""

    applicable: bool
    stage: Stage
    score: Fraction | None


def grade(policy: Policy, answers_by_question: Answers, points: Sequence[Points | None]) -> Grade:
    """What a policy reaches by the answers that count and by their `points_of`."""
    if leaves_denominator(answers_by_question.get(policy.gate)):
        return Grade(applicable=False, stage=Stage.NONE, score=None)
    scores = stage_scores(policy, points)
    stage = policy_stage(policy, answers_by_question, scores)
    return Grade(applicable=True, stage=stage, score=policy_score(scores, stage))


def policy_standing(
    policy: Policy,
    answers_by_question: Answers,
    reference_date: date,
    *,
    contested: frozenset[str] = frozenset(),
    has_plan: bool = False,
) -> PolicyStanding:
    """Where one policy stands.

    Args:
        policy: of the instrument.
        answers_by_question: the answers that count; of contested ones the `lowest`.
        reference_date: the day that the assessment speaks of.
        contested: ids of questions on which two answers stand, of this policy or of others.
        has_plan: whether the city has recorded an action plan for the policy.
    """
    points = points_of(policy, answers_by_question, reference_date)
    applicable, stage, score = grade(policy, answers_by_question, points)
    ids = policy.question_ids
    return PolicyStanding(
        policy_id=policy.id,
        origin=policy.origin,
        stage=stage,
        score=None if score is None else rounded(score),
        exact_score=score,
        answered=sum(answers_by_question.get(question_id) is not None for question_id in ids),
        total=len(ids),
        gaps=_gaps(policy, answers_by_question, points) if applicable else (),
        applicable=applicable,
        contested=sum(question_id in contested for question_id in ids) if contested else 0,
        has_plan=has_plan,
    )


def city_standing(
    instrument: Instrument,
    answers_by_question: Answers,
    reference_date: date,
    *,
    contested: frozenset[str] = frozenset(),
    plans: frozenset[str] = frozenset(),
) -> CityStanding:
    """Where a city stands; `plans` are the ids of policies with a recorded action plan."""
    policies = [
        policy_standing(policy, answers_by_question, reference_date, contested=contested, has_plan=policy.id in plans)
        for policy in instrument.policies
    ]
    return combine(instrument, policies)


def combine(instrument: Instrument, policies: Iterable[PolicyStanding]) -> CityStanding:
    """A city's standing out of the standings of its policies: after one answer only one of them changes."""
    standings = tuple(policies)
    stages = [s.stage for s in standings if s.origin is Origin.FOUNDATIONAL and s.applicable]
    return CityStanding(
        policies=standings,
        written=sum(stage >= Stage.WRITTEN for stage in stages),
        implemented=sum(stage >= Stage.IMPLEMENTED for stage in stages),
        reviewed=sum(stage >= Stage.REVIEWED for stage in stages),
        answered=sum(s.answered for s in standings),
        total=sum(s.total for s in standings),
        contested=sum(s.contested for s in standings),
        plans=sum(s.has_plan for s in standings),
        by_principle=_scores_by_principle(instrument, standings),
        risk_view=_scores_by_risk(instrument, standings),
    )


def next_steps(standing: CityStanding, count: int = 3) -> tuple[Gap, ...]:
    """The first gaps across policies: foundational ones before the rest of the roadmap, extensions last.

    Among policies of one kind: gate questions, accountable questions, then by weight times missing points, then file
    order. Of an extension nothing is named before one of its questions is answered.
    """
    ranked = [
        ((_TIERS[s.origin], _rank(gap)), gap)
        for s in standing.policies
        if s.origin is not Origin.EXTENSION or s.answered
        for gap in s.gaps
    ]
    return tuple(gap for _, gap in sorted(ranked, key=lambda pair: pair[0])[:count])


def lowest(question: Question, alternatives: Iterable[Answer | None], reference_date: date) -> Answer | None:
    """The answer that counts while several stand: the lowest on the question's own scale.

    With it no score and no stage is higher than with any other of the answers on the scale. Not applicable and not our
    competence are off the scale: they count only while nothing on it stands beside them. Equal points: by the bytes of
    the answer. Cleared (None) scores 0. The order of the alternatives changes nothing. Of none: None.
    """
    return min(alternatives, key=lambda answer: _height(question, answer, reference_date), default=None)


def _height(question: Question, answer: Answer | None, reference_date: date) -> tuple[bool, Points, bytes]:
    if isinstance(answer, Figure):
        points: Points | None = answer.value
    else:
        points = question_points(question, answer, reference_date)
    return leaves_denominator(answer), points or 0, cbor.encode(answer_to_wire(answer))


def _gaps(policy: Policy, answers: Answers, points: Sequence[Points | None]) -> tuple[Gap, ...]:
    gaps = [
        _gap(policy, question, answers.get(question.id), 100 - own)
        for question, own in zip(policy.questions, points, strict=True)
        if own is not None and own.numerator < 100 * own.denominator
    ]
    gaps.sort(key=_rank)
    return tuple(gaps)


def _gap(policy: Policy, question: Question, answer: Answer | None, missing: Points) -> Gap:
    kind = GapKind.UNKNOWN if isinstance(answer, Unknown) else GapKind.BELOW
    return Gap(
        policy.id,
        question.id,
        GapKind.UNANSWERED if answer is None else kind,
        missing=rounded(missing),
        loss=rounded(question.weight * missing),
        is_gate=question.id == policy.gate,
        is_accountable=question.id == policy.accountable,
    )


def _rank(gap: Gap) -> tuple[bool, bool, int]:
    return not gap.is_gate, not gap.is_accountable, -gap.loss


def _counted(standing: PolicyStanding) -> bool:
    return standing.applicable and (standing.origin is not Origin.EXTENSION or standing.answered > 0)


def _scores_by_principle(instrument: Instrument, standings: tuple[PolicyStanding, ...]) -> dict[str, int | None]:
    parts: dict[str, list[tuple[int, Points]]] = {principle.id: [] for principle in instrument.principles}
    for standing in filter(_counted, standings):
        parts[instrument.policy(standing.policy_id).principle].append((1, standing.exact_score or 0))
    return _means(parts)


def _scores_by_risk(instrument: Instrument, standings: tuple[PolicyStanding, ...]) -> dict[str, int | None]:
    parts: dict[str, list[tuple[int, Points]]] = {risk.id: [] for risk in instrument.risks}
    for standing in filter(_counted, standings):
        policy = instrument.policy(standing.policy_id)
        for risk in policy.primary_risks:
            parts[risk].append((_PRIMARY_WEIGHT, standing.exact_score or 0))
        for risk in policy.secondary_risks:
            parts[risk].append((_SECONDARY_WEIGHT, standing.exact_score or 0))
    return _means(parts)


def _means(parts: Mapping[str, list[tuple[int, Points]]]) -> dict[str, int | None]:
    means = {key: weighted_mean(value) for key, value in parts.items()}
    return {key: None if mean is None else rounded(mean) for key, mean in means.items()}
