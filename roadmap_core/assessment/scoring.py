"""Points of answers, scores of stages and policies: the `scoring` section of the instrument's file, in whole numbers.

Everything inside is an integer or a Fraction, so server and clients agree bit for bit; a screen shows `rounded`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from roadmap_core.assessment.answers import (
    Answer,
    Choice,
    LastDone,
    Percent,
    leaves_denominator,
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

_PLANNED_OPTIONS = frozenset({"planned", "drafted"})


def question_points(question: Question, answer: Answer | None, reference_date: date) -> Points | None:
    """Points of an answer, 0 to 100; None: the question leaves the denominator.

    Unanswered (None) and not yet known score 0. An answer that doesn't fit the scale scores 0 as well: it can only come
    from a program of another version, and must not over-report.
    """
    scale = question.scale
    if not scale.is_scored or leaves_denominator(answer):
        return None
    match answer:
        case Choice(option) if option < len(scale.options):
            return scale.options[option].points
        case Percent() if scale.is_percent:
            return answer.share
        case LastDone(day):
            return _band_points(scale, day, reference_date)
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


def stage_scores(policy: Policy, answers: Answers, reference_date: date) -> dict[Stage, Fraction]:
    """The weighted mean of the points of each stage; a stage without an applicable question is not there."""
    sums: dict[Stage, Points] = {}
    weights: dict[Stage, int] = {}
    for question in policy.questions:
        points = question_points(question, answers.get(question.id), reference_date)
        if points is not None:
            sums[question.stage] = sums.get(question.stage, 0) + question.weight * points
            weights[question.stage] = weights.get(question.stage, 0) + question.weight
    return {stage: Fraction(total) / weights[stage] for stage, total in sums.items()}


def policy_score(scores: Mapping[Stage, Fraction], stage: Stage) -> Fraction:
    """0.35 written + 0.50 implemented + 0.15 reviewed, at most 40 while the policy is not written.

    The three weights are scaled up to 1 over the stages that have an applicable question. An unanswered question is
    applicable: it counts 0 and its stage stays.
    """
    present = [s for s in QUESTION_STAGES if s in scores]
    weight = sum(STAGE_WEIGHTS[s] for s in present)
    if not weight:
        return Fraction(0)
    score = sum((STAGE_WEIGHTS[s] * scores[s] for s in present), Fraction(0)) / weight
    return min(score, Fraction(UNWRITTEN_CAP)) if stage < Stage.WRITTEN else score


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
    weight = sum(w for w, _ in parts)
    return Fraction(sum((w * p for w, p in parts), Fraction(0))) / weight if weight else None


def rounded(points: Points) -> int:
    """For screens: to the nearest whole number, halves up."""
    return (2 * Fraction(points) + 1).__floor__() // 2
