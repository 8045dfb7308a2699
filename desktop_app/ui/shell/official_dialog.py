"""Asks who works here now. What the last person wrote stays under their name. Does not block."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.widgets.heading import Heading
from desktop_app.ui.widgets.measure import letters
from desktop_app.ui.widgets.wrap_label import WrapLabel


class OfficialDialog(QDialog):
    """Signals:
    name_given(str): the new person's name.
    """

    name_given = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Who works here now?"))
        self._name = QLineEdit()
        self._name.setAccessibleName(_("Your name"))
        self._name.setPlaceholderText(_("Your name, as colleagues know it"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._change = buttons.addButton(_("Go on under this name"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._change.setProperty("role", "primary")
        self._change.setEnabled(False)
        self._name.textChanged.connect(lambda text: self._change.setEnabled(bool(text.strip())))
        buttons.accepted.connect(self._give)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(Heading(_("Who works here now?")))
        layout.addWidget(WrapLabel(_("What was written before stays under the name of the one who wrote it."), "muted"))
        layout.addWidget(self._name)
        layout.addWidget(buttons)
        self.setMinimumWidth(letters(self, 60))

    def _give(self) -> None:
        self.name_given.emit(self._name.text().strip())
        self.accept()
