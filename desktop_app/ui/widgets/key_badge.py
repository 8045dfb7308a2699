"""A key of the keyboard, drawn as one: a small square with its letter."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.theme.tokens import current


class KeyBadge(QWidget):
    """Decoration beside words that say what the key does; filled for the one that is chosen."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._filled = text, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        return self._text

    def set_filled(self, *, filled: bool) -> None:
        self._filled = filled
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        high = metrics.height() + 4
        return QSize(max(high, metrics.horizontalAdvance(self._text) + 12), high)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.accent if self._filled else tokens.edge), 1))
        painter.setBrush(QColor(tokens.accent if self._filled else tokens.card))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.9)
        painter.setFont(font)
        painter.setPen(QColor(tokens.on_accent if self._filled else tokens.ink_2))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
