"""The one question in large type, with its answers: what everybody in the room looks at."""

from PySide6.QtWidgets import QWidget

from desktop_app.i18n import _, format_number
from desktop_app.presentation import wording
from desktop_app.presentation.meeting_page import MeetingPage
from desktop_app.ui.assessment.answer_slot import AnswerSlot
from desktop_app.ui.assessment.notices import Notices
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.heading import Heading
from desktop_app.ui.widgets.wrap_label import WrapLabel


class QuestionCard(Card):
    def __init__(self, model: MeetingPage) -> None:
        super().__init__()
        self._model = model
        self.setProperty("role", "screen")
        self._where, self._text = WrapLabel("", "muted"), Heading("", level=0)
        self.slot, self._notices = AnswerSlot(model.asked), Notices(model.asked)
        for part in (self._where, self._text, self.slot, self._notices):
            self.add(part)
        self.body.addStretch(1)
        self.slot.typed.connect(lambda: self.refresh(with_flaw=False))
        self.slot.settled.connect(self.refresh)

    def refresh(self, *, with_flaw: bool = True) -> None:
        model, asked = self._model, self._model.asked
        questions = model.policy.question_ids
        if asked.item not in questions:
            return
        number, total = format_number(questions.index(asked.item) + 1), format_number(len(questions))
        stage = wording.stage_label(model.desk.instrument, asked.question.stage)
        words = _("Question {number} of {total} · {stage} stage")
        self._where.setText(words.format(number=number, total=total, stage=stage))
        self._text.setText(asked.text.text)
        self.slot.refresh(with_flaw=with_flaw)
        self._notices.refresh()

    def take_focus(self) -> None:
        self.slot.take_focus()

    @property
    def notices(self) -> QWidget:
        return self._notices
