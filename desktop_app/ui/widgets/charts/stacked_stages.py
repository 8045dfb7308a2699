"""Rows of a whole divided into the steps of the blue ramp, with the count in each part and the words below."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop_app.ui.theme.contrast import edge_of, ink_on
from desktop_app.ui.theme.tokens import DARK, LIGHT, current
from desktop_app.ui.widgets.charts.chart import PAD, Chart, ChartMark
from desktop_app.ui.widgets.charts.legend import LegendEntry, draw_legend, legend_height
from desktop_app.ui.widgets.charts.table import Table


@dataclass(frozen=True, slots=True)
class StageRow:
    """Counts by stage, how each is read, and the sentence of each part; as many of each as there are stages."""

    label: str
    counts: tuple[int, ...]
    shown: tuple[str, ...]
    texts: tuple[str, ...]


class StackedStages(Chart):
    """`stages` are two to five words from the least to the furthest; `head` is what a row is."""

    def __init__(
        self,
        title: str,
        sentence: str,
        head: str,
        stages: Sequence[str],
        rows: Sequence[StageRow],
        parent: QWidget | None = None,
    ) -> None:
        self._head, self._stages, self._rows = head, tuple(stages), tuple(rows)
        super().__init__(title, sentence, parent)

    def set_rows(self, head: str, stages: Sequence[str], rows: Sequence[StageRow]) -> None:
        self._head, self._stages, self._rows = head, tuple(stages), tuple(rows)
        self.renew()

    def as_rows(self) -> Table:
        return Table((self._head, *self._stages), tuple((row.label, *row.shown) for row in self._rows))

    def lay_out(self, width: float) -> tuple[list[ChartMark], float]:
        marks = []
        for row, (y, high) in zip(self._rows, self._lines(width), strict=True):
            for stage, box in self._parts(row, width, y, high):
                marks.append(ChartMark(box, row.texts[stage]))
        bottom = sum(self._lines(width)[-1]) if self._rows else float(PAD)
        return marks, bottom + legend_height(self, self._legend(), width) + PAD

    def draw(self, painter: QPainter) -> None:
        width = float(self.width())
        lines = self._lines(width)
        label = self._label(width)
        for row, (y, high) in zip(self._rows, lines, strict=True):
            self.write(painter, QRectF(PAD, y, label, high), row.label)
            for stage, box in self._parts(row, width, y, high):
                self._draw_part(painter, box, stage, row.shown[stage])
        draw_legend(self, painter, self._legend(), sum(lines[-1]) if lines else PAD)

    def _draw_part(self, painter: QPainter, box: QRectF, stage: int, shown: str) -> None:
        colour = self._colour(stage)
        painter.setPen(QPen(QColor(edge_of(colour, current().card, current().edge)), 1))
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(self.mirrored(box.adjusted(1, 0.5, -1, -0.5)), 4, 4)
        if self.metrics(bold=True).horizontalAdvance(shown) + 4 <= box.width():
            ink = ink_on(colour, LIGHT.ink, LIGHT.card, DARK.ground)
            self.write(painter, box, shown, align=Qt.AlignmentFlag.AlignHCenter, bold=True, colour=ink)

    def _parts(self, row: StageRow, width: float, y: float, high: float) -> list[tuple[int, QRectF]]:
        """The parts that are not empty, with their stage."""
        x = PAD + self._label(width) + 12
        room, total, bar = width - x - PAD, sum(row.counts) or 1, self._bar_height()
        parts = []
        for stage, count in enumerate(row.counts):
            across = room * count / total
            if count:
                parts.append((stage, QRectF(x, y + (high - bar) / 2, across, bar)))
            x += across
        return parts

    def _lines(self, width: float) -> list[tuple[float, float]]:
        """Top and height of each row."""
        y, lines, label = float(PAD), [], self._label(width)
        for row in self._rows:
            high = max(self.wrapped_height(row.label, label), self._bar_height()) + 8
            lines.append((y, high))
            y += high
        return lines

    def _label(self, width: float) -> float:
        return self.label_width([row.label for row in self._rows], width)

    def _bar_height(self) -> float:
        return self.metrics().height() + 8

    def _colour(self, stage: int) -> str:
        return current().stages[len(current().stages) - len(self._stages) + stage]

    def _legend(self) -> list[LegendEntry]:
        return [LegendEntry("square", self._colour(at), word) for at, word in enumerate(self._stages)]
