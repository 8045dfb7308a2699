"""Which key does what: the key drawn as one, and words."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.ui.widgets.key_badge import KeyBadge
from desktop_app.ui.widgets.wrap_label import WrapLabel


class KeyHint(QWidget):
    """`keys` are pressed together, such as ("Ctrl", "K"). Not a control; the words are read."""

    def __init__(self, keys: Sequence[str], words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for key in keys:
            layout.addWidget(KeyBadge(key), 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addSpacing(4)
        layout.addWidget(WrapLabel(words, "caption"), 1)
