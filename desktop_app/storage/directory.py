"""The profile's one row about its city, and the city's directory of people."""

from dataclasses import dataclass

from desktop_app.storage import drafts
from desktop_app.storage.engine import Connection, driver_of
from desktop_app.storage.entry_log import IS_OUR_KEY
from roadmap_core import cbor
from roadmap_core.entries.facets import DIRECTORY, Facet

_MAKE = """
INSERT INTO city
(id, city_id, city_name, country, official, official_number, computer, region, size_class, alliance, assessment)
VALUES (1, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)"""
_NAMED_HERE = f"""
SELECT item FROM operation JOIN entry USING (short) JOIN device USING (log)
WHERE assessment = ? AND facet = ? AND value = ? AND {IS_OUR_KEY} ORDER BY number DESC"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Names:
    """What a person says at the first start."""

    city_id: str
    city_name: str
    country: str
    official: str
    computer: str
    region: str | None = None
    size_class: str | None = None


def make_city(connection: Connection, names: Names, alliance: str, assessment: int) -> None:
    """The one `city` row; there is none yet."""
    said = (names.city_id, names.city_name, names.country, names.official, names.computer)
    row = (*said, names.region, names.size_class, alliance, assessment)
    driver_of(connection).execute(_MAKE, row)


def set_official(connection: Connection, name: str, number: int) -> None:
    """From now on this person is at the keyboard."""
    driver_of(connection).execute("UPDATE city SET official = ?, official_number = ?", (name, number))


def official_number(connection: Connection, name: str) -> int | None:
    """The number that this computer gave to a person of that name before; None if it never did."""
    value = cbor.encode(name)
    for draft in drafts.every(connection):
        register = draft.register
        if register.assessment == DIRECTORY and register.facet == Facet.OFFICIAL_NAME and draft.value == value:
            return register.item
    row = driver_of(connection).execute(_NAMED_HERE, (DIRECTORY, int(Facet.OFFICIAL_NAME), value)).fetchone()
    return row[0] if row else None


def alliance(connection: Connection) -> str:
    """The alliance that the profile's entries name."""
    row = driver_of(connection).execute("SELECT alliance FROM city").fetchone()
    return str(row[0]) if row else ""
