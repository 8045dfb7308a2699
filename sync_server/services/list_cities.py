"""The list of cities: the 36 that this program brings, and others that the operator adds."""

from importlib import resources

from roadmap_core.community.cities import City, groups_of, load_cities
from roadmap_core.community.figures import Cell
from sync_server.storage import cities, totals
from sync_server.storage.database import Connection

_FILE = "pioneer_cities.csv"
LISTED = "listed"
"""The figure of cities in the list, kept beside the totals of roadmap_core.community.figures."""


def list_pioneer_cities(connection: Connection) -> None:
    text = resources.files("resources").joinpath("cities", _FILE).read_text(encoding="utf-8")
    for city in load_cities(text, _FILE):
        list_city(connection, city)


def list_city(connection: Connection, city: City) -> None:
    """Lists a city once, and counts it."""
    if cities.add_city(connection, city):
        totals.add_to_totals(connection, listed_cells(city))


def listed_cells(city: City) -> dict[Cell, int]:
    return {Cell(group, LISTED, ""): 1 for group in groups_of(city)}
