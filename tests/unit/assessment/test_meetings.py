"""Rows of meetings: what a row says, what is none, and which question comes next."""

import pytest

from roadmap_core import cbor
from roadmap_core.assessment.meetings import (
    Meeting,
    Outcome,
    Point,
    comes_next,
    meeting_to_wire,
    point_to_wire,
    row_from_wire,
)

KEY = bytes(range(16))
MEETING = Meeting(KEY, "2026-05-31", "A. Mori\n\n B. Ito ")
POINT = Point(KEY, "ICT-03", Outcome.DECIDED, "By autumn", "B. Ito", cbor.encode([1, 2]))


def test_a_meeting_and_a_point_come_back_as_they_were_written_and_later_fields_are_passed_over():
    assert row_from_wire([*meeting_to_wire(MEETING), "later"]) == MEETING
    assert row_from_wire([*point_to_wire(POINT), "later"]) == POINT
    assert row_from_wire(point_to_wire(Point(KEY, "ICT-03", Outcome.LATER))) == Point(KEY, "ICT-03", Outcome.LATER)


def test_those_present_are_named_one_by_one():
    assert MEETING.names == ("A. Mori", "B. Ito")
    assert Meeting(KEY, "2026-05-31").names == ()


@pytest.mark.parametrize(
    "row",
    [
        None,
        [],
        [0, KEY, "2026-05-31"],
        [0, KEY[1:], "2026-05-31", ""],
        [0, "key", "2026-05-31", ""],
        [0, KEY, 5, ""],
        [0, KEY, "2026-05-31", 5],
        [0, KEY, "31 May", ""],
        [1, KEY, "ICT-03", 1, "", ""],
        [1, KEY, 3, 1, "", "", None],
        [1, KEY, "ICT-03", 1, 0, "", None],
        [1, KEY, "ICT-03", 1, "", 0, None],
        [1, KEY, "ICT-03", 9, "", "", None],
        [1, KEY, "ICT-03", True, "", "", None],
        [2, KEY, "ICT-03", 1, "", "", None],
    ],
)
def test_what_is_no_row_of_a_meeting_is_none(row):
    assert row_from_wire(row) is None


@pytest.mark.parametrize(
    ("spoken_of", "decided", "after", "expected"),
    [
        ("", "", "", "a"),
        ("a", "a", "a", "b"),
        ("ab", "a", "a", "c"),
        ("bc", "bc", "b", "a"),
        ("abc", "a", "a", "b"),
        ("abc", "a", "b", "c"),
        ("abc", "a", "c", ""),
        ("abc", "a", "", "b"),
        ("abc", "abc", "b", ""),
        ("", "", "unknown", "a"),
    ],
)
def test_what_nobody_has_spoken_of_comes_next_and_then_what_waits_below(spoken_of, decided, after, expected):
    assert comes_next(["a", "b", "c"], spoken_of, decided, after) == expected
