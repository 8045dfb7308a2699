"""Barriers: what stands in the own city's way, and in how many cities of each group it does."""

from collections.abc import Mapping

from desktop_app.errors import Words, explain
from desktop_app.i18n import _, format_number, ngettext
from desktop_app.operations import together
from desktop_app.operations.changes import Changes
from desktop_app.presentation.community_words import label
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.page import Page
from desktop_app.storage.barrier_query import BarrierView, barriers
from roadmap_core.community.barriers import BARRIERS, Weight
from roadmap_core.community.cities import ALL, REGIONS
from roadmap_core.community.status import CommunityStatus, GroupFigures


class BarriersPage(Page):
    """Attributes:
    view: None until it is loaded.
    problem: why the last choice could not be saved, or None.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view: BarrierView | None = None
        self.problem: Words | None = None

    def load(self) -> None:
        self.desk.ask(barriers, self._show)

    def concerns(self, changes: Changes) -> bool:
        return changes.community or changes.city

    def choose(self, barrier: str, weight: Weight) -> None:
        self.problem = None
        self.desk.act(lambda workspace: together.say_barrier(workspace, barrier, weight), failed=self._failed)

    @property
    def own(self) -> Mapping[str, Weight]:
        return self.view.own if self.view else {}

    @property
    def status(self) -> CommunityStatus | None:
        return self.view.status if self.view else None

    @property
    def groups(self) -> tuple[str, ...]:
        """All cities and their regions; none while fewer than five cities have said anything."""
        if self.figures_of(ALL) is None or self.status is None:
            return ()
        return (ALL, *(group for group in map("region:{}".format, REGIONS) if group in self.status.groups))

    def figures_of(self, group: str) -> GroupFigures | None:
        """None for a group of which too few cities have said anything."""
        found = self.status.groups.get(group) if self.status else None
        return found if isinstance(found, GroupFigures) and found.barriers_said else None

    def summary(self) -> str:
        """How many of the barriers were judged."""
        sentence = ngettext(
            "Your city has judged {said} of {number} barrier.",
            "Your city has judged {said} of {number} barriers.",
            len(BARRIERS),
        )
        return sentence.format(said=format_number(len(self.own)), number=format_number(len(BARRIERS)))

    def _show(self, view: BarrierView) -> None:
        self.view = view
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self.problem = explain(error)
        self.changed.emit()


def in_the_way(figures: GroupFigures, barrier: str) -> int:
    """Cities for which it is a lot in the way, or stops them."""
    weights = figures.barriers.get(barrier, {})
    return sum(weights.get(f"{weight:d}", 0) for weight in (Weight.MUCH, Weight.STOPS))


def group_name(group: str) -> str:
    """The head of a column."""
    kind, _colon, name = group.partition(":")
    return label(kind, name) if name else _("All cities")
