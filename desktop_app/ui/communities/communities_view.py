"""The communities: members, meetings with a slot finder, interest in new ones; offers to talk."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop_app.errors import Words
from desktop_app.i18n import _
from desktop_app.presentation.communities_page import NEW, CommunitiesPage
from desktop_app.presentation.tie_words import community_name
from desktop_app.ui.communities.call_card import CallCard
from desktop_app.ui.communities.highlights_card import HighlightForm, HighlightsCard
from desktop_app.ui.communities.interest_card import InterestCard
from desktop_app.ui.communities.meetings_card import MeetingsCard
from desktop_app.ui.communities.members_card import MembersCard
from desktop_app.ui.communities.offers_card import OfferForm, OffersCard
from desktop_app.ui.view import View
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.scroll_page import reveal
from desktop_app.ui.widgets.segmented_choice import SegmentedChoice
from desktop_app.ui.widgets.stacking_split import StackingSplit
from roadmap_core.community.ties import MEETING_COMMUNITIES


class CommunitiesView(View[CommunitiesPage]):
    def __init__(self, model: CommunitiesPage) -> None:
        super().__init__(model, _("Communities"))
        options = [(one, community_name(one)) for one in MEETING_COMMUNITIES]
        self.choice = SegmentedChoice(_("Which community"), [*options, (NEW, _("New communities"))])
        self._problem = Banner("", "", "bad")
        self._problem.hide()
        self._shown: Words | None = None
        self.members, self.meetings, self.call = MembersCard(model), MeetingsCard(model), CallCard(model)
        self.interest, self.form, self.offers = InterestCard(model), OfferForm(model), OffersCard(model)
        self.telling, self.highlights = HighlightForm(model), HighlightsCard(model)
        self._top, self._below = _beside(self.members, self.meetings), _beside(self.form, self.offers)
        self._told = _beside(self.telling, self.highlights)
        header = PageHeader(_("Communities"), _("Cities that meet each month, and cities that offer to talk."))
        header.add_widget(self.choice)
        for block in (header, self._problem, self._top, self.call, self._told, self.interest, self._below):
            self.body.addWidget(block)
        self.body.addStretch(1)
        self.choice.value_picked.connect(lambda community: model.choose(str(community)))
        model.told.connect(lambda words: announce(self, words))

    def refresh(self) -> None:
        model = self.model
        is_new = model.community == NEW
        self.choice.set_value(model.community)
        self._show_problem()
        for part in (self._top, self.call, self._told):
            part.setVisible(not is_new)
        self.interest.setVisible(is_new)
        if is_new:
            self.interest.refresh()
        else:
            for card in (self.members, self.meetings, self.call, self.telling, self.highlights):
                card.refresh()
        self.form.refresh()
        self.offers.refresh()

    def _show_problem(self) -> None:
        """The page is long: what is new is brought into sight."""
        problem = self.model.problem
        is_new = problem is not None and problem is not self._shown
        self._shown = problem
        self._problem.setVisible(problem is not None)
        if problem is not None and is_new:
            self._problem.set_texts(problem.title, problem.what_next)
            QTimer.singleShot(0, self, self.show_problem)

    def settle(self) -> None:
        self.telling.settle()
        self.form.settle()

    def show_problem(self) -> None:
        reveal(self._problem)

    def panes(self) -> tuple[QWidget, ...]:
        of_one = (self.members, self.meetings, self.call, self.telling, self.highlights)
        parts = (self.interest,) if self.model.community == NEW else of_one
        return (*parts, self.form, self.offers)


def _beside(*panes: QWidget) -> StackingSplit:
    split = StackingSplit(stack_below=95)
    for pane in panes:
        split.add_pane(pane)
    return split
