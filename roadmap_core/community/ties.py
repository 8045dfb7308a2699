"""What a city says to the other cities: the communities it belongs to, the meetings it calls, what it offers. Pure.

Rows of three lists of the city's directory (item 0), which everybody in the alliance may read:

    COMMUNITIES  membership = [0, community, 1 or 0, time zone]
                 gathering  = [1, key, community, start, minutes, topic, place]
                 highlight  = [2, key, community, day, words]
    INTEREST     [new community]
    OFFERS       [key, policy, words, contact]

A row may get more fields later: they are passed over. One that isn't of these forms says nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

from roadmap_core import limits
from roadmap_core.cbor import Item
from roadmap_core.community.cities import COMMUNITIES

MEETING_COMMUNITIES = COMMUNITIES[:3]
"""Those that meet, which a city can belong to."""
NEW_COMMUNITIES = (COMMUNITIES[3], "Africa", "Europe", "Northern America", "Oceania")
"""Those that there could be: the one that is proposed, and the regions that have none."""

KEY_BYTES = 16
WORDS_CHARACTERS, LINE_CHARACTERS = 1_000, limits.NAME_CHARACTERS
LONGEST_MINUTES = 8 * 60
MOST_ROWS = 40
"""Of each of its lists a city has no more that are shown to others."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = (datetime(9998, 1, 1, tzinfo=UTC) - _EPOCH) // timedelta(minutes=1)
_MEMBERSHIP, _GATHERING, _HIGHLIGHT = 0, 1, 2
_ZONE = re.compile(r"UTC|[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_+-]+){1,2}")
_ZONE_CHARACTERS = 64


@dataclass(frozen=True, slots=True)
class Membership:
    """A city's word that it belongs to a community, or no longer does; `zone` is its time zone, or empty."""

    community: str
    is_member: bool
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Gathering:
    """A meeting of a community that a city calls.

    Attributes:
        key: 16 random bytes.
        start: minutes since 1970 in UTC: one moment, whatever clocks do.
        topic, place: what about; where, such as the address of a call. May be empty.
    """

    key: bytes
    community: str
    start: int
    minutes: int
    topic: str = ""
    place: str = ""

    @property
    def begins(self) -> datetime:
        return _EPOCH + timedelta(minutes=self.start)

    @property
    def ends(self) -> datetime:
        return self.begins + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Highlight:
    """What a city tells of its community: what came of a meeting, what others can learn; `day` like 2026-05-31."""

    key: bytes
    community: str
    day: str
    words: str


Tie: TypeAlias = Membership | Gathering | Highlight


@dataclass(frozen=True, slots=True)
class Offer:
    """A city's offer to talk about a policy: what it can tell, and how it is reached. Both are public."""

    key: bytes
    policy: str
    words: str
    contact: str = ""


def minutes_of(moment: datetime) -> int:
    """A moment with a time zone, as a gathering's `start`."""
    return (moment - _EPOCH) // timedelta(minutes=1)


def tie_to_wire(tie: Tie) -> Item:
    if isinstance(tie, Membership):
        return [_MEMBERSHIP, tie.community, int(tie.is_member), tie.zone]
    if isinstance(tie, Highlight):
        return [_HIGHLIGHT, tie.key, tie.community, tie.day, tie.words]
    return [_GATHERING, tie.key, tie.community, tie.start, tie.minutes, tie.topic, tie.place]


def offer_to_wire(offer: Offer) -> Item:
    return [offer.key, offer.policy, offer.words, offer.contact]


def tie_from_wire(row: Item) -> Tie | None:
    """What a row of COMMUNITIES says; None for one that isn't of these forms."""
    match row:
        case [0, str(community), 0 | 1 as said, str(zone), *_] if type(row[0]) is int and type(said) is int:
            return Membership(community, said == 1, zone) if _is_meeting(community) and _fits_zone(zone) else None
        case [1, bytes(key), str(community), int(start), int(minutes), str(topic), str(place), *_]:
            found = Gathering(key, community, start, minutes, topic, place)
            return found if type(row[0]) is int and _fits(found) else None
        case [2, bytes(key), str(community), str(day), str(words), *_]:
            told = Highlight(key, community, day, words)
            return told if _fits_highlight(told) else None
    return None


def interest_from_wire(row: Item) -> str | None:
    """The new community that a row of INTEREST names; None for one that isn't known."""
    match row:
        case [str(community), *_] if community in NEW_COMMUNITIES:
            return community
    return None


def offer_from_wire(row: Item) -> Offer | None:
    match row:
        case [bytes(key), str(policy), str(words), str(contact), *_]:
            found = Offer(key, policy, words, contact)
            return found if _fits_offer(found) else None
    return None


def membership_in(community: str, listed: str | None, said: Iterable[Membership]) -> Membership | None:
    """Where a city stands to a community: what it said, else what the alliance's list says; None for no member.

    Of two computers that said different things the one counts that says it is a member.
    """
    own = [one for one in said if one.community == community]
    if not own:
        return Membership(community, is_member=True) if listed == community and _is_meeting(community) else None
    return next((one for one in own if one.is_member), None)


def _is_meeting(community: str) -> bool:
    return community in MEETING_COMMUNITIES


def _fits_zone(zone: str) -> bool:
    return not zone or (len(zone) <= _ZONE_CHARACTERS and bool(_ZONE.fullmatch(zone)))


def _fits(found: Gathering) -> bool:
    is_time = type(found.start) is int and 0 <= found.start <= _LATEST
    is_length = type(found.minutes) is int and 0 < found.minutes <= LONGEST_MINUTES
    are_short = max(len(found.topic), len(found.place)) <= LINE_CHARACTERS
    return len(found.key) == KEY_BYTES and _is_meeting(found.community) and is_time and is_length and are_short


def _fits_highlight(told: Highlight) -> bool:
    try:
        is_day = date.fromisoformat(told.day).isoformat() == told.day
    except ValueError:
        return False
    return (
        is_day
        and len(told.key) == KEY_BYTES
        and _is_meeting(told.community)
        and 0 < len(told.words) <= WORDS_CHARACTERS
    )


def _fits_offer(found: Offer) -> bool:
    are_short = len(found.words) <= WORDS_CHARACTERS and len(found.contact) <= LINE_CHARACTERS
    return len(found.key) == KEY_BYTES and 0 < len(found.policy) <= LINE_CHARACTERS and bool(found.words) and are_short
