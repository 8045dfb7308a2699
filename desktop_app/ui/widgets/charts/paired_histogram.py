"""Two counts side by side over a few categories, such as 0 to 5; the own column is outlined and named."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop_app.ui.theme.contrast import edge_of
from desktop_app.ui.theme.tokens import current
from desktop_app.ui.widgets.charts.chart import PAD, Chart, ChartMark
from desktop_app.ui.widgets.charts.legend import LegendEntry, draw_legend, legend_height
from desktop_app.ui.widgets.charts.table import Table


@dataclass(frozen=True, slots=True)
class Series:
    """One of the two: its name, the counts by category, how each is read, the sentence of each mark.

    `own` is the category of the own column, None for none.
    """

    name: str
    values: tuple[int, ...]
    shown: tuple[str, ...]
    texts: tuple[str, ...]
    own: int | None = None


class PairedHistogram(Chart):
    """`categories` stand under the columns; `axis` says what they are; `own_words` what the outline means."""

    def __init__(
        self,
        title: str,
        sentence: str,
        categories: Sequence[str],
        series: tuple[Series, Series],
        axis: str = "",
        own_words: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._categories, self._series = tuple(categories), series
        self._axis, self._own_words = axis, own_words
        super().__init__(title, sentence, parent)

    def set_series(
        self, categories: Sequence[str], series: tuple[Series, Series], axis: str = "", own_words: str = ""
    ) -> None:
        self._categories, self._series = tuple(categories), series
        self._axis, self._own_words = axis, own_words
        self.renew()

    def as_rows(self) -> Table:
        first, second = self._series
        rows = zip(self._categories, first.shown, second.shown, strict=True)
        return Table((self._axis, first.name, second.name), tuple(rows))

    def lay_out(self, width: float) -> tuple[list[ChartMark], float]:
        line = self.metrics().height()
        plot, top = max(110.0, line * 7), line + PAD
        group = (width - 2 * PAD) / max(1, len(self._categories))
        bar = min(group * 0.36, 52.0)
        most = max((value for series in self._series for value in series.values), default=0) or 1
        marks = []
        for index in range(len(self._categories)):
            middle = PAD + group * (index + 0.5)
            for place, series in enumerate(self._series):
                high = max(2.0, plot * series.values[index] / most)
                left = middle - bar - 1.5 if place == 0 else middle + 1.5
                marks.append(ChartMark(QRectF(left, top + plot - high, bar, high), series.texts[index]))
        return marks, top + plot + self._foot(width)

    def draw(self, painter: QPainter) -> None:
        line, tokens = self.metrics().height(), current()
        plot, top = max(110.0, line * 7), line + PAD
        base = top + plot
        painter.setPen(QPen(QColor(tokens.edge_soft), 1))
        painter.drawLine(PAD, round(base), self.width() - PAD, round(base))
        group = (self.width() - 2 * PAD) / max(1, len(self._categories))
        for index, category in enumerate(self._categories):
            box = QRectF(PAD + group * index, base + 4, group, line)
            self.write(painter, box, category, align=Qt.AlignmentFlag.AlignHCenter)
        for number, mark in enumerate(self.marks()):
            self._draw_column(painter, mark.box, number)
        if self._axis:
            box = QRectF(PAD, base + 4 + line, self.width() - 2 * PAD, line)
            self.write(painter, box, self._axis, align=Qt.AlignmentFlag.AlignHCenter, colour=tokens.ink_3)
        draw_legend(self, painter, self._legend(), base + self._under())

    def _draw_column(self, painter: QPainter, box: QRectF, number: int) -> None:
        tokens = current()
        index, place = divmod(number, 2)
        series = self._series[place]
        colour = self._colours()[place]
        painter.setPen(QPen(QColor(edge_of(colour, tokens.card, tokens.edge)), 1))
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(self.mirrored(box), 3, 3)
        if series.own == index:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.ink), 2.5))
            painter.drawRoundedRect(self.mirrored(box.adjusted(-3, -3, 3, 3)), 4, 4)
        count = QRectF(
            box.left() - 20, box.top() - self.metrics().height() - 4, box.width() + 40, self.metrics().height()
        )
        own = series.own == index
        align = Qt.AlignmentFlag.AlignHCenter
        self.write(
            painter, count, series.shown[index], align=align, bold=own, colour=tokens.ink if own else tokens.ink_2
        )

    def _colours(self) -> tuple[str, str]:
        tokens = current()
        return (tokens.stage_2, tokens.stage_4)

    def _legend(self) -> list[LegendEntry]:
        colours = self._colours()
        entries = [LegendEntry("square", colours[at], series.name) for at, series in enumerate(self._series)]
        if self._own_words:
            entries.append(LegendEntry("frame", current().ink, self._own_words))
        return entries

    def _under(self) -> float:
        return self.metrics().height() * (2 if self._axis else 1) + 6

    def _foot(self, width: float) -> float:
        return self._under() + legend_height(self, self._legend(), width) + PAD
