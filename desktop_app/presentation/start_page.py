"""The first start: which city, who you are, go. No account, no server, no vocabulary."""

import unicodedata
from collections.abc import Iterable

from desktop_app import paths
from desktop_app.errors import Words, explain
from desktop_app.operations import start
from desktop_app.operations.changes import Changes
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.page import Page
from roadmap_core.community.cities import City, load_cities

NEW_CITY = "new"


class StartPage(Page):
    """Attributes:
    search: what was typed to find a city.
    chosen: the id of a city of the list, NEW_CITY, or "".
    official, new_name, new_country: as typed; the country is an ISO 3166 code.
    new_region, new_size: of REGIONS and SIZE_CLASSES, as chosen for a new city; empty if nobody knows.
    problem: why it couldn't begin, or None.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.cities: tuple[City, ...] = ()
        self.search = self.chosen = self.official = self.new_name = self.new_country = ""
        self.new_region = self.new_size = ""
        self.problem: Words | None = None
        self.is_beginning = False

    def load(self) -> None:
        self.desk.ask(lambda _store: pioneer_cities(), self._show)

    def concerns(self, changes: Changes) -> bool:  # noqa: ARG002 - the list of cities is a file
        return False

    def found(self) -> tuple[City, ...]:
        """The cities that fit what was typed, by name in any spelling; all of them while nothing was."""
        wanted = folded(self.search)
        return tuple(city for city in self.cities if wanted in folded(f"{city.name} {city.local_name} {city.country}"))

    @property
    def can_begin(self) -> bool:
        has_city = bool(self.new_name.strip() and self.new_country) if self.chosen == NEW_CITY else bool(self.chosen)
        return has_city and bool(self.official.strip()) and not self.is_beginning

    def type_search(self, text: str) -> None:
        self.search = text
        self.changed.emit()

    def choose(self, city_id: str) -> None:
        self.chosen = city_id
        self.changed.emit()

    def type_official(self, text: str) -> None:
        self.official = text
        self.changed.emit()

    def type_new(self, name: str, country: str) -> None:
        self.new_name, self.new_country = name, country
        self.changed.emit()

    def choose_groups(self, region: str, size: str) -> None:
        """Which cities a new one is counted with."""
        self.new_region, self.new_size = region, size

    def begin(self) -> None:
        """Make the city's assessment and go to the first question."""
        if not self.can_begin:
            return
        self.is_beginning, self.problem = True, None
        choice, official = self._choice(), self.official.strip()
        self.desk.act(lambda workspace: start.begin(workspace, choice, official), self._begun, self._failed)
        self.changed.emit()

    def try_sample(self) -> None:
        self.desk.navigator.profile_wanted.emit("sample")

    def _choice(self) -> start.CityChoice:
        if self.chosen == NEW_CITY:
            name = self.new_name.strip()
            city_id = start.new_city_id(name, self.new_country)
            return start.CityChoice(city_id, name, self.new_country, self.new_region, self.new_size)
        city = next(city for city in self.cities if city.id == self.chosen)
        return start.CityChoice(city.id, city.name, city.iso2)

    def _show(self, cities: tuple[City, ...]) -> None:
        self.cities = cities
        self.changed.emit()

    def _begun(self) -> None:
        self.is_beginning = False
        self.desk.navigator.go("question", self.desk.instrument.questions[0].id)

    def _failed(self, error: Exception) -> None:
        self.is_beginning, self.problem = False, explain(error)
        self.changed.emit()


def pioneer_cities() -> tuple[City, ...]:
    """The cities that take part now, by name."""
    text, name = paths.cities_text()
    return tuple(sorted(_active(load_cities(text, name)), key=lambda city: folded(city.name)))


def folded(text: str) -> str:
    """For finding: without case and accents, so that "Medellin" finds "Medellín"."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold().strip()


def _active(cities: Iterable[City]) -> Iterable[City]:
    return (city for city in cities if city.active)
