"""Makes everything that is projected from entries anew: it must come out equal to what was kept step by step."""

from collections import Counter
from collections.abc import Iterator, Sequence

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash, LogId
from roadmap_core.ledger.tree import Frontier
from roadmap_core.merge.members import COUNTS, Membership, is_statement
from roadmap_core.refusals import Refusal
from sync_server.errors import OperatorError
from sync_server.services.heads import replace_head
from sync_server.services.list_cities import listed_cells
from sync_server.services.private_parts import note_again
from sync_server.services.project_entries import project_anew
from sync_server.services.server import Server
from sync_server.services.verify_entry import verified
from sync_server.storage import cities, city_log, memberships, projections, totals
from sync_server.storage.cities import StoredCity
from sync_server.storage.city_log import CityLog, Gap, Tip
from sync_server.storage.database import Connection


def rebuild(server: Server) -> int:
    """Rebuilds all projections in one transaction. Returns the number of entries.

    Raises:
        OperatorError: E-DAMAGED at the first entry that is not what was signed; everything stays as it was then.
    """
    with server.database.writing() as connection:
        return rebuild_in(connection, server)


def rebuild_in(connection: Connection, server: Server) -> int:
    """The same inside a transaction that the caller has begun."""
    projections.forget_all(connection)
    return sum(_rebuild_city(connection, server, city) for city in cities.all_cities(connection))


def _rebuild_city(connection: Connection, server: Server, city: StoredCity) -> int:
    listed = cities.listed(connection, city.id)
    if listed is not None:
        totals.add_to_totals(connection, listed_cells(listed))
    places: dict[EntryHash, tuple[LogId, EntryHash]] = {}
    members = Membership(city.id, server.document, places.get)
    log = CityLog(city.id, Frontier(), city.head, members, {}, set(), set(), places)
    entries = list(_verified(connection, log))
    if not entries:
        return 0
    positions = {entry.hash: position for position, entry in enumerate(entries, 1)}
    _rebuild_chains(connection, log, {entry.hash: (entry.log, entry.seq) for entry in entries})
    memberships.branch(connection, city.id, members, log.forked)
    judged = {entry.hash: members.judge(entry) for entry in entries}
    memberships.keep_held_back(connection, city.id, judged)
    said = [positions[entry.hash] for entry in entries if entry.genesis or is_statement(entry)]
    memberships.keep_statements(connection, city.id, said)
    note_again(connection, city.id, entries, members)
    counting = [entry for entry in entries if judged[entry.hash] == COUNTS]
    project_anew(connection, server.questionnaire, city.id, counting, members.key, positions)
    city_log.keep_logs(connection, log, log.tips.keys())
    if city.head:
        replace_head(connection, city.id, b"", city.head)
    return len(entries)


def _verified(connection: Connection, log: CityLog) -> Iterator[Entry]:
    for stored in list(cities.entries(connection, log.city)):
        entry = verified(stored, log.membership.key)
        if isinstance(entry, Refusal):
            sentence = f"Entry {stored.position} of {log.city} is not what was signed ({entry.code})."
            raise OperatorError("E-DAMAGED", sentence)
        log.arrived[entry.hash] = (entry.log, entry.prev)
        log.membership.learn([entry])
        tip = log.tips.get(entry.log)
        if tip is None or entry.seq > tip.seq:
            log.tips[entry.log] = Tip(entry.seq, entry.hash)
        yield entry


def _rebuild_chains(connection: Connection, log: CityLog, places: dict[EntryHash, tuple[LogId, int]]) -> None:
    """Gaps and forks out of the set of entries alone."""
    previous = projections.previous_of(connection, log.city)
    gaps = {Gap(prev, one, seq - 1) for prev, one, seq in previous if seq and prev not in places}
    not_fitting = {
        (one, seq) for prev, one, seq in previous if seq and places.get(prev, (one, seq - 1)) != (one, seq - 1)
    }
    city_log.note_gaps(connection, log.city, gaps)
    city_log.note_forks(connection, log, not_fitting | _twice([(one, seq) for _, one, seq in previous]))


def _twice(places: Sequence[tuple[LogId, int]]) -> set[tuple[LogId, int]]:
    return {place for place, count in Counter(places).items() if count > 1}
