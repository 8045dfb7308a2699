"""The community's kept totals: what one city adds to them, and the difference when it changes. Pure arithmetic.

Totals are keyed by (group, figure, key) and hold whole numbers, so a server keeps them by adding differences.

    figure                 key            counts
    cities                 ''             cities that share
    written, implemented   '0' to '5'     cities with that many foundational policies written, implemented, or further
    stage                  'ICT:written'  cities of which the policy is exactly at that stage; not where not applicable
    plans                  'ICT'          cities with an action plan for the policy
    policies_written       ''             foundational policies written or further, over the cities
    policies_implemented   ''             the same for implemented
    cities_with_plan       ''             cities with any action plan
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from roadmap_core.assessment.standing import CityStanding
from roadmap_core.community.cities import City, groups_of
from roadmap_core.instrument.stages import Stage


class Cell(NamedTuple):
    """One kept total."""

    group: str
    figure: str
    key: str


@dataclass(frozen=True, slots=True)
class CityFigures:
    """What the community counts of one city.

    Attributes:
        stages: by policy id; a policy that is not applicable is not there.
        written, implemented, reviewed: foundational policies at that stage or further.
        plans: ids of policies with an action plan.
    """

    stages: Mapping[str, Stage]
    written: int
    implemented: int
    reviewed: int
    plans: frozenset[str]
    contested: int
    answered: int

    @classmethod
    def of(cls, standing: CityStanding) -> "CityFigures":
        return cls(
            stages={s.policy_id: s.stage for s in standing.policies if s.applicable},
            written=standing.written,
            implemented=standing.implemented,
            reviewed=standing.reviewed,
            plans=frozenset(s.policy_id for s in standing.policies if s.has_plan),
            contested=standing.contested,
            answered=standing.answered,
        )


def contributions(groups: Sequence[str], figures: CityFigures) -> dict[Cell, int]:
    """What one city adds to the totals of its groups (`groups_of`)."""
    own = _own(figures)
    return {Cell(group, figure, key): number for group in groups for (figure, key), number in own.items()}


def difference(groups: Sequence[str], before: CityFigures | None, after: CityFigures | None) -> dict[Cell, int]:
    """What to add to the totals when a city changes, joins (`before` None) or leaves (`after` None). Never zero."""
    change = _own(after) if after else {}
    for key, number in (_own(before) if before else {}).items():
        change[key] = change.get(key, 0) - number
    changed = {key: number for key, number in change.items() if number}
    return {Cell(group, figure, key): number for group in groups for (figure, key), number in changed.items()}


def recount(cities: Iterable[tuple[City, CityFigures]]) -> dict[Cell, int]:
    """The totals from nothing: what kept totals must be equal to."""
    totals: dict[Cell, int] = {}
    for city, figures in cities:
        for cell, number in contributions(groups_of(city), figures).items():
            totals[cell] = totals.get(cell, 0) + number
    return totals


def _own(figures: CityFigures) -> dict[tuple[str, str], int]:
    own = {
        ("cities", ""): 1,
        ("written", str(figures.written)): 1,
        ("implemented", str(figures.implemented)): 1,
        ("policies_written", ""): figures.written,
        ("policies_implemented", ""): figures.implemented,
        ("cities_with_plan", ""): int(bool(figures.plans)),
    }
    own |= {("stage", f"{policy}:{stage.id}"): 1 for policy, stage in figures.stages.items()}
    own |= {("plans", policy): 1 for policy in figures.plans}
    return {key: number for key, number in own.items() if number}
