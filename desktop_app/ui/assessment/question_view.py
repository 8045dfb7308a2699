"""The page of one question: list, question, help; three panes that stack when there is no room."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from desktop_app.i18n import _, format_number
from desktop_app.presentation import wording
from desktop_app.presentation.question_page import QuestionPage
from desktop_app.ui.assessment.help_pane import HelpPane
from desktop_app.ui.assessment.legend import beside, legend
from desktop_app.ui.assessment.panes import Pane, Panes
from desktop_app.ui.assessment.question_list import QuestionList, QuestionRow
from desktop_app.ui.assessment.question_pane import QuestionPane
from desktop_app.ui.marks import COLOUR_OF_PRINCIPLE, FORM_OF_STATE, TONE_OF_STAGE, state_word
from desktop_app.ui.view import View
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.heading import Heading
from desktop_app.ui.widgets.measure import letters
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.scroll_page import ScrollPage
from desktop_app.ui.widgets.shape import Shape
from desktop_app.ui.widgets.wrap_label import WrapLabel

STACK_BELOW_LETTERS = 135
GAP = 12


class QuestionView(View[QuestionPage]):
    """Keys: digits choose, Enter next, E evidence, N note, F flag, C confidence, H help, Escape to the answers.

    Text fields keep theirs.
    """

    def __init__(self, model: QuestionPage) -> None:
        super().__init__(model, _("Question"))
        self._square, self._policy = Shape("square", "ink_3"), Heading("", level=2)
        self._stage, self._answered = Pill("", "info", plain=True), WrapLabel("", "muted")
        self._list_pane, self._list = Pane(_("Questions of this policy")), QuestionList(_("Questions"))
        self._question, self._help = QuestionPane(model), HelpPane(model)
        self._panes = Panes(self._stack, STACK_BELOW_LETTERS)
        self._acts = self._made_acts()
        self._lay_out()
        self._list.question_chosen.connect(model.go)
        model.desk.navigator.evidence_wanted.connect(self._want_evidence)

    def refresh(self) -> None:
        model = self.model
        if not model.item:
            return
        self._show_policy()
        self._question.refresh()
        self._help.refresh()

    def settle(self) -> None:
        self._question.settle()

    def show_problem(self) -> None:
        self._question.show_problem()

    def panes(self) -> tuple[QWidget, ...]:
        return (self._list_pane, self._question, self._help)

    def take_focus(self) -> None:
        """Where the answer is given; stacked, with the question in sight above it."""
        self._question.take_focus()
        area = self.findChild(ScrollPage)
        page = area.widget() if area is not None else None
        if self._panes.stacked() and area is not None and page is not None:
            top = self._question.mapTo(page, QPoint(0, 0)).y()
            area.verticalScrollBar().setValue(top - GAP)

    @property
    def question_pane(self) -> QuestionPane:
        return self._question

    @property
    def question_list(self) -> QuestionList:
        return self._list

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Whatever the widget that has the focus did not want."""
        plain = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        if event.modifiers() & ~plain or not self._take_key(event):
            super().keyPressEvent(event)

    def _want_evidence(self) -> None:
        if not self.model.desk.is_read_only:
            QTimer.singleShot(0, self, self._question.open_evidence)  # after the page has taken the focus

    def _take_key(self, event: QKeyEvent) -> bool:
        focus = self.focusWidget()
        if isinstance(focus, QLineEdit | QPlainTextEdit):
            return self._take_key_in_text(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(focus, QPushButton | QComboBox):
                return False
            self.model.go(self.model.neighbour(1))
            return True
        act = self._acts.get(Qt.Key(event.key()))
        if act is not None:
            act()
            return True
        return self._question.choose_key(event.text())

    def _made_acts(self) -> dict[Qt.Key, Callable[[], None]]:
        """What letters do; where nothing can be written, only what reads."""
        question = self._question
        reads = {
            Qt.Key.Key_N: question.focus_note,
            Qt.Key.Key_C: question.marks.take_focus,
            Qt.Key.Key_H: self._help.take_focus,
        }
        writes = {Qt.Key.Key_E: question.open_evidence, Qt.Key.Key_F: question.marks.toggle_flag}
        return reads if self.model.desk.is_read_only else reads | writes

    def _take_key_in_text(self, event: QKeyEvent) -> bool:
        """In a text field only Escape is ours: back to the answers, with the text kept and saved."""
        if event.key() == Qt.Key.Key_Escape:
            self._question.settle()
            self._question.take_focus()
            return True
        return False

    def _show_policy(self) -> None:
        model, instrument = self.model, self.model.desk.instrument
        policy, view = model.policy, model.policy_view
        self._square.set_shape("square", COLOUR_OF_PRINCIPLE.get(policy.principle, "ink_3"))
        self._policy.setText(wording.policy_name(policy))
        if view is None or view.standing.policy_id != policy.id:
            return
        stage = view.standing.stage
        self._stage.set_status(wording.stage_label(instrument, stage), TONE_OF_STAGE[stage])
        answered, total = format_number(view.standing.answered), format_number(view.standing.total)
        self._answered.setText(_("{answered} of {total} answered").format(answered=answered, total=total))
        self._list.set_rows(self._rows(), model.item)

    def _rows(self) -> list[QuestionRow]:
        view = self.model.policy_view
        states = view.question_states if view is not None else ()
        rows = []
        for number, (question_id, state) in enumerate(states, 1):
            form, colour = FORM_OF_STATE[state]
            text = wording.question_text(self.model.desk.instrument.question(question_id)).text
            flagged = view is not None and question_id in view.flagged
            word = _("{state}, flagged").format(state=state_word(state)) if flagged else state_word(state)
            row = QuestionRow(question_id, format_number(number), text, word, form, colour, is_flagged=flagged)
            rows.append(row)
        return rows

    def _stack(self, stacked: bool) -> None:  # noqa: FBT001 - called back with the one fact there is
        self._list.set_compact(compact=stacked)
        for pane in (self._list_pane, self._question, self._help):
            pane.set_whole(whole=stacked)
        for pane, wide in ((self._list_pane, 36), (self._help, 38)):
            pane.setMinimumWidth(0 if stacked else letters(self, wide))
            pane.setMaximumWidth(16_777_215 if stacked else letters(self, wide))

    def _lay_out(self) -> None:
        crumb = QPushButton(_("Roadmap"))
        crumb.setProperty("role", "quiet")
        crumb.clicked.connect(lambda: self.model.desk.navigator.go("roadmap"))
        words = QWidget()
        flow = FlowLayout(words, gap=10, row_gap=4)
        for widget in (crumb, beside(self._square, self._policy), self._stage):
            flow.addWidget(widget)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(words, 1)
        plan = QPushButton(_("Plan an action"))
        plan.setProperty("role", "small")
        plan.clicked.connect(lambda: self.model.desk.navigator.go("plan", self.model.policy.id))
        head.addWidget(self._answered)
        head.addWidget(plan)
        self.body.setSpacing(12)
        self.body.addLayout(head)
        self._list_pane.content.addWidget(self._list)
        self._list_pane.content.addStretch(1)
        self._list_pane.add(legend())
        for pane in (self._list_pane, self._question, self._help):
            self._panes.add_pane(pane, 1)
        self.body.addWidget(self._panes, 1)
