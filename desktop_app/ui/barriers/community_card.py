"""The card with the heat map: in how many cities of each group a barrier is in the way."""

from desktop_app.i18n import _, format_number, ngettext
from desktop_app.presentation.barrier_words import barrier_name
from desktop_app.presentation.barriers_page import BarriersPage, group_name, in_the_way
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.charts.heat_map import HeatCell, HeatMap, HeatRow
from desktop_app.ui.widgets.charts.with_table import ChartWithTable
from desktop_app.ui.widgets.wrap_label import WrapLabel
from roadmap_core.community.barriers import BARRIERS, Weight
from roadmap_core.community.cities import ALL


class CommunityCard(Card):
    """Numbers are drawn anew only when they are others: the mark that the keyboard is on stays."""

    def __init__(self, model: BarriersPage) -> None:
        title = _("In the community")
        super().__init__(title, _("Cities for which it is a lot in the way, or which it stops, of those that said so."))
        self._model = model
        self._empty = WrapLabel(
            _("Figures stand here as soon as at least five cities have said what is in their way."), "muted"
        )
        self.chart = HeatMap(title)
        self.frame = ChartWithTable(self.chart)
        self.add(self._empty)
        self.add(self.frame)
        self.body.addStretch(1)
        self._shown: object = None

    def refresh(self) -> None:
        groups = self._model.groups
        self._empty.setVisible(not groups)
        self.frame.setVisible(bool(groups))
        state = self._model.status, dict(self._model.own)
        if groups and state != self._shown:
            self._shown = state
            heads = (_("Barrier"), *map(group_name, groups))
            self.chart.set_rows(heads, [self._row(barrier) for barrier in BARRIERS], _("In the way of your city"))
            self.frame.renew(self._sentence())

    def _row(self, barrier: str) -> HeatRow:
        cells = tuple(self._cell(barrier, group) for group in self._model.groups)
        is_own = self._model.own.get(barrier, Weight.NONE) >= Weight.MUCH
        return HeatRow(barrier_name(barrier), cells, is_own=is_own)

    def _cell(self, barrier: str, group: str) -> HeatCell:
        figures, names = self._model.figures_of(group), {"barrier": barrier_name(barrier), "group": group_name(group)}
        if figures is None:
            return HeatCell(None, "–", _("{barrier}, {group}: too few cities have said so").format(**names))
        count, of = in_the_way(figures, barrier), figures.barriers_said
        sentence = ngettext(
            "{barrier}, {group}: {count} of {number} city", "{barrier}, {group}: {count} of {number} cities", of
        )
        text = sentence.format(**names, count=format_number(count), number=format_number(of))
        return HeatCell(count / of, format_number(count), text)

    def _sentence(self) -> str:
        figures = self._model.figures_of(ALL)
        if figures is None:
            return ""
        most = max(BARRIERS, key=lambda barrier: in_the_way(figures, barrier))
        sentence = ngettext(
            "{barrier} is in the way most often: in {count} of {number} city.",
            "{barrier} is in the way most often: in {count} of {number} cities.",
            figures.barriers_said,
        )
        count, number = in_the_way(figures, most), figures.barriers_said
        return sentence.format(barrier=barrier_name(most), count=format_number(count), number=format_number(number))
