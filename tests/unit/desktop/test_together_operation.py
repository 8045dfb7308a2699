"""What a city says to the others through the operations: written, taken back, undone; nothing of it is sealed."""

from datetime import UTC, datetime, timedelta

import pytest

from desktop_app.errors import AppError
from desktop_app.operations import together
from desktop_app.operations.answers import write_note
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.undoing import redo, undo
from desktop_app.presentation.tie_words import tie_subject
from desktop_app.storage import half_texts, queries, together_query
from desktop_app.storage.engine import reading
from desktop_app.storage.together_query import OwnTies
from roadmap_core.community.barriers import Weight
from roadmap_core.community.ties import LINE_CHARACTERS, MOST_ROWS, Gathering, Highlight, Membership, Offer, minutes_of
from roadmap_core.entries.facets import Facet
from tests.unit.desktop.profiles import Computer, Registrar

JOINED, LEFT = Membership("India", True, "Asia/Tokyo"), Membership("India", False)
SOON = minutes_of(datetime.fromtimestamp(1_790_000_000, UTC) + timedelta(days=3))
CALL = Gathering(b"", "Japan", SOON, 60, "Open data")
OFFER = Offer(b"", "ICT", "How we began", "office@kaga.example")


def own(computer: Computer) -> OwnTies:
    with reading(computer.workspace.engine) as connection:
        return together_query.own_ties(connection)


def subjects(computer: Computer) -> list[str]:
    waiting = queries.sending(computer.workspace.store).waiting
    return [tie_subject(Facet(item.facet), item.note) for item in waiting]


@pytest.mark.parametrize("is_sealed", [False, True])
def test_a_membership_replaces_what_was_said_before_and_is_one_step_to_undo(sato: Computer, is_sealed: bool) -> None:
    together.say_membership(sato.workspace, JOINED)
    assert own(sato).memberships == (JOINED,)
    if is_sealed:
        seal_drafts(sato.workspace)
    together.say_membership(sato.workspace, LEFT)
    assert own(sato).memberships == (LEFT,)
    turned = undo(sato.workspace)
    assert turned is not None
    assert (turned.items, turned.facet, turned.changes.community) == ((), Facet.COMMUNITIES, True)
    assert own(sato).memberships == (JOINED,)
    redo(sato.workspace)
    assert own(sato).memberships == (LEFT,)


def test_of_two_computers_that_say_different_things_both_stand_until_one_writes_again(
    members: Registrar,
    sato: Computer,
    tanaka: Computer,
) -> None:
    together.say_membership(sato.workspace, JOINED)
    together.say_membership(tanaka.workspace, LEFT)
    for one in (sato, tanaka):
        seal_drafts(one.workspace)
    first, second = sato.entries(), tanaka.entries()
    sato.take(second)
    tanaka.take(first)
    assert set(own(sato).memberships) == set(own(tanaka).memberships) == {JOINED, LEFT}
    together.say_membership(sato.workspace, LEFT)
    assert own(sato).memberships == (LEFT,)


def test_a_meeting_is_called_and_called_off_and_those_that_are_over_make_room(sato: Computer) -> None:
    over = Gathering(b"", "Japan", SOON - 60 * 24 * 30, 60, "Long ago")
    together.call_meeting(sato.workspace, over, {})
    together.call_meeting(sato.workspace, CALL, {"topic": "begun"})
    (one,) = own(sato).gatherings
    assert (one.community, one.start, one.topic, len(one.key)) == ("Japan", SOON, "Open data", 16)
    assert half_texts.kept(sato.workspace.store, half_texts.TOGETHER) == {"topic": "begun"}
    together.call_off(sato.workspace, one)
    assert own(sato).gatherings == ()


def barriers(computer: Computer) -> dict[str, Weight]:
    with reading(computer.workspace.engine) as connection:
        return together_query.own_barriers(connection)


@pytest.mark.parametrize("is_sealed", [False, True])
def test_what_is_said_of_a_barrier_replaces_what_was_said_before_and_can_be_undone(
    sato: Computer, is_sealed: bool
) -> None:
    together.say_barrier(sato.workspace, "trust", Weight.LITTLE)
    together.say_barrier(sato.workspace, "capacity", Weight.NONE)
    if is_sealed:
        seal_drafts(sato.workspace)
    together.say_barrier(sato.workspace, "trust", Weight.STOPS)
    assert barriers(sato) == {"trust": Weight.STOPS, "capacity": Weight.NONE}
    assert subjects(sato)[-1] == "Barrier: \u2068Trust and relationships\u2069"
    undo(sato.workspace)
    assert barriers(sato) == {"trust": Weight.LITTLE, "capacity": Weight.NONE}
    together.say_barrier(sato.workspace, "capacity", None)
    assert barriers(sato) == {"trust": Weight.LITTLE}


