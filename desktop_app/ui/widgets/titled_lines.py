"""A name, and below it in small type what is to be said of it."""

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.ui.widgets.wrap_label import WrapLabel


class TitledLines(QWidget):
    """For a row of a list; `role` is that of the title."""

    def __init__(self, title: str, lines: Iterable[str], role: str = "strong") -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(WrapLabel(title, role))
        for line in lines:
            column.addWidget(WrapLabel(line, "caption"))
