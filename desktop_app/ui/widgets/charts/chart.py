"""What all charts share: marks, arrow keys, the ring on the mark, mirroring, text in the person's size.

A chart decides nothing about numbers: it is given them formatted where they are read, and raw where they are drawn.
"""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop_app.ui.theme.tokens import current
from desktop_app.ui.widgets.accessible import set_role
from desktop_app.ui.widgets.charts.table import Table

PAD = 6  # pixels: room for the ring of a mark at the edge


_NOTHING = (-1, -1, "", False)


@dataclass(frozen=True, slots=True)
class ChartMark:
    """A part of the picture: where it is left-to-right (mirrored later), and its sentence."""

    box: QRectF
    text: str


class Chart(QWidget):
    """One Tab stop; arrows, Home and End go from mark to mark, and each is said.

    Signals:
        mark_reached(int): the keyboard came to this mark.
    """

    mark_reached = Signal(int)

    def __init__(self, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at = 0
        self._marks: list[ChartMark] = []
        self._heights: dict[int, int] = {}
        self._laid_out_for = _NOTHING
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_role(self, QAccessible.Role.Chart)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_words(title, sentence)

    @abstractmethod
    def as_rows(self) -> Table:
        """The same numbers as a table."""

    @abstractmethod
    def lay_out(self, width: float) -> tuple[list[ChartMark], float]:
        """The marks for this width, left-to-right, and the height of the whole."""

    @abstractmethod
    def draw(self, painter: QPainter) -> None:
        """Paint all; boxes go through `mirrored`."""

    def set_words(self, title: str, sentence: str) -> None:
        """The name, and what the picture says in one sentence."""
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)

    def renew(self) -> None:
        """Call after the data changed."""
        self._forget()
        self._at = 0
        self.update()

    def marks(self) -> Sequence[ChartMark]:
        self._ensure()
        return self._marks

    def mark_at(self) -> int:
        return self._at

    def mark_rect(self, index: int) -> QRect:
        return self.mirrored(self.marks()[index].box).toAlignedRect()

    def rtl(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def mirrored(self, box: QRectF) -> QRectF:
        return QRectF(self.width() - box.right(), box.top(), box.width(), box.height()) if self.rtl() else box

    def mirrored_x(self, x: float) -> float:
        return self.width() - x if self.rtl() else x

    def metrics(self, *, bold: bool = False) -> QFontMetricsF:
        return QFontMetricsF(self._face(bold=bold))

    def write(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        *,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeading,
        bold: bool = False,
        colour: str = "",
    ) -> None:
        """Text inside a box given left-to-right; wraps; AlignLeading is the side where reading starts."""
        if align == Qt.AlignmentFlag.AlignLeading:
            side = Qt.AlignmentFlag.AlignRight if self.rtl() else Qt.AlignmentFlag.AlignLeft
            align = side | Qt.AlignmentFlag.AlignAbsolute
        option = QTextOption(align | Qt.AlignmentFlag.AlignVCenter)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # a text keeps its own direction
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        painter.setFont(self._face(bold=bold))
        painter.setPen(QColor(colour or current().ink))
        painter.drawText(self.mirrored(box), text, option)

    def label_width(self, labels: Sequence[str], width: float, most: float = 0.42) -> float:
        """Room for the labels of rows: the longest, but at most this share of the width."""
        longest = max((self.metrics(bold=True).horizontalAdvance(label) for label in labels), default=0.0)
        return min(longest + 4, width * most)

    def wrapped_height(self, text: str, width: float, *, bold: bool = False) -> float:
        box = QRectF(0, 0, max(1.0, width), 10_000)
        return self.metrics(bold=bold).boundingRect(box, Qt.TextFlag.TextWordWrap, text).height()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Layouts ask for it some twenty times at each turn; so it is kept until data, font or direction change."""
        if width not in self._heights:
            self._heights[width] = round(self.lay_out(float(width))[1])
        return self._heights[width]

    def sizeHint(self) -> QSize:
        wide = max(self.width() if self.isVisible() else 0, self.minimumSizeHint().width(), 320)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        wide = round(self.metrics().averageCharWidth() * 26)
        return QSize(wide, round(self.metrics().height() * 3))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        forward, back = (Qt.Key.Key_Left, Qt.Key.Key_Right) if self.rtl() else (Qt.Key.Key_Right, Qt.Key.Key_Left)
        last = len(self.marks()) - 1
        targets = {
            forward: self._at + 1,
            Qt.Key.Key_Down: self._at + 1,
            back: self._at - 1,
            Qt.Key.Key_Up: self._at - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        target = targets.get(Qt.Key(event.key()))
        if target is None or last < 0:
            super().keyPressEvent(event)
            return
        self._reach(min(last, max(0, target)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._mark_under(event.position())
        if found is not None:
            self._reach(found)
        super().mousePressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self._mark_under(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.marks()[found].text if found is not None else "", self)
            return True
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.LanguageChange, QEvent.Type.LayoutDirectionChange):
            self._forget()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._ensure()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter)
        if self.hasFocus() and self._marks:
            self._ring(painter)

    def _ring(self, painter: QPainter) -> None:
        box = self.mirrored(self._marks[self._at].box).adjusted(-4, -4, 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, wide in ((current().card, 5), (current().focus, 2.5)):
            painter.setPen(QPen(QColor(colour), wide))
            painter.drawRoundedRect(box, 5, 5)

    def _reach(self, index: int) -> None:
        self._at = index
        self.update()
        event = QAccessibleEvent(self, QAccessible.Event.Focus)
        event.setChild(index)
        QAccessible.updateAccessibility(event)
        self.mark_reached.emit(index)

    def _mark_under(self, point: QPointF) -> int | None:
        boxes = [self.mirrored(mark.box).adjusted(-3, -3, 3, 3) for mark in self.marks()]
        return next((index for index, box in enumerate(boxes) if box.contains(point)), None)

    def _ensure(self) -> None:
        state = (self.width(), self.height(), self.font().key(), self.rtl())
        if state != self._laid_out_for:
            self._marks, _ = self.lay_out(float(self.width()))
            self._laid_out_for = state

    def _forget(self) -> None:
        self._heights.clear()
        self._laid_out_for = _NOTHING
        self.updateGeometry()

    def _face(self, *, bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font
