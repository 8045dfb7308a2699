"""All modules of the roadmap by group, at quick or full depth, and which of them are shown."""

from enum import StrEnum
from pathlib import Path

from desktop_app.errors import Words, explain
from desktop_app.i18n import _
from desktop_app.operations.changes import Changes
from desktop_app.operations.table_file import SUFFIX, export_table
from desktop_app.presentation.answers_table import answers_table
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.page import Page
from desktop_app.presentation.wording import isolated
from desktop_app.storage import queries
from desktop_app.storage.search_query import written
from desktop_app.storage.views import OverviewView, PolicyView, QuestionState
from roadmap_core.instrument.model import Origin, Policy


class Depth(StrEnum):
    """Quick: foundational questions of weight 4 or 5, for one workshop. Full: every question."""

    QUICK = "quick"
    FULL = "full"


class Shown(StrEnum):
    """Which policies are listed."""

    ALL = "all"
    GAPS = "gaps"
    TWO_ANSWERS = "two_answers"
    UNANSWERED = "unanswered"


class RoadmapPage(Page):
    """Attributes:
    view: None until it is loaded.
    saved: what came of saving a table, in words; empty before.
    problem: why it could not be saved, or None.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view: OverviewView | None = None
        self.depth, self.shown = Depth.FULL, Shown.ALL
        self.saved = ""
        self.problem: Words | None = None

    def load(self) -> None:
        self.desk.ask(queries.overview, self._show)

    def concerns(self, changes: Changes) -> bool:
        return bool(changes.questions or changes.policies or changes.contested or changes.city)

    @property
    def questions(self) -> frozenset[str] | None:
        """What is counted: the questions of the quick depth, or None for all."""
        return frozenset(q.id for q in self.desk.instrument.quick) if self.depth is Depth.QUICK else None

    def groups(self) -> tuple[tuple[Origin, tuple[tuple[Policy, PolicyView], ...]], ...]:
        """The policies that are shown, by group; a group may be empty."""
        if self.view is None:
            return ()
        by_id = {view.standing.policy_id: view for view in self.view.policies}
        pairs = [(policy, by_id[policy.id]) for policy in self.desk.instrument.policies]
        fitting = [pair for pair in pairs if self._fits(*pair)]
        return tuple((origin, tuple(pair for pair in fitting if pair[0].origin is origin)) for origin in Origin)

    def choose_depth(self, depth: Depth) -> None:
        self.depth = depth
        self.changed.emit()

    def choose_shown(self, shown: Shown) -> None:
        self.shown = shown
        self.changed.emit()

    def open_policy(self, policy_id: str) -> None:
        """To the first question of the policy that fits what is shown, else to its first."""
        policy = self.desk.instrument.policy(policy_id)
        view = next(v for v in (self.view.policies if self.view else ()) if v.standing.policy_id == policy_id)
        counted = [(q, s) for q, s in view.question_states if self.questions is None or q in self.questions]
        wanted = QuestionState.TWO_ANSWERS if self.shown is Shown.TWO_ANSWERS else QuestionState.EMPTY
        first = next((question for question, state in counted if state is wanted), policy.questions[0].id)
        self.desk.navigator.go("question", first)

    def export(self, file: Path) -> None:
        """Write all answers as a table."""
        named, instrument = file if file.suffix else file.with_name(file.name + SUFFIX), self.desk.instrument
        self.desk.ask(
            lambda store: export_table(named, answers_table(instrument, written(store))),
            lambda _done: self._exported(named),
            self._failed,
        )

    def _exported(self, file: Path) -> None:
        sentence = _("The answers are in {file}, with your city's notes: whoever gets the file can read them.")
        self.saved, self.problem = sentence.format(file=isolated(file.name)), None
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self.saved, self.problem = "", explain(error)
        self.changed.emit()

    def _fits(self, policy: Policy, view: PolicyView) -> bool:
        if self.depth is Depth.QUICK and not policy.is_foundational:
            return False
        if self.shown is Shown.GAPS:
            return bool(view.standing.gaps)
        if self.shown is Shown.TWO_ANSWERS:
            return view.standing.contested > 0
        states = [s for q, s in view.question_states if self.questions is None or q in self.questions]
        return self.shown is Shown.ALL or QuestionState.EMPTY in states

    def _show(self, view: OverviewView) -> None:
        self.view = view
        self.changed.emit()
