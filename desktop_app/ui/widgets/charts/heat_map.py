"""Rows by columns, each cell with its number and a step of the blue ramp; hatched where nothing may be said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop_app.i18n import _, format_percent
from desktop_app.ui.theme.contrast import edge_of, ink_on
from desktop_app.ui.theme.tokens import DARK, LIGHT, current
from desktop_app.ui.widgets.charts.chart import PAD, Chart, ChartMark
from desktop_app.ui.widgets.charts.legend import LegendEntry, draw_legend, legend_height
from desktop_app.ui.widgets.charts.table import Table
from desktop_app.ui.widgets.shape import draw_form

_GAP = 12.0
_BETWEEN = 12.0  # pixels: room for the rings of two cells


@dataclass(frozen=True, slots=True)
class HeatCell:
    """`share` is 0 to 1 of the column's whole; None: it is withheld."""

    share: float | None
    shown: str
    text: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """`is_own`: it is marked, as `own_words` say."""

    label: str
    cells: tuple[HeatCell, ...]
    is_own: bool = False


class HeatMap(Chart):
    """Where the columns would be too narrow for their heads, each row's cells stand below each other.

    The first of `heads` is that of the rows.
    """

    def __init__(
        self,
        title: str,
        sentence: str = "",
        heads: Sequence[str] = ("",),
        rows: Sequence[HeatRow] = (),
        own_words: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._heads, self._rows, self._own_words = tuple(heads), tuple(rows), own_words
        super().__init__(title, sentence, parent)

    def set_rows(self, heads: Sequence[str], rows: Sequence[HeatRow], own_words: str = "") -> None:
        self._heads, self._rows, self._own_words = tuple(heads), tuple(rows), own_words
        self.renew()

    def as_rows(self) -> Table:
        return Table(self._heads, tuple((row.label, *(cell.shown for cell in row.cells)) for row in self._rows))

    def lay_out(self, width: float) -> tuple[list[ChartMark], float]:
        boxes = list(self._boxes(width))
        cells = [cell for row in self._rows for cell in row.cells]
        marks = [ChartMark(box, cell.text) for box, cell in zip(boxes, cells, strict=True)]
        return marks, self._bottom(boxes) + legend_height(self, self._legend(), width)

    def draw(self, painter: QPainter) -> None:
        width, marks = float(self.width()), iter(self.marks())
        if not self._is_stacked(width):
            self._draw_heads(painter, width)
        for row in self._rows:
            boxes = [next(marks).box for _cell in row.cells]
            self._draw_label(painter, row, boxes[0], width)
            for head, cell, box in zip(self._heads[1:], row.cells, boxes, strict=True):
                if self._is_stacked(width):
                    self.write(painter, QRectF(PAD + _GAP, box.top(), box.left() - PAD - 2 * _GAP, box.height()), head)
                self._draw_cell(painter, cell, box)
        draw_legend(self, painter, self._legend(), self._bottom([mark.box for mark in self.marks()]))

    def _boxes(self, width: float) -> Iterator[QRectF]:
        """Where the cells are, row by row."""
        high, stacked = self.metrics().height() + 16, self._is_stacked(width)
        start, column = self._columns(width)
        y = PAD + (0.0 if stacked else self._heads_height(column))
        for row in self._rows:
            label = self.wrapped_height(row.label, self._label_room(width), bold=True)
            line = label + _BETWEEN if stacked else max(high, label + 6)
            for place in range(len(row.cells)):
                if stacked:
                    yield QRectF(width * 0.7, y + line + place * (high + _BETWEEN), width * 0.3 - PAD, high)
                else:
                    yield QRectF(start + place * column + _BETWEEN / 2, y, column - _BETWEEN, line)
            y += line + (len(row.cells) * (high + _BETWEEN) if stacked else _BETWEEN)

    def _is_stacked(self, width: float) -> bool:
        words = [word for head in self._heads[1:] for word in head.split()]
        needed = max((self.metrics(bold=True).horizontalAdvance(word) for word in words), default=0.0) + 8
        return self._columns(width)[1] < needed

    def _columns(self, width: float) -> tuple[float, float]:
        """Where the cells begin, and how wide a column is."""
        label = self.label_width([row.label for row in self._rows], width) + self._sign()
        start = PAD + label + _GAP
        return start, (width - PAD - start) / max(1, len(self._heads) - 1)

    def _label_room(self, width: float) -> float:
        whole = width - 2 * PAD if self._is_stacked(width) else self._columns(width)[0] - PAD - _GAP
        return whole - self._sign()

    def _heads_height(self, column: float) -> float:
        return (
            max((self.wrapped_height(head, column - 6, bold=True) for head in self._heads[1:]), default=0.0) + _BETWEEN
        )

    def _bottom(self, boxes: Sequence[QRectF]) -> float:
        return (boxes[-1].bottom() if boxes else 0.0) + PAD

    def _draw_heads(self, painter: QPainter, width: float) -> None:
        start, column = self._columns(width)
        high = self._heads_height(column) - _BETWEEN
        for place, head in enumerate(self._heads[1:]):
            box = QRectF(start + place * column + 3, PAD, column - 6, high)
            self.write(painter, box, head, align=Qt.AlignmentFlag.AlignHCenter, bold=True, colour=current().ink_2)

    def _draw_label(self, painter: QPainter, row: HeatRow, first: QRectF, width: float) -> None:
        room = self._label_room(width)
        high = self.wrapped_height(row.label, room, bold=True)
        top = first.top() - high - _BETWEEN if self._is_stacked(width) else first.center().y() - high / 2
        if row.is_own:
            side = self.metrics().height() * 0.55
            draw_form(
                painter, self.mirrored(QRectF(PAD, top + (high - side) / 2, side, side)), "diamond", current().accent
            )
        self.write(painter, QRectF(PAD + self._sign(), top, room, high), row.label, bold=row.is_own)

    def _draw_cell(self, painter: QPainter, cell: HeatCell, box: QRectF) -> None:
        tokens = current()
        colour = tokens.card if cell.share is None else self._step(cell.share)
        painter.setPen(QPen(QColor(edge_of(colour, tokens.card, tokens.edge)), 1))
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(self.mirrored(box), 4, 4)
        if cell.share is None:
            painter.setBrush(QBrush(QColor(tokens.edge_soft), Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(self.mirrored(box), 4, 4)
        ink = tokens.ink if cell.share is None else ink_on(colour, LIGHT.ink, LIGHT.card, DARK.ground)
        self.write(painter, box, cell.shown, align=Qt.AlignmentFlag.AlignHCenter, bold=True, colour=ink)

    def _sign(self) -> float:
        return self.metrics().height() * 0.55 + 6 if any(row.is_own for row in self._rows) else 0.0

    @staticmethod
    def _step(share: float) -> str:
        """No city has a step of its own; each quarter of them the next."""
        return current().stages[ceil(min(1.0, share) * (len(current().stages) - 1))]

    def _legend(self) -> list[LegendEntry]:
        own = [LegendEntry("diamond", current().accent, self._own_words)] if self._sign() and self._own_words else []
        last = len(current().stages) - 1
        words = [_("none"), *(_("up to {share}").format(share=format_percent(at / last)) for at in range(1, last + 1))]
        return [
            *own,
            *(LegendEntry("square", colour, word) for colour, word in zip(current().stages, words, strict=True)),
        ]
