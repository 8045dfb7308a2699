"""The names that entries, logs and operations go by."""

from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple, NewType

EntryHash = NewType("EntryHash", bytes)
"""SHA-256 of an entry's bytes: its identity."""
ShortHash = NewType("ShortHash", bytes)
"""The first 16 bytes of an entry's hash: how entries name each other."""
LogId = NewType("LogId", bytes)
"""The first 8 bytes of the hash of a log's genesis entry."""

NO_ENTRY = EntryHash(bytes(32))
"""What a genesis entry names as the one before it."""


class Register(NamedTuple):
    """One field of one assessment: small integers out of the instrument's catalogue.

    `assessment` 0 is the city's own directory; `item` 0 is the assessment itself.
    """

    assessment: int
    item: int
    facet: int


class OpId(NamedTuple):
    """One operation: the entry that holds it and its place there."""

    entry: ShortHash
    place: int


class Reference(NamedTuple):
    """An entry that another one names."""

    log: LogId
    seq: int
    entry: ShortHash


@dataclass(frozen=True, slots=True)
class HeadSeen:
    """The newest signed head that the author's device had verified when it sealed the entry."""

    epoch: int
    position: int
    root16: bytes


def entry_hash(entry: bytes) -> EntryHash:
    return EntryHash(sha256(entry).digest())


def short(whole: EntryHash) -> ShortHash:
    return ShortHash(whole[:16])
