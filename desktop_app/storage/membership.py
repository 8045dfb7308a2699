"""Who may write for the city, folded from the entries that are here, by the same rules as on the server."""

from desktop_app.storage import entry_log
from desktop_app.storage.engine import Connection, driver_of
from roadmap_core.entries.identifiers import ShortHash
from roadmap_core.merge.membership import Membership

_ENTRIES = """
SELECT short FROM entry WHERE standing = 0
AND (seq = 0 OR short IN (SELECT short FROM operation WHERE assessment = 0 AND item = 0 AND facet = 0))
ORDER BY position IS NULL, position, number"""


def membership(connection: Connection) -> Membership:
    """The city's logs and their roles. Before the first contact with the server an own log looks like a lead's."""
    driver = driver_of(connection)
    city, alliance = driver.execute("SELECT city_id, alliance FROM city").fetchone() or ("", "")
    found = Membership(city=city, alliance=alliance)
    for (short,) in driver.execute(_ENTRIES).fetchall():
        entry = entry_log.entry(connection, ShortHash(short))
        found.take([entry] if entry else [])
    return found
