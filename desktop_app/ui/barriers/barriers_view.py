"""The page of barriers: the own city's on one side, the community's on the other."""

from PySide6.QtWidgets import QWidget

from desktop_app.i18n import _
from desktop_app.presentation.barriers_page import BarriersPage
from desktop_app.ui.barriers.community_card import CommunityCard
from desktop_app.ui.barriers.own_card import OwnCard
from desktop_app.ui.view import View
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.scroll_page import reveal
from desktop_app.ui.widgets.stacking_split import StackingSplit


class BarriersView(View[BarriersPage]):
    def __init__(self, model: BarriersPage) -> None:
        super().__init__(model, _("Barriers"))
        self._header = PageHeader(_("Barriers"))
        self._sample = Banner(_("Sample data"), _("These figures come from invented answers, not from cities."), "warn")
        self.own, self.community = OwnCard(model), CommunityCard(model)
        split = StackingSplit(stack_below=100)
        split.add_pane(self.own, 1)
        split.add_pane(self.community, 1)
        self.body.addWidget(self._header)
        self.body.addWidget(self._sample)
        self.body.addWidget(split, 1)

    def refresh(self) -> None:
        status = self.model.status
        self._header.set_texts(_("Barriers"), self.model.summary())
        self._sample.setVisible(status is not None and status.is_sample)
        self.own.refresh()
        self.community.refresh()

    def show_problem(self) -> None:
        reveal(self.own)

    def panes(self) -> tuple[QWidget, ...]:
        return self.own, self.community
