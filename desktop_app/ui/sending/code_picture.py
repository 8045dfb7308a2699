"""A QR code on the screen and on paper: dark on white in every theme, with its quiet zone, on whole points."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.widgets.accessible import set_role

QUIET = 4
_POINTS = 3
"""Of a module on the screen: 315 points for the largest code, which a phone reads at arm's length."""
_DARK, _LIGHT = QColor("#000000"), QColor("#ffffff")


def paint_code(painter: QPainter, code: tuple[bytes, ...], corner: QPoint, module: int) -> None:
    """Paints it and its quiet zone, each module `module` points wide, without smoothing any edge."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    side = (len(code) + 2 * QUIET) * module
    painter.fillRect(QRect(corner, QSize(side, side)), _LIGHT)
    for y, row in enumerate(code, QUIET):
        for x, is_dark in enumerate(row, QUIET):
            if is_dark:
                painter.fillRect(corner.x() + x * module, corner.y() + y * module, module, module, _DARK)


class CodePicture(QWidget):
    """Its accessible name says what it is and that the same stands as text below it."""

    def __init__(self) -> None:
        super().__init__()
        self._code: tuple[bytes, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        set_role(self, QAccessible.Role.Graphic)

    def show_code(self, code: tuple[bytes, ...], name: str) -> None:
        self._code = code
        self.setAccessibleName(name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        side = (len(self._code) + 2 * QUIET) * _POINTS
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        paint_code(painter, self._code, QPoint(0, 0), _POINTS)
        painter.end()
