"""Judges the entries of a file, city by city, by the rules by which a server's page is judged. Stores nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from desktop_app.storage.intake import read_verified
from roadmap_core.entries.entry import Entry, claimed_log, read_genesis
from roadmap_core.entries.identifiers import LogId, entry_hash
from roadmap_core.exchange.bundle import CityPart
from roadmap_core.exchange.stream import parted
from roadmap_core.merge.members import Membership
from roadmap_core.refusals import Code, Refusal


@dataclass
class Judged:
    """What became of one city's entries.

    Attributes:
        entries: those that their computers signed, in the order of the file.
        newer: bytes that only a newer program can read.
        refused: bytes that can't be taken, with the code of the reason.
        bodies: private parts, by the SHA-256 that their entries name.
    """

    city: str
    entries: list[Entry] = field(default_factory=list)
    newer: list[bytes] = field(default_factory=list)
    refused: list[tuple[bytes, str]] = field(default_factory=list)
    bodies: dict[bytes, bytes] = field(default_factory=dict)

    def body_of(self, entry: Entry) -> bytes:
        """The private part that came with an entry, or b""."""
        return self.bodies.get(entry.body[0], b"") if entry.body else b""


Watch = Callable[[], None]
"""Called for each entry that is judged; what it raises ends the work, and nothing is kept then."""


def unwatched() -> None:
    """Nobody waits for the work, or wants to stop it."""


def judge(part: CityPart, members: Membership, earlier: Iterable[bytes] = (), watch: Watch = unwatched) -> Judged:
    """The verdict on one city's part. `members` learns its logs; `earlier` are bytes that may begin logs it needs.

    Entries may stand in any order in the file: those that begin a log are learned first.
    """
    data, brought = parted(part.items)
    found = Judged(part.city, bodies={sha256(body).digest(): body for body in brought})
    for one in (*earlier, *data):
        if claimed_log(one) is None and isinstance(genesis := read_verified(one, members), Entry):
            members.learn([genesis])
    for one in data:
        watch()
        entry = read_verified(one, members)
        if isinstance(entry, Entry):
            found.entries.append(entry)
        elif entry.code == Code.NEWER_ENTRY:
            found.newer.append(one)
        else:
            found.refused.append((one, entry.code.value))
    return found


def by_city(items: Sequence[bytes], own: str, is_own: Iterable[LogId]) -> list[CityPart]:
    """Parts the entries of a file that doesn't say whose they are, by the first entries of their logs.

    `is_own` are logs of this computer's city, `own`; what belongs to no known log is judged, and refused, there.
    """
    data, bodies = parted(items)
    cities: dict[LogId, str] = dict.fromkeys(is_own, own)
    for one in data:
        genesis = read_genesis(one) if claimed_log(one) is None else None
        if isinstance(genesis, Entry) and genesis.genesis:
            cities.setdefault(genesis.log, genesis.genesis.city)
    parts: dict[str, list[bytes]] = {}
    for one in data:
        parts.setdefault(_city_of(one, cities) or own, []).append(one)
    return [CityPart(city, (*items, *bodies)) for city, items in parts.items()]


def _city_of(data: bytes, cities: dict[LogId, str]) -> str:
    log = claimed_log(data)
    if isinstance(log, Refusal):
        return ""
    return cities.get(log if log is not None else LogId(entry_hash(data)[:8]), "")
