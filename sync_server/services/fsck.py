"""Checks what is stored against what was signed: hashes, signatures, positions, roots, heads. Mends nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash
from roadmap_core.ledger.heads import read_head
from roadmap_core.ledger.tree import Frontier
from roadmap_core.merge.members import Membership
from roadmap_core.refusals import Refusal
from sync_server.services.private_parts import owner
from sync_server.services.server import Server
from sync_server.services.verify_entry import verified
from sync_server.storage import bodies, cities
from sync_server.storage.cities import StoredCity
from sync_server.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Damage:
    """Something that is not as it was signed; position 0 means the city's log as a whole."""

    city: str
    position: int
    what: str


def fsck(server: Server) -> list[Damage]:
    """All damage that is found."""
    with server.database.reading() as connection:
        found: list[Damage] = []
        for city in cities.all_cities(connection):
            found += _check_city(connection, server, city)
    return found


def _check_city(connection: Connection, server: Server, city: StoredCity) -> Iterator[Damage]:
    membership = Membership(city.id, server.document, lambda _: None)
    frontier = Frontier()
    for expected, stored in enumerate(cities.entries(connection, city.id), 1):
        if stored.position != frontier.size + 1:
            yield Damage(city.id, expected, f"an entry is missing before position {stored.position}")
            return
        entry = verified(stored, membership.key)
        if isinstance(entry, Refusal):
            yield Damage(city.id, stored.position, f"{entry.code}: {entry.detail}")
        elif isinstance(entry, Entry):
            membership.learn([entry])
        frontier = frontier.extended([EntryHash(stored.hash)])
    yield from _check_head(server, city, frontier)
    yield from _check_bodies(connection, city)


def _check_bodies(connection: Connection, city: StoredCity) -> Iterator[Damage]:
    """A private part that has not come, or was erased, is no damage."""
    for digest, data in bodies.all_bodies(connection, city.id):
        named = bodies.parts_named(connection, city.id, [digest])[digest]
        position = named[0].position if named else 0
        first = owner(named, len(data))
        if sha256(data).digest() != digest or first is None:
            yield Damage(city.id, position, "a private part is not the one that its entry names")
        elif first.is_erased:
            yield Damage(city.id, position, "a private part is stored that was erased")


def _check_head(server: Server, city: StoredCity, frontier: Frontier) -> Iterator[Damage]:
    if city.size != frontier.size or city.frontier != frontier.to_bytes():
        yield Damage(city.id, 0, f"the log has {frontier.size} entries and another root than the one kept")
    if not city.size:
        return
    head = read_head(city.head, server.log_key)
    if isinstance(head, Refusal):
        yield Damage(city.id, 0, f"the signed head is not good: {head.code}")
    elif (head.city, head.epoch, head.size, head.root) != (city.id, server.epoch, frontier.size, frontier.root()):
        yield Damage(city.id, 0, "the signed head speaks of another log")
