"""What the program says in the reader's language: texts, instruments, numbers, dates. No Qt, no SQL.

The functions read the current catalogue when they are called, so `from desktop_app.i18n import _` may stand
at the top of a module. A text that is kept (a table of labels) is marked with `mark` and put through `_` when it
is shown.
Babel, 100 ms to import, is imported at the first number or date, not here.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from desktop_app.i18n import formats
from desktop_app.i18n.catalogues import CONTEXT, Chain, State, languages_in, load_chain, read_provenance
from desktop_app.i18n.formats import (
    format_date,
    format_datetime,
    format_datetime_relative,
    format_list,
    format_number,
    format_percent,
    format_time,
    locale_tag,
    parse_number,
    to_ascii_digits,
)
from desktop_app.i18n.tags import PSEUDO, SOURCE, canonical, own_name, right_to_left

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = [
    "ContentText",
    "Language",
    "State",
    "_",
    "add_catalogues",
    "available_languages",
    "content",
    "content_language",
    "direction",
    "format_date",
    "format_datetime",
    "format_datetime_relative",
    "format_list",
    "format_number",
    "format_percent",
    "format_time",
    "interface_language",
    "locale_tag",
    "mark",
    "ngettext",
    "npgettext",
    "on_language_changed",
    "own_name",
    "parse_number",
    "pgettext",
    "set_language",
    "set_territory",
    "to_ascii_digits",
]

INTERFACE = "messages"
CONTENT = "i_"  # every instrument has a domain of its own: i_gsca_roadmap


@dataclass(frozen=True, slots=True)
class ContentText:
    """An instrument's text as it is shown, its language (BCP 47), and `source` or who stands behind it."""

    text: str
    language: str
    state: State


@dataclass(frozen=True, slots=True)
class Language:
    """A language that can be chosen.

    Attributes:
        coverage: the share of the interface that is translated, 0 to 1.
        is_machine: whether a machine translated texts of the interface and no person has checked them.
    """

    tag: str
    name: str
    coverage: float
    direction: Literal["ltr", "rtl"]
    is_machine: bool = False


class _Reader:
    """What is chosen now. `content_chain` is read for the first question, not for the first window."""

    def __init__(self, interface: str = SOURCE, content: str = SOURCE) -> None:
        self.interface, self.content = interface, content
        self.chain = Chain([]) if interface == SOURCE else load_chain(_roots(), interface, f"{INTERFACE}.")
        self.content_chain: Chain | None = None


_added: list[Traversable] = []
_callbacks: list[Callable[[], None]] = []


def _roots() -> list[Traversable]:
    from importlib.resources import files  # 25 ms that an English start needn't wait for

    return [*_added, files("resources").joinpath("translations")]


_reader = _Reader()


def _(text: str) -> str:
    found = _reader.chain.find(text, text)
    return found.text if found else text


def ngettext(one: str, many: str, number: int) -> str:
    """The form for `number`; fill in the number itself with `format_number`."""
    return _reader.chain.find_plural(one, one, many, number) or (one if number == 1 else many)


def pgettext(context: str, text: str) -> str:
    """For a text that means different things in different places ("Open" a file, "open" data)."""
    found = _reader.chain.find(f"{context}{CONTEXT}{text}", text)
    return found.text if found else text


def npgettext(context: str, one: str, many: str, number: int) -> str:
    found = _reader.chain.find_plural(f"{context}{CONTEXT}{one}", one, many, number)
    return found or (one if number == 1 else many)


def mark(text: str) -> str:
    """Mark a text for translation where it is kept; it is translated by `_` where it is shown."""
    return text


def content(address: str, english: str) -> ContentText:
    """The instrument's text at `address` (roadmap_core.instrument.addresses), else the English.

    A text whose English was changed is not found under its old translation: none out of date is shown.
    """
    if _reader.content_chain is None:
        _reader.content_chain = load_chain(_roots(), _reader.content, CONTENT)
    found = _reader.content_chain.find(f"{address}{CONTEXT}{english}", english)
    return ContentText(found.text, found.language, found.state) if found else ContentText(english, SOURCE, "source")


def set_language(interface: str, content: str | None = None, *, territory: str | None = None) -> None:
    """Switch what the program and the instruments speak, and tell those who listen.

    Args:
        interface: BCP 47 tag; a language that we don't have falls back text by text down to English.
        content: the language of questions and answers; None: the same as the interface.
        territory: ISO 3166 code of the city's country, for numbers and dates; None: as it was.
    """
    global _reader  # noqa: PLW0603 - the one piece of state, swapped whole so that other threads see old or new
    interface = canonical(interface)
    _reader = _Reader(interface, canonical(content) if content else interface)
    formats.choose_locale(interface, territory)
    _tell()


def set_territory(territory: str) -> None:
    """The country of the city that was opened, for numbers and dates."""
    formats.choose_locale(_reader.interface, territory)
    _tell()


def interface_language() -> str:
    return _reader.interface


def content_language() -> str:
    return _reader.content


def direction(tag: str | None = None) -> Literal["ltr", "rtl"]:
    """Which way a language runs; without a tag, the interface."""
    return "rtl" if right_to_left(tag or _reader.interface) else "ltr"


def available_languages(*, pseudo: bool = False) -> list[Language]:
    """English, then every language that has something compiled, by tag; pseudo-locales only if asked for."""
    tags = {tag for root in _roots() for tag in languages_in(root)} - {SOURCE}
    found = [_described(tag) for tag in sorted(tags) if pseudo or tag not in PSEUDO]
    return [Language(SOURCE, own_name(SOURCE), 1.0, "ltr"), *found]


def add_catalogues(root: Traversable) -> None:
    """Look in this directory first: translations that came with an instrument."""
    _added.insert(0, root)
    set_language(_reader.interface, _reader.content)


def on_language_changed(callback: Callable[[], None]) -> Callable[[], None]:
    """Call `callback` after every switch, in the thread that switched. Returns a function that ends it."""
    _callbacks.append(callback)

    def stop() -> None:
        with suppress(ValueError):
            _callbacks.remove(callback)

    return stop


def _tell() -> None:
    for callback in tuple(_callbacks):
        callback()


def _described(tag: str) -> Language:
    records = [read_provenance(root, tag, INTERFACE) for root in _roots()]
    best = max((r.translated / r.total for r in records if r.total), default=0.0)
    compiled = [r for r in records if r.total]
    is_machine = not compiled or any("machine" in (r.usual, *r.states.values()) for r in compiled)
    return Language(tag, own_name(tag), best, direction(tag), is_machine)
