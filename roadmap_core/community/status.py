"""The community's status as it is published and shown: figures by group, with the rule that hides small groups.

The group-size rule (protocol.md, section 9): a group of fewer than five sharing cities is withheld as a whole. This is
the simple half of the rule: complementary suppression, so that no withheld group can be computed from the shown ones,
and the monthly snapshot come later. How many cities there are by region, size and community is no secret and is shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from roadmap_core.community.cities import City
from roadmap_core.community.figures import Cell

SMALLEST_GROUP = 5


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """The figures of one group of cities.

    Attributes:
        written, implemented: at place n, cities with n foundational policies written, implemented, or further.
        stages: cities by stage id, by policy id.
        plans: cities with an action plan, by policy id.
    """

    cities: int
    written: tuple[int, ...]
    implemented: tuple[int, ...]
    stages: Mapping[str, Mapping[str, int]]
    plans: Mapping[str, int]
    policies_written: int
    policies_implemented: int
    cities_with_plan: int


@dataclass(frozen=True, slots=True)
class Withheld:
    """A group that isn't shown, and why."""

    reason: str = "fewer_than_five"


@dataclass(frozen=True, slots=True)
class CommunityStatus:
    """What the server publishes and the desktop shows.

    Attributes:
        as_of: ISO 8601 in UTC, the server's time.
        cities_total: cities in the list; `cities_sharing`: those that sent something.
        heads_digest: hex SHA-256 over the city heads that the figures come from.
        is_sample: whether the data are invented; every screen and page says so.
        groups: by group name: all, region:Asia, size:S, community:Japan.
        regions, sizes, communities: cities in the list by label.
    """

    as_of: str
    cities_total: int
    cities_sharing: int
    heads_digest: str
    is_sample: bool
    groups: Mapping[str, GroupFigures | Withheld]
    regions: Mapping[str, int]
    sizes: Mapping[str, int]
    communities: Mapping[str, int]

    def to_json(self) -> dict[str, Any]:
        raise NotImplementedError

    @classmethod
    def from_json(cls, json: Any) -> "CommunityStatus":
        raise NotImplementedError


def community_status(
    totals: Mapping[Cell, int],
    cities: Iterable[City],
    *,
    foundational: int,
    as_of: str,
    heads_digest: str,
    is_sample: bool,
) -> CommunityStatus:
    """The status out of the kept totals and the list of cities; `foundational` is the number of such policies."""
    raise NotImplementedError
