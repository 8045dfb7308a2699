"""What the meeting says of the open question: the text, who didn't agree, decided or later."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.meeting_page import MeetingPage
from desktop_app.presentation.meeting_texts import DISSENT, REMARK
from desktop_app.presentation.minutes import outcome_words, written
from desktop_app.ui.meeting.marks import look_of
from desktop_app.ui.problem import Problem
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.field_row import FieldRow
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.text_area import TextArea
from desktop_app.ui.widgets.text_view import TextView
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes
from roadmap_core.assessment.meetings import Outcome


class DecisionCard(Card):
    def __init__(self, model: MeetingPage) -> None:
        super().__init__()
        self._model = model
        self._pill = Pill("", "neutral")
        self._several = WrapLabel(
            _("Colleagues wrote of this question without knowing of each other. What you write replaces all of it."),
        )
        self._written = TextView("", _("What colleagues wrote"))
        self._problem = Problem()
        self.remark, self.dissent = TextArea(_("What was decided?"), lines=4), TextArea(_("Who didn't agree?"), lines=1)
        self.decide_button, self.later_button = QPushButton(_("Decided")), QPushButton(_("Come back later"))
        self.previous_button, self.next_button = QPushButton(_("Previous")), QPushButton(_("Next"))
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        model = self._model
        self._show_state()
        self._written.set_text(written(model.said))
        for part in (self._several, self._written):
            part.setVisible(len(model.said) > 1)
        self._problem.show_problem(model.problem)
        for name, field in self._fields():
            if field.text() != model.typed.text(name):
                with QSignalBlocker(field):
                    field.show_text(model.typed.text(name))
        self.previous_button.setEnabled(bool(model.neighbour(-1)))
        self.next_button.setEnabled(bool(model.neighbour(1)))

    def _show_state(self) -> None:
        if self._model.typed.is_begun:
            self._pill.set_status(_("Not in the minutes yet"), "neutral", "ring")
        else:
            self._pill.set_status(outcome_words(self._model.said), *look_of(self._model.said))

    def settle(self) -> None:
        for _name, field in self._fields():
            field.settle()

    def say(self, outcome: Outcome) -> None:
        self.settle()
        self._model.say(outcome)

    def _type(self, name: str, text: str) -> None:
        self._model.typed.type(name, text)
        self._show_state()

    def _fields(self) -> tuple[tuple[str, TextArea], ...]:
        return (REMARK, self.remark), (DISSENT, self.dissent)

    def _lay_out(self) -> None:
        self.decide_button.setProperty("role", "primary")
        writes(self.decide_button, self.later_button)
        acts, ways = QWidget(), QWidget()
        for holder, buttons in (
            (acts, (self.decide_button, self.later_button)),
            (ways, (self.previous_button, self.next_button)),
        ):
            flow = FlowLayout(holder, gap=8)
            for button in buttons:
                flow.addWidget(button)
        remark = FieldRow(_("What was decided?"), self.remark, _("Or why it stays open. It stands in the minutes."))
        dissent = FieldRow(_("Who didn't agree?"), self.dissent, _("Empty if everybody did."))
        for part in (self._pill, self._several, self._written, remark, dissent, self._problem, acts, ways):
            self.add(part)
        self.body.addStretch(1)

    def _connect(self) -> None:
        model = self._model
        for name, field in self._fields():
            field.textChanged.connect(lambda name=name, field=field: self._type(name, field.text()))
            field.text_settled.connect(lambda _text: model.keep_typed())
        self.decide_button.clicked.connect(lambda: self.say(Outcome.DECIDED))
        self.later_button.clicked.connect(lambda: self.say(Outcome.LATER))
        self.previous_button.clicked.connect(lambda: model.ask(model.neighbour(-1)))
        self.next_button.clicked.connect(lambda: model.ask(model.neighbour(1)))
