"""USB sticks: written by the product's export, damaged on the way, and taken by the rules of pages."""

import random
from dataclasses import dataclass
from pathlib import Path

from desktop_app.operations.entries_file import export_entries
from desktop_app.storage import own_log, private_parts
from desktop_app.storage.engine import transaction
from desktop_app.storage.intake import read_parts, read_verified
from desktop_app.storage.membership import membership
from roadmap_core import cbor
from roadmap_core.cbor import MalformedError
from roadmap_core.entries.entry import Entry
from roadmap_core.exchange.pairs import is_body
from roadmap_core.exchange.stream import to_sequence
from roadmap_core.merge.members import Membership
from tests.simulation.computer import SimComputer
from tests.simulation.counters import Counters
from tests.simulation.wire import flipped


@dataclass(frozen=True)
class Stick:
    """What one computer wrote."""

    city: str
    writer: str
    data: bytes


def write(computer: SimComputer, file: Path) -> Stick:
    export_entries(computer.workspace, file)
    return Stick(computer.city, computer.name, file.read_bytes())


def damaged(data: bytes, chance: random.Random, counters: Counters) -> bytes:
    """What arrives of a stick: whole, cut, with some entries only, in another order, or with a bit that flipped."""
    kind = chance.choice(("whole", "cut", "some", "shuffled", "flipped"))
    if kind == "whole" or not data:
        return data
    if kind == "cut":
        counters["sticks partial"] += 1
        return data[: chance.randrange(len(data))]
    if kind == "flipped":
        counters["sticks flipped"] += 1
        return flipped(data, chance)
    entries = readable(data)
    counters["sticks partial"] += kind == "some"
    chance.shuffle(entries)
    return to_sequence(entries[: chance.randint(1, len(entries))] if kind == "some" else entries)


def readable(data: bytes) -> list[bytes]:
    """The entries up to the first place where no entry begins."""
    found: list[bytes] = []
    offset = 0
    try:
        while offset < len(data):
            end = cbor.item_end(data, offset)
            found.append(cbor.byte_string(cbor.decode(data[offset:end])))
            offset = end
    except MalformedError:
        pass
    return found


def take(computer: SimComputer, data: bytes) -> int:
    """How many entries were new here. To be the product's own import once it has one."""
    with transaction(computer.workspace.engine) as connection:
        members = membership(connection)
        good, rest = _verified(readable(data), members), -1
        while len(good) != rest:  # a log's first entry may stand behind others of it
            rest = len(good)
            good = _verified(readable(data), members)
        good.sort(key=lambda entry: entry.genesis is None)
        keys, now = computer.workspace.keys, computer.workspace.clock()
        fresh = own_log.take_arrived(connection, keys, good, now).fresh
        private_parts.keep(connection, filter(is_body, readable(data)))
        read_parts(connection, keys.secret())
        return len(fresh)


def _verified(data: list[bytes], members: Membership) -> list[Entry]:
    """The entries that a page would take, of whose beginnings the rules learn on the way."""
    good: list[Entry] = []
    for one in data:
        entry = read_verified(one, members)
        if isinstance(entry, Entry):
            if entry.genesis is not None:
                members.learn([entry])
            good.append(entry)
    return good
