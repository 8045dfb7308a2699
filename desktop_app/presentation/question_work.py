"""The form and note of one question while somebody works on them, against what the database says meanwhile. No Qt.

Nothing typed is overwritten. An unsaved part keeps the operations that it was opened on: if a colleague wrote something
else meanwhile, it is saved beside theirs, as two answers, and never over it.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from desktop_app.presentation.answer_form import AnswerForm, Unfinished, answer_of, form_of
from desktop_app.presentation.half_form import answers_under, form_of_half, half_of
from desktop_app.storage.half_answers import HalfAnswer
from desktop_app.storage.views import QuestionView
from roadmap_core.assessment.answers import Answer, InvalidAnswer
from roadmap_core.entries.identifiers import OpId
from roadmap_core.entries.wording import as_signed
from roadmap_core.instrument.model import Question


class QuestionWork:
    """One question.

    Attributes:
        view: the newest state from the database.
        form, note: what the fields show.
        seen, note_seen: the operations that fields were opened on: the predecessors of what is saved.
        answer_arrived, note_arrived: something else came while this part was unsaved.
    """

    def __init__(self, question: Question, view: QuestionView, half: HalfAnswer | None = None) -> None:
        """`half` is what was begun here and kept, by this run of the program or an earlier one."""
        self._scale = question.scale
        self._saving: list[Answer | None] = []
        self._saving_note: list[str] = []
        self._answer: Answer | None = None
        self._note = self.note = ""
        self.seen: tuple[OpId, ...] = ()
        self.note_seen: tuple[OpId, ...] = ()
        self.form = AnswerForm()
        self.answer_arrived = self.note_arrived = False
        self._answers: frozenset[Answer | InvalidAnswer | None] = frozenset()
        self._notes: frozenset[str] = frozenset()
        self.view = view
        self._show_answer(view)
        self._show_note(view)
        self._kept = AnswerForm()
        self._handed: AnswerForm | None = self._kept
        if half is not None:
            self._take_half(half)

    @property
    def read(self) -> Answer | Unfinished:
        return answer_of(self.form, self._scale)

    @property
    def answer_is_new(self) -> bool:
        """Whether the form differs from what is saved, finished or not."""
        return self.read != self._answer if self.form != AnswerForm() else self._answer is not None

    @property
    def begun(self) -> AnswerForm:
        """The form where it is neither an answer that is saved nor one on its way; else an empty one."""
        is_answer = not self.answer_is_new or self._saving[-1:] == [self.read]
        return AnswerForm() if is_answer else self.form

    @property
    def has_begun(self) -> bool:
        return self.begun != AnswerForm()

    @property
    def begun_is_kept(self) -> bool:
        """Whether all that is unsaved is begun only, and lies on this computer as it is now."""
        return self.begun == self._kept != AnswerForm() and not self.note_is_new

    def half_to_keep(self) -> bool:
        """Whether `half` is another one than was handed out last; from now on it counts as handed out."""
        if self.begun == self._handed:
            return False
        self._handed = self.begun
        return True

    @property
    def half(self) -> HalfAnswer | None:
        """What to keep of `begun`; None: nothing is begun."""
        shown = [answer for answer in self._answers if not isinstance(answer, InvalidAnswer)]
        return half_of(self.begun, shown, self.seen) if self.has_begun else None

    def half_is_kept(self, form: AnswerForm) -> None:
        """This much of `begun` lies on the disk now."""
        self._kept = form

    @property
    def note_is_new(self) -> bool:
        return self._fit_note != self._note

    @property
    def _fit_note(self) -> str:
        """The note as it is saved: a space at its end is still being typed."""
        return as_signed(self.note).strip()

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
        if isinstance(read, Unfinished) or not self.answer_is_new or self._saving[-1:] == [read]:
            return None
        self._saving.append(read)
        self._handed = self._kept = AnswerForm()  # saving an answer ends what was begun
        return read

    def note_to_save(self, *, beside: bool) -> bool:
        if self.note_arrived and not beside:
            return False
        if not self.note_is_new or self._saving_note[-1:] == [self._fit_note]:
            return False
        self._saving_note.append(self._fit_note)
        return True

    def clear(self) -> bool:
        """Empty the form; True if there is an answer to take away."""
        self.form = AnswerForm()
        self._saving.append(None)
        if self._answer is not None:
            self._handed = self._kept = AnswerForm()
        return self._answer is not None

    def not_cleared(self) -> None:
        """The answer could not be taken away: it stands. A note that is being typed stays as it is."""
        self._show_answer(self.view)

    def not_saved(self) -> None:
        """What was on its way has failed; it is still here."""
        self._saving, self._saving_note = [], []
        self._handed = None  # so it is handed out again, whatever it is then

    def take(self, view: QuestionView) -> None:
        """A newer state from the database. Own drafts that were sealed meanwhile are no news: they have names now."""
        own = [answer.answer for answer in view.alternatives if answer.is_this_computer]
        saved = _last_of(self._saving, [view.answer, *own])
        if not self.answer_is_new or view.answer == self.read:
            self._show_answer(view)
        elif saved is not None:
            self._answer, self._saving = self._saving[saved], self._saving[saved + 1 :]
            self._see_answers(view)
        elif _answers(view) == self._answers:
            self.seen = view.seen
        else:
            self.answer_arrived = True
        self._take_note(view)
        self.view = view

    def _take_note(self, view: QuestionView) -> None:
        own = [note.note for note in view.note_alternatives if note.is_this_computer]
        saved = _last_of(self._saving_note, [view.note, *own])
        if not self.note_is_new or view.note == self._fit_note:
            self._show_note(view)
        elif saved is not None:
            self._note, self._saving_note = self._saving_note[saved], self._saving_note[saved + 1 :]
            self._see_notes(view)
        elif _notes(view) == self._notes:
            self.note_seen = view.note_seen
        else:
            self.note_arrived = True

    def take_arrived(self) -> None:
        """Give up what is typed here for what came."""
        self._show_answer(self.view)
        self._show_note(self.view)

    def type(self, **texts: str) -> None:
        """Fields that were typed in; a number or day takes the place of an option or special answer."""
        form = replace(self.form, **texts)  # type: ignore[arg-type]  # option is picked, not typed
        on_scale = {"numerator", "denominator", "period", "figure", "day"} & texts.keys()
        self.form = replace(form, option=None, special="") if on_scale else form

    def _take_half(self, half: HalfAnswer) -> None:
        """What was begun stands in the form again, over what it was begun on."""
        self.form = self._handed = self._kept = form_of_half(half)
        stood = answers_under(half, self._scale)
        if stood != self._answers and self.answer_is_new:
            self.seen, self._answers, self.answer_arrived = half.seen, stood, True

    def _show_answer(self, view: QuestionView) -> None:
        if view.answer != self.read:
            self.form = form_of(view.answer)
        self._answer, self._saving = view.answer, []
        self._see_answers(view)

    def _show_note(self, view: QuestionView) -> None:
        if view.note != self._fit_note:
            self.note = view.note
        self._note, self._saving_note = view.note, []
        self._see_notes(view)

    def _see_answers(self, view: QuestionView) -> None:
        """What stands is what the person is shown."""
        self.seen, self._answers, self.answer_arrived = view.seen, _answers(view), False

    def _see_notes(self, view: QuestionView) -> None:
        self.note_seen, self._notes, self.note_arrived = view.note_seen, _notes(view), False


def _answers(view: QuestionView) -> frozenset[Answer | None]:
    return frozenset(alternative.answer for alternative in view.alternatives)


def _notes(view: QuestionView) -> frozenset[str]:
    return frozenset(alternative.note for alternative in view.note_alternatives)


def _last_of(saving: Sequence[object], stored: Collection[object]) -> int | None:
    """The place of the newest save on its way that is among what is stored; None if none has come."""
    return next((at for at in reversed(range(len(saving))) if saving[at] in stored), None)
