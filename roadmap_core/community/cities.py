"""The cities of the alliance: who they are, and the groups that their figures are counted in. It opens no file."""

from dataclasses import dataclass

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
    raise NotImplementedError


def region_label(city: City) -> str:
    """The region that a city is shown under: one of REGIONS; empty while nobody has said."""
    if city.region != "Americas":
        return city.region
    return "Northern America" if city.subregion == "Northern America" else "Latin America and the Caribbean"


def groups_of(city: City) -> tuple[str, ...]:
    """The groups that a city's figures are counted in: all, region:Asia, size:S, community:Japan."""
    named = (("region", region_label(city)), ("size", city.size_class), ("community", city.community))
    return (ALL, *(f"{kind}:{label}" for kind, label in named if label))
