"""Makes everything that is projected from entries anew: it must come out equal to what was kept step by step."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash, LogId
from roadmap_core.ledger.tree import Frontier
from roadmap_core.merge.membership import Membership
from roadmap_core.refusals import Refusal
from sync_server.errors import OperatorError
from sync_server.services.heads import replace_head
from sync_server.services.list_cities import listed_cells
from sync_server.services.project_entries import project_entries
from sync_server.services.server import Server
from sync_server.services.verify_entry import verified
from sync_server.storage import cities, city_log, projections, totals
from sync_server.storage.cities import StoredCity
from sync_server.storage.city_log import CityLog, Gap, Tip
from sync_server.storage.database import Connection

_BATCH = 200


def rebuild(server: Server) -> int:
    """Rebuilds all projections in one transaction. Returns the number of entries.

    Raises:
        OperatorError: E-DAMAGED at the first entry that is not what was signed; everything stays as it was then.
    """
    with server.database.writing() as connection:
        projections.forget_all(connection)
        return sum(_rebuild_city(connection, server, city) for city in cities.all_cities(connection))


def _rebuild_city(connection: Connection, server: Server, city: StoredCity) -> int:
    listed = cities.listed(connection, city.id)
    if listed is not None:
        totals.add_to_totals(connection, listed_cells(listed))
    log = CityLog(city.id, Frontier(), city.head, Membership(city.id, server.alliance), {}, set())
    entries = _verified(connection, log)
    count = 0
    places: dict[EntryHash, tuple[LogId, int]] = {}
    while batch := list(islice(entries, _BATCH)):
        positions = {entry.hash: count + place for place, entry in enumerate(batch, 1)}
        count += len(batch)
        places |= {entry.hash: (entry.log, entry.seq) for entry in batch}
        project_entries(connection, server.questionnaire, city.id, batch, log.membership.keys_by_log, positions)
    city_log.keep_logs(connection, log, log.tips.keys())
    city_log.keep_enrolments(connection, city.id, log.membership.roles_by_genesis)
    _rebuild_chains(connection, city.id, places)
    if city.head:
        replace_head(connection, city.id, b"", city.head)
    return count


def _verified(connection: Connection, log: CityLog) -> Iterator[Entry]:
    for stored in list(cities.entries(connection, log.city)):
        entry = verified(stored, log.membership.keys_by_log)
        if isinstance(entry, Refusal):
            sentence = f"Entry {stored.position} of {log.city} is not what was signed ({entry.code})."
            raise OperatorError("E-DAMAGED", sentence)
        log.membership.take([entry])
        tip = log.tips.get(entry.log)
        if tip is None or entry.seq > tip.seq:
            log.tips[entry.log] = Tip(entry.seq, entry.hash)
        yield entry


def _rebuild_chains(connection: Connection, city: str, places: dict[EntryHash, tuple[LogId, int]]) -> None:
    """Gaps and forks out of the set of entries alone."""
    previous = projections.previous_of(connection, city)
    gaps = {Gap(prev, log, seq - 1) for prev, log, seq in previous if seq and prev not in places}
    not_fitting = {
        (log, seq) for prev, log, seq in previous if seq and places.get(prev, (log, seq - 1)) != (log, seq - 1)
    }
    city_log.note_gaps(connection, city, gaps)
    city_log.note_forks(connection, city, not_fitting | _twice([(log, seq) for _, log, seq in previous]))


def _twice(places: Sequence[tuple[LogId, int]]) -> set[tuple[LogId, int]]:
    return {place for place, count in Counter(places).items() if count > 1}
