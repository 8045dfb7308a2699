"""The community page: figures, distribution, regions, sizes, stages, plans; the own city marked, the age said."""

from datetime import UTC, datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.i18n import _, format_datetime_relative, format_number
from desktop_app.presentation.community_page import CommunityPage
from desktop_app.presentation.community_words import group_choice
from desktop_app.presentation.wording import policy_name
from desktop_app.ui.community.charts import Counts, Distribution, Plans, Stages, cities
from desktop_app.ui.view import View
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.figure_card import FigureCard
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.segmented_choice import SegmentedChoice
from desktop_app.ui.widgets.stacking_split import StackingSplit
from roadmap_core.community.status import GroupFigures


class CommunityView(View[CommunityPage]):
    def __init__(self, model: CommunityPage) -> None:
        super().__init__(model, _("Community"))
        self._header = PageHeader(_("Community"), "")
        self._groups = SegmentedChoice(_("Which cities are counted"))
        self._header.add_widget(self._groups)
        self._sample = Banner(_("Sample data"), _("These figures come from invented answers, not from cities."), "warn")
        self._empty = EmptyState("community", "", "")
        self._written, self._implemented = FigureCard("", ""), FigureCard("", "")
        self._plans_figure, self._gap = FigureCard("", ""), FigureCard("", "")
        self._distribution = Distribution()
        self._regions = Counts("region", _("Cities by region"), _("Region"))
        self._sizes = Counts("size", _("Cities by size"), _("Residents"))
        self._stages = Stages(_("Stages by policy"))
        self._plans = Plans(_("Policy plans in place"))
        self._content = self._lay_out()
        self._groups.value_picked.connect(model.choose_group)
        self._empty.action_triggered.connect(lambda: model.desk.navigator.go("sending"))
        self.refresh()

    def refresh(self) -> None:
        status, figures = self.model.status, self.model.figures
        has_figures = isinstance(figures, GroupFigures)
        self._content.setVisible(has_figures)
        self._groups.setVisible(has_figures and len(self.model.groups) > 1)
        self._empty.setVisible(not has_figures)
        self._say_why_empty(is_received=status is not None)
        self._sample.setVisible(status is not None and status.is_sample)
        self._say_age()
        if status is not None and isinstance(figures, GroupFigures):
            self._groups.set_options([(group, group_choice(group)) for group in self.model.groups])
            self._groups.set_value(self.model.group)
            self._show_figures(figures)
            own = self.model.own_labels
            self._regions.show_counts(status.regions, own.get("region", ""))
            self._sizes.show_counts(status.sizes, own.get("size", ""))

    def _lay_out(self) -> QWidget:
        self.body.addWidget(self._header)
        self.body.addWidget(self._sample)
        self.body.addWidget(self._empty)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(_row(90, self._written, self._implemented, self._plans_figure, self._gap))
        column.addWidget(_row(95, self._distribution, self._stages))
        column.addWidget(_row(95, self._regions, self._sizes))
        column.addWidget(self._plans)
        self.body.addWidget(content)
        self.body.addStretch(1)
        return content

    def _say_why_empty(self, *, is_received: bool) -> None:
        if is_received:
            sentence = _("Figures stand here as soon as at least five cities have shared their answers.")
            self._empty.set_texts(_("Too few cities yet"), sentence)
            return
        self._empty.set_texts(
            _("Nothing received yet"),
            _("Here you will see how far the cities of the alliance have come, once this computer has received it."),
            _("Go to sending and receiving"),
        )

    def _say_age(self) -> None:
        status, as_of = self.model.status, self.model.as_of()
        if status is None or as_of is None:
            self._header.set_texts(_("Community"), _("How far the cities of the alliance have come."))
            return
        sentence = _("{sharing} of {total} cities have shared their answers. As of {time}; kept on this computer.")
        now = datetime.now(UTC)
        filled = sentence.format(
            sharing=format_number(status.cities_sharing),
            total=format_number(status.cities_total),
            time=format_datetime_relative(as_of, now),
        )
        self._header.set_texts(_("Community"), filled)

    def _show_figures(self, figures: GroupFigures) -> None:
        in_cities = _("in {cities}").format(cities=cities(figures.cities))
        self._written.set_figure(_("Policies written"), format_number(figures.policies_written), in_cities)
        self._implemented.set_figure(_("Policies implemented"), format_number(figures.policies_implemented), in_cities)
        plans = sum(figures.plans.values())
        note = _("in {cities}").format(cities=cities(figures.cities_with_plan))
        self._plans_figure.set_figure(_("Policy plans in place"), format_number(plans), note)
        self._show_gap(figures)
        self._distribution.show_figures(self.model, figures)
        self._stages.show_figures(self.model, figures)
        self._plans.show_figures(self.model, figures)

    def _show_gap(self, figures: GroupFigures) -> None:
        gap = self.model.largest_gap
        self._gap.setVisible(gap is not None)
        if gap is not None:
            name = policy_name(self.model.desk.instrument.policy(gap.policy_id))
            note = _("implemented in {count} of {cities}").format(
                count=format_number(gap.implemented), cities=cities(figures.cities)
            )
            self._gap.set_figure(_("Largest gap"), name, note)


def _row(stack_below: int, *panes: QWidget) -> StackingSplit:
    split = StackingSplit(stack_below)
    for pane in panes:
        split.add_pane(pane)
    return split
