"""The action plan: for each policy what is to be done, by whom, by when."""

from collections.abc import Mapping
from datetime import date

from desktop_app.errors import Words, explain
from desktop_app.i18n import _
from desktop_app.operations import plans
from desktop_app.operations.changes import Changes
from desktop_app.presentation.answer_form import day_of
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.half_texts import HalfTexts
from desktop_app.presentation.page import Page
from desktop_app.storage import half_texts, queries
from desktop_app.storage.views import OverviewView, PlanAction
from roadmap_core.instrument.model import Policy


class PlanPage(Page):
    """`item` is the policy that an action is being added for.

    Attributes:
        view: None until it is loaded.
        policy_id, text, owner, due: the form, as typed.
        flaw: what the form needs before it can be added, or "".
        problem: why something could not be saved, or None.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view: OverviewView | None = None
        self.policy_id = desk.instrument.policies[0].id
        self.text = self.owner = self.due = self.flaw = ""
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
        """The policies that have actions, in the order of the instrument."""
        if self.view is None:
            return ()
        plans_by_id = {view.standing.policy_id: view.plan for view in self.view.policies}
        return tuple((p, plans_by_id[p.id]) for p in self.desk.instrument.policies if plans_by_id.get(p.id))

    def type(self, **texts: str) -> None:
        for name, text in texts.items():
            setattr(self, name, text)

    def add(self) -> None:
        """Add what is typed; what is missing is said in `flaw`."""
        due, self.flaw = self._due(), self._what_is_missing()
        if not self.flaw:
            policy_id, text, owner = self.policy_id, self.text.strip(), self.owner.strip()
            self.desk.act(
                lambda workspace: plans.add_plan_action(workspace, policy_id, text, owner, due),
                self._added,
                self._failed,
            )
        self.changed.emit()

    def remove(self, policy_id: str, action: PlanAction) -> None:
        self.desk.act(lambda workspace: plans.remove_plan_action(workspace, policy_id, action), None, self._failed)

    @property
    def _begun(self) -> dict[str, str]:
        """The fields that hold something; the policy alone is nothing begun."""
        typed = {"text": self.text, "owner": self.owner, "due": self.due}
        begun = {name: text for name, text in typed.items() if text.strip()}
        return {"policy_id": self.policy_id, **begun} if begun else {}

    def _due(self) -> date | None:
        return day_of(self.due) if self.due.strip() else None

    def _what_is_missing(self) -> str:
        if not self.text.strip():
            return _("Say what is to be done.")
        if self.due.strip() and self._due() is None:
            return _("Write the day as year-month-day, such as 2026-03-31.")
        return ""

    def _added(self) -> None:
        self.text = self.owner = self.due = ""
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
        if not self._half.knows(half_texts.PLAN):
            self._half.found(half_texts.PLAN, half)
            self._take_up(half)
        self.changed.emit()

    def _take_up(self, half: Mapping[str, str]) -> None:
        """What was begun in an earlier run stands in the form again, unless something is typed there already."""
        if self._begun:
            return
        self.text, self.owner, self.due = (half.get(name, "") for name in ("text", "owner", "due"))
        if not self.item and half.get("policy_id") in {policy.id for policy in self.desk.instrument.policies}:
            self.policy_id = half["policy_id"]
