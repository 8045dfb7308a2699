"""The form for an action: new, or one of the plan that is changed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from desktop_app.i18n import _
from desktop_app.presentation import wording
from desktop_app.presentation.plan_page import TEXTS, PlanPage
from desktop_app.presentation.plan_words import effort_word, status_word
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.field_row import FieldRow
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.text_fields import Field, TextFields
from desktop_app.ui.widgets.writing import writes
from roadmap_core.assessment.actions import Effort, Status


class Choice(QComboBox):
    """The wheel scrolls the page over it, and changes nothing in passing."""

    def __init__(self, letters: int) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(letters)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ActionForm(Card):
    """Shows the form of `model`."""

    def __init__(self, model: PlanPage) -> None:
        super().__init__(_("New action"))
        self._model = model
        self._policy, self.question, self.effort, self._status = Choice(26), Choice(26), Choice(10), Choice(10)
        self.fields = TextFields(
            [
                Field("text", _("What is to be done?"), letters=50),
                Field("owner", _("Who does it?"), letters=24),
                Field("start", _("From when?"), _("year-month-day"), letters=16),
                Field("due", _("By when?"), _("year-month-day"), letters=16),
                Field("proof", _("What will show that it is done?"), letters=36),
            ]
        )
        self.save_button, self._discard = QPushButton(), QPushButton(_("Discard"))
        self._asked_of = ""
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        model = self._model
        self.set_texts(_("Change an action") if model.changes_one else _("New action"))
        self.save_button.setText(_("Save the change") if model.changes_one else _("Add to the plan"))
        self._discard.setVisible(model.is_begun or model.changes_one)
        self._offer_questions()
        for choice, value in self._values():
            choice.setCurrentIndex(choice.findData(value))
        self._policy.setEnabled(not model.changes_one)
        self.fields.show_texts({name: getattr(model, name) for name in TEXTS})
        self.fields.show_flaw(model.flawed_day if model.text.strip() else "text", model.flaw)

    def _values(self) -> tuple[tuple[QComboBox, str], ...]:
        model = self._model
        return (
            (self._policy, model.policy_id),
            (self.question, model.question),
            (self.effort, model.effort),
            (self._status, model.status),
        )

    def _offer_questions(self) -> None:
        """The gaps of the policy: all of it, or one of its questions."""
        policy = self._model.desk.instrument.policy(self._model.policy_id)
        if self._asked_of == policy.id:
            return
        self._asked_of = policy.id
        self.question.clear()
        self.question.addItem(_("The policy as a whole"), "")
        for question in policy.questions:
            words = _("{id} {question}").format(id=question.id, question=wording.question_text(question).text)
            self.question.addItem(words, question.id)

    def _lay_out(self) -> None:
        for policy in self._model.desk.instrument.policies:
            self._policy.addItem(wording.policy_name(policy), policy.id)
        self.effort.addItem(_("Not said"), "")
        for effort in Effort:
            self.effort.addItem(effort_word(effort), str(effort))
        for status in Status:
            self._status.addItem(status_word(status), str(status))
        how, buttons = QWidget(), QWidget()
        self.save_button.setProperty("role", "primary")
        self._discard.setProperty("role", "quiet")
        writes(self.save_button)
        for holder, parts in (
            (how, (FieldRow(_("How much work?"), self.effort), FieldRow(_("How far is it?"), self._status))),
            (buttons, (self.save_button, self._discard)),
        ):
            flow = FlowLayout(holder, gap=12)
            for part in parts:
                flow.addWidget(part)
        where = (FieldRow(_("For which policy?"), self._policy), FieldRow(_("Which gap?"), self.question))
        for row in (*where, self.fields, how, buttons):
            self.add(row)

    def _connect(self) -> None:
        model = self._model
        self._policy.activated.connect(lambda: model.choose_policy(str(self._policy.currentData())))
        for name, choice in (("question", self.question), ("effort", self.effort), ("status", self._status)):
            choice.activated.connect(lambda _at, name=name, choice=choice: self._choose(name, choice))
        self.fields.typed.connect(lambda key, text: model.type(**{key: text}))
        self.fields.settled.connect(model.keep_typed)
        self.save_button.clicked.connect(model.save)
        self._discard.clicked.connect(self._drop)

    def _choose(self, name: str, choice: QComboBox) -> None:
        self._model.type(**{name: str(choice.currentData())})
        self._model.keep_typed()

    def _drop(self) -> None:
        self._model.discard()
        self.fields.field("text").setFocus(Qt.FocusReason.TabFocusReason)
