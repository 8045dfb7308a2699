"""What a city says to the other cities: communities, meetings, interest, offers. Everybody in the alliance reads it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from desktop_app.errors import AppError
from desktop_app.operations.changes import Changes
from desktop_app.operations.steps import one_step
from desktop_app.operations.texts import clean_name, clean_text
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import drafts, half_texts, together_query
from desktop_app.storage.drafts import Draft
from desktop_app.storage.engine import Connection, transaction
from desktop_app.storage.overlay import Standing
from roadmap_core import cbor, limits
from roadmap_core.cbor import Item
from roadmap_core.community.barriers import BARRIERS, Weight, barrier_from_wire, barrier_to_wire
from roadmap_core.community.ties import (
    KEY_BYTES,
    LINE_CHARACTERS,
    MOST_ROWS,
    NEW_COMMUNITIES,
    WORDS_CHARACTERS,
    Gathering,
    Highlight,
    Membership,
    Offer,
    interest_from_wire,
    offer_from_wire,
    offer_to_wire,
    tie_from_wire,
    tie_to_wire,
)
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.operations import OpCode

Begun = Mapping[str, str]
"""What is half typed on the page after the operation: kept in the same transaction."""
_Goes = Callable[[Item], bool]


def say_membership(workspace: Workspace, said: Membership) -> Changes:
    """Joins or leaves a community, in place of what the city said of it before.

    Raises:
        AppError: E-COMMUNITY for one that doesn't meet, or a time zone that can't be.
    """
    row = tie_to_wire(said)
    if tie_from_wire(row) != said:
        raise AppError("E-COMMUNITY")

    def goes(old: Item) -> bool:
        tie = tie_from_wire(old)
        return isinstance(tie, Membership) and tie.community == said.community

    return _change(workspace, Facet.COMMUNITIES, goes, row)


def call_meeting(workspace: Workspace, gathering: Gathering, begun: Begun) -> Changes:
    """Calls a meeting of a community; its key is drawn here. Those that are over make room.

    Raises:
        AppError: E-CALL for a time that can't be, E-TOO-LONG, E-MANY.
    """
    topic, place = (_line(text) for text in (gathering.topic, gathering.place))
    fit = replace(gathering, key=workspace.random(KEY_BYTES), topic=topic, place=place)
    if tie_from_wire(tie_to_wire(fit)) != fit:
        raise AppError("E-CALL")
    over = datetime.fromtimestamp(workspace.clock() / 1000, UTC) - timedelta(days=1)

    def goes(old: Item) -> bool:
        tie = tie_from_wire(old)
        return isinstance(tie, Gathering) and tie.ends < over

    return _change(workspace, Facet.COMMUNITIES, goes, tie_to_wire(fit), begun)


def call_off(workspace: Workspace, gathering: Gathering) -> Changes:
    """Takes a meeting back that this city called."""
    return _change(workspace, Facet.COMMUNITIES, lambda row: tie_from_wire(row) == gathering)


def say_barrier(workspace: Workspace, barrier: str, weight: Weight | None) -> Changes:
    """Says how much a barrier is in the city's way, in place of what was said before; None takes it back.

    Raises:
        AppError: E-BARRIER for one that isn't known.
    """
    if barrier not in BARRIERS:
        raise AppError("E-BARRIER")

    def goes(old: Item) -> bool:
        said = barrier_from_wire(old)
        return said is not None and said[0] == barrier

    return _change(workspace, Facet.BARRIERS, goes, None if weight is None else barrier_to_wire(barrier, weight))


def tell_highlight(workspace: Workspace, highlight: Highlight, begun: Begun) -> Changes:
    """Tells the other cities what came of a community's work; the key is drawn here.

    Raises:
        AppError: E-HIGHLIGHT without words, E-DATE, E-COMMUNITY, E-TOO-LONG, E-MANY.
    """
    words = clean_text(highlight.words, WORDS_CHARACTERS)
    if not words:
        raise AppError("E-HIGHLIGHT")
    try:
        day = date.fromisoformat(highlight.day).isoformat()
    except ValueError as error:
        raise AppError("E-DATE") from error
    fit = Highlight(workspace.random(KEY_BYTES), highlight.community, day, words)
    if tie_from_wire(tie_to_wire(fit)) != fit:
        raise AppError("E-COMMUNITY")
    return _change(workspace, Facet.COMMUNITIES, _nothing, tie_to_wire(fit), begun)


def take_highlight_back(workspace: Workspace, highlight: Highlight) -> Changes:
    return _change(workspace, Facet.COMMUNITIES, lambda row: tie_from_wire(row) == highlight)


def say_interest(workspace: Workspace, community: str, *, is_interested: bool) -> Changes:
    """Says that the city is interested in a new community, or takes it back. Raises AppError (E-COMMUNITY)."""
    if community not in NEW_COMMUNITIES:
        raise AppError("E-COMMUNITY")
    after = [community] if is_interested else None
    return _change(workspace, Facet.INTEREST, lambda row: interest_from_wire(row) == community, after)


def offer_talk(workspace: Workspace, offer: Offer, begun: Begun) -> Changes:
    """Offers to talk about a policy; the key is drawn here.

    Raises:
        AppError: E-POLICY, E-OFFER without words, E-TOO-LONG, E-MANY.
    """
    if offer.policy not in {policy.id for policy in workspace.instrument.policies}:
        raise AppError("E-POLICY", policy=offer.policy)
    words = clean_text(offer.words, WORDS_CHARACTERS)
    if not words:
        raise AppError("E-OFFER")
    fit = Offer(workspace.random(KEY_BYTES), offer.policy, words, _line(offer.contact))
    return _change(workspace, Facet.OFFERS, _nothing, offer_to_wire(fit), begun)


def take_offer_back(workspace: Workspace, offer: Offer) -> Changes:
    return _change(workspace, Facet.OFFERS, lambda row: offer_from_wire(row) == offer)


def _line(text: str) -> str:
    return clean_name(text) if text.strip() else clean_text(text, LINE_CHARACTERS)


def _nothing(_row: Item) -> bool:
    return False


def _change(workspace: Workspace, facet: Facet, goes: _Goes, after: Item = None, begun: Begun | None = None) -> Changes:
    """One step: the rows that go are removed, `after` comes unless it stands already. Raises AppError (E-MANY)."""
    register, value = together_query.register_of(facet), None if after is None else cbor.encode(after)
    with transaction(workspace.engine) as connection:
        city, now_ms = workspace.city(connection), workspace.clock()
        if begun is not None:
            half_texts.keep(workspace.store, connection, city.assessment, half_texts.TOGETHER, begun)
        rows = together_query.rows(connection, facet)
        going = [row for row in rows if row.value != value and goes(cbor.decode(row.value))]
        if value is not None and len(rows) - len(going) >= MOST_ROWS:
            raise AppError("E-MANY", longest=MOST_ROWS)
        with one_step(connection, [register]):
            _remove(connection, going, Draft(OpCode.REMOVE_ROWS, register, None, (), city.official_number, now_ms))
            if value is not None and all(row.value != value for row in rows):
                drafts.save(connection, Draft(OpCode.ADD_ROW, register, value, (), city.official_number, now_ms))
    return Changes(community=True, outbox=True)


def _remove(connection: Connection, rows: list[Standing], removal: Draft) -> None:
    """What was never sealed leaves no trace."""
    drafts.drop(connection, [row.draft for row in rows if row.draft is not None])
    seen = tuple(row.op for row in rows if row.op is not None)[: limits.PREDECESSORS_PER_OPERATION]
    if seen:
        drafts.save(connection, replace(removal, predecessors=seen))
    elif rows:
        drafts.note_saved(connection, removal.changed_ms)
