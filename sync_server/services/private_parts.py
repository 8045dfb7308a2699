"""The private parts of entries: taken with their entries, told to be missing, deleted on request. Never opened.

A private part belongs to the first entry of the city's log that names its digest and size. If that one is erased, the
bytes are deleted and never taken again, whoever names them later; if a later one is erased, nothing is deleted: it may
be of somebody who copied a digest in order to have another's words erased.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256

from roadmap_core import limits
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash
from roadmap_core.exchange.messages import Ack, AckCode
from roadmap_core.merge.members import Membership
from sync_server.services.judge_entries import Judge
from sync_server.storage import bodies, city_log
from sync_server.storage.bodies import Part
from sync_server.storage.city_log import CityLog
from sync_server.storage.database import Connection

_NAME_BYTES = 16


@dataclass(slots=True)
class PrivateParts:
    """The private parts that one push brought, and what became of them.

    Attributes:
        lacks: names of those that are missing of the entries of this push.
        erased: names of those that were brought and stay erased.
        have_gone: whether some were deleted that had been stored.
    """

    brought: Sequence[bytes] = ()
    lacks: tuple[bytes, ...] = ()
    erased: tuple[bytes, ...] = ()
    have_gone: bool = False

    def take(self, connection: Connection, log: CityLog, judge: Judge, acks: Sequence[Ack]) -> None:
        """Behind the entries of the push, which stand in the log by now, and in the same transaction."""
        bodies.note_parts(connection, log.city, judge.accepted, judge.known)
        with_part = {judge.known[entry.hash] for entry in judge.accepted if entry.body}
        if with_part or judge.said:
            self.have_gone = erase_parts(connection, log.city, log.membership)
        if self.brought:
            self._keep(connection, log)
        named = with_part | {ack.position for ack in acks if ack.code == AckCode.KNOWN}
        if named:
            parts = bodies.parts_at(connection, log.city, named)
            missing = [part.digest for part in parts if not part.is_here and not part.is_erased]
            self.lacks = tuple(digest[:_NAME_BYTES] for digest in dict.fromkeys(missing))

    def _keep(self, connection: Connection, log: CityLog) -> None:
        brought = {sha256(data).digest(): data for data in self.brought if len(data) <= limits.BODY_BYTES}
        owners = {
            digest: part
            for digest, named in bodies.parts_named(connection, log.city, brought).items()
            if (part := owner(named, len(brought[digest]))) is not None
        }
        self.erased = tuple(digest[:_NAME_BYTES] for digest, part in owners.items() if part.is_erased)
        for digest, part in owners.items():
            if not part.is_erased and not part.is_here and _has_room(connection, log, part):
                bodies.keep_bodies(connection, log.city, {digest: brought[digest]})


def owner(named: Sequence[Part], size: int) -> Part | None:
    """Of the parts with one digest, ascending by position: the one that bytes of that size belong to."""
    return next((part for part in named if part.size == size), None)


def erase_parts(connection: Connection, city: str, membership: Membership) -> bool:
    """Marks what the statements of the city say is erased, and nothing else. Whether bytes were deleted."""
    asked = list(membership.erased())
    now = set(city_log.positions(connection, city, asked).values()) if asked else set()
    before = bodies.erased_positions(connection, city)
    bodies.mark(connection, city, before - now, is_erased=False)
    bodies.mark(connection, city, now - before, is_erased=True)
    return _delete_erased(connection, city, now) if now else False


def note_again(connection: Connection, city: str, entries: Collection[Entry], membership: Membership) -> None:
    """Makes anew what is noted of the private parts of all `entries` of a city, which are in the order of its log."""
    positions: dict[EntryHash, int] = {entry.hash: position for position, entry in enumerate(entries, 1)}
    bodies.note_parts(connection, city, entries, positions)
    erase_parts(connection, city, membership)


def _delete_erased(connection: Connection, city: str, positions: Collection[int]) -> bool:
    here = [part for part in bodies.parts_at(connection, city, positions) if part.is_here]
    named = bodies.parts_named(connection, city, {part.digest for part in here}) if here else {}
    owners = [(part, owner(named[part.digest], part.size)) for part in here]
    gone = {part.digest for part, first in owners if first == part}
    bodies.delete_bodies(connection, city, gone)
    return bool(gone)


def _has_room(connection: Connection, log: CityLog, part: Part) -> bool:
    """A computer that nobody has admitted yet may not leave more here than its entries may take."""
    if log.membership.role(part.log) is not None:
        return True
    return bodies.weight(connection, log.city, part.log) + part.size <= limits.PENDING_BYTES
