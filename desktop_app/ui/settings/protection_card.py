"""What protects the data on this computer, in words, and the ways to protect it better."""

from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.protecting import Protecting
from desktop_app.ui.lock.secret_field import secret_field
from desktop_app.ui.problem import Problem
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.field_row import FieldRow
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes


class ProtectionCard(Card):
    """The fields are emptied as soon as they were used: a passphrase stands nowhere longer than it must."""

    def __init__(self, model: Protecting) -> None:
        super().__init__(
            _("Protection"), _("For a computer that is lost, stolen or shared. Nobody can reset a passphrase.")
        )
        self._model = model
        self._state, self._words, self.problem = Pill("", "neutral"), WrapLabel(), Problem()
        self.now, self.new, self.again = (secret_field() for _field in range(3))
        self._now_row = FieldRow(_("Passphrase of now"), self.now)
        self.use_passphrase, self.use_system = QPushButton(), QPushButton(_("Use this computer's own key store"))
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=12)
        flow.addWidget(self.use_passphrase)
        flow.addWidget(self.use_system)
        writes(self.use_passphrase, self.use_system)
        self.add_action(self._state)
        for part in (
            self._words,
            self.problem,
            self._now_row,
            FieldRow(
                _("New passphrase"), self.new, _("Four or five words that belong together only for you are good.")
            ),
            FieldRow(_("The same again"), self.again),
            buttons,
        ):
            self.add(part)
        self.use_passphrase.clicked.connect(self._use_passphrase)
        self.use_system.clicked.connect(self._use_system)
        model.changed.connect(self.refresh)
        model.done.connect(lambda: announce(self, self._words.text()))

    def refresh(self) -> None:
        """Show the state of the view-model."""
        model = self._model
        self.setVisible(model.mode is not None)
        if model.mode is None:
            return
        if model.is_protected:
            self._state.set_status(_("Protected"), "good")
        else:
            self._state.set_status(_("Not protected"), "warn")
        self._words.setText(model.words())
        self.problem.show_problem(model.problem)
        self._now_row.setVisible(model.asks_passphrase)
        self.use_passphrase.setText(_("Change the passphrase") if model.asks_passphrase else _("Use this passphrase"))
        self.use_system.setVisible(model.can_use_system)
        for button in (self.use_passphrase, self.use_system):
            button.setEnabled(not model.is_busy)

    def _use_passphrase(self) -> None:
        self._model.use_passphrase(self.now.text(), self.new.text(), self.again.text())
        self._empty()

    def _use_system(self) -> None:
        self._model.use_system(self.now.text())
        self._empty()

    def _empty(self) -> None:
        for field in (self.now, self.new, self.again):
            field.clear()
