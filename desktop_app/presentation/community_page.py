"""The community: how many cities have come how far, as it was received last; offline afterwards, with its age."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from desktop_app.i18n import _, format_date, format_datetime, format_number, ngettext
from desktop_app.operations.changes import Changes
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.page import Page
from desktop_app.presentation.start_page import pioneer_cities
from desktop_app.presentation.wording import isolated
from desktop_app.storage.community_query import CommunityView, community
from roadmap_core.community.cities import ALL, City, groups_of, region_label
from roadmap_core.community.status import CommunityStatus, GroupFigures, Withheld


@dataclass(frozen=True, slots=True)
class LargestGap:
    """The foundational policy that the fewest cities have implemented."""

    policy_id: str
    implemented: int


class CommunityPage(Page):
    """Attributes:
    view: what was received last; None before anything was.
    own: the own city as the list of cities has it; None for a city that isn't on it.
    group: which cities are shown: `all`, or one of the own city's groups.
    """

    def __init__(self, desk: Desk, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        super().__init__(desk)
        self._now = now
        self.view: CommunityView | None = None
        self.own: City | None = None
        self.group = ALL

    def load(self) -> None:
        self.desk.ask(community, self._show)

    def concerns(self, changes: Changes) -> bool:
        return changes.community or changes.city or bool(changes.policies)

    def choose_group(self, group: str) -> None:
        self.group = group
        self.changed.emit()

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that can be shown: all cities, and those of the own city that are large enough to show."""
        if self.view is None:
            return (ALL,)
        own = groups_of(self.own) if self.own else (ALL,)
        return tuple(group for group in own if isinstance(self.view.status.groups.get(group), GroupFigures))

    @property
    def status(self) -> CommunityStatus | None:
        return self.view.status if self.view else None

    @property
    def figures(self) -> GroupFigures | Withheld | None:
        """The figures of the chosen group; withheld for fewer than five cities."""
        return self.view.status.groups.get(self.group) if self.view else None

    @property
    def largest_gap(self) -> LargestGap | None:
        figures = self.figures
        if not isinstance(figures, GroupFigures) or not figures.stages:
            return None
        reached = [
            LargestGap(policy.id, implemented_cities(figures, policy.id))
            for policy in self.desk.instrument.foundational
        ]
        return min(reached, key=lambda gap: gap.implemented)

    @property
    def own_labels(self) -> dict[str, str]:
        """The rows that are the own city's: by kind."""
        if self.own is None:
            return {}
        return {
            "region": region_label(self.own),
            "size": self.own.size_class or "",
            "community": self.own.community or "",
        }

    def sharing(self) -> str:
        """How many cities the figures come from."""
        status = self.status
        if status is None:
            return _("How far the cities of the alliance have come.")
        sentence = ngettext(
            "{sharing} of {total} city has shared its answers.",
            "{sharing} of {total} cities have shared their answers.",
            status.cities_total,
        )
        return sentence.format(sharing=format_number(status.cities_sharing), total=format_number(status.cities_total))

    def age(self) -> str:
        """The server's time of the figures and how old they are; empty before anything was received."""
        if self.view is None:
            return ""
        as_of = datetime.fromisoformat(self.view.status.as_of).astimezone()
        days = (self._now().astimezone().date() - as_of.date()).days
        if days < 1:
            moment = isolated(format_datetime(as_of))
            return _("As of {time}. Kept on this computer, to be read without a connection too.").format(time=moment)
        sentence = ngettext(
            "As of {date}, {days} day old. Kept on this computer, to be read without a connection too.",
            "As of {date}, {days} days old. Kept on this computer, to be read without a connection too.",
            days,
        )
        return sentence.format(date=isolated(format_date(as_of)), days=format_number(days))

    def _show(self, view: CommunityView | None) -> None:
        self.view = view
        if view is not None:
            self.own = next((city for city in pioneer_cities() if city.id == view.city_id), None)
        if self.group not in self.groups:
            self.group = ALL
        self.changed.emit()


def implemented_cities(figures: GroupFigures, policy_id: str) -> int:
    """Cities that have the policy implemented, or further."""
    stages = figures.stages.get(policy_id, {})
    return stages.get("implemented", 0) + stages.get("reviewed", 0)
