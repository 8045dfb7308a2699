"""What the list of the action plan shows: the actions that fit the chosen filters, and which of all comes next."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from desktop_app.i18n import _, format_number
from desktop_app.presentation.plan_words import status_word
from desktop_app.storage.views import OverviewView, PlanAction, PolicyView
from roadmap_core.assessment.actions import Status, next_step
from roadmap_core.instrument.model import Instrument, Policy
from roadmap_core.instrument.stages import Stage

EVERY, LATE = "", "late"
"""Every status or owner; what was to be done before today."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown: a status or `LATE`, and the actions of one owner."""

    status: str = EVERY
    owner: str = EVERY

    def fits(self, action: PlanAction, today: date) -> bool:
        is_of_status = action.is_late(today) if self.status == LATE else self.status in (EVERY, action.status)
        return is_of_status and self.owner in (EVERY, action.owner)


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next: an open action, or to plan the first for a policy (`action` None)."""

    policy: Policy
    action: PlanAction | None


def chips(view: OverviewView, owner: str, today: date) -> tuple[tuple[str, str], ...]:
    """Each status, all and late, with how many actions of the owner there are."""
    words = {EVERY: _("All actions"), LATE: _("Late")} | {str(status): status_word(status) for status in Status}
    actions = [action for policy in view.policies for action in policy.plan]
    return tuple(
        (key, _("{what} ({number})").format(what=word, number=format_number(count)))
        for key, word in words.items()
        for count in (sum(Filter(key, owner).fits(action, today) for action in actions),)
    )


def owners(view: OverviewView) -> tuple[str, ...]:
    """Who does something, by name."""
    return tuple(sorted({action.owner for policy in view.policies for action in policy.plan if action.owner}))


def shown(
    instrument: Instrument, view: OverviewView, chosen: Filter, today: date
) -> tuple[tuple[Policy, tuple[PlanAction, ...]], ...]:
    """The policies that have actions that fit, in the order of the instrument."""
    plans = {one.standing.policy_id: tuple(a for a in one.plan if chosen.fits(a, today)) for one in view.policies}
    return tuple((policy, plans[policy.id]) for policy in instrument.policies if plans.get(policy.id))


def comes_next(instrument: Instrument, view: OverviewView) -> NextStep | None:
    """By the rule that `next_step` states; with nothing open, the first policy of the roadmap without a plan."""
    of_policy = {id(action): one.standing.policy_id for one in view.policies for action in one.plan}
    action = next_step(action for one in view.policies for action in one.plan)
    if action is not None:
        return NextStep(instrument.policy(of_policy[id(action)]), action)
    lacking = next(_lacking(view.policies), None)
    return None if lacking is None else NextStep(instrument.policy(lacking.standing.policy_id), None)


def _lacking(policies: Iterable[PolicyView]) -> Iterator[PolicyView]:
    return (
        one for one in policies if one.standing.applicable and one.standing.stage < Stage.IMPLEMENTED and not one.plan
    )
