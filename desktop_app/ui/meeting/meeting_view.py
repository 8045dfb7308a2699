"""Meeting mode: the form with the meetings held, one question for everybody in the room, or the minutes."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _, format_number
from desktop_app.presentation import wording
from desktop_app.presentation.meeting_page import MeetingPage, Showing
from desktop_app.presentation.minutes import meeting_name, outcome_words, progress
from desktop_app.storage.meeting_query import MeetingView as Held
from desktop_app.ui.assessment.question_list import QuestionList, QuestionRow
from desktop_app.ui.meeting.begin_card import BeginCard
from desktop_app.ui.meeting.decision_card import DecisionCard
from desktop_app.ui.meeting.held_card import HeldCard
from desktop_app.ui.meeting.marks import look_of
from desktop_app.ui.meeting.minutes_card import MinutesCard
from desktop_app.ui.meeting.question_card import QuestionCard
from desktop_app.ui.view import View
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.pill import COLOUR_OF_TONE
from desktop_app.ui.widgets.scroll_page import reveal
from desktop_app.ui.widgets.stacking_split import StackingSplit
from roadmap_core.assessment.meetings import Outcome


class MeetingView(View[MeetingPage]):
    """Keys on a question: digits choose, D writes what was decided, Enter: decided, L: later, M: the minutes.

    F11 fills the screen.

    Text fields keep theirs; Escape leads from them back to the answers.
    """

    def __init__(self, model: MeetingPage) -> None:
        super().__init__(model, _("Meeting"))
        self._header = PageHeader(_("Meeting"))
        self.begin, self.held = BeginCard(model), HeldCard(model)
        self.question, self.decision, self.minutes = QuestionCard(model), DecisionCard(model), MinutesCard(model)
        self.questions = QuestionList(_("Questions"))
        self.questions.set_compact(compact=True)
        self.screen_button = self._header.add_action(_("Fill the screen"))
        self.minutes_button = self._header.add_action(_("Minutes"))
        self._list, self._asking = StackingSplit(stack_below=100), QWidget()
        self._lay_out()
        self.questions.question_chosen.connect(model.ask)
        self.minutes_button.clicked.connect(self._show_minutes)
        self.screen_button.clicked.connect(self._turn_screen)
        model.told.connect(lambda words: announce(self, words))
        model.moved.connect(self.refresh)
        model.moved.connect(lambda: QTimer.singleShot(0, self, self._begin_anew))

    def refresh(self) -> None:
        model, meeting = self.model, self.model.meeting
        is_asking = model.showing is Showing.QUESTION and meeting is not None
        self._list.setVisible(model.showing is Showing.LIST)
        self._asking.setVisible(is_asking)
        self.minutes.setVisible(model.showing is Showing.MINUTES)
        self.minutes_button.setVisible(is_asking)
        self.screen_button.setVisible(model.fills_screen or model.showing is not Showing.LIST)
        self.screen_button.setText(_("Leave the full screen") if model.fills_screen else _("Fill the screen"))
        self._show_head(meeting if model.showing is not Showing.LIST else None)
        if is_asking:
            self.questions.set_rows(self._rows(), model.asked.item)
            self.question.refresh()
            self.decision.refresh()
        elif model.showing is Showing.MINUTES:
            self.minutes.refresh()
        else:
            self.begin.refresh()
            self.held.refresh()

    def settle(self) -> None:
        self.begin.settle()
        self.decision.settle()
        self.minutes.settle()

    def show_problem(self) -> None:
        is_of_answer = self.question.notices.isVisible()
        reveal(self.question.notices if is_of_answer else self.decision)

    def panes(self) -> tuple[QWidget, ...]:
        if self.model.showing is Showing.QUESTION:
            return self.question, self.decision
        return (self.minutes,) if self.model.showing is Showing.MINUTES else (self.begin, self.held)

    def take_focus(self) -> None:
        if self.model.showing is Showing.QUESTION:
            self.question.take_focus()
        elif self.model.showing is Showing.MINUTES:
            self.minutes.take_focus()
        else:
            self.begin.present.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Whatever the widget that has the focus did not want."""
        plain = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        is_asking = self.model.showing is Showing.QUESTION
        if event.key() == Qt.Key.Key_F11 and self.screen_button.isVisible():
            self._turn_screen()
            return
        if not is_asking or event.modifiers() & ~plain or not self._take_key(event):
            super().keyPressEvent(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key, focus = Qt.Key(event.key()), self.focusWidget()
        if isinstance(focus, QLineEdit | QPlainTextEdit):
            if key == Qt.Key.Key_Escape:
                self.question.take_focus()
            return key == Qt.Key.Key_Escape
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, QPushButton | QComboBox):
            return False
        if self.model.desk.is_read_only:
            return False
        acts = {
            Qt.Key.Key_D: self.decision.remark.setFocus,
            Qt.Key.Key_Return: lambda: self.decision.say(Outcome.DECIDED),
            Qt.Key.Key_Enter: lambda: self.decision.say(Outcome.DECIDED),
            Qt.Key.Key_L: lambda: self.decision.say(Outcome.LATER),
            Qt.Key.Key_M: self._show_minutes,
        }
        if key not in acts:
            return self.question.slot.choose_key(event.text())
        if not event.isAutoRepeat():  # a key that is held does one thing
            acts[key]()
        return True

    def _show_minutes(self) -> None:
        if self.model.meeting is not None:
            self.settle()
            self.model.show_minutes(self.model.meeting.key)

    def _turn_screen(self) -> None:
        self.model.fill_screen(fill=not self.model.fills_screen)

    def _begin_anew(self) -> None:
        """From the top, with the focus where work begins."""
        reveal(self._header)
        self.take_focus()

    def _show_head(self, meeting: Held | None) -> None:
        if meeting is None:
            words = _(
                "Go through the questions of a policy together, on one screen. What you decide becomes the minutes."
            )
            self._header.set_texts(_("Meeting"), words)
        else:
            instrument = self.model.desk.instrument
            self._header.set_texts(meeting_name(instrument, meeting), progress(instrument, meeting))

    def _rows(self) -> list[QuestionRow]:
        meeting, rows = self.model.meeting, []
        for number, question in enumerate(self.model.policy.questions, 1):
            said = meeting.of(question.id) if meeting is not None else ()
            tone, form = look_of(said)
            text, state = wording.question_text(question).text, outcome_words(said)
            rows.append(QuestionRow(question.id, format_number(number), text, state, form, COLOUR_OF_TONE[tone]))
        return rows

    def _lay_out(self) -> None:
        asking, split = QVBoxLayout(self._asking), StackingSplit(stack_below=110)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.setSpacing(12)
        split.add_pane(self.question, 5)
        split.add_pane(self.decision, 3)
        asking.addWidget(self.questions)
        asking.addWidget(split, 1)
        self._list.add_pane(self.begin, 1)
        self._list.add_pane(self.held, 1)
        self.body.addWidget(self._header)
        for block in (self._list, self._asking, self.minutes):
            self.body.addWidget(block, 1)
