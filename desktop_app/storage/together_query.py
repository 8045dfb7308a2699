"""What the own city says to the others, drafts included, and what the others said when the status came last."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from desktop_app.storage import city_log, drafts, overlay
from desktop_app.storage.engine import Connection, reading
from desktop_app.storage.overlay import Standing
from desktop_app.storage.projector import states
from desktop_app.storage.snapshot import city_facts
from desktop_app.storage.store import Store
from roadmap_core import cbor
from roadmap_core.cbor import Item
from roadmap_core.community.barriers import Weight, barrier_from_wire, weights
from roadmap_core.community.status import CommunityStatus
from roadmap_core.community.ties import (
    Gathering,
    Highlight,
    Membership,
    Offer,
    interest_from_wire,
    offer_from_wire,
    tie_from_wire,
)
from roadmap_core.community.together import Together
from roadmap_core.entries.facets import DIRECTORY, Facet
from roadmap_core.entries.identifiers import Register

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OwnTies:
    """What stands in the own city's lists."""

    memberships: tuple[Membership, ...] = ()
    gatherings: tuple[Gathering, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    interest: frozenset[str] = frozenset()
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class TogetherView:
    """Attributes:
    others: what was received, the own city's part too; as old as `as_of` says.
    as_of: ISO 8601 in UTC, the server's time; empty before anything was received.
    """

    city_id: str = ""
    city_name: str = ""
    own: OwnTies = field(default_factory=OwnTies)
    others: Together = field(default_factory=Together)
    as_of: str = ""


def together(store: Store) -> TogetherView:
    with reading(store.engine) as connection:
        facts, copy = city_facts(connection), city_log.community(connection)
        own = own_ties(connection)
    status = CommunityStatus.from_json(json.loads(copy.data)) if copy is not None else None
    return TogetherView(
        city_id=facts.city_id if facts else "",
        city_name=facts.city_name if facts else "",
        own=own,
        others=status.together if status else Together(),
        as_of=status.as_of if status else "",
    )


def own_ties(connection: Connection) -> OwnTies:
    """Inside the caller's transaction."""
    ties = [tie for _, tie in known_rows(connection, Facet.COMMUNITIES, tie_from_wire)]
    return OwnTies(
        memberships=tuple(tie for tie in ties if isinstance(tie, Membership)),
        gatherings=tuple(tie for tie in ties if isinstance(tie, Gathering)),
        highlights=tuple(tie for tie in ties if isinstance(tie, Highlight)),
        interest=frozenset(one for _, one in known_rows(connection, Facet.INTEREST, interest_from_wire)),
        offers=tuple(one for _, one in known_rows(connection, Facet.OFFERS, offer_from_wire)),
    )


def own_barriers(connection: Connection) -> dict[str, Weight]:
    """What stands in the own city's way, by barrier, drafts included."""
    return weights(row.value for row in rows(connection, Facet.BARRIERS))


def register_of(facet: Facet) -> Register:
    """Where one of the lists stands: in the directory, whatever the assessment."""
    return Register(DIRECTORY, 0, int(facet))


def rows(connection: Connection, facet: Facet) -> tuple[Standing, ...]:
    """What stands in one of the lists, of whatever form."""
    register = register_of(facet)
    found = dict(states(connection, [register]))
    return overlay.standing(found.get(register), drafts.in_list(drafts.every(connection), register))


def known_rows(connection: Connection, facet: Facet, read: Callable[[Item], T | None]) -> list[tuple[Standing, T]]:
    """The rows that `read` can read, and what they say."""
    found = ((row, read(cbor.decode(row.value))) for row in rows(connection, facet))
    return [(row, said) for row, said in found if said is not None]


def tie_text(facet: Facet, row: Item) -> str:
    """What a row is about: a community, a barrier, or the text of an offer in its own words."""
    barrier = barrier_from_wire(row) if facet is Facet.BARRIERS else None
    if barrier is not None:
        return barrier[0]
    offer = offer_from_wire(row) if facet is Facet.OFFERS else None
    tie = tie_from_wire(row) if facet is Facet.COMMUNITIES else None
    return (offer.words if offer else "") or (tie.community if tie else "") or interest_from_wire(row) or ""
