"""What is published of the communities: members, meetings, offers, interest. Beside the figures of the status."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from roadmap_core import cbor
from roadmap_core.cbor import Item
from roadmap_core.community.barriers import barrier_from_wire
from roadmap_core.community.ties import (
    MEETING_COMMUNITIES,
    MOST_ROWS,
    NEW_COMMUNITIES,
    WORDS_CHARACTERS,
    Gathering,
    Highlight,
    Membership,
    Offer,
    Tie,
    interest_from_wire,
    membership_in,
    offer_from_wire,
    offer_to_wire,
    tie_from_wire,
    tie_to_wire,
)
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.wording import as_signed

MOST_READ = 2_000
"""Of each list no more is read, or published."""
INTEREST = "interest"
"""The figure of cities that are interested in a new community, by its name."""


class Said(NamedTuple):
    """A city, as the list has it, and what stands in its own lists."""

    city: str
    name: str
    listed: str | None
    ties: tuple[Tie, ...] = ()
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """What a city said of its belonging to a community; `zone` is what it said, or empty."""

    community: str
    city: str
    name: str
    zone: str = ""
    is_member: bool = True


@dataclass(frozen=True, slots=True)
class Called:
    """A meeting, and the city that called it."""

    city: str
    name: str
    gathering: Gathering


@dataclass(frozen=True, slots=True)
class Told:
    """A highlight, and the city that tells it."""

    city: str
    name: str
    highlight: Highlight


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer, and the city that makes it."""

    city: str
    name: str
    offer: Offer


@dataclass(frozen=True, slots=True)
class Together:
    """Attributes:
    members: what cities said; of the others the list of cities says it.
    interest: by new community, how many cities; none that fewer than five are interested in.
    """

    members: tuple[Member, ...] = ()
    meetings: tuple[Called, ...] = ()
    highlights: tuple[Told, ...] = ()
    offers: tuple[Offered, ...] = ()
    interest: Mapping[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "members": [[one.community, one.city, one.name, one.zone, int(one.is_member)] for one in self.members],
            "meetings": [[one.city, one.name, _to_json(tie_to_wire(one.gathering))] for one in self.meetings],
            "highlights": [[one.city, one.name, _to_json(tie_to_wire(one.highlight))] for one in self.highlights],
            "offers": [[one.city, one.name, _to_json(offer_to_wire(one.offer))] for one in self.offers],
            "interest": dict(self.interest),
        }

    @classmethod
    def from_json(cls, json: object) -> "Together":
        """What `to_json` gave. What isn't of its form is left out: the figures beside it are worth showing.

        So is a text that no entry could hold: a server that lies shows nothing that deceives the eye.
        """
        found = json if isinstance(json, dict) else {}
        interest = found.get("interest")
        counts = interest if isinstance(interest, dict) else {}
        return cls(
            members=tuple(filter(None, map(_member, _list(found.get("members"))))),
            meetings=tuple(filter(None, map(_called, _list(found.get("meetings"))))),
            highlights=tuple(filter(None, map(_told, _list(found.get("highlights"))))),
            offers=tuple(filter(None, map(_offered, _list(found.get("offers"))))),
            interest={one: counts[one] for one in NEW_COMMUNITIES if type(counts.get(one)) is int and counts[one] > 0},
        )


def rows_of(values: Mapping[Facet, Iterable[bytes]]) -> dict[Facet, list[bytes]]:
    """Of what stands in a city's lists what is of a known form, each row once, in an order that all replicas share."""
    readers = {
        Facet.BARRIERS: barrier_from_wire,
        Facet.COMMUNITIES: tie_from_wire,
        Facet.INTEREST: interest_from_wire,
        Facet.OFFERS: offer_from_wire,
    }
    return {
        facet: [value for value in sorted(set(values.get(facet, ()))) if read(cbor.decode(value)) is not None][
            :MOST_ROWS
        ]
        for facet, read in readers.items()
    }


def published(cities: Iterable[Said], interest: Mapping[str, int], now: datetime) -> Together:
    """What cities said of communities, what these meet for from `now` on, and all offers, sorted.

    A meeting or a highlight counts if the city that says it is a member. `interest` is what may be shown.
    """
    members, meetings, highlights, offers = [], [], [], []
    for one in cities:
        said = [tie for tie in one.ties if isinstance(tie, Membership)]
        found = {name: membership_in(name, one.listed, said) for name in MEETING_COMMUNITIES}
        for name in {tie.community for tie in said}:
            own = found[name]
            members.append(Member(name, one.city, one.name, own.zone if own else "", is_member=own is not None))
        called = [tie for tie in one.ties if isinstance(tie, Gathering) and tie.ends > now]
        meetings += [Called(one.city, one.name, tie) for tie in called if found[tie.community]]
        told = [tie for tie in one.ties if isinstance(tie, Highlight)]
        highlights += [Told(one.city, one.name, tie) for tie in told if found[tie.community]]
        offers += [Offered(one.city, one.name, offer) for offer in one.offers]
    return Together(
        members=tuple(sorted(members, key=lambda one: (MEETING_COMMUNITIES.index(one.community), one.name, one.city))),
        meetings=tuple(sorted(meetings, key=lambda one: (one.gathering.start, one.city, one.gathering.key))),
        highlights=tuple(sorted(highlights, key=_newest_first)),
        offers=tuple(sorted(offers, key=lambda one: (one.offer.policy, one.name, one.city, one.offer.key))),
        interest=interest,
    )


def _newest_first(told: Told) -> tuple[int, str, bytes]:
    return -date.fromisoformat(told.highlight.day).toordinal(), told.name, told.highlight.key


def _to_json(row: Item) -> list[Any]:
    """A row with its key in hexadecimal digits."""
    return [part.hex() if type(part) is bytes else part for part in row] if type(row) is list else []


def _row(json: object, key_at: int) -> Item:
    """The row again; None if there is none."""
    if not isinstance(json, list) or len(json) <= key_at or not isinstance(json[key_at], str):
        return None
    try:
        return [*json[:key_at], bytes.fromhex(json[key_at]), *json[key_at + 1 :]]
    except ValueError:
        return None


def _list(json: object) -> list[object]:
    found = json[:MOST_READ] if isinstance(json, list) else []
    return [one for one in found if _is_plain(one)]


def _is_plain(json: object) -> bool:
    match json:
        case str():
            return as_signed(json) == json and len(json) <= WORDS_CHARACTERS
        case list():
            return all(map(_is_plain, json))
    return type(json) is int


def _member(json: object) -> Member | None:
    match json:
        case [str(community), str(city), str(name), str(zone), int(said), *_] if community in MEETING_COMMUNITIES:
            return Member(community, city, name, zone, is_member=said == 1)
    return None


def _called(json: object) -> Called | None:
    match json:
        case [str(city), str(name), list(row), *_]:
            found = tie_from_wire(_row(row, 1))
            return Called(city, name, found) if isinstance(found, Gathering) else None
    return None


def _told(json: object) -> Told | None:
    match json:
        case [str(city), str(name), list(row), *_]:
            found = tie_from_wire(_row(row, 1))
            return Told(city, name, found) if isinstance(found, Highlight) else None
    return None


def _offered(json: object) -> Offered | None:
    match json:
        case [str(city), str(name), list(row), *_]:
            found = offer_from_wire(_row(row, 0))
            return Offered(city, name, found) if found is not None else None
    return None
