"""The four figures at the head of the community page, one card each."""

from desktop_app.i18n import _, format_number, ngettext
from desktop_app.presentation.community_page import CommunityPage
from desktop_app.presentation.wording import policy_name
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.figure_card import FigureCard
from desktop_app.ui.widgets.stacking_split import StackingSplit
from desktop_app.ui.widgets.wrap_label import WrapLabel
from roadmap_core.community.status import GroupFigures


class Figures(StackingSplit):
    """Policies written, implemented, planned, and the policy that the fewest cities have."""

    def __init__(self) -> None:
        super().__init__(stack_below=90)
        self.written, self.implemented = FigureCard("", ""), FigureCard("", "")
        self.plans, self.gap = FigureCard("", ""), GapCard()
        for card in (self.written, self.implemented, self.plans, self.gap):
            self.add_pane(card)

    def show_figures(self, page: CommunityPage, figures: GroupFigures) -> None:
        possible = len(page.desk.instrument.foundational) * figures.cities
        of_all = ngettext(
            "of {possible}, in {number} city", "of {possible}, in {number} cities", figures.cities
        ).format(possible=format_number(possible), number=format_number(figures.cities))
        self.written.set_figure(_("Policies written"), format_number(figures.policies_written), of_all)
        self.implemented.set_figure(_("Policies implemented"), format_number(figures.policies_implemented), of_all)
        in_cities = ngettext("in {number} city", "in {number} cities", figures.cities_with_plan)
        self.plans.set_figure(
            _("Policy plans in place"),
            format_number(sum(figures.plans.values())),
            in_cities.format(number=format_number(figures.cities_with_plan)),
        )
        self.gap.show_gap(page, figures)


class GapCard(Card):
    """A figure that is a name: smaller than a number, so that it fits beside the three."""

    def __init__(self) -> None:
        super().__init__()
        self._label, self._value, self._note = (
            WrapLabel("", "muted"),
            WrapLabel("", "heading"),
            WrapLabel("", "caption"),
        )
        self.body.setSpacing(2)
        for words in (self._label, self._value, self._note):
            self.add(words)
        self.body.addStretch(1)

    def show_gap(self, page: CommunityPage, figures: GroupFigures) -> None:
        gap = page.largest_gap
        self.setVisible(gap is not None)
        if gap is None:
            return
        note = ngettext(
            "implemented in {count} of {total} city", "implemented in {count} of {total} cities", figures.cities
        )
        self._label.setText(_("Largest gap"))
        self._value.setText(policy_name(page.desk.instrument.policy(gap.policy_id)))
        self._note.setText(note.format(count=format_number(gap.implemented), total=format_number(figures.cities)))
