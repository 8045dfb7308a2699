"""Where things are: the folders of a person's profile, and the files that ship with the program."""

from importlib.resources import files
from pathlib import Path

import platformdirs

_APP = "Waymark"


def default_profile() -> Path:
    """The folder of the profile that is used when nobody names one; the system's own place for a person's data."""
    return platformdirs.user_data_path(_APP, appauthor=False, roaming=False) / "profile"


def database_file(profile: Path) -> Path:
    return profile / "waymark.sqlite3"


def vault_file(profile: Path) -> Path:
    return profile / "device.vault"


def place_file(profile: Path) -> Path:
    """How far this computer's key has signed."""
    return profile / "device.place"


def key_file(profile: Path) -> Path:
    """Where earlier programs kept the keys."""
    return profile / "device.key"


def instrument_text() -> tuple[str, str]:
    """The questionnaire that ships with the program: its text, and its file name for messages."""
    return _resource("instruments", "gsca-roadmap.yaml")


def cities_text() -> tuple[str, str]:
    """The list of cities: its text, and its file name for messages."""
    return _resource("cities", "pioneer_cities.csv")


def _resource(folder: str, name: str) -> tuple[str, str]:
    return files("resources").joinpath(folder, name).read_text(encoding="utf-8"), name
