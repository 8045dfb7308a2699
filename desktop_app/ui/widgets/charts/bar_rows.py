"""Rows of label, bar and number; the own row is marked by bold type and a diamond, not by colour alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from desktop_app.ui.theme.tokens import current
from desktop_app.ui.widgets.charts.chart import PAD, Chart, ChartMark
from desktop_app.ui.widgets.charts.table import Table
from desktop_app.ui.widgets.shape import draw_form


@dataclass(frozen=True, slots=True)
class BarRow:
    """`shown` is the number as it is read; `text` the sentence of the mark; `value` what is drawn, 0 or more."""

    label: str
    value: float
    shown: str
    text: str
    own: bool = False


class BarRows(Chart):
    """`heads` are the two heads of the table: what a row is, what is counted."""

    def __init__(
        self, title: str, sentence: str, heads: tuple[str, str], rows: Sequence[BarRow], parent: QWidget | None = None
    ) -> None:
        self._heads, self._rows = heads, tuple(rows)
        super().__init__(title, sentence, parent)

    def set_rows(self, heads: tuple[str, str], rows: Sequence[BarRow]) -> None:
        self._heads, self._rows = heads, tuple(rows)
        self.renew()

    def as_rows(self) -> Table:
        return Table(self._heads, tuple((row.label, row.shown) for row in self._rows))

    def lay_out(self, width: float) -> tuple[list[ChartMark], float]:
        start, room, label = self._columns(width)
        most = max((row.value for row in self._rows), default=0.0) or 1.0
        marks, y, bar = [], float(PAD), self._bar_height()
        for row in self._rows:
            high = max(self.wrapped_height(row.label, label, bold=row.own), bar, self.metrics().height()) + 8
            across = max(2.0, room * row.value / most)
            marks.append(ChartMark(QRectF(start, y + (high - bar) / 2, across, bar), row.text))
            y += high
        return marks, y + PAD

    def draw(self, painter: QPainter) -> None:
        tokens = current()
        _, _, label = self._columns(float(self.width()))
        for row, mark in zip(self._rows, self.marks(), strict=True):
            box = mark.box
            high = max(self.wrapped_height(row.label, label, bold=row.own), self.metrics().height())
            line = QRectF(PAD + self._sign(), box.center().y() - high / 2, label, high)
            self.write(painter, line, row.label, bold=row.own)
            if row.own:
                side = self.metrics().height() * 0.55
                sign = QRectF(PAD, box.center().y() - side / 2, side, side)
                draw_form(painter, self.mirrored(sign), "diamond", tokens.accent)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.stage_4 if row.own else tokens.accent))
            painter.drawRoundedRect(self.mirrored(box), box.height() / 2, box.height() / 2)
            number = QRectF(box.right() + 8, box.center().y() - high / 2, self._number_width() + 4, high)
            self.write(painter, number, row.shown, bold=row.own)

    def _columns(self, width: float) -> tuple[float, float, float]:
        """Where bars start, how long the longest may be, and the width of labels."""
        label = self.label_width([row.label for row in self._rows], width)
        start = PAD + self._sign() + label + 12
        return start, max(20.0, width - start - self._number_width() - 16 - PAD), label

    def _sign(self) -> float:
        return self.metrics().height() * 0.55 + 6 if any(row.own for row in self._rows) else 0.0

    def _number_width(self) -> float:
        return max((self.metrics(bold=True).horizontalAdvance(row.shown) for row in self._rows), default=0.0)

    def _bar_height(self) -> float:
        return max(10.0, self.metrics().height() * 0.7)
