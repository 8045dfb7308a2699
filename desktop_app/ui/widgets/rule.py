"""A thin line between two parts of a page."""

from PySide6.QtWidgets import QFrame, QWidget


class Rule(QFrame):
    """Drawn by the stylesheet, over the whole width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rule")
