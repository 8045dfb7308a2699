"""Communities that there could be: how many cities are interested, and whether the own one is."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop_app.i18n import _
from desktop_app.presentation import communities_words as words
from desktop_app.presentation.communities_page import CommunitiesPage
from desktop_app.presentation.tie_words import community_name
from desktop_app.ui.communities.rows import Act, Rows, row
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.wrap_label import WrapLabel
from roadmap_core.community.ties import NEW_COMMUNITIES


class InterestCard(Card):
    def __init__(self, model: CommunitiesPage) -> None:
        super().__init__(_("Interest in new communities"))
        self._model = model
        self._rows = Rows()
        self.add(
            WrapLabel(
                _(
                    "Say that your city is interested. Other cities see how many are, from five cities on, and "
                    "not which. The alliance's server can read that it is yours."
                ),
                "caption",
            )
        )
        self.add(self._rows)

    def refresh(self) -> None:
        view = self._model.view
        own = view.own.interest if view is not None else frozenset()
        model = self._model
        said = [
            (one, (words.interested(view, one), words.listed(model.listed_with(one))), one in own)
            for one in NEW_COMMUNITIES
        ]
        self._rows.show_rows(said, lambda: [self._row(*one) for one in said])

    def _row(self, community: str, lines: Sequence[str], is_interested: bool) -> QWidget:  # noqa: FBT001 - a column of what is shown
        name = community_name(community)
        text, named = (
            (_("Take back"), _("Take back: interest in {community}"))
            if is_interested
            else (_("We are interested"), _("We are interested: {community}"))
        )
        act = Act(
            text,
            named.format(community=name),
            lambda: self._model.be_interested(community, is_interested=not is_interested),
        )
        mark = Pill(_("Your city is interested"), "good", "check") if is_interested else None
        return row(name, lines, [act], mark)
