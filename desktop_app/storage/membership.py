"""Who may write for the city: the statements that are here, by the same rules as on the server, counting or not."""

from collections.abc import Iterable
from functools import lru_cache

from desktop_app.storage import alliance, entry_log
from desktop_app.storage.engine import Connection, Driver, driver_of
from roadmap_core.entries.entry import Entry, read_entry, read_genesis
from roadmap_core.entries.identifiers import EntryHash, LogId
from roadmap_core.merge.members import Membership
from roadmap_core.refusals import Refusal

_STATEMENTS = """
SELECT data, seq, public_key FROM entry JOIN statement USING (short) JOIN device USING (log) ORDER BY number"""
_FORKED = """
SELECT DISTINCT log FROM (SELECT log FROM entry WHERE log <> x'' GROUP BY log, seq HAVING count(*) > 1)"""


def membership(connection: Connection, arrived: Iterable[Entry] = ()) -> Membership:
    """The city's computers and their roles, under the alliance document that is held.

    `arrived` are entries that are not stored yet; they are not taken, but cut-offs may name them.
    """
    driver = driver_of(connection)
    places = {entry.hash: (entry.log, entry.prev) for entry in arrived}

    def place_of(whole: EntryHash) -> tuple[LogId, EntryHash] | None:
        return places.get(whole) or entry_log.place_of(connection, whole)

    city, name = driver.execute("SELECT city_id, alliance FROM city").fetchone() or ("", "")
    found = Membership(city, alliance.held(connection, name).document, place_of)
    found.learn([_read(*row) for row in driver.execute(_STATEMENTS)])
    branch(connection, found)
    return found


def branch(connection: Connection, members: Membership) -> bool:
    """Tells `members` of the logs whose chains part. Whether that says something else of entries than before."""
    driver = driver_of(connection)
    changed = [members.branch(LogId(log), _places(driver, LogId(log))) for (log,) in driver.execute(_FORKED).fetchall()]
    return any(changed)


def _places(driver: Driver, log: LogId) -> list[tuple[int, EntryHash]]:
    """Sequence and entry before, of each entry of a log that is here."""
    rows = driver.execute("SELECT seq, data FROM entry WHERE log = ?", (log,)).fetchall()
    return [(seq, entry_log.before(data)) for seq, data in rows]


@lru_cache(maxsize=4096)
def _read(data: bytes, seq: int, public_key: bytes) -> Entry:
    """A statement that was verified when it came; those of a city are asked for with each page."""
    entry = read_genesis(data) if seq == 0 else read_entry(data, public_key)
    if isinstance(entry, Refusal):
        raise AssertionError(f"a stored statement is not as it was signed: {entry.code}")  # noqa: TRY004
    return entry
