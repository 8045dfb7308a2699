"""The city's scores by principle and by risk, as dots on a range. There is no headline score, on purpose."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.i18n import _, format_number
from desktop_app.presentation import wording
from desktop_app.ui.marks import COLOUR_OF_PRINCIPLE
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.charts.dot_rows import DotRow, DotRows
from desktop_app.ui.widgets.charts.with_table import ChartWithTable
from roadmap_core.assessment.standing import CityStanding
from roadmap_core.instrument.model import Instrument


class ScoreCharts(QWidget):
    """Peers are left away until the alliance's figures of at least five cities are here."""

    def __init__(self, instrument: Instrument) -> None:
        super().__init__()
        self._instrument = instrument
        self._principles = DotRows(_("By principle"), "", _heads(_("Principle")), [], _("This city"))
        self._risks = DotRows(_("By risk"), "", _heads(_("Risk")), [], _("This city"))
        self._with_tables = [ChartWithTable(self._principles), ChartWithTable(self._risks)]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        titles = (
            (_("By principle"), _("Mean score of the policies of each principle, 0 to 100")),
            (_("By risk"), _("Mean score of the policies that lower each risk, 0 to 100")),
        )
        for (title, note), chart in zip(titles, self._with_tables, strict=True):
            card = Card(title, note)
            card.add(chart)
            layout.addWidget(card)

    def refresh(self, standing: CityStanding) -> None:
        instrument = self._instrument
        principles = _rows(
            standing.by_principle, lambda key: wording.principle_name(instrument, key), COLOUR_OF_PRINCIPLE
        )
        risks = _rows(standing.risk_view, lambda key: wording.risk_name(instrument, key), {})
        self._principles.set_rows(_heads(_("Principle")), principles, _("This city"))
        self._risks.set_rows(_heads(_("Risk")), risks, _("This city"))
        for chart in self._with_tables:
            chart.renew("")


def _heads(first: str) -> tuple[str, str, str]:
    return (first, _("This city"), "")


def _rows(scores: Mapping[str, int | None], name: Callable[[str], str], colours: Mapping[str, str]) -> list[DotRow]:
    return [
        DotRow(
            name(key),
            None if score is None else score / 100,
            _("–") if score is None else format_number(score),
            _text(name(key), score),
            colour=colours.get(key, "accent"),
        )
        for key, score in scores.items()
    ]


def _text(name: str, score: int | None) -> str:
    if score is None:
        return _("{name}: nothing to count").format(name=name)
    return _("{name}: {score} of 100").format(name=name, score=format_number(score))
