"""Meetings on a policy: who was present, and what was said of each question. Rows of one list of the policy. Pure.

meeting = [0, key, day, present]
point   = [1, key, question, outcome, remark, dissent, answer]

All rows with the same key belong to one meeting. A row may get more fields later: they are passed over.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from roadmap_core import cbor
from roadmap_core.cbor import Item

KEY_BYTES = 16
_MEETING, _POINT = 0, 1
_MEETING_FIELDS, _POINT_FIELDS = 4, 7


class Outcome(IntEnum):
    """What came of a question; the numbers are signed and never change."""

    DECIDED = 1
    LATER = 2
    """It stays open: the meeting wants to come back to it."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting on one policy.

    Attributes:
        key: 16 random bytes, the same whatever is amended in it.
        day: like 2026-05-31, where the meeting was.
        present: who was there, a name on each line.
    """

    key: bytes
    day: str
    present: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Who was there, one by one."""
        return tuple(name for line in self.present.splitlines() if (name := line.strip()))


@dataclass(frozen=True, slots=True)
class Point:
    """What a meeting said of one question.

    Attributes:
        key: of the meeting.
        remark: what was decided, or why it stays open; may be empty.
        dissent: who didn't agree; empty if everybody did.
        answer: CBOR of the answer that counted at that moment; of null where there was none.
    """

    key: bytes
    question: str
    outcome: Outcome
    remark: str = ""
    dissent: str = ""
    answer: bytes = cbor.NULL


def meeting_to_wire(meeting: Meeting) -> Item:
    return [_MEETING, meeting.key, meeting.day, meeting.present]


def point_to_wire(point: Point) -> Item:
    said: list[Item] = [point.question, int(point.outcome), point.remark, point.dissent]
    return [_POINT, point.key, *said, cbor.decode(point.answer)]


def row_from_wire(row: Item) -> Meeting | Point | None:
    """What a row says; None for one that isn't of these forms."""
    if type(row) is not list or len(row) < _MEETING_FIELDS or type(row[1]) is not bytes or len(row[1]) != KEY_BYTES:
        return None
    if row[0] == _MEETING:
        return _meeting(row[1], row)
    return _point(row[1], row) if row[0] == _POINT and len(row) >= _POINT_FIELDS else None


def _meeting(key: bytes, row: list[Item]) -> Meeting | None:
    _kind, _key, day, present = row[:_MEETING_FIELDS]
    if type(day) is not str or type(present) is not str:
        return None
    try:
        date.fromisoformat(day)
    except ValueError:
        return None
    return Meeting(key, day, present)


def _point(key: bytes, row: list[Item]) -> Point | None:
    _kind, _key, question, outcome, remark, dissent, answer = row[:_POINT_FIELDS]
    if type(question) is not str or type(remark) is not str or type(dissent) is not str:
        return None
    if type(outcome) is not int or outcome not in tuple(Outcome):
        return None
    return Point(key, question, Outcome(outcome), remark, dissent, cbor.encode(answer))


def comes_next(questions: Sequence[str], spoken_of: Container[str], decided: Container[str], after: str) -> str:
    """The question to go to from `after`; empty when the meeting is through.

    The nearest one below that nobody has spoken of comes first, then those above; then what the meeting wants to come
    back to, as far as it stands below. With no `after` everything is below.
    """
    start = questions.index(after) + 1 if after in questions else 0
    below, above = questions[start:], questions[:start]
    fresh = next((one for one in (*below, *above) if one not in spoken_of), "")
    return fresh or next((one for one in below if one not in decided), "")
