"""Two answers to one question: what each says, who wrote it and when; a person chooses, nothing is lost."""

from collections.abc import Callable
from datetime import UTC, datetime

from desktop_app.errors import Words, explain
from desktop_app.i18n import _
from desktop_app.operations import contested
from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.page import Page
from desktop_app.presentation.status_line import moment
from desktop_app.presentation.wording import answer_text, isolated, policy_name
from desktop_app.storage import queries
from desktop_app.storage.store import Store
from desktop_app.storage.views import Alternative, QuestionView

_Operation = Callable[[Workspace], Changes]
_Found = tuple[tuple[str, ...], QuestionView | None]


class ContestedPage(Page):
    """Attributes:
    questions: ids of the questions on which two answers or two notes stand.
    view: the open question; None while the list is shown.
    reason: why, as typed; optional.
    problem: why choosing failed, or None.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.questions: tuple[str, ...] = ()
        self.view: QuestionView | None = None
        self.reason = ""
        self.problem: Words | None = None

    def load(self) -> None:
        item = self.item

        def found(store: Store) -> _Found:
            return queries.contested(store), queries.question(store, item) if item else None

        self.desk.ask(found, self._show)

    def concerns(self, changes: Changes) -> bool:
        """Own drafts that were sealed count: choosing names the operations that stand."""
        return changes.contested or changes.outbox or changes.city or self.item in changes.questions

    def type_reason(self, reason: str) -> None:
        self.reason = reason

    def keep(self, alternative: Alternative) -> None:
        """Let this answer stand in place of all that were shown; the others stay in the history."""
        if self.view is None:
            return
        question_id, seen, reason = self.view.question_id, self.view.seen, self.reason.strip()
        self._act(lambda workspace: contested.settle(workspace, question_id, alternative.answer, seen, reason))

    def keep_both_notes(self) -> None:
        """One note that says what all of them said, in the order in which they are shown."""
        if self.view is None:
            return
        question_id, seen = self.view.question_id, self.view.note_seen
        notes = [alternative.note for alternative in self.view.note_alternatives if alternative.note]
        joined = "\n\n".join(dict.fromkeys(notes))
        self._act(lambda workspace: contested.settle_note(workspace, question_id, joined, seen))

    def keep_note(self, alternative: Alternative) -> None:
        """Let this note stand."""
        if self.view is None:
            return
        question_id, seen = self.view.question_id, self.view.note_seen
        self._act(lambda workspace: contested.settle_note(workspace, question_id, alternative.note, seen))

    def open_question(self) -> None:
        """Write a third answer on the question's own page."""
        self.desk.navigator.go("question", self.item)

    def answer(self, alternative: Alternative) -> str:
        """The answer of an alternative as people read it."""
        scale = self.desk.instrument.scale_of(self.view.question_id if self.view else self.item)
        return answer_text(self.desk.instrument, scale, alternative.answer)

    def origin(self, alternative: Alternative) -> str:
        """Where it was written."""
        if alternative.is_this_computer:
            return _("On this computer")
        return _("On {computer}").format(computer=isolated(alternative.computer or _("another computer")))

    def who_and_when(self, alternative: Alternative) -> str:
        """Who wrote it and when, by their own clock: a claim."""
        author = isolated(alternative.author or _("Name not received yet"))
        if alternative.claimed_ms is None:
            return _("{author}, not sent yet").format(author=author)
        when = moment(alternative.claimed_ms, datetime.now(UTC))
        return _("{author}, {time} by their clock").format(author=author, time=when)

    def policy_of(self, question_id: str) -> str:
        return policy_name(self.desk.instrument.policy_of(question_id))

    def _act(self, operation: _Operation) -> None:
        self.problem = None
        self.desk.act(operation, self._chosen, self._failed)

    def _chosen(self) -> None:
        self.reason = ""

    def _failed(self, error: Exception) -> None:
        self.problem = explain(error)
        self.changed.emit()

    def _show(self, found: _Found) -> None:
        self.questions, self.view = found
        self.changed.emit()
