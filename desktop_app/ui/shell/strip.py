"""A line above every page that says what all of them have in common, and one thing that can be done about it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_app.ui.theme.tokens import current
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.wrap_label import WrapLabel


class Strip(QWidget):
    """Signals:
    wanted(): the button was pressed.
    """

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pill, self._words, self._button = Pill("", "warn"), WrapLabel(""), QPushButton()
        self._button.setProperty("role", "small")
        self._button.clicked.connect(self.wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 5, 20, 5)
        layout.setSpacing(12)
        layout.addWidget(self._pill)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._button)
        self.retranslate()

    def retranslate(self) -> None:
        """Everything in the language of now."""
        raise NotImplementedError

    def set_texts(self, pill: str, words: str, button: str) -> None:
        self._pill.set_status(pill, "warn")
        self._words.setText(words)
        self._button.setText(button)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current().warn_soft))
