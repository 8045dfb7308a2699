"""Finds every English text that is to be translated: in the programs (through Babel), in the instruments."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from tokenize import TokenError

INTERFACE = "messages"
_SOURCES = ("desktop_app", "sync_server")
_KEYWORDS = {
    "_": None,
    "mark": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


class UnreadableError(Exception):
    """A source can't be read; the catalogues of its domain stay as they are."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text to translate. `context` is the address for an instrument, a word of explanation for the interface."""

    english: str
    plural: str = ""
    context: str = ""
    comment: str = ""
    places: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.english


def source_files(root: Path) -> dict[str, list[Path]]:
    """The files behind every domain: `messages`, and `i_gsca_roadmap` for gsca-roadmap.yaml."""
    programs = [path for folder in _SOURCES for path in sorted((root / folder).rglob("*.py"))]
    instruments = sorted((root / "resources" / "instruments").glob("*.yaml"))
    return {INTERFACE: programs} | {"i_" + path.stem.replace("-", "_"): [path] for path in instruments}


def texts_of(domain: str, files: Iterable[Path], root: Path) -> list[Text]:
    """All texts of a domain, each once, in the order in which they are met. Raises UnreadableError."""
    if domain != INTERFACE:
        return [text for path in files for text in _instrument_texts(path)]
    return _each_once(text for path in files for text in _cached_program_texts(path, root))


def _each_once(texts: Iterable[Text]) -> list[Text]:
    found: dict[tuple[str, str], Text] = {}
    for text in texts:
        before = found.setdefault(text.key, text)
        comments = [c for c in dict.fromkeys((before.comment, text.comment)) if c]
        places = tuple(dict.fromkeys(before.places + text.places))
        plural = before.plural or text.plural
        found[text.key] = Text(text.english, plural, text.context, "\n".join(comments), places)
    return list(found.values())


def _cached_program_texts(path: Path, root: Path) -> list[Text]:
    """Reading a file of 150 lines takes Babel 10 ms; of some 200 files only a few change between two runs."""
    content = path.read_bytes()
    place = path.relative_to(root).as_posix()
    name = hashlib.sha256(b"\0".join([place.encode(), content, _this_reader()])).hexdigest()[:32]
    cache = root / "build" / "translate" / f"{name}.json"
    if cache.exists():
        return [Text(**{**item, "places": tuple(item["places"])}) for item in json.loads(cache.read_text("utf-8"))]
    texts = list(_program_texts(path, place))
    cache.parent.mkdir(parents=True, exist_ok=True)
    cache.write_text(json.dumps([asdict(text) for text in texts]), "utf-8")
    return texts


@cache
def _this_reader() -> bytes:
    return Path(__file__).read_bytes()


def _program_texts(path: Path, place: str) -> Iterator[Text]:
    from babel.messages.extract import extract  # 200 ms, not needed when nothing changed

    try:
        with path.open("rb") as file:
            found = list(extract("python", file, _KEYWORDS, comment_tags=["TRANSLATORS:"], strip_comment_tags=True))
    except (SyntaxError, TokenError, UnicodeDecodeError) as error:
        message = f"{place}: {error}"
        raise UnreadableError(message) from error
    for _line, words, comments, context in found:
        one, many = words if isinstance(words, tuple) else (words, "")
        if one:
            yield Text(one, many, context or "", " ".join(comments), (place,))


def _instrument_texts(path: Path) -> Iterator[Text]:
    try:
        from roadmap_core.instrument.addresses import translatable
        from roadmap_core.instrument.loading import load_instrument

        found = list(translatable(load_instrument(path.read_text("utf-8"), path.name)))
    except (ImportError, RuntimeError, ValueError, TypeError, AttributeError, LookupError) as error:
        message = f"{path.name}: {error}"
        raise UnreadableError(message) from error
    for address, english, comment in (text for text in found if text.english):
        yield Text(english, context=address, comment=comment)
