"""One question at a time: what is asked, the form, the note, what is saved, what came from elsewhere meanwhile."""

from collections.abc import Callable, Mapping
from typing import Literal

from PySide6.QtCore import Signal

from desktop_app.errors import Words, explain
from desktop_app.i18n import ContentText
from desktop_app.operations import answers
from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace
from desktop_app.presentation import wording
from desktop_app.presentation.answer_form import AnswerForm, Unfinished
from desktop_app.presentation.answer_marks import AnswerMarks
from desktop_app.presentation.attaching import Attaching
from desktop_app.presentation.citing import Citing
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.page import Page
from desktop_app.presentation.question_work import QuestionWork
from desktop_app.storage import half_answers, half_texts, queries
from desktop_app.storage.half_answers import HalfAnswer
from desktop_app.storage.store import Store
from desktop_app.storage.views import PolicyView, QuestionView
from roadmap_core.assessment.answers import Figure, LastDone, Percent
from roadmap_core.instrument.model import Option, Policy, Question

Part = Literal["answer", "half", "note"]
"""What of a question is saved by itself."""
Found = tuple[PolicyView, QuestionView, HalfAnswer | None, Mapping[str, str]]


class QuestionPage(Page):
    """`item` is the id of the question; `work` is None until it is loaded. `citing`, `marks`, `attaching` belong to it.

    Signals:
        not_saved(Words): what was typed is still here, and is not saved.
    """

    not_saved = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.policy_view: PolicyView | None = None
        self.specials_open = False
        self.in_english = False
        self._problems: dict[tuple[str, Part], Words] = {}
        self._works: dict[str, QuestionWork] = {}
        self.citing, self.marks, self.attaching = Citing(desk), AnswerMarks(desk), Attaching(desk)

    @property
    def question(self) -> Question:
        return self.desk.instrument.question(self.item)

    @property
    def policy(self) -> Policy:
        return self.desk.instrument.policy_of(self.item)

    @property
    def work(self) -> QuestionWork | None:
        return self._works.get(self.item)

    @property
    def problem(self) -> Words | None:
        """Why something typed for this question could not be saved."""
        return next((words for (item, _part), words in self._problems.items() if item == self.item), None)

    @property
    def flaw(self) -> Unfinished:
        """What a begun answer still needs."""
        read = self.work.read if self.work is not None else None
        return read if isinstance(read, Unfinished) else Unfinished()

    @property
    def text(self) -> ContentText:
        """The question; in English if that was asked for."""
        question = self.question
        return ContentText(question.text, "en", "source") if self.in_english else wording.question_text(question)

    @property
    def is_machine_translated(self) -> bool:
        return wording.question_text(self.question).state == "machine"

    @property
    def good_answer(self) -> str:
        return self.question.good_answer if self.in_english else wording.good_answer(self.question).text

    @property
    def reading(self) -> str:
        """What a typed number or day comes to, in words; empty while it makes no answer."""
        read = self.work.read if self.work is not None else None
        if not isinstance(read, Percent | Figure | LastDone):
            return ""
        return wording.answer_text(self.desk.instrument, self.question.scale, read)

    def option_label(self, option: Option) -> str:
        return option.label if self.in_english else wording.option_label(self.question.scale, option)

    def option_meaning(self, option: Option) -> str:
        return option.meaning if self.in_english else wording.option_meaning(self.question.scale, option)

    def open(self, item: str = "") -> None:
        if item != self.item:
            self.keep_typed()
            self.specials_open, self.in_english = False, False
            self.citing.go_to(item)
            self.attaching.leave()
            self.marks.take(None)
        super().open(item)

    def prepare(self) -> None:
        if not self.item:
            self.item = self.desk.instrument.questions[0].id
            super().prepare()

    def load(self) -> None:
        item, policy_id = self.item, self.policy.id

        def found(store: Store) -> Found:
            half, cited = half_answers.kept(store, item), half_texts.kept(store, half_texts.citing(item))
            return queries.policy(store, policy_id), queries.question(store, item), half, cited

        self.desk.ask(found, self._show)

    def leave(self) -> None:
        super().leave()
        self.keep_typed()

    def concerns(self, changes: Changes) -> bool:
        if not self.item:
            return False
        touched = self.item in changes.questions or self.policy.id in changes.policies
        return touched or changes.outbox or changes.contested or changes.city

    def pick_option(self, option: int) -> None:
        """An option of the scale was picked: saved at once."""
        if self.work is not None and not self.desk.is_read_only:
            self.work.form = AnswerForm(option=option)
            self.settle()
            self.changed.emit()

    def pick_special(self, special: str) -> None:
        """A special answer was picked: saved as soon as it has what it requires."""
        if self.work is not None and not self.desk.is_read_only:
            self.specials_open = True
            form = self.work.form
            self.work.form = AnswerForm(special=special, reason=form.reason, body=form.body, law=form.law)
            self.settle()
            self.changed.emit()

    def open_specials(self) -> None:
        self.specials_open = True
        self.changed.emit()

    def type(self, **texts: str) -> None:
        """Fields of the form are being typed in; `settle` saves."""
        if self.work is not None:
            self.work.type(**texts)

    def type_note(self, text: str) -> None:
        if self.work is not None:
            self.work.note = text

    def clear(self) -> None:
        """Take the answer away."""
        work, item = self.work, self.item
        if work is None:
            return
        self.specials_open = False
        if work.clear():
            seen = work.seen
            self.desk.act(
                lambda workspace: answers.clear_answer(workspace, item, seen),
                lambda: self._saved(item, "answer"),
                lambda error: self._not_cleared(item, error),
            )
        self._keep_half(item)
        self.changed.emit()

    def keep_typed(self) -> None:
        """Save what is typed, at every question, beside what came from elsewhere: both stand then."""
        for item in tuple(self._works):
            self._settle(item, beside=True)
        self.citing.keep_typed()

    @property
    def has_unsaved(self) -> bool:
        return bool(self._unsaved)

    @property
    def _unsaved(self) -> list[str]:
        return [item for item, _part in self._problems if self._works[item].unsaved] + self.citing.unsaved

    def show_unsaved(self) -> None:
        if self._unsaved and not (self._is_open and self.item in self._unsaved):
            self.desk.navigator.go("question", self._unsaved[0])

    def settle(self) -> None:
        """Save what is finished here; it stays begun where something arrived, and is kept like what is unfinished."""
        if self.work is not None:
            self._settle(self.item, beside=False)

    def _settle(self, item: str, *, beside: bool) -> None:
        work = self._works[item]
        answer, seen, note_seen, note = work.answer_to_save(beside=beside), work.seen, work.note_seen, work.note
        if answer is not None:
            self._act(item, "answer", lambda workspace: answers.give_answer(workspace, item, answer, seen))
        self._keep_half(item)
        if work.note_to_save(beside=beside):
            self._act(item, "note", lambda workspace: answers.write_note(workspace, item, note, note_seen))

    def _keep_half(self, item: str) -> None:
        """A form that makes no answer yet outlives the program; one that was given up is forgotten."""
        work = self._works[item]
        if work.half_to_keep():
            half, form = work.half, work.begun
            self.desk.act(
                lambda workspace: answers.keep_half_answer(workspace, item, half),
                lambda: self._half_kept(item, form),
                lambda error: self._failed(item, "half", error),
            )

    def _half_kept(self, item: str, form: AnswerForm) -> None:
        self._works[item].half_is_kept(form)
        self._saved(item, "half")
        self.changed.emit()

    def take_arrived(self) -> None:
        """Show what came from elsewhere in place of what is typed here."""
        if self.work is not None:
            self.work.take_arrived()
            self._keep_half(self.item)
            self.changed.emit()

    def toggle_english(self) -> None:
        self.in_english = not self.in_english
        self.changed.emit()

    def neighbour(self, step: int) -> str:
        """The id of the question `step` further on; empty at the ends."""
        ids = [question.id for question in self.desk.instrument.questions]
        at = ids.index(self.item) + step
        return ids[at] if 0 <= at < len(ids) else ""

    def go(self, question_id: str) -> None:
        if question_id:
            self.keep_typed()
            self.desk.navigator.go("question", question_id)

    def compare(self) -> None:
        """To the page where one of two answers is chosen."""
        self.keep_typed()
        self.desk.navigator.go("contested", self.item)

    def look_back(self) -> None:
        """To the page that shows what was written here before."""
        self.keep_typed()
        self.desk.navigator.go("history", self.item)

    def _show(self, found: Found) -> None:
        policy, view, half, cited = found
        self.citing.found(view.question_id, cited)
        if policy.standing.policy_id == self.policy.id:
            self.policy_view = policy
        work = self._works.get(view.question_id)
        if work is None:
            self._works[view.question_id] = QuestionWork(self.desk.instrument.question(view.question_id), view, half)
        else:
            work.take(view)
        if view.question_id == self.item:
            self.marks.take(view)
            self.attaching.look(view.cited)
            self.specials_open = self.specials_open or bool(self._works[self.item].form.special)
        self.changed.emit()

    def _act(self, item: str, part: Part, operation: Callable[[Workspace], Changes]) -> None:
        self.desk.act(operation, lambda: self._saved(item, part), lambda error: self._failed(item, part, error))

    def _saved(self, item: str, part: Part) -> None:
        """An answer that is saved ends what was begun there, and what stood in its way."""
        ended: tuple[Part, ...] = ("answer", "half") if part == "answer" else (part,)
        solved = [self._problems.pop((item, each), None) for each in ended]
        if any(solved):
            self.changed.emit()

    def _not_cleared(self, item: str, error: Exception) -> None:
        """The answer stands: the form shows it again."""
        self._works[item].not_cleared()
        self._failed(item, "answer", error)

    def _failed(self, item: str, part: Part, error: Exception) -> None:
        self._works[item].not_saved()
        words = self._problems[item, part] = explain(error)
        self.changed.emit()
        self.not_saved.emit(words)
