"""Two answers to one question: what each says, who wrote it and when; a person chooses, nothing is lost."""

from collections.abc import Callable
from datetime import UTC, datetime

from desktop_app.errors import AppError, Words, explain
from desktop_app.i18n import _, format_datetime
from desktop_app.operations import contested
from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace
from desktop_app.presentation.contested_sides import Side, answers_differ, joined_notes, notes_differ, sides_of
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.half_texts import HalfTexts
from desktop_app.presentation.names import breakable, computer, directed, person
from desktop_app.presentation.page import Page
from desktop_app.presentation.wording import (
    answer_text,
    isolated,
    policy_name,
    question_text,
    special_id,
    special_label,
)
from desktop_app.storage import half_texts, queries
from desktop_app.storage.store import Store
from desktop_app.storage.views import Alternative, QuestionView
from roadmap_core.assessment.answers import NotApplicable, NotOurCompetence

_Operation = Callable[[Workspace], Changes]
_Found = tuple[tuple[str, ...], QuestionView | None, str]


class ContestedPage(Page):
    """`item` is the question that is compared; empty for the list of all.

    Attributes:
        questions: ids of the questions on which two answers or two notes stand.
        view: the open question; None while the list is shown.
        problem: why choosing failed, or None.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.questions: tuple[str, ...] = ()
        self.view: QuestionView | None = None
        self.problem: Words | None = None
        self._reasons: dict[str, str] = {}
        self._half = HalfTexts(desk, self._failed, self._mended)

    def open(self, item: str = "") -> None:
        self.problem = None
        super().open(item)

    def load(self) -> None:
        item = self.item

        def found(store: Store) -> _Found:
            view = queries.question(store, item) if item else None
            return queries.contested(store), view, half_texts.kept(store, item).get("reason", "") if item else ""

        self.desk.ask(found, self._show)

    def concerns(self, changes: Changes) -> bool:
        """Own drafts that were sealed count: choosing names the operations that stand."""
        return changes.contested or changes.outbox or changes.city or self.item in changes.questions

    @property
    def sides(self) -> tuple[Side, ...]:
        return sides_of(self.view) if self.view else ()

    @property
    def answers_differ(self) -> bool:
        return self.view is not None and answers_differ(self.view)

    @property
    def notes_differ(self) -> bool:
        return self.view is not None and notes_differ(self.view)

    @property
    def is_settled(self) -> bool:
        """Whether a question is open on which nothing is left to be chosen."""
        return self.view is not None and not (self.answers_differ or self.notes_differ)

    @property
    def reason(self) -> str:
        """Why, as typed for the open question; optional."""
        return self._reasons.get(self.item, "")

    def type_reason(self, reason: str) -> None:
        self._reasons[self.item] = reason

    def leave(self) -> None:
        super().leave()
        self.keep_typed()

    def keep_typed(self) -> None:
        """Reasons of choices that aren't made yet outlive the program."""
        for item, reason in self._reasons.items():
            self._half.keep(item, {"reason": reason} if reason.strip() else {})

    @property
    def has_unsaved(self) -> bool:
        return bool(self._half.unsaved)

    def show_unsaved(self) -> None:
        unsaved = self._half.unsaved
        if unsaved and not (self._is_open and self.item in unsaved):
            self.desk.navigator.go("contested", min(unsaved))

    def keep(self, chosen: Alternative) -> None:
        """Let this answer stand in place of all that were shown. Where notes differ, all of them are kept."""
        view = self.view
        if view is None:
            return
        reason = self.reason.strip()

        def operation(workspace: Workspace) -> Changes:
            done = contested.settle(workspace, view.question_id, chosen.answer, view.seen, reason)
            return done | _keep_notes(workspace, view) if notes_differ(view) else done

        self._act(operation)

    def keep_both_notes(self) -> None:
        """One note that says what all of them said, in the order in which they are shown."""
        if self.view is not None:
            self._keep_note(self.view, joined_notes(_notes_as_shown(self.view)))

    def keep_note(self, chosen: Alternative) -> None:
        """Let this note stand in place of the others."""
        if self.view is not None:
            self._keep_note(self.view, chosen.note)

    def compare(self, question_id: str) -> None:
        self.desk.navigator.go("contested", question_id)

    def show_list(self) -> None:
        self.desk.navigator.go("contested")

    def open_question(self) -> None:
        """The question's own page: to write a third answer, or to look."""
        self.desk.navigator.go("question", self.item)

    def answer(self, alternative: Alternative) -> str:
        """The answer as people read it, without what somebody wrote in it: see `detail`."""
        instrument = self.desk.instrument
        if isinstance(alternative.answer, NotApplicable | NotOurCompetence):
            return special_label(instrument, special_id(alternative.answer))
        scale = instrument.scale_of(self.view.question_id if self.view else self.item)
        return breakable(answer_text(instrument, scale, alternative.answer))

    def detail(self, alternative: Alternative) -> str:
        """What somebody wrote in a special answer: the reason, or the body and the law."""
        if isinstance(alternative.answer, NotApplicable):
            return alternative.answer.reason
        if isinstance(alternative.answer, NotOurCompetence):
            return f"{alternative.answer.body}\n{alternative.answer.law}"
        return ""

    def origin(self, alternative: Alternative) -> str:
        """Where it was written. Holds no text of a person."""
        return _("On this computer") if alternative.is_this_computer else _("On another computer")

    def who(self, alternative: Alternative) -> str:
        """Who wrote it, and on which computer."""
        if alternative.is_this_computer or alternative.computer == alternative.author:
            return directed(person(alternative.author))
        names = {"author": person(alternative.author), "computer": computer(alternative.computer)}
        return directed(_("{author}, on {computer}").format(**names))

    def when(self, alternative: Alternative) -> str:
        """When, by the author's clock: a claim."""
        if alternative.claimed_ms is None:
            return ""
        return _("Written {time}, by the author's own clock").format(time=_time(alternative.claimed_ms))

    def proof(self, alternative: Alternative) -> str:
        """When it existed at the latest, by a head that the server signed and this computer checked."""
        if alternative.not_after_ms is None:
            return _("Not confirmed by the server yet")
        return _("On the server {time} at the latest").format(time=_time(alternative.not_after_ms))

    def place_of(self, question_id: str) -> str:
        """Where the question stands in the roadmap."""
        policy = policy_name(self.desk.instrument.policy_of(question_id))
        return _("{policy}, question {question}").format(policy=policy, question=question_id)

    def question(self, question_id: str) -> str:
        return question_text(self.desk.instrument.question(question_id)).text

    def _keep_note(self, view: QuestionView, note: str) -> None:
        """The reason goes with the note; it stays in its field while the answers have still to be chosen."""
        reason, question_id = self.reason.strip(), view.question_id
        self._act(
            lambda workspace: contested.settle_note(workspace, question_id, note, view.note_seen, reason),
            is_reason_used=not answers_differ(view),
        )

    def _act(self, operation: _Operation, *, is_reason_used: bool = True) -> None:
        self.problem = None
        item = self.item

        def chosen() -> None:
            if is_reason_used:
                self._reasons[item] = ""
                self.keep_typed()
            self.changed.emit()

        self.desk.act(operation, chosen, self._failed)

    def _mended(self) -> None:
        self.problem = None
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self.problem = explain(error)
        self.changed.emit()

    def _show(self, found: _Found) -> None:
        self.questions, self.view, reason = found
        place = self.view.question_id if self.view is not None else ""
        if place and not self._half.knows(place):
            self._half.found(place, {"reason": reason} if reason else {})
            self._reasons.setdefault(place, reason)
        self.changed.emit()


def _notes_as_shown(view: QuestionView) -> list[Alternative]:
    return [side.note for side in sides_of(view) if side.note is not None]


def _keep_notes(workspace: Workspace, view: QuestionView) -> Changes:
    """Notes that can't be joined, since they'd be too long or changed meanwhile, stay side by side for a person."""
    try:
        return contested.settle_note(workspace, view.question_id, joined_notes(_notes_as_shown(view)), view.note_seen)
    except AppError:
        return Changes()


def _time(milliseconds: int) -> str:
    return isolated(format_datetime(datetime.fromtimestamp(milliseconds / 1000, UTC)))
