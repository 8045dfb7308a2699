"""The marks of an answer while a question is open: confidence, evidence grade, freshness, flag. Four separate marks."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal

from desktop_app.errors import Words, explain
from desktop_app.i18n import _, format_datetime_relative
from desktop_app.operations import answer_marks
from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace
from desktop_app.presentation.desk import Desk
from desktop_app.storage.views import QuestionView
from roadmap_core.assessment.citations import UNSUPPORTED
from roadmap_core.assessment.confidence import Confidence

STALE_DAYS = 731
"""Two years: so long the questionnaire lets a review count."""


class AnswerMarks(QObject):
    """What was pressed shows at once; if it can't be saved, what is stored shows again, and `problem` says why.

    Signals:
        changed(): a mark is different now.
    """

    changed = Signal()

    def __init__(self, desk: Desk, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        super().__init__()
        self._desk, self._now = desk, now
        self.view: QuestionView | None = None
        self.confidence: Confidence | None = None
        self.is_flagged = False
        self.problem: Words | None = None

    def take(self, view: QuestionView | None) -> None:
        """The newest state of the question that is open; None while it is on its way. The page says so, not this."""
        self.view, self.problem = view, None
        self.confidence = view.confidence if view is not None else None
        self.is_flagged = view is not None and view.is_flagged

    @property
    def is_answered(self) -> bool:
        return self.view is not None and self.view.answer is not None

    @property
    def grade(self) -> str:
        """The best of what is cited."""
        return max((one.grade for one in self.view.cited), default=UNSUPPORTED) if self.view else UNSUPPORTED

    @property
    def is_stale(self) -> bool:
        answered = self._answered()
        return answered is not None and (self._now() - answered).days > STALE_DAYS

    def freshness(self) -> str:
        """When it was answered, by the clock of the computer where that was; empty without an answer."""
        answered = self._answered()
        if answered is None:
            return ""
        return _("Answered: {when}").format(when=format_datetime_relative(answered, self._now()))

    def say_confidence(self, confidence: Confidence | None) -> None:
        view = self.view
        if view is None or self._desk.is_read_only or confidence == self.confidence:
            return
        self.confidence = confidence
        self._act(
            lambda workspace: answer_marks.say_confidence(workspace, view.question_id, confidence, view.confidence_seen)
        )

    def toggle_flag(self) -> None:
        view = self.view
        if view is None or self._desk.is_read_only:
            return
        raised = self.is_flagged = not self.is_flagged
        self._act(
            lambda workspace: answer_marks.set_flag(workspace, view.question_id, raised=raised, seen=view.flag_seen)
        )

    def _act(self, operation: Callable[[Workspace], Changes]) -> None:
        self._desk.act(operation, None, self._failed)
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self.take(self.view)
        self.problem = explain(error)
        self.changed.emit()

    def _answered(self) -> datetime | None:
        """The newest of what stands."""
        alternatives = self.view.alternatives if self.view is not None and self.is_answered else ()
        said = [one.claimed_ms for one in alternatives if one.claimed_ms is not None]
        return datetime.fromtimestamp(max(said) / 1000, UTC) if said else None
