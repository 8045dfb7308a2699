"""One calm dialog for what nobody expected: what is the case, what is safe, what to do, and a number. Never blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox, QWidget

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

    def show_words(self, words: Words) -> None:
        self.setWindowTitle("Waymark")
        self.setText(words.title)
        code = _("Code: {code}").format(code=words.code)
        self.setInformativeText(f"{words.what_happened}\n\n{words.what_is_safe}\n\n{words.what_next}\n\n{code}")
        self.show()
        self.raise_()
