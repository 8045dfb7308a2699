"""The first start: whose profile this is."""

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256

from desktop_app.errors import AppError
from desktop_app.operations.changes import Changes
from desktop_app.operations.officials import new_official
from desktop_app.operations.registers import set_register
from desktop_app.operations.texts import clean_name, clean_text
from desktop_app.operations.workspace import Workspace
from desktop_app.settings import DEFAULT_ALLIANCE
from desktop_app.storage import directory
from desktop_app.storage.drafts import Draft
from desktop_app.storage.engine import transaction
from desktop_app.storage.snapshot import city_facts
from roadmap_core import cbor, limits
from roadmap_core.community.cities import REGIONS, SIZE_CLASSES
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import Register
from roadmap_core.entries.operations import OpCode

FIRST_ASSESSMENT = 1
_DAY_MS = 86_400_000
_NO_ID = re.compile("[^a-z0-9]+")
_ID = re.compile("[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class CityChoice:
    """A city from the list, or a new one.

    Attributes:
        id: what entries name, `kaga-jp`.
        country: ISO 3166 alpha-2, `JP`.
        region: one of `cities.REGIONS`; empty while nobody has said, and for a city of the list.
        size_class: one of `cities.SIZE_CLASSES`; empty likewise.
    """

    id: str
    name: str
    country: str
    region: str = ""
    size_class: str = ""


def begin(
    workspace: Workspace, city: CityChoice, official: str, *, computer: str = "", is_sample: bool = False
) -> Changes:
    """Makes the profile's city and its first assessment, with today as reference date; once a profile.

    Raises:
        AppError: E-CITY-ID for an id that is none, E-PROFILE-EXISTS if the profile has a city, E-NAME or E-TOO-LONG for
            a name that can't be used. `computer` may be empty: then entries don't name it.
        ValueError: for a region or size class that is none.
    """
    if not _ID.fullmatch(city.id) or len(city.id) > limits.CITY_CHARACTERS:
        raise AppError("E-CITY-ID", city=city.id)
    if city.region not in ("", *REGIONS) or city.size_class not in ("", *SIZE_CLASSES):
        raise ValueError(f"no region or size class: {city.region}, {city.size_class}")
    names = directory.Names(
        city_id=city.id,
        city_name=clean_name(city.name),
        country=clean_name(city.country),
        official=clean_name(official),
        computer=clean_text(computer, limits.NAME_CHARACTERS),
        region=city.region or None,
        size_class=city.size_class or None,
    )
    now_ms = workspace.clock()
    with transaction(workspace.engine) as connection:
        if city_facts(connection) is not None:
            raise AppError("E-PROFILE-EXISTS", path=str(workspace.profile))
        directory.make_city(connection, names, DEFAULT_ALLIANCE, FIRST_ASSESSMENT)
        number = new_official(workspace, connection, names.official)
        directory.set_official(connection, names.official, number)
        facts: dict[Facet, bytes | int] = {
            Facet.CATALOGUE: workspace.catalogue.digest,
            Facet.REFERENCE_DATE: now_ms // _DAY_MS,
        }
        if is_sample:
            facts[Facet.IS_SAMPLE] = 1
        for facet, value in facts.items():
            register = Register(FIRST_ASSESSMENT, 0, int(facet))
            set_register(connection, Draft(OpCode.SET, register, cbor.encode(value), (), number, now_ms))
    return Changes(city=True, outbox=True)


def new_city_id(name: str, country: str) -> str:
    """The id of a city that isn't on the list, the same on every computer of that city: `name-country` in a-z, 0-9, -.

    A name in another script, of which no letter is left, is named by its hash.
    """
    whole = f"{clean_name(name)} {clean_name(country)}"
    plain = unicodedata.normalize("NFKD", whole).encode("ascii", "ignore").decode().lower()
    words = "-".join(_NO_ID.sub(" ", plain).split())
    has_name = _NO_ID.sub("", unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower())
    if not has_name:
        words = f"city-{sha256(unicodedata.normalize('NFC', whole).encode()).hexdigest()[:12]}"
    return words[: limits.CITY_CHARACTERS].strip("-")
