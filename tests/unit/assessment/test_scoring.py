"""Points and scores, calculated by hand."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

import pytest

from roadmap_core.assessment.answers import (
    Answer,
    Choice,
    Figure,
    LastDone,
    NotApplicable,
    NotOurCompetence,
    Percent,
    Unknown,
)
from roadmap_core.assessment.scoring import (
    months_since,
    points_of,
    policy_score,
    policy_stage,
    question_points,
    rounded,
    stage_scores,
)
from roadmap_core.instrument.model import Instrument, Policy
from roadmap_core.instrument.stages import Stage

Pick = Callable[[str, str], Answer]
LEAVES = [NotApplicable("There are none."), NotOurCompetence("The county", "Roads Act")]


def scored(policy: Policy, answers: dict[str, Answer], today: date) -> tuple[Stage, Fraction]:
    scores = stage_scores(policy, points_of(policy, answers, today))
    stage = policy_stage(policy, answers, scores)
    return stage, policy_score(scores, stage)


@pytest.mark.parametrize(
    ("value", "points"),
    [("no", 0), ("planned", 10), ("drafted", 25), ("adopted", 50), ("implemented", 85), ("reviewed", 100)],
)
def test_an_option_gives_its_points(instrument: Instrument, pick: Pick, today: date, value: str, points: int) -> None:
    assert question_points(instrument.question("ICT-01"), pick("ICT-01", value), today) == points


def test_a_share_gives_its_percentage_exactly(instrument: Instrument, today: date) -> None:
    assert question_points(instrument.question("ICT-05"), Percent(1, 3), today) == Fraction(100, 3)


@pytest.mark.parametrize(
    ("last", "points"),
    [
        (date(2025, 6, 30), 100),
        (date(2024, 6, 30), 100),
        (date(2024, 6, 29), 60),
        (date(2023, 6, 30), 60),
        (date(2023, 6, 29), 30),
        (date(2022, 6, 30), 30),
        (date(2022, 6, 29), 0),
        (date(1970, 1, 1), 0),
        (date(2025, 7, 1), 0),
    ],
)
def test_a_date_gives_the_points_of_its_band_and_a_later_one_than_the_reference_none(
    instrument: Instrument, today: date, last: date, points: int
) -> None:
    assert question_points(instrument.question("ICT-12"), LastDone(last), today) == points


def test_never_done_gives_no_points(instrument: Instrument, pick: Pick, today: date) -> None:
    assert question_points(instrument.question("ICT-12"), pick("ICT-12", "never"), today) == 0


@pytest.mark.parametrize(
    ("day", "reference", "months"),
    [
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2024, 2, 29), date(2025, 3, 1), 13),
        (date(2024, 8, 31), date(2025, 2, 28), 6),
        (date(2025, 1, 1), date(2025, 1, 2), 1),
    ],
)
def test_a_begun_month_counts(day: date, reference: date, months: int) -> None:
    assert months_since(day, reference) == months


def test_points_of_a_date_never_rise_as_it_gets_older(instrument: Instrument, today: date) -> None:
    question = instrument.question("ICT-12")
    points = [question_points(question, LastDone(today - timedelta(days=days)), today) for days in range(1_500)]
    assert points == sorted(points, key=lambda p: -(p or 0))


@pytest.mark.parametrize("question", ["ICT-01", "ICT-02", "ICT-05", "ICT-12", "CYB-03"])
def test_unknown_and_unanswered_score_nothing_and_special_answers_leave_the_denominator(
    instrument: Instrument, today: date, question: str
) -> None:
    asked = instrument.question(question)
    assert question_points(asked, Unknown(), today) == 0
    assert question_points(asked, None, today) == 0
    assert [question_points(asked, answer, today) for answer in LEAVES] == [None, None]


@pytest.mark.parametrize("answer", [Choice(9), Percent(1, 1), LastDone(date(2025, 1, 1)), Figure(7)])
def test_an_answer_of_another_scale_scores_nothing(instrument: Instrument, today: date, answer: Answer) -> None:
    question = instrument.question("ICT-05" if isinstance(answer, Choice | Figure) else "ICT-02")
    expected = 0
    if isinstance(answer, LastDone):
        assert not question.scale.bands
    assert question_points(question, answer, today) == expected


def test_a_score_by_hand(dst: Policy, pick: Pick, today: date) -> None:
    """Written (5*85 + 3*50) / 8 = 71.875; implemented (5*40 + 3*100) / 8 = 62.5; reviewed 60."""
    answers = {
        "DST-01": pick("DST-01", "implemented"),
        "DST-02": pick("DST-02", "partly"),
        "DST-03": Percent(2, 5),
        "DST-04": pick("DST-04", "yes"),
        "DST-05": LastDone(date(2024, 1, 15)),
    }
    scores = stage_scores(dst, points_of(dst, answers, today))
    assert scores == {
        Stage.WRITTEN: Fraction("71.875"),
        Stage.IMPLEMENTED: Fraction("62.5"),
        Stage.REVIEWED: Fraction(60),
    }
    # 0.35 * 71.875 + 0.5 * 62.5 + 0.15 * 60
    assert scored(dst, answers, today) == (Stage.WRITTEN, Fraction("65.40625"))


def test_an_unanswered_question_stays_in_the_denominator(dst: Policy, pick: Pick, today: date) -> None:
    answers = {"DST-01": pick("DST-01", "reviewed")}
    # five eighths of the 35 for written
    assert scored(dst, answers, today) == (Stage.WRITTEN, Fraction("21.875"))


@pytest.mark.parametrize("leaving", LEAVES)
def test_a_question_that_does_not_apply_leaves_its_stage(dst: Policy, pick: Pick, today: date, leaving: Answer) -> None:
    answers = {"DST-01": pick("DST-01", "reviewed"), "DST-02": leaving}
    assert scored(dst, answers, today) == (Stage.WRITTEN, Fraction(35))


def test_a_stage_of_which_nothing_applies_leaves_its_weight_to_the_others(dst: Policy, pick: Pick, today: date) -> None:
    answers = {"DST-01": pick("DST-01", "reviewed"), "DST-02": pick("DST-02", "yes"), "DST-05": LEAVES[0]}
    # 100 * 35 / 85
    assert scored(dst, answers, today) == (Stage.WRITTEN, Fraction(3500, 85))


@pytest.mark.parametrize(
    ("gate", "stage", "score"),
    [
        ("no", Stage.NONE, 40),
        ("planned", Stage.PLANNED, 40),
        ("drafted", Stage.PLANNED, 40),
        ("adopted", Stage.REVIEWED, None),
    ],
)
def test_good_habits_cannot_hide_a_missing_mandate(
    dst: Policy, pick: Pick, today: date, gate: str, stage: Stage, score: int | None
) -> None:
    answers = best(pick) | {"DST-01": pick("DST-01", gate)}
    # adopted: 35 % of (250 + 300) / 8, and all of the other 65
    expected = Fraction(score) if score else Fraction(35 * 550, 800) + 65
    assert scored(dst, answers, today) == (stage, expected)


def test_a_score_below_the_cap_is_left_alone_while_nothing_is_written(dst: Policy, pick: Pick, today: date) -> None:
    answers = {"DST-01": pick("DST-01", "no"), "DST-04": pick("DST-04", "yes")}
    assert scored(dst, answers, today) == (Stage.NONE, Fraction("18.75"))


def best(pick: Pick) -> dict[str, Answer]:
    return {
        "DST-01": pick("DST-01", "adopted"),
        "DST-02": pick("DST-02", "yes"),
        "DST-03": Percent(9, 9),
        "DST-04": pick("DST-04", "yes"),
        "DST-05": LastDone(date(2025, 1, 1)),
    }


@pytest.mark.parametrize(
    ("change", "stage"),
    [
        ({}, Stage.REVIEWED),
        ({"DST-01": "implemented"}, Stage.REVIEWED),
        ({"DST-01": Unknown()}, Stage.NONE),
        ({"DST-02": "partly"}, Stage.WRITTEN),
        ({"DST-02": Unknown()}, Stage.WRITTEN),
        ({"DST-02": LEAVES[0]}, Stage.WRITTEN),
        ({"DST-03": Percent(36, 100)}, Stage.REVIEWED),  # (5*36 + 300) / 8 = 60
        ({"DST-03": Percent(3599, 10_000)}, Stage.WRITTEN),
        ({"DST-03": LEAVES[0], "DST-04": LEAVES[1]}, Stage.WRITTEN),
        ({"DST-05": LastDone(date(2024, 1, 1))}, Stage.REVIEWED),  # 60 points
        ({"DST-05": LastDone(date(2022, 9, 1))}, Stage.IMPLEMENTED),  # 30 points
        ({"DST-05": Unknown()}, Stage.IMPLEMENTED),
        ({"DST-05": LEAVES[0]}, Stage.IMPLEMENTED),
    ],
)
def test_the_stage_is_the_last_whose_rule_holds(
    dst: Policy, pick: Pick, today: date, change: dict[str, str | Answer], stage: Stage
) -> None:
    changed = {q: pick(q, value) if isinstance(value, str) else value for q, value in change.items()}
    assert scored(dst, best(pick) | changed, today)[0] is stage


def test_without_answers_there_is_no_stage_and_no_score(dst: Policy, today: date) -> None:
    assert scored(dst, {}, today) == (Stage.NONE, 0)


@pytest.mark.parametrize(
    ("points", "shown"), [(0, 0), (Fraction(1, 2), 1), (Fraction(49, 100), 0), (Fraction("65.40625"), 65), (100, 100)]
)
def test_scores_are_rounded_for_screens_with_halves_up(points: Fraction | int, shown: int) -> None:
    assert rounded(points) == shown
