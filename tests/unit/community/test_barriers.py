"""What a city says of barriers: rows of one form, the heavier of two words, counted once."""

import pytest

from roadmap_core import cbor
from roadmap_core.community.barriers import (
    BARRIERS,
    Weight,
    barrier_from_wire,
    barrier_to_wire,
    counted,
    weights,
)
from roadmap_core.community.figures import Cell
from roadmap_core.community.status import CommunityStatus, GroupFigures, community_status, published_groups

SAID = {"trust": Weight.STOPS, "language": Weight.NONE}


def rows(said: dict[str, Weight]) -> list[bytes]:
    return [cbor.encode(barrier_to_wire(barrier, weight)) for barrier, weight in said.items()]


@pytest.mark.parametrize("weight", Weight)
@pytest.mark.parametrize("barrier", BARRIERS)
def test_a_row_says_what_was_written_and_may_get_fields(barrier: str, weight: Weight) -> None:
    row = barrier_to_wire(barrier, weight)
    assert barrier_from_wire(row) == barrier_from_wire([*row, "later"]) == (barrier, weight)


@pytest.mark.parametrize(
    "row", [["hunger", 1], ["trust", 4], ["trust", -1], ["trust", "1"], ["trust"], [], None, "trust", [1, "trust"]]
)
def test_a_row_of_another_form_says_nothing(row: object) -> None:
    assert barrier_from_wire(row) is None
    assert weights([cbor.encode(row)]) == {}


def test_of_two_words_the_heavier_counts_and_barriers_stand_in_their_order() -> None:
    found = weights([*rows(SAID), *rows({"trust": Weight.LITTLE})])
    assert list(found.items()) == [("language", Weight.NONE), ("trust", Weight.STOPS)]


def test_a_city_counts_once_for_each_barrier_and_once_in_all() -> None:
    assert counted({}) == []
    assert sorted(counted(SAID)) == [("barrier", "language:0"), ("barrier", "trust:3"), ("barriers", "")]


def status(sharing: int, said: int) -> CommunityStatus:
    totals = {
        Cell("all", "cities", ""): sharing,
        Cell("all", "barriers", ""): said,
        Cell("all", "barrier", "trust:3"): said,
    }
    return community_status(totals, (), foundational=5, as_of="", heads_digest="", is_sample=False)


@pytest.mark.parametrize(
    ("sharing", "said", "shown"), [(9, 5, {"trust": {"3": 5}}), (9, 4, {}), (5, 5, {"trust": {"3": 5}})]
)
def test_barriers_are_shown_of_no_fewer_than_five_cities_that_said_something(
    sharing: int, said: int, shown: dict[str, dict[str, int]]
) -> None:
    found = status(sharing, said).groups["all"]
    assert isinstance(found, GroupFigures)
    assert (found.barriers, found.barriers_said) == (shown, said if shown else 0)
    again = CommunityStatus.from_json(status(sharing, said).to_json())
    assert again == status(sharing, said)


def test_the_status_of_a_server_that_knows_no_barriers_is_read() -> None:
    json = status(9, 5).to_json()
    del json["groups"]["all"]["barriers"], json["groups"]["all"]["barriers_said"]
    found = CommunityStatus.from_json(json).groups["all"]
    assert isinstance(found, GroupFigures)
    assert (found.barriers, found.barriers_said) == ({}, 0)


def sharing(**sizes: int) -> dict[Cell, int]:
    groups = {"all" if name == "everybody" else f"region:{name}": size for name, size in sizes.items()}
    return {Cell(group, "cities", ""): size for group, size in groups.items()}


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"everybody": 20, "Asia": 12, "Europe": 8}, {"Asia", "Europe"}),
        ({"everybody": 20, "Asia": 12, "Europe": 6, "Africa": 2}, {"Asia"}),
        ({"everybody": 23, "Asia": 12, "Europe": 6, "Africa": 2, "Oceania": 3}, {"Asia", "Europe"}),
        ({"everybody": 8, "Asia": 6, "Europe": 2}, set()),
        ({"everybody": 14, "Asia": 12}, set()),
        ({"everybody": 4, "Asia": 4}, set()),
    ],
)
def test_no_withheld_group_can_be_computed_from_those_that_are_shown(sizes: dict[str, int], shown: set[str]) -> None:
    totals = sharing(**sizes)
    found = published_groups(totals, [cell.group for cell in totals], 5)
    assert {name for name, one in found.items() if isinstance(one, GroupFigures)} == {
        *(f"region:{name}" for name in shown),
        *(["all"] if sizes["everybody"] >= 5 else []),
    }


def test_barriers_that_too_few_named_cannot_be_computed_either() -> None:
    said = {"all": 15, "region:Asia": 7, "region:Europe": 6, "region:Africa": 2}
    totals = {Cell(group, "cities", ""): 10 * size for group, size in said.items()}
    totals |= {Cell(group, "barriers", ""): size for group, size in said.items()}
    found = published_groups(totals, list(said), 5)
    assert {name: one.barriers_said for name, one in found.items() if isinstance(one, GroupFigures)} == {
        "all": 15,
        "region:Asia": 7,
        "region:Europe": 0,
        "region:Africa": 0,
    }
