"""The cities of the alliance: who they are, and the groups that their figures are counted in. It opens no file."""

import csv
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any, NoReturn

SIZE_CLASSES = ("S", "M", "L", "XL", "XXL")
"""Residents of the jurisdiction: under 250,000; under 1, 5, 10 million; above."""
COMMUNITIES = ("Japan", "India", "Latin America", "South-East Asia (proposed)")
"""Regional communities; the last one is proposed, it doesn't meet yet."""
REGIONS = ("Africa", "Asia", "Europe", "Latin America and the Caribbean", "Northern America", "Oceania")
"""Regions of UN M49, the Americas by their two sub-regions."""

ALL = "all"
"""The group of all cities."""


class CityError(ValueError):
    """The list of cities has a mistake.

    Attributes:
        line: the line of the file, from 1.
    """

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class City:
    """One city government.

    Attributes:
        id: stable, language-neutral: `kaga-jp`.
        local_name: in the city's own language.
        region, subregion: UN M49.
        community: one of COMMUNITIES, or None.
        size_class: one of SIZE_CLASSES, or None while nobody has said.
        languages: official ones, BCP 47.
        text_direction: ltr or rtl, of the working language.
        time_zone: IANA.
        population: rounded, of `population_year`; None if nobody has said.
        active: whether the city takes part now.
    """

    id: str
    name: str
    local_name: str
    country: str
    iso2: str
    iso3: str = ""
    region: str = ""
    subregion: str = ""
    community: str | None = None
    size_class: str | None = None
    languages: tuple[str, ...] = ()
    working_language: str = "en"
    text_direction: str = "ltr"
    time_zone: str = "UTC"
    population: int | None = None
    population_year: int | None = None
    active: bool = True
    note: str = ""


def load_cities(csv_text: str, file_name: str) -> tuple[City, ...]:
    """The cities of a list, in its order. Raises CityError at the first mistake."""
    reader = csv.DictReader(StringIO(csv_text.removeprefix("\ufeff"), newline=""), strict=True)
    cities: dict[str, City] = {}
    try:
        absent = [column for column in _COLUMNS if column not in (reader.fieldnames or ())]
        if absent:
            raise CityError(file_name, 1, f"column {absent[0]} is missing")
        for row in reader:
            city = _Row(row, file_name, reader.line_num).city()
            if city.id in cities:
                raise CityError(file_name, reader.line_num, f"duplicate id {city.id}")
            cities[city.id] = city
    except csv.Error as error:
        raise CityError(file_name, reader.reader.line_num or 1, f"not CSV: {error}") from error
    return tuple(cities.values())


def region_label(city: City) -> str:
    """The region that a city is shown under: one of REGIONS; empty while nobody has said."""
    if city.region != "Americas":
        return city.region
    return "Northern America" if city.subregion == "Northern America" else "Latin America and the Caribbean"


def groups_of(city: City) -> tuple[str, ...]:
    """The groups that a city's figures are counted in: all, region:Asia, size:S, community:Japan."""
    named = (("region", region_label(city)), ("size", city.size_class), ("community", city.community))
    return (ALL, *(f"{kind}:{label}" for kind, label in named if label))


_COLUMNS = (
    "city_id",
    "city",
    "local_name",
    "country",
    "iso3166_alpha2",
    "iso3166_alpha3",
    "un_m49_region",
    "un_m49_subregion",
    "alliance_regional_community",
    "iana_time_zone",
    "official_languages_bcp47",
    "assumed_working_language",
    "text_direction",
    "population_approx",
    "population_year",
    "size_class",
    "active",
    "notes",
)
_UN_REGIONS = ("Africa", "Americas", "Asia", "Europe", "Oceania")
_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_LANGUAGE = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?"
_TIME_ZONE = r"UTC|[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_]+){1,2}"


class _Row:
    """One line of the list; a wrong field raises CityError with its column."""

    def __init__(self, row: Mapping[Any, Any], file: str, line: int) -> None:
        self._row, self._file, self._line = row, file, line
        if None in row or None in row.values():
            self._fail("more or fewer fields than columns")

    def city(self) -> City:
        return City(
            id=self._matching("city_id", _ID),
            name=self._text("city"),
            local_name=self._text("local_name"),
            country=self._text("country"),
            iso2=self._matching("iso3166_alpha2", "[A-Z]{2}"),
            iso3=self._matching("iso3166_alpha3", "[A-Z]{3}"),
            region=self._one_of("un_m49_region", _UN_REGIONS),
            subregion=self._text("un_m49_subregion"),
            community=self._one_of("alliance_regional_community", ("", *COMMUNITIES)) or None,
            size_class=self._one_of("size_class", ("", *SIZE_CLASSES)) or None,
            languages=self._languages(),
            working_language=self._matching("assumed_working_language", _LANGUAGE),
            text_direction=self._one_of("text_direction", ("ltr", "rtl")),
            time_zone=self._matching("iana_time_zone", _TIME_ZONE),
            population=self._number("population_approx"),
            population_year=self._number("population_year"),
            active=self._one_of("active", ("yes", "no")) == "yes",
            note=self._row["notes"].strip(),
        )

    def _fail(self, reason: str) -> NoReturn:
        raise CityError(self._file, self._line, reason)

    def _text(self, column: str) -> str:
        text = unicodedata.normalize("NFC", self._row[column].strip())
        if not text:
            self._fail(f"{column} is empty")
        return text

    def _matching(self, column: str, pattern: str) -> str:
        text = self._text(column)
        if not re.fullmatch(pattern, text):
            self._fail(f"{column} can't be {text}")
        return text

    def _one_of(self, column: str, known: Collection[str]) -> str:
        text = self._row[column].strip()
        if text not in known:
            self._fail(f"{column} can't be {text or 'empty'}")
        return str(text)

    def _languages(self) -> tuple[str, ...]:
        tags = tuple(self._text("official_languages_bcp47").split(";"))
        for tag in tags:
            if not re.fullmatch(_LANGUAGE, tag):
                self._fail(f"official_languages_bcp47 can't be {tag}")
        return tags

    def _number(self, column: str) -> int | None:
        text = self._row[column].strip()
        if text and not re.fullmatch("[1-9][0-9]{0,9}", text):
            self._fail(f"{column} can't be {text}")
        return int(text) if text else None
