"""Where a city stands: gaps, figures, contested answers."""

import itertools
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from roadmap_core.assessment.standing import GapKind, city_standing, combine, lowest, next_steps, policy_standing
from roadmap_core.instrument.model import Instrument, Policy, Question, ScaleKind
from roadmap_core.instrument.stages import Stage

Pick = Callable[[str, str], Answer]
NOT_OURS = NotOurCompetence("The state", "Data Act")


def full_marks(policy: Policy, today: date) -> dict[str, Answer]:
    return {question.id: _best(question, today) for question in policy.questions}


def _best(question: Question, today: date) -> Answer:
    if question.scale.kind is ScaleKind.ORDINAL:
        return Choice(len(question.scale.options) - 1)
    return LastDone(today) if question.scale.kind is ScaleKind.DATE else Percent(1, 1)


def test_gaps_go_gate_accountable_then_by_weight_times_missing_points(dst: Policy, today: date) -> None:
    answers: dict[str, Answer] = {"DST-03": Percent(1, 2), "DST-05": Unknown()}
    gaps = policy_standing(dst, answers, today).gaps
    assert [(gap.question_id, gap.kind, gap.missing, gap.loss) for gap in gaps] == [
        ("DST-01", GapKind.UNANSWERED, 100, 500),
        ("DST-02", GapKind.UNANSWERED, 100, 300),
        ("DST-04", GapKind.UNANSWERED, 100, 300),
        ("DST-03", GapKind.BELOW, 50, 250),
        ("DST-05", GapKind.UNKNOWN, 100, 200),
    ]
    assert [gap.is_gate for gap in gaps] == [True, False, False, False, False]
    assert [gap.is_accountable for gap in gaps] == [False, True, False, False, False]


def test_full_marks_leave_no_gap(instrument: Instrument, today: date) -> None:
    for policy in instrument.policies:
        standing = policy_standing(policy, full_marks(policy, today), today)
        assert (standing.stage, standing.score, standing.gaps) == (Stage.REVIEWED, 100, ())


def test_special_answers_count_as_answered_and_leave_no_gap_but_unknown_does(dst: Policy, today: date) -> None:
    answers: dict[str, Answer] = {"DST-03": NOT_OURS, "DST-04": NotApplicable("None."), "DST-05": Unknown()}
    standing = policy_standing(dst, answers, today)
    assert (standing.answered, standing.total, standing.unknown) == (3, 5, 1)
    assert {gap.question_id for gap in standing.gaps} == {"DST-01", "DST-02", "DST-05"}


@pytest.mark.parametrize("leaving", [NotApplicable("No streets."), NOT_OURS])
def test_a_gate_that_does_not_apply_takes_its_policy_out_of_every_figure(
    instrument: Instrument, today: date, leaving: Answer
) -> None:
    answers = {k: v for policy in instrument.policies for k, v in full_marks(policy, today).items()}
    answers["DIG-01"] = leaving
    city = city_standing(instrument, answers, today)
    dig = city.policy("DIG")
    assert (dig.applicable, dig.stage, dig.score, dig.gaps, dig.answered) == (False, Stage.NONE, None, (), 12)
    assert (city.written, city.implemented, city.reviewed) == (4, 4, 4)
    assert set(city.by_principle.values()) == {100}
    assert set(city.risk_view.values()) == {100}


def test_contested_questions_and_plans_are_counted(instrument: Instrument, today: date) -> None:
    contested = frozenset({"ICT-01", "ICT-02", "ODP-01"})
    city = city_standing(instrument, {}, today, contested=contested, plans=frozenset({"PIA"}))
    assert (city.policy("ICT").contested, city.policy("ODP").contested, city.contested) == (2, 1, 3)
    assert (city.policy("PIA").has_plan, city.policy("ICT").has_plan, city.plans) == (True, False, 1)


def test_a_city_counts_foundational_policies_at_a_stage_or_further(
    instrument: Instrument, pick: Pick, today: date
) -> None:
    answers = full_marks(instrument.policy("ICT"), today)  # reviewed
    answers |= full_marks(instrument.policy("PIA"), today) | {"PIA-12": Unknown()}  # implemented
    answers |= {"CYB-01": pick("CYB-01", "adopted")}  # written
    answers |= {"DIG-01": pick("DIG-01", "drafted")}  # planned
    answers |= full_marks(instrument.policy("DSP"), today)  # not foundational
    city = city_standing(instrument, answers, today)
    assert (city.written, city.implemented, city.reviewed) == (3, 2, 1)
    assert city.policy("DSP").stage is Stage.REVIEWED
    assert city.total == 122
    assert city.answered == 12 + 12 + 1 + 1 + 5


def test_without_answers_every_figure_is_nothing(instrument: Instrument, today: date) -> None:
    city = city_standing(instrument, {}, today)
    assert (city.written, city.implemented, city.reviewed, city.answered) == (0, 0, 0, 0)
    assert set(city.by_principle.values()) == {0}
    assert set(city.risk_view) == {risk.id for risk in instrument.risks}


def test_the_risk_view_weighs_primary_risks_twice(instrument: Instrument, today: date) -> None:
    """Of Loss of privacy: PIA, DCO, REG primarily, CYB and SIA secondarily. 100 for PIA: 2 * 100 / 8."""
    city = city_standing(instrument, full_marks(instrument.policy("PIA"), today), today)
    assert city.risk_view["PRIVACY"] == 25
    # Social disruption: ICT, SIA, CEN primarily; PIA, DIG, ODP, REG, RES, INS secondarily. 1 * 100 / 12
    assert city.risk_view["EXCL"] == 8
    assert city.by_principle == {"EQ": 0, "SR": 0, "PT": 33, "OI": 0, "SU": 0}


