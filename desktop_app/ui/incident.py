"""One calm dialog for what nobody expected: what is the case, what is safe, what to do, and a number. Never blocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QMessageBox, QWidget

from desktop_app.i18n import _

if TYPE_CHECKING:
    from desktop_app.errors import Words


class IncidentDialog(QMessageBox):
    """Made once; a second problem while it is open replaces the first one's words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModal(False)
        self.setIcon(QMessageBox.Icon.NoIcon)
        self.setStandardButtons(QMessageBox.StandardButton.Close)
        self._mend = self.addButton(_("Restore now"), QMessageBox.ButtonRole.ActionRole)
        self._wanted: Callable[[], None] | None = None
        self.buttonClicked.connect(self._clicked)

    def show_words(self, words: Words, mend: Callable[[], None] | None = None) -> None:
        """`mend` is what a button offers to do about it; None: nothing can be done here."""
        self._wanted = mend
        self._mend.setVisible(mend is not None)
        self.setWindowTitle("Waymark")
        self.setText(words.title)
        code = _("Code: {code}").format(code=words.code)
        self.setInformativeText(f"{words.what_happened}\n\n{words.what_is_safe}\n\n{words.what_next}\n\n{code}")
        for label in self.findChildren(QLabel):  # else a file's name could be a link, which Qt opens
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setOpenExternalLinks(False)
        self.show()
        self.raise_()

    def _clicked(self, button: QAbstractButton) -> None:
        wanted, self._wanted = self._wanted, None
        if button is self._mend and wanted is not None:
            wanted()
