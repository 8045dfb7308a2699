"""The typed recovery sheet of a profile, and what shall open it from then on."""

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.identity.recovery_sheet import ROWS
from desktop_app.presentation.locked import Locked
from desktop_app.ui.lock.groups_field import GroupsField
from desktop_app.ui.lock.secret_field import secret_field
from desktop_app.ui.widgets.field_row import FieldRow
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.heading import Heading
from desktop_app.ui.widgets.wrap_label import WrapLabel


class SheetForm(QWidget):
    """Emptied as soon as the sheet was read."""

    def __init__(self, model: Locked) -> None:
        super().__init__()
        self._model = model
        self.groups = GroupsField(ROWS)
        self.new, self.again = secret_field(), secret_field()
        self.use_passphrase = QPushButton(_("Open with this new passphrase"))
        self.use_system = QPushButton(_("Open with this computer's own key store"))
        self.use_passphrase.setProperty("role", "primary")
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=12)
        flow.addWidget(self.use_passphrase)
        flow.addWidget(self.use_system)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        for part in (
            Heading(_("The recovery sheet"), level=2),
            WrapLabel(_("Type the groups of the sheet. A full group leads on to the next field."), "muted"),
            self.groups,
            Heading(_("What opens it from now on"), level=2),
            FieldRow(
                _("New passphrase"), self.new, _("Four or five words that belong together only for you are good.")
            ),
            FieldRow(_("The same again"), self.again),
            buttons,
        ):
            layout.addWidget(part)
        self.use_passphrase.clicked.connect(self._use_passphrase)
        self.use_system.clicked.connect(lambda: self._open("", ""))
        self.new.textChanged.connect(self.refresh)
        self.groups.typed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the state of the view-model."""
        may_try = self._model.may_try and bool(self.groups.rows())
        self.use_passphrase.setEnabled(may_try and bool(self.new.text()))
        self.use_system.setEnabled(may_try)
        self.use_system.setVisible(self._model.has_key_store)

    def _use_passphrase(self) -> None:
        self._open(self.new.text(), self.again.text())

    def _open(self, new: str, again: str) -> None:
        if self.groups.look():
            self._model.open_with_sheet(self.groups.rows(), new, again)
