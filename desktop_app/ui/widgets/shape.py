"""A small drawn sign: what a colour means said by its form too."""

from typing import Literal, get_args

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.theme.contrast import edge_of
from desktop_app.ui.theme.tokens import Tone, current

Form = Literal[
    "dot", "ring", "half", "dash", "check", "triangle", "cross", "diamond", "hollow", "square", "frame", "two"
]
FORMS: tuple[Form, ...] = get_args(Form)
FORM_OF_TONE: dict[Tone, Form] = {
    "neutral": "ring",
    "info": "dot",
    "good": "check",
    "warn": "triangle",
    "bad": "cross",
}


class Shape(QWidget):
    """Decoration: no name, no focus. `colour` is the name of a token; the word beside it carries the meaning."""

    def __init__(self, form: Form, colour: str = "ink_3", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form, self._colour = form, colour
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_shape(self, form: Form, colour: str) -> None:
        self._form, self._colour = form, colour
        self.update()

    def sizeHint(self) -> QSize:
        side = max(10, round(self.fontMetrics().height() * 0.62))
        return QSize(side, side)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_form(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), self._form, getattr(current(), self._colour))


def draw_form(painter: QPainter, box: QRectF, form: Form, colour: str) -> None:
    """Draw the form inside the square `box` in #rrggbb `colour`."""
    ink = QColor(colour)
    stroke = max(1.6, box.width() * 0.17)
    painter.setPen(QPen(ink, stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = box.adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
    if form in _LINES:
        for line in _LINES[form]:
            painter.drawPolyline(_scaled(inner, line))
        return
    if form == "ring":
        painter.drawEllipse(inner)
        return
    if form == "frame":
        painter.drawRoundedRect(inner, inner.width() * 0.2, inner.width() * 0.2)
        return
    if form == "half":
        painter.drawEllipse(inner)
        painter.setBrush(ink)
        painter.drawChord(inner, -90 * 16, 180 * 16)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    _fill(painter, box, form, colour)


_LINES: dict[Form, tuple[tuple[tuple[float, float], ...], ...]] = {
    "hollow": (((0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5), (0.5, 0)),),
    "dash": (((0, 0.5), (1, 0.5)),),
    "check": (((0, 0.55), (0.38, 0.92), (1, 0.15)),),
    "cross": (((0.08, 0.08), (0.92, 0.92)), ((0.92, 0.08), (0.08, 0.92))),
}


def _fill(painter: QPainter, box: QRectF, form: Form, colour: str) -> None:
    if form == "triangle":
        painter.drawPolygon(_scaled(box, ((0.5, 0.04), (1, 0.94), (0, 0.94))))
    elif form == "diamond":
        painter.drawPolygon(_scaled(box, ((0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5))))
    elif form == "square":
        painter.setPen(QPen(QColor(edge_of(colour, current().card, current().edge)), 1))
        painter.drawRoundedRect(box, box.width() * 0.25, box.width() * 0.25)
    elif form == "two":
        small = box.width() * 0.46
        painter.drawEllipse(QRectF(box.left(), box.center().y() - small / 2, small, small))
        painter.drawEllipse(QRectF(box.right() - small, box.center().y() - small / 2, small, small))
    else:
        painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))


def _scaled(box: QRectF, points: tuple[tuple[float, float], ...]) -> QPolygonF:
    return QPolygonF([QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in points])
