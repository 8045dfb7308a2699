"""What cities say to each other: rows that come back as they were written, and those that say nothing."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from roadmap_core import cbor
from roadmap_core.cbor import Item
from roadmap_core.community.ties import (
    LINE_CHARACTERS,
    MOST_ROWS,
    WORDS_CHARACTERS,
    Gathering,
    Highlight,
    Membership,
    Offer,
    interest_from_wire,
    membership_in,
    minutes_of,
    offer_from_wire,
    offer_to_wire,
    tie_from_wire,
    tie_to_wire,
)
from roadmap_core.community.together import Called, Member, Offered, Said, Together, Told, published, rows_of
from roadmap_core.entries.facets import Facet

KEY = bytes(range(16))
NOW = datetime(2026, 5, 31, 12, tzinfo=UTC)
JOINED = Membership("Japan", True, "Asia/Tokyo")
CALL = Gathering(KEY, "Japan", minutes_of(NOW), 60, "Open data", "https://call.example")
TOLD = Highlight(KEY, "Japan", "2026-05-20", "One contract for four cities")
OFFER = Offer(KEY, "ICT", "How we began", "office@kaga.example")


def test_rows_come_back_as_they_were_written_and_later_fields_are_passed_over() -> None:
    for tie in (JOINED, Membership("India", False), CALL, Gathering(KEY, "Japan", 0, 30), TOLD):
        row = tie_to_wire(tie)
        assert isinstance(row, list)
        assert tie_from_wire([*row, "later"]) == tie
    row = offer_to_wire(OFFER)
    assert isinstance(row, list)
    assert offer_from_wire([*row, 5]) == OFFER
    assert interest_from_wire(["Africa", 1]) == "Africa"
    assert CALL.begins == NOW
    assert CALL.ends == NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    "row",
    [
        None,
        [],
        [0, "Japan", 1],
        [False, "Japan", 1, ""],
        [0, "Japan", True, ""],
        [0, "Japan", 2, ""],
        [0, "Atlantis", 1, ""],
        [0, "South-East Asia (proposed)", 1, ""],
        [0, "Japan", 1, "../../etc/passwd"],
        [1, KEY[1:], "Japan", 0, 60, "", ""],
        [1, KEY, "Atlantis", 0, 60, "", ""],
        [1, KEY, "Japan", -1, 60, "", ""],
        [1, KEY, "Japan", 2**62, 60, "", ""],
        [1, KEY, "Japan", 0, 0, "", ""],
        [1, KEY, "Japan", 0, 481, "", ""],
        [1, KEY, "Japan", True, 60, "", ""],
        [1, KEY, "Japan", 0, 60, "x" * (LINE_CHARACTERS + 1), ""],
        [2, KEY, "Japan", 0, 60, "", ""],
        [2, KEY, "Japan", "2026-05-20", ""],
        [2, KEY, "Japan", "20260520", "words"],
        [2, KEY, "Japan", "soon", "words"],
        [2, KEY, "Atlantis", "2026-05-20", "words"],
        [2, KEY, "Japan", "2026-05-20", "x" * (WORDS_CHARACTERS + 1)],
        [3, KEY, "Japan", "2026-05-20", "words"],
    ],
)
def test_other_rows_say_nothing_of_communities(row: Item) -> None:
    assert tie_from_wire(row) is None


@pytest.mark.parametrize(
    "row",
    [
        "ICT",
        [KEY, "ICT", "words"],
        [KEY[1:], "ICT", "words", ""],
        [KEY, "", "words", ""],
        [KEY, "ICT", "", ""],
        [KEY, "ICT", "x" * (WORDS_CHARACTERS + 1), ""],
        [KEY, "ICT", 5, ""],
    ],
)
def test_other_rows_are_no_offers(row: Item) -> None:
    assert offer_from_wire(row) is None


def test_interest_is_only_in_communities_that_there_could_be() -> None:
    assert [interest_from_wire(row) for row in (["Japan"], ["Atlantis"], [5], "Africa", [])] == [None] * 5


def test_what_a_city_said_goes_before_the_list_and_of_two_words_the_one_that_joins() -> None:
    left = Membership("Japan", False)
    assert membership_in("Japan", "Japan", []) == Membership("Japan", True)
    assert membership_in("Japan", None, []) is None
    assert membership_in("Japan", "Japan", [left]) is None
    assert membership_in("Japan", None, [left, JOINED]) == JOINED
    assert membership_in("India", None, [JOINED]) is None


def test_of_rows_that_stand_only_known_ones_are_kept_and_no_more_than_a_city_may_have() -> None:
    offers = [cbor.encode(offer_to_wire(Offer(KEY, "ICT", f"words {number}"))) for number in range(MOST_ROWS + 5)]
    kept = rows_of({Facet.OFFERS: [*offers, cbor.encode("nonsense"), offers[0]]})
    assert kept == {
        Facet.BARRIERS: [],
        Facet.COMMUNITIES: [],
        Facet.INTEREST: [],
        Facet.OFFERS: sorted(offers)[:MOST_ROWS],
    }


def test_a_meeting_is_published_while_it_is_to_come_and_of_members_only() -> None:
    over = Gathering(KEY[::-1], "Japan", minutes_of(NOW - timedelta(hours=2)), 60)
    later = Highlight(KEY, "Japan", "2026-05-21", "Later")
    kaga = Said("kaga-jp", "Kaga", "Japan", (JOINED, CALL, over, TOLD, later), (OFFER,))
    leeds = Said("leeds-gb", "Leeds", None, (CALL, TOLD))
    found = published([leeds, kaga], {"Africa": 6}, NOW)
    assert found.members == (Member("Japan", "kaga-jp", "Kaga", "Asia/Tokyo"),), "of others the list says it"
    assert found.meetings == (Called("kaga-jp", "Kaga", CALL),)
    assert found.highlights == (Told("kaga-jp", "Kaga", later), Told("kaga-jp", "Kaga", TOLD))
    assert found.offers == (Offered("kaga-jp", "Kaga", OFFER),)
    assert Together.from_json(json.loads(json.dumps(found.to_json()))) == found


@pytest.mark.parametrize("broken", [None, 5, [], {"members": 5, "meetings": [[1]], "offers": [["a", "b", ["zz"]]]}])
def test_what_is_not_of_its_form_is_left_out_of_what_was_received(broken: object) -> None:
    assert Together.from_json(broken) == Together()
    interest = {"Africa": -1, "Europe": "5", "Atlantis": 9, "Oceania": 7}
    assert Together.from_json(
        {"interest": interest, "members": [["Japan", "a", "A", "", 1], ["X", "a", "A", "", 1]]}
    ) == (Together(members=(Member("Japan", "a", "A"),), interest={"Oceania": 7}))


@pytest.mark.parametrize("name", ["Kaga\u202eagaK", "Kaga\u200b", "Kaga\x00", "x" * (WORDS_CHARACTERS + 1)])
def test_a_name_or_a_text_that_no_entry_could_hold_is_left_out(name: str) -> None:
    said = Together((Member("Japan", "kaga-jp", name),), (Called("a", name, CALL),), offers=(Offered("a", "A", OFFER),))
    assert Together.from_json(said.to_json()) == Together(offers=(Offered("a", "A", OFFER),))