def test_an_extension_counts_once_something_in_it_is_answered(instrument: Instrument, pick: Pick, today: date) -> None:
    roadmap = full_marks(instrument.policy("PIA"), today)
    touched = city_standing(instrument, roadmap | {"AIP-01": pick("AIP-01", "no")}, today)
    assert touched.by_principle["PT"] == 25
    assert "AIP" in {gap.policy_id for gap in next_steps(touched, 1000)}
    assert "AIP" not in {gap.policy_id for gap in next_steps(city_standing(instrument, roadmap, today), 1000)}


def test_next_steps_start_with_what_is_foundational_and_with_mandates(instrument: Instrument, today: date) -> None:
    city = city_standing(instrument, full_marks(instrument.policy("PIA"), today), today)
    assert [gap.question_id for gap in next_steps(city, 5)] == ["ICT-01", "CYB-01", "DIG-01", "ODP-01", "CYB-02"]
    steps = next_steps(city, 1000)
    foundational = [instrument.policy(gap.policy_id).is_foundational for gap in steps]
    assert foundational == sorted(foundational, reverse=True)
    assert len(next_steps(city)) == 3


def test_a_city_is_the_sum_of_its_policies_whichever_way_they_were_made(instrument: Instrument, today: date) -> None:
    answers = full_marks(instrument.policy("CYB"), today) | full_marks(instrument.policy("REG"), today)
    parts = [policy_standing(policy, answers, today) for policy in instrument.policies]
    assert combine(instrument, parts) == city_standing(instrument, answers, today)


def test_while_two_answers_stand_the_lower_one_counts(instrument: Instrument, pick: Pick, today: date) -> None:
    gate, share, recent = (instrument.question(q) for q in ("ICT-01", "ICT-05", "ICT-12"))
    assert lowest(gate, [pick("ICT-01", "reviewed"), pick("ICT-01", "drafted")], today) == pick("ICT-01", "drafted")
    assert lowest(share, [Percent(2, 3), Percent(65, 100)], today) == Percent(65, 100)
    assert lowest(recent, [LastDone(today), LastDone(date(2023, 1, 1))], today) == LastDone(date(2023, 1, 1))
    assert lowest(share, [Percent(1, 2), Unknown()], today) == Unknown()
    assert lowest(share, [Percent(1, 2), None], today) is None
    assert lowest(share, [], today) is None
    assert lowest(gate, [pick("ICT-01", "reviewed"), NOT_OURS], today) == pick("ICT-01", "reviewed")


def test_equal_points_are_told_apart_by_their_bytes(instrument: Instrument, today: date) -> None:
    share = instrument.question("ICT-05")
    assert lowest(share, [Percent(2, 4), Percent(1, 2)], today) == Percent(1, 2)


def _alternatives(instrument: Instrument, question: Question) -> list[Answer | None]:
    own: list[Answer] = [Choice(n) for n in range(len(question.scale.options))]
    if question.scale.is_percent:
        own = [Percent(1, 2), Percent(2, 4), Percent(0, 9), Percent(9, 9, "2024")]
    if question.scale.kind is ScaleKind.DATE:
        own += [LastDone(date(2025, 1, 1)), LastDone(date(2023, 9, 1)), LastDone(date(2030, 1, 1))]
    return [*own, Figure(3), Unknown(), NotApplicable("a"), NotApplicable("b"), NOT_OURS, None]


@given(data=st.data())
def test_the_lowest_does_not_depend_on_the_order(instrument: Instrument, data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(instrument.questions))
    several = data.draw(st.lists(st.sampled_from(_alternatives(instrument, question)), min_size=1, max_size=4))
    chosen = {lowest(question, order, date(2025, 6, 30)) for order in itertools.permutations(several)}
    assert len(chosen) == 1
    assert chosen <= set(several)


@given(data=st.data())
def test_the_lowest_reports_no_more_than_any_answer_on_the_scale(instrument: Instrument, data: st.DataObject) -> None:
    today = date(2025, 6, 30)
    policy = data.draw(st.sampled_from(instrument.policies))
    picked = {q: data.draw(st.sampled_from(_alternatives(instrument, q))) for q in policy.questions}
    others = {question.id: answer for question, answer in picked.items() if answer is not None}
    question = data.draw(st.sampled_from(policy.questions))
    on_scale = [a for a in _alternatives(instrument, question) if not isinstance(a, NotApplicable | NotOurCompetence)]
    several = data.draw(st.lists(st.sampled_from(on_scale), min_size=1, max_size=4))
    counted = policy_standing(policy, _with(others, question.id, lowest(question, several, today)), today)
    for answer in several:
        standing = policy_standing(policy, _with(others, question.id, answer), today)
        assert counted.stage <= standing.stage
        assert (counted.exact_score or 0) <= (standing.exact_score or 0)


def _with(answers: dict[str, Answer], question_id: str, answer: Answer | None) -> dict[str, Answer]:
    rest = {key: value for key, value in answers.items() if key != question_id}
    return rest if answer is None else rest | {question_id: answer}
