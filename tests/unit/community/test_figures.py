"""Kept totals equal a recount, and small groups are not shown."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_core.assessment.answers import Choice, NotApplicable
from roadmap_core.assessment.standing import city_standing
from roadmap_core.community.cities import City, groups_of, load_cities
from roadmap_core.community.figures import Cell, CityFigures, contributions, difference, recount
from roadmap_core.community.status import CommunityStatus, GroupFigures, StatusError, Withheld, community_status
from roadmap_core.instrument.loading import load_instrument
from roadmap_core.instrument.stages import Stage

RESOURCES = Path(__file__).parents[3] / "resources"
CITIES = load_cities((RESOURCES / "cities" / "pioneer_cities.csv").read_text(encoding="utf-8"), "cities.csv")
KAGA = next(city for city in CITIES if city.id == "kaga-jp")


def figures(written: int = 0, *, plans: frozenset[str] = frozenset(), **stages: Stage) -> CityFigures:
    return CityFigures(stages, written, 0, 0, plans, 0, 0)


def status(totals: dict[Cell, int], cities: tuple[City, ...] = CITIES) -> CommunityStatus:
    return community_status(
        totals, cities, foundational=5, as_of="2025-06-30T12:00:00Z", heads_digest="ab" * 32, is_sample=True
    )


some_figures = st.builds(
    CityFigures,
    stages=st.dictionaries(st.sampled_from(["ICT", "PIA", "AIP"]), st.sampled_from(Stage)),
    written=st.integers(0, 5),
    implemented=st.integers(0, 5),
    reviewed=st.integers(0, 5),
    plans=st.frozensets(st.sampled_from(["ICT", "PIA"])),
    contested=st.integers(0, 3),
    answered=st.integers(0, 122),
)


@given(steps=st.lists(st.tuples(st.sampled_from(CITIES), st.none() | some_figures), max_size=30))
def test_totals_kept_by_differences_equal_a_recount(steps: list[tuple[City, CityFigures | None]]) -> None:
    kept: dict[Cell, int] = {}
    now: dict[str, CityFigures | None] = {}
    for city, after in steps:
        change = difference(groups_of(city), now.get(city.id), after)
        assert all(change.values())
        for cell, number in change.items():
            kept[cell] = kept.get(cell, 0) + number
        now[city.id] = after
    counted = [(city, found) for city in CITIES if (found := now.get(city.id)) is not None]
    assert {cell: number for cell, number in kept.items() if number} == recount(counted)
    assert status(kept) == status(recount(counted))


def test_a_city_adds_to_all_its_groups() -> None:
    own = contributions(groups_of(KAGA), figures(2, plans=frozenset({"ICT"}), ICT=Stage.WRITTEN))
    for group in ("all", "region:Asia", "size:S", "community:Japan"):
        assert {(cell.figure, cell.key): number for cell, number in own.items() if cell.group == group} == {
            ("cities", ""): 1,
            ("written", "2"): 1,
            ("implemented", "0"): 1,
            ("policies_written", ""): 2,
            ("stage", "ICT:written"): 1,
            ("plans", "ICT"): 1,
            ("cities_with_plan", ""): 1,
        }
    assert len(own) == 4 * 7


def test_a_change_of_one_stage_touches_only_its_cells() -> None:
    before, after = figures(2, ICT=Stage.WRITTEN), figures(3, ICT=Stage.IMPLEMENTED)
    assert difference(["all"], before, after) == {
        ("all", "written", "2"): -1,
        ("all", "written", "3"): 1,
        ("all", "policies_written", ""): 1,
        ("all", "stage", "ICT:written"): -1,
        ("all", "stage", "ICT:implemented"): 1,
    }
    assert difference(["all"], after, after) == {}
    assert difference(["all"], None, None) == {}


def test_a_citys_figures_are_those_of_its_standing() -> None:
    text = (RESOURCES / "instruments" / "gsca-roadmap.yaml").read_text(encoding="utf-8")
    instrument = load_instrument(text, "gsca-roadmap.yaml")
    answers = {"ICT-01": Choice(3), "DIG-01": NotApplicable("No streets."), "DSP-01": Choice(3)}
    standing = city_standing(
        instrument, answers, date(2025, 6, 30), contested=frozenset({"ICT-01"}), plans=frozenset({"PIA"})
    )
    found = CityFigures.of(standing)
    assert (found.written, found.implemented, found.contested, found.answered) == (1, 0, 1, 3)
    assert found.plans == {"PIA"}
    assert found.stages["ICT"] is found.stages["DSP"] is Stage.WRITTEN
    assert "DIG" not in found.stages
    assert len(found.stages) == 16


def test_groups_of_fewer_than_five_sharing_cities_are_withheld() -> None:
    sharing = [city for city in CITIES if city.region == "Asia" and city.id != "dubai-ae"]
    found = status(recount((city, figures(1, ICT=Stage.WRITTEN)) for city in sharing))
    shown = {name for name, group in found.groups.items() if isinstance(group, GroupFigures)}
    assert len(sharing) == 12
    assert shown == {"all", "region:Asia", "size:L"}
    assert found.groups["community:Japan"] == found.groups["community:India"] == Withheld()
    assert found.groups["size:S"] == Withheld("fewer_than_five")


@pytest.mark.parametrize(("number", "is_shown"), [(4, False), (5, True)])
def test_five_cities_are_enough(number: int, is_shown: bool) -> None:
    found = status(recount((city, figures()) for city in CITIES[:number]))
    assert isinstance(found.groups["all"], GroupFigures) is is_shown
    assert (found.cities_sharing, found.cities_total) == (number, 36)


def test_a_status_shows_distributions_stages_plans_and_the_list() -> None:
    counted = [
        (city, figures(n % 6, plans=frozenset({"ICT"} if n % 2 else {}), ICT=Stage(n % 5)))
        for n, city in enumerate(CITIES)
    ]
    found = status(recount(counted))
    everybody = found.groups["all"]
    assert isinstance(everybody, GroupFigures)
    assert everybody.written == (6, 6, 6, 6, 6, 6)
    assert everybody.implemented == (36, 0, 0, 0, 0, 0)
    assert everybody.stages == {"ICT": {"none": 8, "planned": 7, "written": 7, "implemented": 7, "reviewed": 7}}
    assert (everybody.plans, everybody.cities_with_plan) == ({"ICT": 18}, 18)
    assert everybody.policies_written == 6 * (1 + 2 + 3 + 4 + 5)
    assert found.regions["Asia"] == 13
    assert list(found.sizes) == ["S", "M", "L", "XL", "XXL"]
    assert found.communities["Japan"] == 4
    assert next(iter(found.groups)) == "all"


def test_an_empty_community_has_a_status() -> None:
    found = status({}, ())
    assert (found.cities_total, found.cities_sharing, found.groups) == (0, 0, {"all": Withheld()})


def test_a_status_comes_back_from_json_as_it_was() -> None:
    found = status(recount((city, figures(2, plans=frozenset({"PIA"}), PIA=Stage.REVIEWED)) for city in CITIES))
    text = json.dumps(found.to_json())
    assert CommunityStatus.from_json(json.loads(text)) == found
    assert CommunityStatus.from_json(json.loads(text) | {"later": 1}) == found
    assert "sample" in json.loads(text)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("as_of", 5),
        ("cities_total", -1),
        ("cities_total", True),
        ("cities_sharing", 1.5),
        ("sample", "no"),
        ("groups", []),
        ("groups", {"all": {"cities": 5}}),
        ("groups", {"all": 5}),
        ("regions", {"Asia": "13"}),
        ("sizes", None),
        ("heads_digest", None),
    ],
)
def test_what_is_no_status_is_refused(key: str, value: Any) -> None:
    broken = status(recount((city, figures()) for city in CITIES)).to_json() | {key: value}
    with pytest.raises(StatusError):
        CommunityStatus.from_json(broken)


@pytest.mark.parametrize("value", [None, [], "status", 5, {}])
def test_anything_but_a_status_is_refused(value: Any) -> None:
    with pytest.raises(StatusError):
        CommunityStatus.from_json(value)
