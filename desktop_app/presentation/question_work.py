"""The form and note of one question while somebody works on them, against what the database says meanwhile. No Qt.

Nothing typed is overwritten. An unsaved part keeps the operations that it was opened on: if a colleague wrote something
else meanwhile, it is saved beside theirs, as two answers, and never over it.
"""

from dataclasses import replace

from desktop_app.presentation.answer_form import AnswerForm, Unfinished, answer_of, form_of
from desktop_app.storage.views import QuestionView
from roadmap_core.assessment.answers import Answer
from roadmap_core.entries.identifiers import OpId
from roadmap_core.instrument.model import Question


class QuestionWork:
    """One question.

    Attributes:
        view: the newest state from the database.
        form, note: what the fields show.
        seen, note_seen: the operations that fields were opened on: the predecessors of what is saved.
        answer_arrived, note_arrived: something else came while this part was unsaved.
    """

    def __init__(self, question: Question, view: QuestionView) -> None:
        self._scale = question.scale
        self._saving: list[Answer | None] = []
        self._saving_note: list[str] = []
        self._answer: Answer | None = None
        self._note = self.note = ""
        self.seen: tuple[OpId, ...] = ()
        self.note_seen: tuple[OpId, ...] = ()
        self.form = AnswerForm()
        self.answer_arrived = self.note_arrived = False
        self.view = view
        self._show_answer(view)
        self._show_note(view)

    @property
    def read(self) -> Answer | Unfinished:
        return answer_of(self.form, self._scale)

    @property
    def answer_is_new(self) -> bool:
        """Whether the form differs from what is saved, finished or not."""
        return self.read != self._answer if self.form != AnswerForm() else self._answer is not None

    @property
    def note_is_new(self) -> bool:
        return self.note != self._note

    @property
    def unsaved(self) -> bool:
        return self.answer_is_new or self.note_is_new

    def answer_to_save(self, *, beside: bool) -> Answer | None:
        """A finished answer that isn't saved or on its way; None if there is none.

        While something else has arrived it is handed out only with `beside`: both will stand then.
        """
        read = self.read
        if self.answer_arrived and not beside:
            return None
        if isinstance(read, Unfinished) or not self.answer_is_new or read in self._saving:
            return None
        self._saving = [read]
        return read

    def note_to_save(self, *, beside: bool) -> bool:
        if self.note_arrived and not beside:
            return False
        if not self.note_is_new or self.note in self._saving_note:
            return False
        self._saving_note = [self.note]
        return True

    def clear(self) -> bool:
        """Empty the form; True if there is an answer to take away."""
        self.form = AnswerForm()
        self._saving = [None]
        return self._answer is not None

    def not_saved(self) -> None:
        """What was on its way has failed; it is still here."""
        self._saving, self._saving_note = [], []

    def take(self, view: QuestionView) -> None:
        """A newer state from the database."""
        if not self.answer_is_new or view.answer == self.read:
            self._show_answer(view)
        elif view.answer in self._saving:
            self._answer, self.seen, self._saving = view.answer, view.seen, []
        elif (view.answer, view.seen) != (self._answer, self.seen):
            self.answer_arrived = True
        if not self.note_is_new or view.note == self.note:
            self._show_note(view)
        elif view.note in self._saving_note:
            self._note, self.note_seen, self._saving_note = view.note, view.note_seen, []
        elif (view.note, view.note_seen) != (self._note, self.note_seen):
            self.note_arrived = True
        self.view = view

    def take_arrived(self) -> None:
        """Give up what is typed here for what came."""
        self._show_answer(self.view)
        self._show_note(self.view)

    def type(self, **texts: str) -> None:
        """Fields that were typed in; a number or day takes the place of an option or special answer."""
        form = replace(self.form, **texts)  # type: ignore[arg-type]  # option is picked, not typed
        on_scale = {"numerator", "denominator", "period", "figure", "day"} & texts.keys()
        self.form = replace(form, option=None, special="") if on_scale else form

    def _show_answer(self, view: QuestionView) -> None:
        if view.answer != self.read:
            self.form = form_of(view.answer)
        self._answer, self.seen = view.answer, view.seen
        self._saving, self.answer_arrived = [], False

    def _show_note(self, view: QuestionView) -> None:
        self.note = self._note = view.note
        self.note_seen = view.note_seen
        self._saving_note, self.note_arrived = [], False
