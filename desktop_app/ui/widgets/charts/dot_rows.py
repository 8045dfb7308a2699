"""A dot on a range in each row, and a diamond for the middle of the peers: a radar that can be read."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from desktop_app.ui.theme.tokens import current
from desktop_app.ui.widgets.charts.chart import PAD, Chart, ChartMark
from desktop_app.ui.widgets.charts.legend import LegendEntry, draw_legend, legend_height
from desktop_app.ui.widgets.charts.table import Table


@dataclass(frozen=True, slots=True)
class DotRow:
    """`value` and `peers` are 0 to 1 of the range; None: not known. `colour` is the name of a token.

    `low` and `high` are the ends of the peers' middle half, drawn as a band; None leaves it away.
    """

    label: str
    value: float | None
    shown: str
    text: str
    peers: float | None = None
    peers_shown: str = ""
    low: float | None = None
    high: float | None = None
    colour: str = "accent"


class DotRows(Chart):
    """`heads` are those of the table: what a row is, the own value, the middle of the peers.

    `own_words` and `peer_words` are the legend.
    """

    def __init__(
        self,
        title: str,
        sentence: str,
        heads: tuple[str, str, str],
        rows: Sequence[DotRow],
        own_words: str,
        peer_words: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._heads, self._rows = heads, tuple(rows)
        self._own_words, self._peer_words = own_words, peer_words
        super().__init__(title, sentence, parent)

    def set_rows(
        self, heads: tuple[str, str, str], rows: Sequence[DotRow], own_words: str, peer_words: str = ""
    ) -> None:
        self._heads, self._rows = heads, tuple(rows)
        self._own_words, self._peer_words = own_words, peer_words
        self.renew()

    def as_rows(self) -> Table:
        return Table(self._heads, tuple((row.label, row.shown, row.peers_shown) for row in self._rows))

    def lay_out(self, width: float) -> tuple[list[ChartMark], float]:
        radius, marks, y = self._radius(), [], float(PAD)
        for row in self._rows:
            y += self.wrapped_height(row.label, width - 2 * PAD) + 2
            places = [self._x(share, width) for share in (row.value, row.peers) if share is not None] or [PAD + radius]
            left, right = min(places) - radius, max(places) + radius
            marks.append(ChartMark(QRectF(left, y, right - left, 2 * radius), row.text))
            y += 2 * radius + 8
        return marks, y + legend_height(self, self._legend(), width)

    def draw(self, painter: QPainter) -> None:
        width = float(self.width())
        for row, mark in zip(self._rows, self.marks(), strict=True):
            high = self.wrapped_height(row.label, width - 2 * PAD)
            self.write(painter, QRectF(PAD, mark.box.top() - high - 2, width - 2 * PAD, high), row.label)
            self._draw_range(painter, row, mark.box.center().y())
            self._draw_signs(painter, row, mark.box.center().y())
        draw_legend(self, painter, self._legend(), self.lay_out(width)[1] - legend_height(self, self._legend(), width))

    def _draw_range(self, painter: QPainter, row: DotRow, y: float) -> None:
        tokens = current()
        painter.setPen(QPen(QColor(tokens.edge), 1.5))
        painter.drawLine(QPointF(PAD, y), QPointF(self.width() - PAD, y))
        if row.low is not None and row.high is not None:
            ends = [self.mirrored_x(self._x(share, float(self.width()))) for share in (row.low, row.high)]
            painter.setPen(QPen(QColor(tokens.stage_2), 5))
            painter.drawLine(QPointF(ends[0], y), QPointF(ends[1], y))

    def _draw_signs(self, painter: QPainter, row: DotRow, y: float) -> None:
        tokens, radius, width = current(), self._radius(), float(self.width())
        if row.peers is not None:
            x = self.mirrored_x(self._x(row.peers, width))
            painter.setPen(QPen(QColor(tokens.ink), 1.8))
            painter.setBrush(QColor(tokens.card))
            corners = ((0, -radius), (radius, 0), (0, radius), (-radius, 0))
            painter.drawPolygon(QPolygonF([QPointF(x + across, y + down) for across, down in corners]))
        if row.value is not None:
            x = self.mirrored_x(self._x(row.value, width))
            painter.setPen(QPen(QColor(tokens.card), 1.5))
            painter.setBrush(QColor(str(getattr(tokens, row.colour))))
            painter.drawEllipse(QPointF(x, y), radius, radius)

    def _x(self, share: float, width: float) -> float:
        """Left-to-right place of a share of the range, with room for the sign at both ends."""
        edge = PAD + self._radius()
        return edge + (width - 2 * edge) * min(1.0, max(0.0, share))

    def _radius(self) -> float:
        return max(7.0, self.metrics().height() * 0.42)

    def _legend(self) -> list[LegendEntry]:
        entries = [LegendEntry("dot", current().ink, self._own_words)]
        if self._peer_words:
            entries.append(LegendEntry("hollow", current().ink, self._peer_words))
        return entries