def test_a_highlight_is_told_undone_and_taken_back(sato: Computer) -> None:
    together.tell_highlight(sato.workspace, Highlight(b"", "Japan", "2026-05-20", " One contract "), {"words": "begun"})
    (one,) = own(sato).highlights
    assert (one.community, one.day, one.words, len(one.key)) == ("Japan", "2026-05-20", "One contract", 16)
    assert half_texts.kept(sato.workspace.store, half_texts.TOGETHER) == {"words": "begun"}
    undo(sato.workspace)
    assert own(sato) == OwnTies()
    redo(sato.workspace)
    together.take_highlight_back(sato.workspace, one)
    assert own(sato) == OwnTies()


def test_interest_is_said_once_and_taken_back(sato: Computer) -> None:
    for _ in range(2):
        together.say_interest(sato.workspace, "Africa", is_interested=True)
    together.say_interest(sato.workspace, "Europe", is_interested=True)
    assert own(sato).interest == {"Africa", "Europe"}
    assert len(queries.sending(sato.workspace.store).waiting) == 2
    together.say_interest(sato.workspace, "Africa", is_interested=False)
    assert own(sato).interest == {"Europe"}


def test_an_offer_is_named_among_what_waits_and_leaves_no_trace_when_it_is_taken_back_unsent(sato: Computer) -> None:
    together.offer_talk(sato.workspace, OFFER, {})
    (offer,) = own(sato).offers
    assert (offer.words, offer.contact) == ("How we began", "office@kaga.example")
    assert subjects(sato) == ["Offer to talk: \u2068How we began\u2069"]
    assert queries.status(sato.workspace.store).waiting_changes == 1
    together.take_offer_back(sato.workspace, offer)
    assert (own(sato).offers, subjects(sato)) == ((), [])
    together.offer_talk(sato.workspace, OFFER, {})
    seal_drafts(sato.workspace)
    together.take_offer_back(sato.workspace, own(sato).offers[0])
    assert subjects(sato) == ["Offer to talk: \u2068How we began\u2069", "An offer to talk is taken back"]


def test_what_is_said_to_others_does_not_wait_for_the_citys_key(sato: Computer) -> None:
    write_note(sato.workspace, "ICT-01", "Only for us", ())
    together.offer_talk(sato.workspace, OFFER, {})
    seal_drafts(sato.workspace)
    waiting = queries.sending(sato.workspace.store).waiting
    assert {item.facet: item.is_sealed for item in waiting} == {Facet.NOTE: False, Facet.OFFERS: True}


@pytest.mark.parametrize(
    ("code", "act"),
    [
        ("E-COMMUNITY", lambda w: together.say_membership(w, Membership("Atlantis", True))),
        ("E-COMMUNITY", lambda w: together.say_membership(w, Membership("Japan", True, "not a zone"))),
        ("E-COMMUNITY", lambda w: together.say_interest(w, "Japan", is_interested=True)),
        ("E-BARRIER", lambda w: together.say_barrier(w, "hunger", Weight.MUCH)),
        ("E-CALL", lambda w: together.call_meeting(w, Gathering(b"", "Japan", SOON, 0), {})),
        ("E-CALL", lambda w: together.call_meeting(w, Gathering(b"", "Japan", -5, 60), {})),
        ("E-TOO-LONG", lambda w: together.call_meeting(w, Gathering(b"", "Japan", SOON, 60, "x" * 201), {})),
        ("E-HIGHLIGHT", lambda w: together.tell_highlight(w, Highlight(b"", "Japan", "2026-05-20", " "), {})),
        ("E-DATE", lambda w: together.tell_highlight(w, Highlight(b"", "Japan", "May", "words"), {})),
        ("E-COMMUNITY", lambda w: together.tell_highlight(w, Highlight(b"", "Africa", "2026-05-20", "words"), {})),
        ("E-OFFER", lambda w: together.offer_talk(w, Offer(b"", "ICT", " \n"), {})),
        ("E-POLICY", lambda w: together.offer_talk(w, Offer(b"", "XYZ", "words"), {})),
        ("E-TOO-LONG", lambda w: together.offer_talk(w, Offer(b"", "ICT", "x" * 1001), {})),
        ("E-TOO-LONG", lambda w: together.offer_talk(w, Offer(b"", "ICT", "x", "y" * (LINE_CHARACTERS + 1)), {})),
    ],
)
def test_what_others_could_not_read_is_refused(sato: Computer, code: str, act) -> None:
    with pytest.raises(AppError) as refused:
        act(sato.workspace)
    assert refused.value.code == code
    assert own(sato) == OwnTies()


def test_no_more_offers_are_made_than_others_are_shown(sato: Computer) -> None:
    for number in range(MOST_ROWS):
        together.offer_talk(sato.workspace, Offer(b"", "ICT", f"words {number}"), {})
    with pytest.raises(AppError, match="E-MANY"):
        together.offer_talk(sato.workspace, OFFER, {})
    together.take_offer_back(sato.workspace, own(sato).offers[0])
    together.offer_talk(sato.workspace, OFFER, {})
