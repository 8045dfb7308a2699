"""What a city should look at again before it relies on its assessment: findings by stated rules. Pure.

No rule changes a figure. Each finding is about one question, or about the plan of one policy.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from roadmap_core.assessment.confidence import Confidence

STALE_AFTER = timedelta(days=365)
"""The questionnaire asks what was in use during the last twelve months: an answer that is older can't know."""


class Check(StrEnum):
    """What may be wrong, in the order in which it is shown."""

    CONTESTED = "contested"
    RETURNED = "returned"
    CHANGED = "changed"
    LATE = "late"
    FLAGGED = "flagged"
    UNSUPPORTED = "unsupported"
    GUESSED = "guessed"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Answered:
    """What the rules look at of one question.

    Attributes:
        is_answered: whether it has an answer that says something: not "not yet known".
        is_supported: whether something is cited for it.
        touched: the day on which anything was last written on it; None if nothing ever was.
    """

    question_id: str
    is_answered: bool
    is_contested: bool
    is_flagged: bool
    is_supported: bool
    confidence: Confidence | None
    touched: date | None


@dataclass(frozen=True, slots=True)
class Promised:
    """One open action of a policy's plan with the day by which it was to be done."""

    policy_id: str
    action: str
    due: date


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at.

    Attributes:
        item_id: of the question; of the policy where an action is late, and where its review is what is told.
        day: since when an answer is untouched, or when an action was due.
        action: the words of the late action, or why the policy was returned.
    """

    check: Check
    item_id: str
    day: date | None = None
    action: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the review of a policy came to: returned with a reason, or signed and changed since."""

    policy_id: str
    is_returned: bool
    reason: str
    is_changed: bool


def findings(
    questions: Iterable[Answered], plans: Iterable[Promised], judged: Iterable[Judged], today: date
) -> tuple[Finding, ...]:
    """All findings: by kind in the order of `Check`, items in the order given, late actions by their day."""
    found = [finding for one in questions for finding in _of_question(one, today)]
    found += [finding for one in judged for finding in _of_review(one)]
    late = sorted((one for one in plans if one.due < today), key=lambda one: (one.due, one.policy_id, one.action))
    found += [Finding(Check.LATE, one.policy_id, one.due, one.action) for one in late]
    order = list(Check)
    return tuple(sorted(found, key=lambda finding: order.index(finding.check)))


def _of_question(one: Answered, today: date) -> Iterable[Finding]:
    if one.is_contested:
        yield Finding(Check.CONTESTED, one.question_id)
    if one.is_flagged:
        yield Finding(Check.FLAGGED, one.question_id)
    if not one.is_answered:
        return
    if not one.is_supported:
        yield Finding(Check.UNSUPPORTED, one.question_id)
    if one.confidence is Confidence.GUESS:
        yield Finding(Check.GUESSED, one.question_id)
    if one.touched is not None and today - one.touched > STALE_AFTER:
        yield Finding(Check.STALE, one.question_id, one.touched)


def _of_review(one: Judged) -> Iterable[Finding]:
    if one.is_returned:
        yield Finding(Check.RETURNED, one.policy_id, action=one.reason)
    if one.is_changed:
        yield Finding(Check.CHANGED, one.policy_id)
