"""What a person set on this computer, as a small JSON file in the profile folder. Nothing of the city's data."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from desktop_app.durable import write_whole

DEFAULT_ALLIANCE = "gsca-roadmap"
SETTINGS_VERSION = 1
LOCK_MINUTES = (0, 5, 10, 15, 60)
"""After so long without a touch the window locks itself; 0: never."""
_FILE = "settings.json"
_LARGEST_FILE_BYTES = 64 * 1024


class Theme(StrEnum):
    """Which colours the windows have."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; what the file doesn't say, or says wrongly, is as here.

    Attributes:
        interface_language, content_language: BCP 47 tags; "" for the system's, and the same as the interface.
        text_percent: size of text against the system's own, from 75 to 200.
        window: left, top, width, height in device-independent pixels; None before the first window was closed.
        last_view, last_item: the page that was open last, and what it showed: the id of a question or a policy.
        lock_minutes: one of `LOCK_MINUTES`.
        has_sheet: whether the profile's recovery sheet was printed or saved.
    """

    interface_language: str = ""
    content_language: str = ""
    theme: Theme = Theme.SYSTEM
    text_percent: int = 100
    window: tuple[int, int, int, int] | None = None
    is_maximized: bool = False
    last_view: str = ""
    last_item: str = ""
    lock_minutes: int = 10
    has_sheet: bool = False


def load_settings(folder: Path) -> Settings:
    """The settings in `folder`; a missing, damaged or newer file gives what can be understood of it."""
    try:
        with (folder / _FILE).open("rb") as file:
            said = json.loads(file.read(_LARGEST_FILE_BYTES).decode("utf-8"))
    except (OSError, ValueError, RecursionError):
        return Settings()
    settings = Settings()
    if not isinstance(said, dict):
        return settings
    for field in fields(Settings):
        with suppress(KeyError, ValueError, TypeError):
            settings = replace(settings, **{field.name: _READERS[field.name](said[field.name])})
    return settings


def save_settings(folder: Path, settings: Settings) -> None:
    """Replace the file in one step: after a power loss it is the old one or the new one. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / _FILE, json.dumps({"version": SETTINGS_VERSION, **asdict(settings)}, indent=2).encode())


def _tag(said: Any) -> str:
    if not isinstance(said, str) or len(said) > 40:
        raise ValueError
    return said


def _percent(said: Any) -> int:
    if type(said) is not int or not 75 <= said <= 200:
        raise ValueError
    return said


def _window(said: Any) -> tuple[int, int, int, int] | None:
    if said is None:
        return None
    left, top, width, height = said
    if any(type(number) is not int or abs(number) > 100_000 for number in said) or width < 1 or height < 1:
        raise ValueError
    return left, top, width, height


def _minutes(said: Any) -> int:
    if type(said) is not int or said not in LOCK_MINUTES:
        raise ValueError
    return said


def _flag(said: Any) -> bool:
    if type(said) is not bool:
        raise ValueError
    return said


_READERS: dict[str, Callable[[Any], Any]] = {
    "interface_language": _tag,
    "content_language": _tag,
    "theme": Theme,
    "text_percent": _percent,
    "window": _window,
    "is_maximized": _flag,
    "last_view": _tag,
    "last_item": _tag,
    "lock_minutes": _minutes,
    "has_sheet": _flag,
}
