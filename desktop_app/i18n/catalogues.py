"""Compiled catalogues (.mo) and their states: chains of fallback, the guard on holes. Keeps no state."""

from __future__ import annotations

import gettext
import json
import logging
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from string import Formatter
from typing import TYPE_CHECKING, Literal

from desktop_app.i18n.tags import SOURCE, directory, fallbacks

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

State = Literal["machine", "human", "reviewed", "source"]

CONTEXT = "\x04"  # between msgctxt and msgid, in .mo files and in the provenance
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """A translation with the language it is in and who stands behind it."""

    text: str
    language: str
    state: State


@dataclass(frozen=True, slots=True)
class Provenance:
    """A *.provenance.json: the usual state, the entries that differ from it, and how much is translated."""

    usual: State = "human"
    states: dict[str, State] = field(default_factory=dict)
    translated: int = 0
    total: int = 0

    def state(self, key: str) -> State:
        return self.states.get(key, self.usual)


class Catalogue(gettext.GNUTranslations):
    """One .mo file that can be asked without falling back to the question."""

    _catalog: dict[str | tuple[str, int], str]
    language: str
    provenance: Provenance

    def find(self, key: str) -> str | None:
        return self._catalog.get(key)

    def find_plural(self, key: str, number: int) -> str | None:
        return self._catalog.get((key, self.plural(number)))

    def plural(self, n: int) -> int:  # set anew by the header of each file
        return int(n != 1)


class Chain:
    """Catalogues of one reader, nearest first. A text that none of them has is answered with None."""

    def __init__(self, catalogues: Sequence[Catalogue]) -> None:
        self._catalogues = catalogues

    def find(self, key: str, english: str) -> Found | None:
        for catalogue in self._catalogues:
            text = catalogue.find(key)
            if text and fits(english, text):
                return Found(text, catalogue.language, catalogue.provenance.state(key))
        return None

    def find_plural(self, key: str, one: str, many: str, number: int) -> str | None:
        for catalogue in self._catalogues:
            text = catalogue.find_plural(key, number)
            if text and fits_plural(one, many, text):
                return text
        return None


def load_chain(roots: Iterable[Traversable], tag: str, prefix: str) -> Chain:
    """Every file whose name starts with `prefix`, for `tag` and what it falls back to."""
    roots = list(roots)
    return Chain([c for name in fallbacks(tag) for root in roots for c in _load_language(root, name, prefix)])


def read_provenance(root: Traversable, tag: str, domain: str) -> Provenance:
    """An absent or damaged file counts as machine translation: nobody can be shown to have read it."""
    try:
        text = _messages(root, tag).joinpath(f"{domain}.provenance.json").read_text("utf-8")
        data = json.loads(text)
        return Provenance(data["usual"], data["states"], data["translated"], data["total"])
    except (OSError, ValueError, KeyError, TypeError):
        return Provenance("machine")


def languages_in(root: Traversable) -> list[str]:
    """Tags of the directories that hold something compiled."""
    if not root.is_dir():
        return []
    found = [entry.name for entry in root.iterdir() if entry.joinpath("LC_MESSAGES").is_dir()]
    return sorted(name.replace("_", "-") for name in found)


def fits(english: str, translation: str) -> bool:
    """True if the translation has the same holes; another one would raise on the screen: left out."""
    return holes(english) == holes(translation) or _refuse(english, translation)


def fits_plural(one: str, many: str, translation: str) -> bool:
    """Like `fits`, but a form that stands for one number ("one city") may leave the number out."""
    wanted, given = holes(many), holes(translation)
    if wanted is None or given is None:
        return wanted == given or _refuse(many, translation)
    known = given <= wanted | (holes(one) or frozenset())
    return (known and len(wanted - given) <= 1) or _refuse(many, translation)


@lru_cache(maxsize=8192)
def holes(text: str) -> frozenset[str] | None:
    """The holes `{name}` of a text with their formats, as they are written; None if it is no format string.

    `{name.__class__}` is another hole than `{name}`: a catalogue can't reach into objects.
    """
    if "{" not in text and "}" not in text:
        return frozenset()
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return None
    return frozenset(f"{name}!{conversion}:{spec}" for _, name, spec, conversion in parts if name is not None)


@lru_cache(maxsize=1024)  # says it once
def _refuse(english: str, translation: str) -> bool:
    _log.warning("translation left out, its holes differ: %r for %r", translation, english)
    return False


def _load_language(root: Traversable, tag: str, prefix: str) -> Iterator[Catalogue]:
    folder = _messages(root, tag)
    if tag == SOURCE or not folder.is_dir():
        return
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.startswith(prefix) and entry.name.endswith(".mo"):
            catalogue = _read(entry)
            if catalogue is not None:
                catalogue.language = tag
                catalogue.provenance = read_provenance(root, tag, entry.name.removesuffix(".mo"))
                yield catalogue


def _read(entry: Traversable) -> Catalogue | None:
    try:
        with entry.open("rb") as file:
            return Catalogue(file)
    except (OSError, ValueError, LookupError, struct.error) as error:
        _log.warning("translation file left out, it can't be read: %s: %s", entry.name, error)
        return None


def _messages(root: Traversable, tag: str) -> Traversable:
    return root.joinpath(directory(tag)).joinpath("LC_MESSAGES")
