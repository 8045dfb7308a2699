"""How far the review of a policy has come, as it stands in a register of the policy, and what may be done next. Pure.

review = [state, answers, reason]        answers = [[question, answer], ...] by question

The answers are those that counted when the act was done: with each act they are frozen, and what changed since can be
shown. An answer of more than 100 bytes stands as its SHA-256: nobody compares long texts by eye, and it stays small.
Acts of computers that didn't know of each other stand side by side; the one that says least counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

from roadmap_core import cbor
from roadmap_core.assessment.answers import Answer, answer_to_wire
from roadmap_core.cbor import Item
from roadmap_core.entries.statements import Role

LONGEST_ANSWER = 100
_FIELDS = 3
_JUDGES = frozenset({Role.LEAD, Role.APPROVER})

Frozen = tuple[tuple[str, bytes], ...]
"""Question id and CBOR of its answer, by question id; what is unanswered isn't there."""


class ReviewState(IntEnum):
    """The numbers are signed and never change."""

    DRAFT = 0
    READY = 1
    REVIEWED = 2
    SIGNED = 3
    RETURNED = 4


_LEAST_FIRST = (
    ReviewState.RETURNED,
    ReviewState.DRAFT,
    ReviewState.READY,
    ReviewState.REVIEWED,
    ReviewState.SIGNED,
)
_NEXT = {
    ReviewState.DRAFT: (ReviewState.READY,),
    ReviewState.RETURNED: (ReviewState.READY,),
    ReviewState.READY: (ReviewState.REVIEWED, ReviewState.RETURNED, ReviewState.DRAFT),
    ReviewState.REVIEWED: (ReviewState.SIGNED, ReviewState.RETURNED),
    ReviewState.SIGNED: (ReviewState.RETURNED,),
}
_ONCE_CHANGED = {
    ReviewState.READY: (ReviewState.READY, ReviewState.RETURNED, ReviewState.DRAFT),
    ReviewState.REVIEWED: (ReviewState.READY, ReviewState.RETURNED, ReviewState.DRAFT),
    ReviewState.SIGNED: (ReviewState.READY, ReviewState.RETURNED),
}


@dataclass(frozen=True, slots=True)
class Review:
    """One act; `reason` says why a policy was returned."""

    state: ReviewState
    answers: Frozen = ()
    reason: str = ""

    @property
    def digest(self) -> bytes:
        """SHA-256 of the CBOR of the frozen answers: what a printed page can name."""
        return sha256(cbor.encode(_rows(self.answers))).digest()


NOTHING = Review(ReviewState.DRAFT)


def frozen(answers: Mapping[str, Answer]) -> Frozen:
    """The answers that count, as an act keeps them."""
    return tuple((question, _short(cbor.encode(answer_to_wire(answers[question])))) for question in sorted(answers))


def review_to_wire(review: Review) -> Item:
    """The value of the register."""
    return [int(review.state), _rows(review.answers), review.reason]


def review_from_wire(value: Item) -> Review:
    """What a register says. Null, and what isn't of this form, are as if nothing had been said."""
    if type(value) is not list or len(value) != _FIELDS:
        return NOTHING
    state, rows, reason = value
    if type(state) is not int or state not in tuple(ReviewState) or type(reason) is not str or type(rows) is not list:
        return NOTHING
    if not all(type(row) is list and len(row) == 2 and type(row[0]) is str for row in rows):
        return NOTHING
    return Review(ReviewState(state), tuple((row[0], cbor.encode(row[1])) for row in rows), reason)


def changed(before: Frozen, now: Frozen) -> tuple[str, ...]:
    """The questions whose answers are other ones, by id."""
    old, new = dict(before), dict(now)
    return tuple(question for question in sorted(old.keys() | new.keys()) if old.get(question) != new.get(question))


def counting(reviews: Iterable[Review]) -> Review:
    """The act that counts of those that stand: the one that says least; of equal ones, by the digest."""
    return min(reviews, key=lambda one: (_LEAST_FIRST.index(one.state), one.digest, one.reason), default=NOTHING)


def may_say(role: int | None, state: ReviewState) -> bool:
    """Whether a computer of this role may bring a policy to this state; None: nobody has admitted any computer yet.

    Whoever writes answers may hand them in and take them back. To judge them is for leads and approvers.
    """
    return role is None or role in _JUDGES or (role == Role.EDITOR and state in (ReviewState.READY, ReviewState.DRAFT))


def as_allowed(review: Review, role: int | None) -> Review:
    """The act as far as it counts: who may not judge has at most handed in, or taken back."""
    if may_say(role, review.state):
        return review
    handed_in = review.state in (ReviewState.REVIEWED, ReviewState.SIGNED)
    return Review(ReviewState.READY if handed_in else ReviewState.DRAFT, review.answers)


def acts(review: Review, role: int | None, *, is_changed: bool) -> tuple[ReviewState, ...]:
    """What may be done next, the first thing first.

    Args:
        review: the act that counts.
        role: of the computer that would do it.
        is_changed: whether the answers are other ones than at that act: then they are handed in again before.
    """
    following = _ONCE_CHANGED.get(review.state, _NEXT[review.state]) if is_changed else _NEXT[review.state]
    return tuple(state for state in following if may_say(role, state))


def _rows(answers: Frozen) -> Item:
    return [[question, cbor.decode(value)] for question, value in answers]


def _short(value: bytes) -> bytes:
    return value if len(value) <= LONGEST_ANSWER else cbor.encode(sha256(value).digest())
