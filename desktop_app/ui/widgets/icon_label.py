"""An icon beside words: decoration, as large as the line of text, in the colour of a token."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.theme.icons import pixmap
from desktop_app.ui.theme.tokens import current


class IconLabel(QWidget):
    """Follows theme, size and direction, as it is drawn from the tokens each time. `scale` 1 is a line's height."""

    def __init__(self, name: str, tone: str = "ink_2", scale: float = 1.15, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._tone, self._scale = name, tone, scale
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_icon(self, name: str, tone: str) -> None:
        self._name, self._tone = name, tone
        self.update()

    def sizeHint(self) -> QSize:
        side = round(self.fontMetrics().height() * self._scale)
        return QSize(side, side)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        side = min(self.width(), self.height())
        QPainter(self).drawPixmap(0, 0, pixmap(self._name, str(getattr(current(), self._tone)), side))
