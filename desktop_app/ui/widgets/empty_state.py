"""What stands where nothing is yet: what will be here, and the one first thing to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.widgets.heading import Heading
from desktop_app.ui.widgets.icon_label import IconLabel
from desktop_app.ui.widgets.wrap_label import WrapLabel


class EmptyState(QWidget):
    """Centred; the action may be left away.

    Signals:
        action_triggered(): the button was pressed.
    """

    action_triggered = Signal()

    def __init__(
        self, icon_name: str, title: str, sentence: str, action: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title, self._sentence = Heading(title), WrapLabel(sentence, "muted", most_letters=60)
        for words in (self._title, self._sentence):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._button = QPushButton(action, self)
        self._button.setProperty("role", "primary")
        self._button.setHidden(not action)
        self._button.clicked.connect(lambda _checked=False: self.action_triggered.emit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 32, 24, 32)
        layout.setSpacing(8)
        layout.addStretch(1)
        layout.addLayout(_centred(IconLabel(icon_name, "ink_3", 2.4)))
        layout.addSpacing(4)
        layout.addWidget(self._title)
        layout.addWidget(self._sentence)
        layout.addSpacing(8)
        layout.addLayout(_centred(self._button))
        layout.addStretch(1)

    def set_texts(self, title: str, sentence: str, action: str = "") -> None:
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._button.setText(action)
        self._button.setVisible(bool(action))


def _centred(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget)
    row.addStretch(1)
    return row
