"""The key under a chart: swatches with words, in rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from desktop_app.ui.widgets.charts.chart import PAD, Chart
from desktop_app.ui.widgets.shape import Form, draw_form


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """`colour` is #rrggbb."""

    form: Form
    colour: str
    text: str


def legend_height(chart: Chart, entries: Sequence[LegendEntry], width: float) -> float:
    places = _places(chart, entries, width)
    return (places[-1][1] + chart.metrics().height() + 8) if places else 0.0


def draw_legend(chart: Chart, painter: QPainter, entries: Sequence[LegendEntry], top: float) -> None:
    high = chart.metrics().height()
    side = high * 0.62
    for entry, (x, y) in zip(entries, _places(chart, entries, float(chart.width())), strict=True):
        sign = QRectF(x, top + y + (high - side) / 2, side, side)
        draw_form(painter, chart.mirrored(sign), entry.form, entry.colour)
        words = chart.metrics().horizontalAdvance(entry.text) + 6
        chart.write(painter, QRectF(x + side + 6, top + y, words, high), entry.text)


def _places(chart: Chart, entries: Sequence[LegendEntry], width: float) -> list[tuple[float, float]]:
    """Left and top of each entry, in rows that fit the width."""
    metrics = chart.metrics()
    x, y = float(PAD), 8.0
    places = []
    for entry in entries:
        wide = metrics.height() * 0.62 + 6 + metrics.horizontalAdvance(entry.text) + 18
        if x > PAD and x + wide - 18 > width - PAD:
            x, y = float(PAD), y + metrics.height() + 4
        places.append((x, y))
        x += wide
    return places
