"""What is kept against the server, with what others need to judge it. Reads only."""

from desktop_app.storage import alliance, directory
from desktop_app.storage.city_log import HEARD
from desktop_app.storage.engine import Connection, driver_of
from desktop_app.storage.snapshot import city_facts
from roadmap_core.entries.entry import claimed_log
from roadmap_core.entries.identifiers import EntryHash
from roadmap_core.exchange.evidence import MOST_KEPT, Evidence, Kept

_NEWEST = "SELECT why, kept_ms, data FROM head WHERE why <> ? ORDER BY kept_ms DESC, epoch DESC, size DESC LIMIT ?"
_GENESIS = "SELECT data FROM entry WHERE log = ? AND seq = 0"
_HASHES = "SELECT position, hash FROM entry WHERE position IS NOT NULL ORDER BY position"


def evidence(connection: Connection) -> Evidence | None:
    """The newest that was kept, at most `MOST_KEPT`, the oldest first; None if there is nothing."""
    driver, city = driver_of(connection), city_facts(connection)
    kept = [Kept(*row) for row in driver.execute(_NEWEST, (HEARD, MOST_KEPT)).fetchall()][::-1]
    if city is None or not kept:
        return None
    logs = {log for log in (claimed_log(one.data) for one in kept) if isinstance(log, bytes)}
    geneses = [row[0] for log in sorted(logs) for row in driver.execute(_GENESIS, (log,)).fetchall()]
    documents = alliance.held(connection, directory.alliance(connection)).chain
    return Evidence(city.city_id, documents, tuple(geneses), tuple(kept), _log(connection))


def _log(connection: Connection) -> tuple[EntryHash, ...]:
    """As far as it is held without a gap."""
    rows = driver_of(connection).execute(_HASHES).fetchall()
    return tuple(EntryHash(row[1]) for at, row in enumerate(rows, 1) if row[0] == at)
