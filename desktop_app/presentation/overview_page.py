"""Where the city stands: every policy, by principle and by risk, and what to do next."""

from desktop_app.operations.changes import Changes
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.page import Page
from desktop_app.storage import queries
from desktop_app.storage.views import OverviewView, PolicyView
from roadmap_core.assessment.standing import Gap, next_steps
from roadmap_core.instrument.model import Origin, Policy

NEXT_STEPS = 4


class OverviewPage(Page):
    """`view` is None until it is loaded."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view: OverviewView | None = None

    def load(self) -> None:
        self.desk.ask(queries.overview, self._show)

    def concerns(self, changes: Changes) -> bool:
        return bool(changes.questions or changes.policies or changes.contested or changes.city or changes.community)

    def groups(self) -> tuple[tuple[Origin, tuple[tuple[Policy, PolicyView], ...]], ...]:
        """Policies with their state: foundational ones first, then the roadmap, then the extension."""
        if self.view is None:
            return ()
        by_id = {view.standing.policy_id: view for view in self.view.policies}
        pairs = [(policy, by_id[policy.id]) for policy in self.desk.instrument.policies]
        return tuple((origin, tuple(p for p in pairs if p[0].origin is origin)) for origin in Origin)

    def next_steps(self) -> tuple[Gap, ...]:
        return next_steps(self.view.standing, NEXT_STEPS) if self.view is not None else ()

    def open_policy(self, policy_id: str) -> None:
        """To the policy's first open question, else to its first."""
        self.desk.navigator.go("question", self._first_open(policy_id))

    def open_question(self, question_id: str) -> None:
        self.desk.navigator.go("question", question_id)

    def continue_assessment(self) -> None:
        """To the next step, or to the first question."""
        steps = self.next_steps()
        self.open_question(steps[0].question_id if steps else self.desk.instrument.questions[0].id)

    def _first_open(self, policy_id: str) -> str:
        policy = self.desk.instrument.policy(policy_id)
        states = next((v.question_states for _p, v in self._pairs() if v.standing.policy_id == policy_id), ())
        return next((question_id for question_id, state in states if state == "empty"), policy.questions[0].id)

    def _pairs(self) -> list[tuple[Policy, PolicyView]]:
        return [pair for _origin, pairs in self.groups() for pair in pairs]

    def _show(self, view: OverviewView) -> None:
        self.view = view
        self.changed.emit()
