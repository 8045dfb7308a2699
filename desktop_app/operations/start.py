"""The first start: whose profile this is."""

from dataclasses import dataclass

from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CityChoice:
    """A city from the list, or a new one; `id` is what entries name, `kaga-jp`."""

    id: str
    name: str
    country: str


def begin(
    workspace: Workspace, city: CityChoice, official: str, *, computer: str = "", is_sample: bool = False
) -> Changes:
    """Makes the profile's city and its first assessment, with today as reference date; once a profile.

    Raises:
        AppError: E-STARTED if the profile has a city, E-TEXT or E-NAME for a name that can't be used.
    """
    raise NotImplementedError


def new_city_id(name: str, country: str) -> str:
    """The id of a city that isn't on the list: lower case letters, digits and hyphens, its country last."""
    raise NotImplementedError
