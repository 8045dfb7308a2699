"""Entries that came by file: a registrar's acts, a computer's request, a bundle that a courier carried."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from roadmap_core.entries.entry import Entry, claimed_log, read_genesis
from roadmap_core.entries.identifiers import LogId
from roadmap_core.exchange.messages import Ack
from roadmap_core.exchange.stream import parted
from roadmap_core.refusals import Refusal
from sync_server.services.accept_entries import accept_entries
from sync_server.services.private_parts import PrivateParts
from sync_server.services.server import Server
from sync_server.storage import cities, memberships
from sync_server.storage.database import Connection


def take_entries(server: Server, carried: Sequence[bytes]) -> dict[str, list[Ack]]:
    """What became of the entries of each city, in their order; those whose city nobody knows are left out.

    Private parts among them go where their entries are.

    The operator who takes a computer's request vouches for relaying it, which admits nobody.
    """
    entries, brought = parted(carried)
    with server.database.reading() as connection:
        by_city = _by_city(connection, entries)
    parts = {city: PrivateParts(brought) for city in by_city}
    acks = {
        city: accept_entries(server, city, own, is_vouched=True, parts=parts[city]) for city, own in by_city.items()
    }
    for taken in acks.values():
        server.took(taken or ())
    if any(part.have_gone for part in parts.values()):
        server.database.forget_deleted()
    return {city: found for city, found in acks.items() if found is not None}


def requests_of(server: Server, city: str | None = None) -> list[bytes]:
    """The first entries of computers that nobody has admitted yet, of one city or of all."""
    with server.database.reading() as connection:
        found: list[bytes] = []
        for one in [city] if city else [stored.id for stored in cities.all_cities(connection)]:
            members = memberships.membership(connection, one, server.document, {})
            found += [e.data for log, e in members.genesis_by_log.items() if members.role(log) is None]
    return found


def _by_city(connection: Connection, entries: Sequence[bytes]) -> Mapping[str, list[bytes]]:
    by_city: dict[str, list[bytes]] = defaultdict(list)
    logs: dict[LogId, str] = {}
    for data in entries:
        log = claimed_log(data)
        if log is None:
            genesis = read_genesis(data)
            city = genesis.genesis.city if isinstance(genesis, Entry) and genesis.genesis else None
            if isinstance(genesis, Entry) and city:
                logs[genesis.log] = city
        else:
            city = None if isinstance(log, Refusal) else logs.get(log) or cities.city_of(connection, log)
        if city:
            by_city[city].append(data)
    return by_city
