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


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where hours and rows stand, left-to-right; `across` is the width of an hour, `head` the height above its cells.

    The last hour of a day of 25 may begin another line.
    """

    label: float
    in_a_line: int
    across: float
    head: float
    heights: tuple[float, ...]
    lines: int

    @property
    def _high(self) -> float:
        return self.head + sum(self.heights)

    @property
    def bottom(self) -> float:
        return PAD + self.lines * (self._high + _GAP) if self.lines else float(PAD)

    def column(self, at: int) -> QRectF:
        """Head and cells of an hour."""
        line, place = divmod(at, self.in_a_line)
        top = PAD + line * (self._high + _GAP)
        return QRectF(PAD + self.label + 8 + place * self.across, top, self.across, self._high)

    def row_top(self, line: int, row: int) -> float:
        return PAD + line * (self._high + _GAP) + self.head + sum(self.heights[:row])


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
        grid = self._grid(width)
        marks = [ChartMark(grid.column(at), hour.text) for at, hour in enumerate(self._hours)]
        return marks, grid.bottom + legend_height(self, self._legend(), width) + PAD

    def draw(self, painter: QPainter) -> None:
        grid = self._grid(float(self.width()))
        for line in range(grid.lines):
            for row, name in enumerate(self._rows):
                box = QRectF(PAD, grid.row_top(line, row), grid.label, grid.heights[row])
                self.write(painter, box, name)
        for at, hour in enumerate(self._hours):
            self._draw_hour(painter, grid, at, hour)
        if 0 <= self._chosen < len(self._hours):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(current().ink), 2.5))
            painter.drawRoundedRect(self.mirrored(grid.column(self._chosen)), 5, 5)
        draw_legend(self, painter, self._legend(), grid.bottom)

    def _draw_hour(self, painter: QPainter, grid: "_Grid", at: int, hour: HourColumn) -> None:
        column = grid.column(at)
        head = QRectF(column.left(), column.top(), column.width(), grid.head * 0.6)
        self.write(painter, head, hour.head, align=_CENTRE, bold=hour.is_best)
        if hour.is_best:
            side = grid.head * 0.3
            sign = QRectF(column.center().x() - side / 2, head.bottom(), side, side)
            draw_form(painter, self.mirrored(sign), "diamond", current().good)
        for row, (label, state) in enumerate(hour.cells):
            top = grid.row_top(at // grid.in_a_line, row)
            self._draw_cell(painter, QRectF(column.left(), top, column.width(), grid.heights[row]), label, state)

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

    def _grid(self, width: float) -> "_Grid":
        """As many hours in a line as fit with their labels."""
        label = self.label_width(self._rows, width, most=0.26)
        labels = {text for hour in self._hours for text, _state in hour.cells} | {hour.head for hour in self._hours}
        bold = self.metrics(bold=True)
        least = max(24.0, max(map(bold.horizontalAdvance, labels), default=0.0) + 8)
        room = width - PAD * 2 - label - 8
        in_a_line = next((count for count in _IN_A_LINE if count * least <= room), _IN_A_LINE[-1])
        high = bold.height()
        heights = tuple(max(high + 12, self.wrapped_height(name, label) + 8) for name in self._rows)
        return _Grid(label, in_a_line, room / in_a_line, high * 1.7, heights, -(-len(self._hours) // in_a_line))

    def _legend(self) -> list[LegendEntry]:
        tokens = current()
        return [
            LegendEntry("square", tokens.accent, self._words[Wakefulness.WORKING]),
            LegendEntry("frame", tokens.accent, self._words[Wakefulness.AWAKE]),
            LegendEntry("dash", tokens.ink_3, self._words[Wakefulness.ASLEEP]),
            LegendEntry("diamond", tokens.good, _("one of the best hours")),
            LegendEntry("frame", tokens.ink, _("chosen")),
        ]
