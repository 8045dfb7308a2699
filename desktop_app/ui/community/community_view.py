"""The community page: figures, distribution, regions, sizes, stages, plans; the own city marked, the age said."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.community_page import CommunityPage
from desktop_app.presentation.community_words import group_choice
from desktop_app.ui.community.charts import Counts, Distribution, Plans, Stages
from desktop_app.ui.community.figures import Figures
from desktop_app.ui.view import View
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.segmented_choice import SegmentedChoice
from desktop_app.ui.widgets.stacking_split import StackingSplit
from desktop_app.ui.widgets.wrap_label import WrapLabel
from roadmap_core.community.status import GroupFigures


class CommunityView(View[CommunityPage]):
    """Charts are given numbers anew only when these are others: the mark that the keyboard is on stays."""

    def __init__(self, model: CommunityPage) -> None:
        super().__init__(model, _("Community"))
        self._header, self._age = PageHeader(_("Community"), ""), WrapLabel("", "caption")
        self.groups = SegmentedChoice(_("Which cities are counted"))
        self._offered: tuple[str, ...] = ()
        self._header.add_widget(self.groups)
        self._sample = Banner(_("Sample data"), _("These figures come from invented answers, not from cities."), "warn")
        self._empty = EmptyState("community", "", "")
        self.figures, self.distribution = Figures(), Distribution()
        self.regions = Counts("region", _("Cities by region"), _("Region"))
        self.sizes = Counts("size", _("Cities by size"), _("Residents"))
        self.communities = Counts("community", _("Cities by regional community"), _("Community"))
        self.stages = Stages(_("Stages by policy"))
        self.plans = Plans(_("Policy plans in place"))
        self._content = self._lay_out()
        self._shown: object = None
        self.groups.value_picked.connect(model.choose_group)
        self._empty.action_triggered.connect(lambda: model.desk.navigator.go("sending"))

    def refresh(self) -> None:
        status, figures = self.model.status, self.model.figures
        has_figures = isinstance(figures, GroupFigures)
        self._say_why_empty(is_received=status is not None)
        self._sample.setVisible(status is not None and status.is_sample)
        self._header.set_texts(_("Community"), self.model.sharing())
        self._age.setText(self.model.age())
        self._age.setVisible(status is not None)
        self._offer_groups()
        if isinstance(figures, GroupFigures):
            self._show_figures(figures)
        self._content.setVisible(has_figures)
        self._empty.setVisible(not has_figures)

    def panes(self) -> tuple[QWidget, ...]:
        return self._header, self._content, self._empty

    def _lay_out(self) -> QWidget:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._header)
        words.addWidget(self._age)
        self.body.addLayout(words)
        self.body.addWidget(self._sample)
        self.body.addWidget(self._empty)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.figures)
        column.addWidget(_beside(self.distribution, self.stages))
        column.addWidget(_beside(self.regions, self.sizes))
        column.addWidget(_beside(self.plans, self.communities))
        self.body.addWidget(content)
        self.body.addStretch(1)
        return content

    def _offer_groups(self) -> None:
        """Built anew only for other groups: a person who chooses with the arrow keys keeps the focus."""
        if self._offered != self.model.groups:
            self._offered = self.model.groups
            self.groups.set_options([(group, group_choice(group)) for group in self._offered])
        self.groups.set_value(self.model.group)
        self.groups.setVisible(len(self._offered) > 1)

    def _say_why_empty(self, *, is_received: bool) -> None:
        if is_received:
            sentence = _("Figures stand here as soon as at least five cities have shared their answers.")
            self._empty.set_texts(_("Too few cities yet"), sentence, _("Go to sending and receiving"))
        else:
            self._empty.set_texts(
                _("Nothing received yet"),
                _("How far the cities of the alliance have come stands here once this computer has received it."),
                _("Go to sending and receiving"),
            )

    def _show_figures(self, figures: GroupFigures) -> None:
        model, status, view = self.model, self.model.status, self.model.view
        state = (figures, view)
        if status is None or self._shown == state:
            return
        self._shown = state
        for part in (self.figures, self.distribution, self.stages, self.plans):
            part.show_figures(model, figures)
        own = model.own_labels
        self.regions.show_counts(status.regions, own.get("region", ""))
        self.sizes.show_counts(status.sizes, own.get("size", ""))
        self.communities.show_counts(status.communities, own.get("community", ""))


def _beside(*panes: QWidget) -> StackingSplit:
    split = StackingSplit(stack_below=95)
    for pane in panes:
        split.add_pane(pane)
    return split
