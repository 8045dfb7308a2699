"""Says on every screen that the data shown is invented, and leads back to the city's own."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_app.i18n import _
from desktop_app.ui.theme.tokens import current
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.wrap_label import WrapLabel


class SampleStrip(QWidget):
    """Signals:
    left(): the person wants to go back to the city's own data.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pill, self._words, self._leave = Pill("", "warn"), WrapLabel(""), QPushButton()
        self._leave.setProperty("role", "small")
        self._leave.clicked.connect(self.left)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 5, 20, 5)
        layout.setSpacing(12)
        layout.addWidget(self._pill)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._leave)
        self.retranslate()

    def retranslate(self) -> None:
        self._pill.set_status(_("Sample data"), "warn")
        self._words.setText(_("Everything here is invented, to try the program. It says nothing about a real city."))
        self._leave.setText(_("Leave the sample"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current().warn_soft))
