"""The arrow of a box that opens, as a file: a stylesheet takes pictures from files only, and tokens give its colour."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory


@lru_cache(maxsize=16)
def arrow_file(colour: str) -> str:
    """The path of the arrow in this colour ("#rrggbb"), until the program ends; "" where nothing can be written."""
    drawing = files("resources").joinpath("icons", "chevron-down.svg").read_text(encoding="utf-8")
    try:
        file = Path(_folder().name) / f"arrow-{colour.removeprefix('#')}.svg"
        file.write_text(drawing.replace("currentColor", colour), encoding="utf-8")
    except OSError:
        return ""
    return file.as_posix()


@lru_cache(maxsize=1)
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="waymark-")
