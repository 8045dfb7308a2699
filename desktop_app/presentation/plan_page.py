"""The action plan: what is to be done for each policy, by whom and by when; what comes next, and a calendar of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from desktop_app.errors import Words, explain
from desktop_app.i18n import _, format_number, ngettext
from desktop_app.operations import plan_calendar, plans
from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace
from desktop_app.presentation.answer_form import day_of
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.half_texts import HalfTexts
from desktop_app.presentation.page import Page
from desktop_app.presentation.plan_list import EVERY, Filter, NextStep, chips, comes_next, owners, shown
from desktop_app.presentation.plan_words import calendar_words
from desktop_app.presentation.wording import isolated
from desktop_app.storage import half_texts, queries
from desktop_app.storage.views import OverviewView, PlanAction
from roadmap_core.assessment.actions import Action, Status
from roadmap_core.instrument.model import Policy

TEXTS = ("text", "owner", "start", "due", "proof")
"""What is typed."""
_CHOSEN = ("question", "effort", "status")
_NO_KEY = "-"
"""In place of the key of an action of the first form."""


class PlanPage(Page):
    """`item` is the policy that an action is being added for.

    Attributes:
        view: None until it is loaded.
        policy_id, text, owner, start, due, proof, question, effort, status: the form, as typed and chosen.
        key: of the action that the form changes, in hexadecimal; empty for a new one.
        filter: what the list shows.
        saved: what came of writing a calendar, in words; empty before.
        flaw: what the form needs before it can be added, or "".
        problem: why something could not be saved, or None.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view: OverviewView | None = None
        self.policy_id = desk.instrument.policies[0].id
        self.flaw = self.saved = ""
        self.filter = Filter()
        self._before: tuple[str, PlanAction] | None = None
        self._clear()
        self.problem: Words | None = None
        self._half = HalfTexts(desk, self._failed, self._mended)

    def open(self, item: str = "") -> None:
        if item:
            self.policy_id = item
        super().open(item)

    def load(self) -> None:
        self.desk.ask(lambda store: (queries.overview(store), half_texts.kept(store, half_texts.PLAN)), self._show)

    def leave(self) -> None:
        super().leave()
        self.keep_typed()

    def keep_typed(self) -> None:
        """An action that isn't added yet outlives the program."""
        self._half.keep(half_texts.PLAN, self._begun)

    @property
    def has_unsaved(self) -> bool:
        return bool(self._half.unsaved)

    @property
    def begun_is_kept(self) -> bool:
        """Whether something is begun, and lies on this computer as it is now."""
        return bool(self._begun) and self._half.is_kept(half_texts.PLAN, self._begun)

    def show_unsaved(self) -> None:
        if self.has_unsaved and not self._is_open:
            self.desk.navigator.go("plan")

    def concerns(self, changes: Changes) -> bool:
        """Own drafts that were sealed count: what is removed then has a name."""
        return bool(changes.policies) or changes.outbox or changes.city

    @property
    def planned(self) -> tuple[tuple[Policy, tuple[PlanAction, ...]], ...]:
        """The policies that have actions that the filter lets through, in the order of the instrument."""
        return () if self.view is None else shown(self.desk.instrument, self.view, self.filter, self.today)

    @property
    def is_empty(self) -> bool:
        return self.view is not None and not any(policy.plan for policy in self.view.policies)

    @property
    def next(self) -> NextStep | None:
        return None if self.view is None else comes_next(self.desk.instrument, self.view)

    @property
    def today(self) -> date:
        return datetime.now(UTC).date()

    @property
    def is_begun(self) -> bool:
        """Whether the form holds something that isn't in the plan."""
        return self._begun != self._started

    @property
    def changes_one(self) -> bool:
        """Whether the form is about an action that stands in the plan."""
        return bool(self.key)

    def chips(self) -> tuple[tuple[str, str], ...]:
        return () if self.view is None else chips(self.view, self.filter.owner, self.today)

    def owners(self) -> tuple[str, ...]:
        return () if self.view is None else owners(self.view)

    def choose_status(self, status: str) -> None:
        self.filter = replace(self.filter, status=status)
        self.changed.emit()

    def choose_owner(self, owner: str) -> None:
        self.filter = replace(self.filter, owner=owner)
        self.changed.emit()

    def type(self, **texts: str) -> None:
        for name, text in texts.items():
            setattr(self, name, text)

    def choose_policy(self, policy_id: str) -> None:
        """A question of another policy is no gap of this one."""
        if policy_id != self.policy_id:
            self.policy_id, self.question = policy_id, ""
            self.changed.emit()

    def change(self, policy_id: str, action: PlanAction) -> None:
        """Put an action of the plan into the form, unless something is begun there."""
        if self.is_begun:
            self.flaw = _("Save or discard what is typed first.")
            self.changed.emit()
            return
        self._clear()
        self.policy_id, self.flaw, self.key = policy_id, "", action.key.hex() or _NO_KEY
        for name in (*TEXTS, *_CHOSEN):
            setattr(self, name, str(getattr(action, name)))
        self._before, self._started = (policy_id, action), self._begun
        self.changed.emit()

    def is_in_form(self, action: PlanAction) -> bool:
        return self._before is not None and self._before[1] == action

    def discard(self) -> None:
        """Leave what the form changes as it is."""
        self._clear()
        self.keep_typed()
        self.changed.emit()

    def save(self) -> None:
        """Add what is typed, or write the change; what is missing is said in `flaw`."""
        self.flaw = self._what_is_missing()
        if not self.flaw:
            self._act(self.policy_id, self._action(), self._before)
        self.changed.emit()

    def finish(self, policy_id: str, action: PlanAction) -> None:
        """Mark it as done."""
        self.desk.act(
            lambda workspace: plans.amend_action(workspace, policy_id, action, replace(action, status=Status.DONE)),
            None,
            self._failed,
        )

    def remove(self, policy_id: str, action: PlanAction) -> None:
        self.desk.act(lambda workspace: plans.remove_plan_action(workspace, policy_id, action), None, self._failed)

    def export(self, file: Path) -> None:
        """Write the open actions that have a day as a calendar."""
        named = file if file.suffix else file.with_name(file.name + plan_calendar.SUFFIX)
        workspace, instrument = self.desk.workspace, self.desk.instrument
        self.desk.background.run(
            lambda: plan_calendar.export_calendar(
                workspace, named, lambda policy_id, action: calendar_words(instrument, policy_id, action)
            ),
            lambda count: self._exported(count, named),
            self._failed,
        )

    @property
    def _begun(self) -> dict[str, str]:
        """The fields that hold something; the policy alone is nothing begun, and neither is what stands unchanged."""
        typed = {name: getattr(self, name) for name in (*TEXTS, *_CHOSEN, "key")}
        begun = {name: text for name, text in typed.items() if text.strip()}
        is_begun = any(name in begun for name in TEXTS)
        return {"policy_id": self.policy_id, **begun} if is_begun else {}

    def _act(self, policy_id: str, action: Action, before: tuple[str, PlanAction] | None) -> None:
        def write(workspace: Workspace) -> Changes:
            if before is None:
                return plans.add_action(workspace, policy_id, action)
            return plans.amend_action(workspace, before[0], before[1], action)

        self.desk.act(write, self._added, self._failed)

    def _action(self) -> Action:
        """What the form says."""
        days = {name: day.isoformat() for name in ("start", "due") if (day := day_of(getattr(self, name)))}
        return Action(
            self.text.strip(),
            self.owner.strip(),
            days.get("due", ""),
            question=self.question,
            start=days.get("start", ""),
            effort=self.effort,
            proof=self.proof.strip(),
            status=self.status,
        )

    def _clear(self) -> None:
        self.text = self.owner = self.start = self.due = self.proof = ""
        self.question = self.effort = self.key = ""
        self.status = str(Status.TO_DO)
        self._before, self._started = None, {}

    def _what_is_missing(self) -> str:
        if not self.text.strip():
            return _("Say what is to be done.")
        if self.flawed_day:
            return _("Write the day as year-month-day, such as 2026-03-31.")
        return ""

    @property
    def flawed_day(self) -> str:
        """The field with a day that is none."""
        days = (name for name in ("start", "due") if getattr(self, name).strip() and not day_of(getattr(self, name)))
        return next(days, "")

    def _added(self) -> None:
        self._clear()
        self._half.found(half_texts.PLAN, {})
        self.problem = None
        self.changed.emit()

    def _mended(self) -> None:
        self.problem = None
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self.problem = explain(error)
        self.changed.emit()

    def _show(self, found: tuple[OverviewView, Mapping[str, str]]) -> None:
        self.view, half = found
        if self.filter.owner not in self.owners():
            self.filter = replace(self.filter, owner=EVERY)
        if not self._half.knows(half_texts.PLAN):
            self._half.found(half_texts.PLAN, half)
            self._take_up(half)
        self.changed.emit()

    def _take_up(self, half: Mapping[str, str]) -> None:
        """What was begun in an earlier run stands in the form again, unless something is typed there already."""
        if self._begun:
            return
        for name in (*TEXTS, *_CHOSEN):
            setattr(self, name, half.get(name, getattr(self, name)))
        if not self.item and half.get("policy_id") in {policy.id for policy in self.desk.instrument.policies}:
            self.policy_id = half["policy_id"]
        policies = self.view.policies if self.view else ()
        plan = next((one.plan for one in policies if one.standing.policy_id == self.policy_id), ())
        before = next((action for action in plan if action.key and action.key.hex() == half.get("key")), None)
        if before is not None:
            self.key, self._before = before.key.hex(), (self.policy_id, before)

    def _exported(self, count: int, file: Path) -> None:
        words = ngettext("{number} action is in {file}.", "{number} actions are in {file}.", count)
        words = words.format(number=format_number(count), file=isolated(file.name))
        self.saved = words if count else _("No open action has a day: there is nothing to put into a calendar.")
        self.changed.emit()
