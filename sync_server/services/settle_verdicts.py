"""Which entries of a city count after a push: the verdicts on the new ones, and on older ones that they change."""

from collections.abc import Iterator

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash, LogId
from roadmap_core.merge.members import COUNTS, Judgement, Membership, Verdict
from roadmap_core.refusals import Code
from sync_server.services.judge_entries import Judge
from sync_server.storage import cities, memberships
from sync_server.storage.city_log import CityLog
from sync_server.storage.database import Connection
from sync_server.storage.registers import read_stored


def settle_verdicts(connection: Connection, log: CityLog, judge: Judge) -> dict[EntryHash, Judgement]:
    """Keeps and gives the verdicts on the accepted entries, and on those earlier ones whose verdict is another now."""
    judged = {entry.hash: log.membership.judge(entry) for entry in judge.accepted}
    if judge.is_decisive:
        before = memberships.held_back(connection, log.city)
        for _, entry in _stored(connection, log.city, log.membership):
            found = log.membership.judge(entry)
            if entry.hash not in judged and found != _judgement(before.get(entry.hash)):
                judged[entry.hash] = found
    held = {entry: found for entry, found in judged.items() if judge.is_decisive or found != COUNTS}
    memberships.keep_held_back(connection, log.city, held)
    return judged


def stored_counting(connection: Connection, log: CityLog) -> tuple[list[Entry], dict[EntryHash, int]]:
    """All entries of the city that count, in their order, and where they stand."""
    stored = [(p, e) for p, e in _stored(connection, log.city, log.membership) if log.membership.judge(e) == COUNTS]
    return [entry for _, entry in stored], {entry.hash: position for position, entry in stored}


def _stored(connection: Connection, city: str, membership: Membership) -> Iterator[tuple[int, Entry]]:
    for stored in list(cities.entries(connection, city)):
        entry = read_stored(stored.data, membership.key(LogId(stored.log)) or b"")
        if isinstance(entry, Entry):
            yield stored.position, entry


def _judgement(held: tuple[int, str] | None) -> Judgement:
    return COUNTS if held is None else Judgement(Verdict(held[0]), Code(held[1]) if held[1] else None)
