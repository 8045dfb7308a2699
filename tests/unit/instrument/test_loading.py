"""The loader of instruments: the real file is whole, and every mistake is told with file, line and reason."""

from collections import Counter
from pathlib import Path

import pytest

from roadmap_core.instrument.loading import InstrumentError, load_instrument
from roadmap_core.instrument.model import Instrument, Origin, ScaleKind
from roadmap_core.instrument.stages import Stage

FILE = Path(__file__).parents[3] / "resources" / "instruments" / "gsca-roadmap.yaml"
REAL = FILE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def real() -> Instrument:
    return load_instrument(REAL, FILE.name)


def test_the_real_file_has_122_questions_in_17_modules_of_which_five_are_foundational(real: Instrument) -> None:
    assert len(real.questions) == 122
    assert Counter(policy.origin for policy in real.policies) == {
        Origin.FOUNDATIONAL: 5,
        Origin.ROADMAP: 11,
        Origin.EXTENSION: 1,
    }
    assert [len(policy.questions) for policy in real.foundational] == [12] * 5
    assert [policy.id for policy in real.policies if policy.is_extension] == ["AIP"]
    assert len(real.context_figures) == 8
    assert len(real.vignettes) == 3


def test_the_quick_depth_is_the_foundational_questions_of_weight_four_or_five(real: Instrument) -> None:
    assert len(real.quick) == 34
    assert {question.weight for question in real.quick} == {4, 5}
    assert {real.policy_of(question.id).origin for question in real.quick} == {Origin.FOUNDATIONAL}


def test_every_gate_and_accountable_question_asks_for_the_written_stage(real: Instrument) -> None:
    for policy in real.policies:
        assert policy.question(policy.gate).scale.id == "maturity6"
        assert policy.question(policy.accountable).scale.id == "ynp"
        assert policy.question(policy.gate).stage is Stage.WRITTEN
        assert policy.question(policy.accountable).stage is Stage.WRITTEN


def test_questions_answered_by_a_date_ask_when(real: Instrument) -> None:
    dated = [question for question in real.questions if question.scale.kind is ScaleKind.DATE]
    assert len(dated) == 17
    assert [question.id for question in dated if not question.text.startswith("When ")] == []


def test_a_policy_has_questions_in_all_three_stages(real: Instrument) -> None:
    for policy in real.policies:
        assert {question.stage for question in policy.questions} == {Stage.WRITTEN, Stage.IMPLEMENTED, Stage.REVIEWED}


def test_every_reference_is_used_and_every_principle_has_a_foundational_policy(real: Instrument) -> None:
    assert {ref for question in real.questions for ref in question.refs} == {ref.id for ref in real.references}
    assert {policy.principle for policy in real.foundational} == {principle.id for principle in real.principles}


def test_lookups_find_policies_questions_scales_and_context_figures(real: Instrument) -> None:
    assert real.question("ODP-08").scale is real.scale("frequency")
    assert real.policy_of("ODP-08") is real.policy("ODP")
    assert real.scale_of("ODP-08").id == "frequency"
    assert real.scale_of("CTX-01").id == "figure"
    for lookup in (real.policy, real.question, real.policy_of, real.scale, real.scale_of):
        with pytest.raises(KeyError):
            lookup("ICT-99")


def test_the_file_says_that_it_is_our_own_draft(real: Instrument) -> None:
    head = REAL[: REAL.index("meta:")]
    assert "our own draft" in head
    assert "not the Alliance's questionnaire" in head


