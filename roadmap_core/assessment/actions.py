"""The actions of a policy's plan: one row of a list each, and the rule by which the next best step is chosen. Pure.

row = [action, owner, due, key, question, start, effort, proof, status]

The first three fields are those of the first rows that were ever written, which are read as ever. A row may get more
fields later: they are passed over.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from roadmap_core.cbor import Item

KEY_BYTES = 16
_FIRST_FIELDS, _FIELDS = 3, 9


class Effort(StrEnum):
    """How much work it is, the least first; the words are signed and never change."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


class Status(StrEnum):
    """How far it is; the words are signed and never change. What is given up is taken out of the plan."""

    TO_DO = "todo"
    UNDER_WAY = "doing"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Action:
    """What a city means to do about a policy. Every text but the first may be empty.

    Attributes:
        due, start: days like 2026-05-31.
        key: 16 random bytes, the same whatever is amended in it; none in the first rows that were ever written.
        question: id of the question that is the gap; empty for the policy as a whole.
        effort: a value of `Effort`, one that a later version knows, or empty.
        proof: what will show that it is done.
        status: a value of `Status`, or one that a later version knows.
    """

    text: str
    owner: str = ""
    due: str = ""
    key: bytes = b""
    question: str = ""
    start: str = ""
    effort: str = ""
    proof: str = ""
    status: str = Status.TO_DO

    @property
    def is_open(self) -> bool:
        return self.status != Status.DONE

    @property
    def due_day(self) -> date | None:
        """None for an action without a day."""
        try:
            return date.fromisoformat(self.due)
        except ValueError:
            return None

    def is_late(self, today: date) -> bool:
        """Whether it was to be done before `today`, and isn't."""
        return self.is_open and self.due_day is not None and self.due_day < today


def action_to_wire(action: Action) -> Item:
    """The row of this action; one of the first form stays one, so that it can be found again."""
    first: list[Item] = [action.text, action.owner, action.due]
    if not action.key:
        return first
    return [*first, action.key, action.question, action.start, str(action.effort), action.proof, str(action.status)]


def action_from_wire(row: Item) -> Action | None:
    """The action in a row; None for one that isn't of this form."""
    if type(row) is not list or not (len(row) == _FIRST_FIELDS or len(row) >= _FIELDS):
        return None
    key = row[_FIRST_FIELDS] if len(row) >= _FIELDS else b""
    texts = [*row[:_FIRST_FIELDS], *row[_FIRST_FIELDS + 1 : _FIELDS]]
    fit = [text for text in texts if type(text) is str]
    if len(fit) < len(texts) or type(key) is not bytes or len(key) not in (0, KEY_BYTES):
        return None
    text, owner, due, *rest = fit
    return Action(text, owner, due, key, *rest)


A = TypeVar("A", bound=Action)


def in_order(actions: Iterable[A]) -> list[A]:
    """The earliest day first, those without a day last; of equals what is under way, and then the least work, first."""
    efforts = [*Effort, ""]

    def rank(action: A) -> tuple[bool, date, bool, int, str]:
        effort = efforts.index(action.effort) if action.effort in efforts else len(efforts)
        is_waiting = action.status != Status.UNDER_WAY
        return action.due_day is None, action.due_day or date.max, is_waiting, effort, action.text

    return sorted(actions, key=rank)


def next_step(actions: Iterable[A]) -> A | None:
    """The open action that comes first `in_order`: what is latest, then what is due soonest. None if none is open."""
    return next((action for action in in_order(actions) if action.is_open), None)
