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
from roadmap_core.community.status import CommunityStatus, GroupFigures, community_status

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