ACCOUNTABLE = "  accountable: ICT-04\n"
CASES = {
    "unknown scale": ("    scale: ynp\n", "    scale: ynpp\n", "unknown scale ynpp"),
    "duplicate question": ("  - id: ICT-02\n", "  - id: ICT-01\n", "duplicate id ICT-01"),
    "a policy's id for a question": ("  - id: PIA-01\n", "  - id: ICT\n", "duplicate id ICT"),
    "dangling reference": ("refs: [SC4A, CRPD, U4SSC_P]", "refs: [SC4A, NOWHERE]", "unknown reference NOWHERE"),
    "dangling role": ("respondents: [PROC, INCL]", "respondents: [PROC, KING]", "unknown role KING"),
    "dangling risk": (
        "primary: [EXCL], secondary: [LOCKIN]",
        "primary: [EXCL], secondary: [RAIN]",
        "unknown risk RAIN",
    ),
    "a risk twice": (
        "primary: [EXCL], secondary: [LOCKIN]",
        "primary: [EXCL], secondary: [EXCL]",
        "risk EXCL is both primary and secondary",
    ),
    "dangling principle": ("  principle: EQ\n", "  principle: XX\n", "unknown principle XX"),
    "unknown origin": ("  origin: alliance_foundational\n", "  origin: nowhere\n", "unknown origin nowhere"),
    "gate of another module": ("  gate: ICT-01\n", "  gate: PIA-01\n", "gate PIA-01 is no question of ICT"),
    "gate on a wrong scale": (
        "  gate: ICT-01\n",
        "  gate: ICT-02\n",
        "gate ICT-02 must have a scale with adopted, drafted, no, planned",
    ),
    "accountable of another module": (
        ACCOUNTABLE,
        "  accountable: PIA-04\n",
        "accountable PIA-04 is no question of ICT",
    ),
    "accountable on a wrong scale": (
        ACCOUNTABLE,
        "  accountable: ICT-05\n",
        "accountable ICT-05 must have a scale with yes",
    ),
    "missing field": ("  accountable: ICT-04\n", "", "accountable is missing"),
    "misspelt field": ("    weight: 5\n", "    wieght: 5\n", "unknown field wieght"),
    "a field twice": ("    weight: 5\n", "    weight: 5\n    weight: 4\n", "weight is here twice"),
    "unknown stage": ("    stage: written\n", "    stage: done\n", "unknown stage done"),
    "a stage that no question has": ("    stage: written\n", "    stage: planned\n", "unknown stage planned"),
    "weight above five": ("    weight: 5\n", "    weight: 6\n", "weight must be a whole number from 1 to 5"),
    "weight of zero": ("    weight: 5\n", "    weight: 0\n", "weight must be a whole number from 1 to 5"),
    "weight as text": ("    weight: 5\n", "    weight: five\n", "weight must be a whole number"),
    "weight in base sixty": ("    weight: 5\n", "    weight: 1:05\n", "weight must be a whole number from 1 to 5"),
    "yes without quotes": ('{value: "yes",', "{value: yes,", "value must be a text"),
    "evidence that is no list": ("evidence: [clause, annex]", "evidence: clause", "evidence must be a list"),
    "evidence twice": ("evidence: [clause, annex]", "evidence: [annex, annex]", "annex is in evidence twice"),
    "an object's tag": ("evidence: [clause, annex]", "evidence: !!python/tuple [a]", "evidence must be a list"),
    "an empty text": ("  name: Open data\n", "  name: ''\n", "name is empty"),
    "an unscored scale": ("    scale: ynp\n", "    scale: figure\n", "scale figure is never scored"),
    "points above 100": ("{value: drafted,     points: 25,", "{value: drafted,     points: 101,", "from 0 to 100"),
    "options out of order": (
        "{value: drafted,     points: 25,",
        "{value: drafted,     points: 5,",
        "options must go from the lowest points up",
    ),
    "a special answer that the program lacks": (
        "{value: unknown,",
        "{value: unsure,",
        "special answers must be unknown",
    ),
    "bands out of order": ("{max_months: 24,", "{max_months: 48,", "bands must go from the shortest time up"),
    "a missing stage": ("  - {id: planned,     label", "  - {id: plan,     label", "stages must be none, planned"),
    "an unknown vignette option": ("expected: adopted", "expected: adapted", "unknown option of maturity6: adapted"),
    "a figure used by nobody": ("used_by: [PIA-06]", "used_by: [PIA-66]", "unknown question PIA-66"),
    "an alias": ("evidence: [clause, annex]", "evidence: *clause", "aliases are not allowed"),
    "a tab": ("  gate: ICT-01\n", "\tgate: ICT-01\n", "not YAML"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_told_with_file_line_and_reason(case: str) -> None:
    good, bad, reason = CASES[case]
    where = REAL.index(good)
    broken = REAL[:where] + bad + REAL[where + len(good) :]
    with pytest.raises(InstrumentError) as caught:
        load_instrument(broken, "mine.yaml")
    line = REAL[:where].count("\n") + 1
    found = [mistake for mistake in caught.value.mistakes if reason in mistake.reason]
    assert found, str(caught.value)
    assert found[0].file == caught.value.file == "mine.yaml"
    starts_elsewhere = {
        "missing field",
        "bands out of order",
        "options out of order",
        "a missing stage",
        "a field twice",
    }
    starts_elsewhere |= {"a special answer that the program lacks"}
    assert abs(found[0].line - line) <= (12 if case in starts_elsewhere else 0)
    assert f"mine.yaml, line {found[0].line}: {found[0].reason}" in str(caught.value)


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines() -> None:
    broken = REAL.replace("  principle: EQ\n", "  principle: XX\n").replace("weight: 5", "weight: 9")
    with pytest.raises(InstrumentError) as caught:
        load_instrument(broken, "mine.yaml")
    lines = [mistake.line for mistake in caught.value.mistakes]
    assert len(lines) > 20
    assert lines == sorted(lines)
    assert (caught.value.line, caught.value.reason) == (lines[0], caught.value.mistakes[0].reason)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "expected a mapping"),
        ("- a\n- b\n", "expected a mapping"),
        ("{}", "meta is missing"),
        ("a: 1\n---\nb: 2\n", "not YAML"),
        ("\x00", "not YAML"),
        ("a: " + "[" * 5_000, "nested deeper"),
        ("? [a]\n: b\n", "a name must be a text"),
        ("x" * 2_000_001, "longer than"),
        ("a: !!python/object/apply:os.system ['true']\n", "unknown field a"),
    ],
)
def test_what_is_no_instrument_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(InstrumentError) as caught:
        load_instrument(text, "mine.yaml")
    assert any(reason in mistake.reason for mistake in caught.value.mistakes), str(caught.value)
    assert caught.value.line >= 1
