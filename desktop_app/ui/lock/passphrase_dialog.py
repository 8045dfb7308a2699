"""Asks for the passphrase of a profile that opens with one. Nothing of the profile is behind it; it does not block."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from desktop_app.errors import Words
from desktop_app.i18n import _
from desktop_app.ui.widgets.heading import Heading
from desktop_app.ui.widgets.measure import letters
from desktop_app.ui.widgets.wrap_label import WrapLabel


class PassphraseDialog(QDialog):
    """Signals:
    given(str): the passphrase, as typed.
    """

    given = Signal(str)

    def __init__(self, words: Words, parent: QWidget) -> None:
        """`words` say why it is asked: the profile is locked, or what was typed before does not fit."""
        super().__init__(parent)
        self.setWindowTitle(words.title)
        self._typed = QLineEdit()
        self._typed.setEchoMode(QLineEdit.EchoMode.Password)
        self._typed.setAccessibleName(_("Passphrase"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._open = buttons.addButton(_("Open the profile"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._open.setProperty("role", "primary")
        self._open.setEnabled(False)
        self._typed.textChanged.connect(lambda text: self._open.setEnabled(bool(text)))
        buttons.accepted.connect(self._give)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(Heading(words.title))
        for text in (words.what_happened, words.what_is_safe, words.what_next):
            layout.addWidget(WrapLabel(text, "muted"))
        layout.addWidget(self._typed)
        layout.addWidget(buttons)
        self.setMinimumWidth(letters(self, 60))

    def _give(self) -> None:
        typed = self._typed.text()
        self._typed.clear()
        self.accept()
        self.given.emit(typed)
