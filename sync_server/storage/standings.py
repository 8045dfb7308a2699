"""Where cities stand on each policy, and what the community counts of them."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, select

from sync_server.storage.tables import CityFiguresRow, CityPolicyRow
from sync_server.storage.upsert import upsert_tuples

_POLICY, _FIGURES = CityPolicyRow.__table__, CityFiguresRow.__table__  # type: ignore[attr-defined]
_POLICIES_OF = select(_POLICY).where(_POLICY.c.city == bindparam("city"))
_FIGURES_OF = select(_FIGURES).where(_FIGURES.c.city == bindparam("city"))


class PolicyCounts(NamedTuple):
    """Where a city stands on one policy, as the columns of its row; `stage` as in roadmap_core.instrument.stages."""

    stage: int
    score: int | None
    answered: int
    total: int
    contested: int
    applicable: bool
    has_plan: bool


class CityCounts(NamedTuple):
    """What the community counts of one city, beside its policies, as the columns of its row."""

    assessment: int
    written: int
    implemented: int
    reviewed: int
    answered: int
    contested: int
    is_sample: bool


def policies_of(connection: Connection, city: str) -> dict[str, PolicyCounts]:
    """By policy id."""
    rows = connection.execute(_POLICIES_OF, {"city": city})
    return {row[1]: PolicyCounts(*row[2:]) for row in rows}


def figures_of(connection: Connection, city: str) -> CityCounts | None:
    """None: the city is not counted."""
    row = connection.execute(_FIGURES_OF, {"city": city}).first()
    return None if row is None else CityCounts(*row[1:])


def keep_policies(connection: Connection, city: str, changed: Mapping[str, PolicyCounts]) -> None:
    upsert_tuples(connection, _POLICY, [(city, policy, *counts) for policy, counts in changed.items()])


def keep_figures(connection: Connection, city: str, counts: CityCounts | None) -> None:
    if counts is None:
        connection.execute(delete(_FIGURES).where(_FIGURES.c.city == city))
        return
    upsert_tuples(connection, _FIGURES, [(city, *counts)])


def forget_policies(connection: Connection, city: str, policies: Collection[str]) -> None:
    """Takes away policies that the city's current assessment doesn't have."""
    if policies:
        connection.execute(delete(_POLICY).where(_POLICY.c.city == city, _POLICY.c.policy.in_(list(policies))))
