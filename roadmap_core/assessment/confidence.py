"""How sure a city is of an answer, and whether it wants to look at it again: small registers beside the answer.

confidence = 1 | 2 | 3 | null        flag = 1 | null

Values that computers wrote without knowing of each other are no reason to ask anybody: the least sure one counts, and
a flag that one of them raised stands.
"""

from collections.abc import Iterable
from enum import IntEnum

from roadmap_core.cbor import Item


class Confidence(IntEnum):
    """The numbers are signed and never change."""

    GUESS = 1
    FAIRLY_SURE = 2
    SURE = 3


def confidence_of(values: Iterable[Item]) -> Confidence | None:
    """The least of what stands; None where nothing is said, or only what a later version says."""
    known = {int(one) for one in Confidence}
    said = [value for value in values if type(value) is int and value in known]
    return Confidence(min(said)) if said else None


def is_flagged(values: Iterable[Item]) -> bool:
    """Whether somebody wants to look at it again."""
    return any(type(value) is int and value == 1 for value in values)
