"""The action plan: for each policy what is to be done, by whom, by when."""

from datetime import date

from desktop_app.errors import Words, explain
from desktop_app.i18n import _
from desktop_app.operations import plans
from desktop_app.operations.changes import Changes
from desktop_app.presentation.answer_form import day_of
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.page import Page
from desktop_app.storage import queries
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

    def open(self, item: str = "") -> None:
        if item:
            self.policy_id = item
        super().open(item)

    def load(self) -> None:
        self.desk.ask(queries.overview, self._show)

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
        self.problem = None
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self.problem = explain(error)
        self.changed.emit()

    def _show(self, view: OverviewView) -> None:
        self.view = view
        self.changed.emit()
