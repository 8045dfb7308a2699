"""What stands in a city's way: the five barriers that the Alliance's cities name, and capacity. Pure.

Rows of a list of the city's directory (item 0), which the server counts:

    BARRIERS   [barrier, weight from 0 to 3]

A row may get more fields later: they are passed over. One that isn't of this form says nothing.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum

from roadmap_core import cbor
from roadmap_core.cbor import Item

BARRIERS = ("language", "governance", "trust", "culture", "time_zones", "capacity")
"""In the order in which they are shown; capacity is not one of the five, and is in the sources."""
BARRIER, SAID = "barrier", "barriers"
"""Figures of the community: cities by barrier and weight ('trust:2'), and cities that said anything."""


class Weight(IntEnum):
    """How much a barrier is in the way."""

    NONE = 0
    LITTLE = 1
    MUCH = 2
    STOPS = 3


def barrier_to_wire(barrier: str, weight: Weight) -> Item:
    return [barrier, int(weight)]


def barrier_from_wire(row: Item) -> tuple[str, Weight] | None:
    """What a row says; None for one that isn't of this form."""
    match row:
        case [str(barrier), int(weight), *_] if barrier in BARRIERS and type(weight) is int and weight in _KNOWN:
            return barrier, Weight(weight)
    return None


_KNOWN = frozenset(map(int, Weight))


def weights(rows: Iterable[bytes]) -> dict[str, Weight]:
    """By barrier, in their order; of two computers that said different things the one counts that sees more of it."""
    found: dict[str, Weight] = {}
    for row in rows:
        said = barrier_from_wire(cbor.decode(row))
        if said is not None:
            barrier, weight = said
            found[barrier] = max(weight, found.get(barrier, weight))
    return {barrier: found[barrier] for barrier in BARRIERS if barrier in found}


def counted(said: Mapping[str, Weight]) -> list[tuple[str, str]]:
    """The figures, with their keys, that a city counts in once; none if it said nothing."""
    own = [(BARRIER, f"{barrier}:{weight:d}") for barrier, weight in said.items()]
    return [(SAID, ""), *own] if own else []
