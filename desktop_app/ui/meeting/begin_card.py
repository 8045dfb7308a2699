"""The form that begins a meeting: on which policy, when, and who is present."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QPushButton

from desktop_app.i18n import _
from desktop_app.presentation import wording
from desktop_app.presentation.meeting_page import MeetingPage
from desktop_app.presentation.meeting_texts import DAY, POLICY, PRESENT
from desktop_app.ui.plan.action_form import Choice
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.field_row import FieldRow
from desktop_app.ui.widgets.text_area import TextArea
from desktop_app.ui.widgets.text_fields import Field, TextFields
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes


class BeginCard(Card):
    def __init__(self, model: MeetingPage) -> None:
        super().__init__(_("Begin a meeting"))
        self._model = model
        self.policy, self.present = Choice(26), TextArea(_("Who is present?"), lines=4)
        self._day = TextFields([Field(DAY, _("On which day?"), _("year-month-day"), letters=16)])
        self._flaw = WrapLabel("", "error")
        self.begin_button = QPushButton(_("Begin the meeting"))
        self.begin_button.setProperty("role", "primary")
        writes(self.begin_button)
        for policy in model.desk.instrument.policies:
            self.policy.addItem(wording.policy_name(policy), policy.id)
        for part in (
            FieldRow(_("On which policy?"), self.policy),
            self._day,
            FieldRow(_("Who is present?"), self.present, _("One name on each line. Only your city reads them.")),
            self._flaw,
        ):
            self.add(part)
        self.body.addWidget(self.begin_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addStretch(1)
        self.policy.activated.connect(lambda: self._choose(str(self.policy.currentData())))
        self._day.typed.connect(model.form.type)
        self._day.settled.connect(model.keep_typed)
        self.present.textChanged.connect(lambda: model.form.type(PRESENT, self.present.text()))
        self.present.text_settled.connect(lambda _text: model.keep_typed())
        self.begin_button.clicked.connect(self._begin)

    def refresh(self) -> None:
        model = self._model
        self.policy.setCurrentIndex(self.policy.findData(model.form.policy_id))
        self._day.show_texts({DAY: model.form.text(DAY)})
        if self.present.text() != model.form.text(PRESENT):
            with QSignalBlocker(self.present):
                self.present.show_text(model.form.text(PRESENT))
        self._flaw.setText(model.form.flaw)
        self._flaw.setVisible(bool(model.form.flaw))

    def settle(self) -> None:
        self.present.settle()

    def _choose(self, policy_id: str) -> None:
        self._model.form.type(POLICY, policy_id)
        self._model.keep_typed()

    def _begin(self) -> None:
        self.settle()
        self._model.begin()
        if self._model.form.flaw:
            (self._day.field(DAY) if self._model.form.text(PRESENT).strip() else self.present).setFocus()
