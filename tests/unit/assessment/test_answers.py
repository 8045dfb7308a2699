"""Answers and their form in entries."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_core import cbor
from roadmap_core.assessment.answers import (
    LARGEST_COUNT,
    LARGEST_MANTISSA,
    LATEST_DAY,
    Answer,
    Choice,
    Figure,
    Flaw,
    InvalidAnswer,
    LastDone,
    NotApplicable,
    NotOurCompetence,
    Percent,
    Unknown,
    answer_from_wire,
    answer_to_wire,
    flaw_of,
)
from roadmap_core.instrument.model import Instrument

GOOD = [
    ("maturity6", 0, Choice(0)),
    ("maturity6", 5, Choice(5)),
    ("recency", 0, Choice(0)),
    ("percent", [1, 0, 1, ""], Percent(0, 1)),
    ("percent", [1, 7, 7, "2024"], Percent(7, 7, "2024")),
    ("figure", [2, 1500, 0], Figure(1500)),
    ("figure", [2, 15, -1], Figure(15, -1)),
    ("recency", [3, 0], LastDone(date(1970, 1, 1))),
    ("recency", [3, LATEST_DAY], LastDone(date(9999, 12, 31))),
    ("ynp", [10], Unknown()),
    ("figure", [10], Unknown()),
    ("percent", [11, "No such tenders."], NotApplicable("No such tenders.")),
    ("ynp", [12, "State of Baden", "§ 4"], NotOurCompetence("State of Baden", "§ 4")),
    ("recency", None, None),
]


@pytest.mark.parametrize(("scale", "wire", "answer"), GOOD)
def test_an_answer_and_its_wire_form_are_one(
    instrument: Instrument, scale: str, wire: Any, answer: Answer | None
) -> None:
    assert answer_from_wire(wire, instrument.scale(scale)) == answer
    assert answer_to_wire(answer) == wire
    assert cbor.decode(cbor.encode(wire)) == wire
    assert flaw_of(answer, instrument.scale(scale)) is None


BAD = [
    ("ynp", 3, Flaw.NO_SUCH_OPTION),
    ("ynp", -1, Flaw.NO_SUCH_OPTION),
    ("ynp", True, Flaw.WRONG_FORM),
    ("recency", 1, Flaw.NO_SUCH_OPTION),
    ("percent", 0, Flaw.WRONG_SCALE),
    ("ynp", [1, 1, 2, ""], Flaw.WRONG_SCALE),
    ("figure", [1, 1, 2, ""], Flaw.WRONG_SCALE),
    ("percent", [1, 0, 0, ""], Flaw.DENOMINATOR),
    ("percent", [1, 1, -2, ""], Flaw.DENOMINATOR),
    ("percent", [1, 3, 2, ""], Flaw.NUMERATOR),
    ("percent", [1, -1, 2, ""], Flaw.NUMERATOR),
    ("percent", [1, 1, LARGEST_COUNT + 1, ""], Flaw.NUMBER_RANGE),
    ("percent", [1, 1, 2, "x" * 201], Flaw.TEXT_TOO_LONG),
    ("percent", [1, 1, 2, "\u202e"], Flaw.TEXT_UNFIT),
    ("percent", [1, 1, 2], Flaw.WRONG_FORM),
    ("percent", [1, 1, 2, 3], Flaw.WRONG_FORM),
    ("percent", [1, True, 2, ""], Flaw.WRONG_FORM),
    ("percent", [2, 5, 0], Flaw.WRONG_SCALE),
    ("figure", [2, -1, 0], Flaw.NUMBER_RANGE),
    ("figure", [2, LARGEST_MANTISSA + 1, 0], Flaw.NUMBER_RANGE),
    ("figure", [2, 1, 10], Flaw.NUMBER_RANGE),
    ("figure", [3, 5], Flaw.WRONG_SCALE),
    ("recency", [3, -1], Flaw.DATE_RANGE),
    ("recency", [3, LATEST_DAY + 1], Flaw.DATE_RANGE),
    ("ynp", [10, 1], Flaw.WRONG_FORM),
    ("ynp", [11], Flaw.WRONG_FORM),
    ("ynp", [11, ""], Flaw.REASON_MISSING),
    ("ynp", [11, " \n"], Flaw.REASON_MISSING),
    ("ynp", [11, "x" * 4_001], Flaw.TEXT_TOO_LONG),
    ("ynp", [11, "a\x00b"], Flaw.TEXT_UNFIT),
    ("ynp", [11, "\ud800"], Flaw.TEXT_UNFIT),
    ("ynp", [12, "", "law"], Flaw.BODY_MISSING),
    ("ynp", [12, "body", ""], Flaw.LAW_MISSING),
    ("ynp", [13], Flaw.WRONG_FORM),
    ("ynp", [], Flaw.WRONG_FORM),
    ("ynp", ["1"], Flaw.WRONG_FORM),
    ("ynp", [[1]], Flaw.WRONG_FORM),
    ("ynp", "yes", Flaw.WRONG_FORM),
    ("ynp", b"\x00", Flaw.WRONG_FORM),
]


@pytest.mark.parametrize(("scale", "wire", "flaw"), BAD)
def test_what_is_no_answer_is_told_why(instrument: Instrument, scale: str, wire: Any, flaw: Flaw) -> None:
    assert answer_from_wire(wire, instrument.scale(scale)) == InvalidAnswer(flaw)


def test_an_answer_that_a_form_built_is_judged_by_the_same_rules(instrument: Instrument) -> None:
    assert flaw_of(Percent(5, 4), instrument.scale("percent")) is Flaw.NUMERATOR
    assert flaw_of(NotApplicable("  "), instrument.scale("ynp")) is Flaw.REASON_MISSING
    assert flaw_of(LastDone(date(1969, 12, 31)), instrument.scale("recency")) is Flaw.DATE_RANGE


def test_the_longest_reason_with_line_breaks_and_any_script_is_taken(instrument: Instrument) -> None:
    reason = ("県が所管する。\n" * 600)[:4_000]
    assert answer_from_wire([11, reason], instrument.scale("ynp")) == NotApplicable(reason)


@pytest.mark.parametrize(
    ("number", "figure"),
    [
        (Decimal(1500), Figure(1500, 0)),
        (Decimal("1.5e3"), Figure(1500, 0)),
        (Decimal("1500.00"), Figure(1500, 0)),
        (Decimal("0.050"), Figure(5, -2)),
        (Decimal("0.00"), Figure(0, 0)),
        (12, Figure(12, 0)),
    ],
)
def test_equal_numbers_have_one_form(number: Decimal | int, figure: Figure) -> None:
    assert Figure.of(number) == figure
    assert figure.value == Fraction(number)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "9e999999999", "0e-999999999"])
def test_what_is_no_number_is_no_figure(number: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        Figure.of(Decimal(number))


wire_items = st.recursive(
    st.none() | st.integers() | st.text(max_size=5) | st.binary(max_size=3) | st.booleans(),
    lambda items: st.lists(items, max_size=5),
    max_leaves=8,
)


@given(wire=wire_items, scale=st.sampled_from(["maturity6", "ynp", "percent", "frequency", "recency", "figure"]))
def test_any_item_is_an_answer_that_goes_back_to_itself_or_is_invalid(
    instrument: Instrument, wire: Any, scale: str
) -> None:
    answer = answer_from_wire(wire, instrument.scale(scale))
    if not isinstance(answer, InvalidAnswer):
        assert answer_to_wire(answer) == wire
