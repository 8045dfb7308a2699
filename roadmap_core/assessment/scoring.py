"""Points of answers, scores of stages and policies: the `scoring` section of the instrument's file, in whole numbers.

Everything inside is an integer or a Fraction, so server and clients agree bit for bit; a screen shows `rounded`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from roadmap_core.assessment.answers import (
    LEAVING,
    Answer,
    Choice,
    LastDone,
    Percent,
)
from roadmap_core.instrument.model import Policy, Question, Scale
from roadmap_core.instrument.stages import QUESTION_STAGES, Stage

Points: TypeAlias = Fraction | int
"""0 to 100."""
Answers: TypeAlias = Mapping[str, Answer]
"""Answers by question id; a question that isn't there is unanswered."""

STAGE_WEIGHTS: Mapping[Stage, int] = {Stage.WRITTEN: 35, Stage.IMPLEMENTED: 50, Stage.REVIEWED: 15}
UNWRITTEN_CAP = 40
"""Good habits can't hide a missing mandate: the most that a policy scores while it is not written."""
STAGE_THRESHOLD = 60
"""The stage score from which a policy counts as implemented or reviewed."""

_CAP = Fraction(UNWRITTEN_CAP)
_PLANNED_OPTIONS = frozenset({"planned", "drafted"})


def question_points(question: Question, answer: Answer | None, reference_date: date) -> Points | None:
    """Points of an answer, 0 to 100; None: the question leaves the denominator.

    Unanswered (None) and not yet known score 0. An answer that doesn't fit the scale scores 0 as well: it can only come
    from a program of another version, and must not over-report.
    """
    scale = question.scale
    if not scale.is_scored or type(answer) in LEAVING:
        return None
    if isinstance(answer, Choice) and answer.option < len(scale.options):
        return scale.options[answer.option].points
    if isinstance(answer, Percent) and scale.is_percent:
        return answer.share
    if isinstance(answer, LastDone):
        return _band_points(scale, answer.day, reference_date)
    return 0


def months_since(day: date, reference_date: date) -> int:
    """Whole calendar months from `day` to the reference date, a begun month counted; negative if `day` is later.

    Exactly twelve months ago is 12; a day more is 13. From 31 August to 28 February are 6.
    """
    whole = (reference_date.year - day.year) * 12 + reference_date.month - day.month
    return whole + (reference_date.day > day.day)


def _band_points(scale: Scale, day: date, reference_date: date) -> int:
    if day > reference_date:  # it had not happened yet at the date that the assessment speaks of
        return 0
    months = months_since(day, reference_date)
    return next((b.points for b in scale.bands if b.max_months is None or months <= b.max_months), 0)


def points_of(policy: Policy, answers: Answers, reference_date: date) -> list[Points | None]:
    """The `question_points` of each question of a policy, in file order."""
    return [question_points(question, answers.get(question.id), reference_date) for question in policy.questions]


def stage_scores(policy: Policy, points: Sequence[Points | None]) -> dict[Stage, Fraction]:
    """The weighted mean of the points of each stage; a stage without an applicable question is not there.

    Args:
        policy: of the instrument.
        points: of its questions (`points_of`).
    """
    weights = [0] * len(Stage)
    numerators, denominators = weights[:], [1] * len(Stage)  # whole numbers: adding Fractions took 4 times as long
    for question, own in zip(policy.questions, points, strict=True):
        if own is not None:
            stage, weight, share = question.stage, question.weight, own.denominator
            weights[stage] += weight
            numerators[stage] = numerators[stage] * share + weight * own.numerator * denominators[stage]
            denominators[stage] *= share
    return {
        stage: Fraction(numerators[stage], denominators[stage] * weights[stage])
        for stage in QUESTION_STAGES
        if weights[stage]
    }


def policy_score(scores: Mapping[Stage, Fraction], stage: Stage) -> Fraction:
    """0.35 written + 0.50 implemented + 0.15 reviewed, at most 40 while the policy is not written.

    The three weights are scaled up to 1 over the stages that have an applicable question. An unanswered question is
    applicable: it counts 0 and its stage stays.
    """
    score = weighted_mean([(STAGE_WEIGHTS[s], own) for s, own in scores.items()])
    if score is None:
        return Fraction(0)
    return min(score, _CAP) if stage < Stage.WRITTEN else score


def policy_stage(policy: Policy, answers: Answers, scores: Mapping[Stage, Fraction]) -> Stage:
    """The stage by the status rules, the last that holds.

    A stage of which no question applies counts as not shown: its threshold is not met. So does an accountable question
    that is answered by anything but yes.
    """
    written = _gate_stage(policy, answers)
    if written < Stage.WRITTEN:
        return written
    if not _is_accountable(policy, answers) or scores.get(Stage.IMPLEMENTED, 0) < STAGE_THRESHOLD:
        return Stage.WRITTEN
    return Stage.REVIEWED if scores.get(Stage.REVIEWED, 0) >= STAGE_THRESHOLD else Stage.IMPLEMENTED


def _gate_stage(policy: Policy, answers: Answers) -> Stage:
    value = _option_value(policy.question(policy.gate), answers)
    if value is None or value == "no":
        return Stage.NONE
    return Stage.PLANNED if value in _PLANNED_OPTIONS else Stage.WRITTEN


def _is_accountable(policy: Policy, answers: Answers) -> bool:
    return _option_value(policy.question(policy.accountable), answers) == "yes"


def _option_value(question: Question, answers: Answers) -> str | None:
    answer = answers.get(question.id)
    options = question.scale.options
    return options[answer.option].value if isinstance(answer, Choice) and answer.option < len(options) else None


def weighted_mean(parts: Sequence[tuple[int, Points]]) -> Fraction | None:
    """The mean of (weight, points); None of nothing."""
    numerator, denominator, weight = 0, 1, 0
    for own_weight, points in parts:
        numerator = numerator * points.denominator + own_weight * points.numerator * denominator
        denominator *= points.denominator
        weight += own_weight
    return Fraction(numerator, denominator * weight) if weight else None


def rounded(points: Points) -> int:
    """For screens: to the nearest whole number, halves up."""
    return (2 * points.numerator + points.denominator) // (2 * points.denominator)
