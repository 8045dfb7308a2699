"""Who is awake: a row for each clock, a column for each hour. States are told by fill, frame and dash beside colour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop_app.i18n import _
from desktop_app.ui.theme.contrast import ink_on
from desktop_app.ui.theme.tokens import DARK, LIGHT, current
from desktop_app.ui.widgets.charts.chart import PAD, Chart, ChartMark
from desktop_app.ui.widgets.charts.legend import LegendEntry, draw_legend, legend_height
from desktop_app.ui.widgets.charts.table import Table
from desktop_app.ui.widgets.shape import draw_form
from roadmap_core.community.hours import Wakefulness

_IN_A_LINE = (24, 12, 8, 6, 4, 3)
_GAP = 12
_CENTRE = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True, slots=True)
class HourColumn:
    """One hour.

    Attributes:
        head: what the own city's clock shows.
        cells: by row, what the clock shows there and how awake people are.
        text: its sentence.
    """

    head: str
    cells: tuple[tuple[str, Wakefulness], ...]
    text: str
    is_best: bool


class HoursChart(Chart):
    """Hours stand in as many lines as the width needs; the one that is chosen has a frame."""

    def __init__(self, title: str, words: Mapping[Wakefulness, str]) -> None:
        self._words = words
        self._rows: tuple[str, ...] = ()
        self._hours: tuple[HourColumn, ...] = ()
        self._chosen = -1
        super().__init__(title, "")

    def set_hours(self, rows: Sequence[str], hours: Sequence[HourColumn], chosen: int) -> None:
        """`chosen` is the place of an hour; -1 for none. Where only that is another one the keyboard's place stays."""
        is_same = (self._rows, self._hours) == (tuple(rows), tuple(hours))
        self._rows, self._hours, self._chosen = tuple(rows), tuple(hours), chosen
        if is_same:
            self.update()
        else:
            self.renew()
            self._at = max(0, chosen)

    def as_rows(self) -> Table:
        heads = (_("Hour"), *self._rows)
        rows = ((hour.head, *(f"{label} {self._words[state]}" for label, state in hour.cells)) for hour in self._hours)
        return Table(heads, tuple(rows))

    def lay_out(self, width: float) -> tuple[list[ChartMark], float]:
        marks = [ChartMark(self._column(at, width), hour.text) for at, hour in enumerate(self._hours)]
        return marks, self._below(width) + legend_height(self, self._legend(), width) + PAD

    def draw(self, painter: QPainter) -> None:
        width = float(self.width())
        for top in self._tops(width):
            for row, name in enumerate(self._rows):
                self.write(
                    painter,
                    QRectF(PAD, self._row_top(top, row, width), self._label(width), self._high(row, width)),
                    name,
                )
        for at, hour in enumerate(self._hours):
            self._draw_hour(painter, self._column(at, width), hour, width)
            if at == self._chosen:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(current().ink), 2.5))
                painter.drawRoundedRect(self.mirrored(self._column(at, width)), 5, 5)
        draw_legend(self, painter, self._legend(), self._below(width))

    def _draw_hour(self, painter: QPainter, column: QRectF, hour: HourColumn, width: float) -> None:
        head = QRectF(column.left(), column.top(), column.width(), self._head() * 0.6)
        self.write(painter, head, hour.head, align=_CENTRE, bold=hour.is_best)
        if hour.is_best:
            side = self._head() * 0.3
            sign = QRectF(column.center().x() - side / 2, head.bottom(), side, side)
            draw_form(painter, self.mirrored(sign), "diamond", current().good)
        for row, (label, state) in enumerate(hour.cells):
            top = self._row_top(column.top(), row, width)
            self._draw_cell(painter, QRectF(column.left(), top, column.width(), self._high(row, width)), label, state)

    def _draw_cell(self, painter: QPainter, box: QRectF, label: str, state: Wakefulness) -> None:
        inner = self.mirrored(box.adjusted(2, 2, -2, -2))
        tokens = current()
        if state == Wakefulness.ASLEEP:
            painter.setPen(QPen(QColor(tokens.ink_3), 1.5))
            y = inner.bottom() - 2
            painter.drawLine(QPointF(inner.left() + 4, y), QPointF(inner.right() - 4, y))
            self.write(painter, box, label, align=_CENTRE, colour=tokens.ink_3)
            return
        is_working = state == Wakefulness.WORKING
        painter.setPen(QPen(QColor(tokens.accent), 1.5))
        painter.setBrush(QColor(tokens.accent if is_working else tokens.card))
        painter.drawRoundedRect(inner, 4, 4)
        ink = ink_on(tokens.accent, LIGHT.ink, LIGHT.card, DARK.ground) if is_working else tokens.ink
        self.write(painter, box, label, align=_CENTRE, bold=is_working, colour=ink)

    def _column(self, at: int, width: float) -> QRectF:
        """Head and cells of an hour, left-to-right."""
        line, place = divmod(at, self._in_a_line(width))
        across = self._across(width)
        top = self._tops(width)[line]
        return QRectF(PAD + self._label(width) + 8 + place * across, top, across, self._line_high(width))

    def _tops(self, width: float) -> list[float]:
        lines = -(-len(self._hours) // self._in_a_line(width))
        return [PAD + line * (self._line_high(width) + _GAP) for line in range(lines)]

    def _below(self, width: float) -> float:
        return max((top + self._line_high(width) + 4 for top in self._tops(width)), default=float(PAD))

    def _line_high(self, width: float) -> float:
        return self._head() + sum(self._high(row, width) for row in range(len(self._rows)))

    def _row_top(self, top: float, row: int, width: float) -> float:
        return top + self._head() + sum(self._high(above, width) for above in range(row))

    def _high(self, row: int, width: float) -> float:
        return max(self.metrics().height() + 12, self.wrapped_height(self._rows[row], self._label(width)) + 8)

    def _head(self) -> float:
        return self.metrics().height() * 1.7

    def _in_a_line(self, width: float) -> int:
        """As many hours as fit with their labels."""
        room = self._room(width) / self._least()
        return next((count for count in _IN_A_LINE if count <= room), _IN_A_LINE[-1])

    def _across(self, width: float) -> float:
        """A line of a long day has an hour more."""
        return self._room(width) / self._in_a_line(width)

    def _room(self, width: float) -> float:
        return width - PAD * 2 - self._label(width) - 8

    def _least(self) -> float:
        labels = {label for hour in self._hours for label, _state in hour.cells} | {hour.head for hour in self._hours}
        widest = max((self.metrics(bold=True).horizontalAdvance(label) for label in labels), default=0.0)
        return max(24.0, widest + 8)

    def _label(self, width: float) -> float:
        return self.label_width(self._rows, width, most=0.26)

    def _legend(self) -> list[LegendEntry]:
        tokens = current()
        return [
            LegendEntry("square", tokens.accent, self._words[Wakefulness.WORKING]),
            LegendEntry("frame", tokens.accent, self._words[Wakefulness.AWAKE]),
            LegendEntry("dash", tokens.ink_3, self._words[Wakefulness.ASLEEP]),
            LegendEntry("diamond", tokens.good, _("one of the best hours")),
            LegendEntry("frame", tokens.ink, _("chosen")),
        ]
