"""The community's status as it is published and shown: figures by group, with the rule that hides small groups.

The group-size rule (protocol.md, section 9): a group of fewer than five sharing cities is withheld as a whole, and so
is another one from which, with all cities, it could be computed. The monthly snapshot comes later. How many cities
there are by region, size and community is no secret and is shown.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from roadmap_core import limits
from roadmap_core.community.barriers import BARRIER, SAID
from roadmap_core.community.cities import ALL, COMMUNITIES, REGIONS, SIZE_CLASSES, City, groups_of, region_label
from roadmap_core.community.figures import Cell
from roadmap_core.community.together import Together

SMALLEST_GROUP = 5

GroupTotals: TypeAlias = Mapping[tuple[str, str], int]
"""The kept totals of one group, by figure and key."""


class StatusError(ValueError):
    """What was read is not a community status."""


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """The figures of one group of cities.

    Attributes:
        written, implemented: at place n, cities with n foundational policies written, implemented, or further.
        stages: cities by stage id, by policy id.
        plans: cities with an action plan, by policy id.
        barriers: cities by how much a barrier is in their way ('0' to '3'), by barrier; none where fewer than five
            cities said anything (`barriers_said`).
    """

    cities: int
    written: tuple[int, ...]
    implemented: tuple[int, ...]
    stages: Mapping[str, Mapping[str, int]]
    plans: Mapping[str, int]
    policies_written: int
    policies_implemented: int
    cities_with_plan: int
    barriers: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    barriers_said: int = 0


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
        together: who belongs to which community, meetings, offers, interest.
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
    together: Together = field(default_factory=Together)

    def to_json(self) -> dict[str, Any]:
        """Plain dicts, lists, texts and whole numbers, ready for any JSON writer."""
        return {
            "as_of": self.as_of,
            "cities_total": self.cities_total,
            "cities_sharing": self.cities_sharing,
            "heads_digest": self.heads_digest,
            "sample": self.is_sample,
            "groups": {name: _group_to_json(group) for name, group in self.groups.items()},
            "regions": dict(self.regions),
            "sizes": dict(self.sizes),
            "communities": dict(self.communities),
            "together": self.together.to_json(),
        }

    @classmethod
    def from_json(cls, json: object) -> "CommunityStatus":
        """What `to_json` gave; fields that a later server adds are ignored. Raises StatusError for anything else."""
        fields = _mapping(json)
        return cls(
            as_of=_text(fields, "as_of"),
            cities_total=_number(fields, "cities_total"),
            cities_sharing=_number(fields, "cities_sharing"),
            heads_digest=_text(fields, "heads_digest"),
            is_sample=_flag(fields, "sample"),
            groups={name: _group_from_json(group) for name, group in _mapping(fields.get("groups")).items()},
            regions=_counts(fields.get("regions")),
            sizes=_counts(fields.get("sizes")),
            communities=_counts(fields.get("communities")),
            together=Together.from_json(fields.get("together")),
        )


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
    listed = list(cities)
    groups = published_groups(totals, _group_names(listed), foundational)
    everybody = totals.get(Cell(ALL, "cities", ""), 0)
    return CommunityStatus(
        as_of=as_of,
        cities_total=len(listed),
        cities_sharing=everybody,
        heads_digest=heads_digest,
        is_sample=is_sample,
        groups=groups,
        regions=_labels(REGIONS, (region_label(city) for city in listed)),
        sizes=_labels(SIZE_CLASSES, (city.size_class for city in listed)),
        communities=_labels(COMMUNITIES, (city.community for city in listed)),
    )


def published_groups(
    totals: Mapping[Cell, int], names: Sequence[str], foundational: int
) -> dict[str, GroupFigures | Withheld]:
    """The figures of these groups, or that they are withheld; without what too few cities said of barriers.

    `names` holds `all`, and of each kind groups that have no city in common.
    """
    by_group = _by_group(totals)
    figures = {name: group_figures(by_group.get(name, {}), foundational) for name in names}
    hidden = _hidden({name: one.cities for name, one in figures.items()}, frozenset())
    silent = _hidden({name: one.barriers_said for name, one in figures.items()}, hidden)
    return {
        name: Withheld() if name in hidden else _shown(one, is_silent=name in silent) for name, one in figures.items()
    }


def _shown(figures: GroupFigures, *, is_silent: bool) -> GroupFigures:
    return replace(figures, barriers={}, barriers_said=0) if is_silent else figures


def _hidden(sizes: Mapping[str, int], hidden: frozenset[str]) -> frozenset[str]:
    """Groups of fewer than five; and the smallest others, until those that one kind hides are no fewer together.

    Else who takes the shown groups from all cities has the figures of those that are withheld.
    """
    hidden |= {name for name, size in sizes.items() if size < SMALLEST_GROUP}
    if ALL in hidden:
        return frozenset(sizes)
    for kind in {name.partition(":")[0] for name in sizes} - {ALL}:
        parts = {name: sizes[name] for name in sizes if name.startswith(f"{kind}:") and name not in hidden}
        for name in sorted(parts, key=lambda name: (parts[name], name)):
            if sizes[ALL] - sum(parts.values()) not in range(1, SMALLEST_GROUP):
                break
            hidden |= {name}
            del parts[name]
    return hidden


def group_figures(totals: GroupTotals, foundational: int) -> GroupFigures:
    """The figures of one group out of its kept totals, before any suppression."""
    return GroupFigures(
        cities=totals.get(("cities", ""), 0),
        written=tuple(totals.get(("written", str(n)), 0) for n in range(foundational + 1)),
        implemented=tuple(totals.get(("implemented", str(n)), 0) for n in range(foundational + 1)),
        stages=_parted(totals, "stage"),
        plans={key: number for (figure, key), number in sorted(totals.items()) if figure == "plans" and number},
        policies_written=totals.get(("policies_written", ""), 0),
        policies_implemented=totals.get(("policies_implemented", ""), 0),
        cities_with_plan=totals.get(("cities_with_plan", ""), 0),
        barriers=_parted(totals, BARRIER),
        barriers_said=totals.get((SAID, ""), 0),
    )


def _parted(totals: GroupTotals, wanted: str) -> dict[str, dict[str, int]]:
    """The totals of a figure whose keys have two parts: by the first, and by the second."""
    found: dict[str, dict[str, int]] = {}
    for (figure, key), number in sorted(totals.items()):
        if figure == wanted and number:
            first, second = key.split(":")
            found.setdefault(first, {})[second] = number
    return found


def _by_group(totals: Mapping[Cell, int]) -> dict[str, dict[tuple[str, str], int]]:
    found: dict[str, dict[tuple[str, str], int]] = {}
    for cell, number in totals.items():
        found.setdefault(cell.group, {})[cell.figure, cell.key] = number
    return found


def _group_names(cities: Sequence[City]) -> list[str]:
    """In the order in which they are shown; groups without a listed city are not there."""
    present = {group for city in cities for group in groups_of(city)}
    known = [
        ALL,
        *(f"region:{label}" for label in REGIONS),
        *(f"size:{label}" for label in SIZE_CLASSES),
        *(f"community:{label}" for label in COMMUNITIES),
    ]
    return [ALL, *(group for group in known if group in present and group != ALL)]


def _labels(known: Sequence[str], labels: Iterable[str | None]) -> dict[str, int]:
    counted = Counter(labels)
    return {label: counted[label] for label in known if counted[label]}


def _group_to_json(group: GroupFigures | Withheld) -> dict[str, Any]:
    if isinstance(group, Withheld):
        return {"withheld": group.reason}
    return {
        "cities": group.cities,
        "written": list(group.written),
        "implemented": list(group.implemented),
        "stages": {policy: dict(numbers) for policy, numbers in group.stages.items()},
        "plans": dict(group.plans),
        "policies_written": group.policies_written,
        "policies_implemented": group.policies_implemented,
        "cities_with_plan": group.cities_with_plan,
        "barriers": {barrier: dict(numbers) for barrier, numbers in group.barriers.items()},
        "barriers_said": group.barriers_said,
    }


def _group_from_json(json: object) -> GroupFigures | Withheld:
    fields = _mapping(json)
    if "withheld" in fields:
        return Withheld(_text(fields, "withheld"))
    return GroupFigures(
        cities=_number(fields, "cities"),
        written=_numbers(fields.get("written")),
        implemented=_numbers(fields.get("implemented")),
        stages={policy: _counts(numbers) for policy, numbers in _mapping(fields.get("stages")).items()},
        plans=_counts(fields.get("plans")),
        policies_written=_number(fields, "policies_written"),
        policies_implemented=_number(fields, "policies_implemented"),
        cities_with_plan=_number(fields, "cities_with_plan"),
        barriers={barrier: _counts(numbers) for barrier, numbers in _mapping(fields.get("barriers", {})).items()},
        barriers_said=_count(fields.get("barriers_said", 0)),
    )


def _mapping(json: object) -> Mapping[str, object]:
    if not isinstance(json, dict) or not all(isinstance(key, str) for key in json):
        raise StatusError("expected an object")
    return json


def _text(fields: Mapping[str, object], key: str) -> str:
    text = fields.get(key)
    if not isinstance(text, str):
        raise StatusError(f"{key} must be a text")
    return text


def _flag(fields: Mapping[str, object], key: str) -> bool:
    flag = fields.get(key)
    if not isinstance(flag, bool):
        raise StatusError(f"{key} must be true or false")
    return flag


def _number(fields: Mapping[str, object], key: str) -> int:
    return _count(fields.get(key))


def _numbers(json: object) -> tuple[int, ...]:
    if not isinstance(json, list):
        raise StatusError("expected a list of whole numbers")
    return tuple(_count(number) for number in json)


def _counts(json: object) -> dict[str, int]:
    return {key: _count(number) for key, number in _mapping(json).items()}


def _count(number: object) -> int:
    if type(number) is not int or not 0 <= number <= limits.LARGEST_INTEGER:
        raise StatusError("expected a whole number that is not negative")
    return number
