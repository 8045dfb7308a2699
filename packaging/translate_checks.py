"""What can be wrong with a translation and be seen without knowing the language. Each fault is one English sentence."""

import re
import unicodedata
from collections.abc import Iterator

import polib
from translate_catalogues import state
from translate_plurals import numbers_of_forms, plural_forms
from translate_texts import INTERFACE

from desktop_app.i18n.catalogues import holes

_MNEMONIC = re.compile(r"(?<!&)&([^\W_])")
_BRACKETED = re.compile(r"\s*\(&[A-Za-z0-9]\)")
_NO_ALPHABET = frozenset(["bn", "hi", "ja", "km", "kn", "ko", "lo", "mr", "my", "ta", "te", "th", "zh_Hans", "zh_Hant"])
_PROTECTED = re.compile(
    r"https?://[^\s<>)]*[^\s<>).,;]|\bEN 301 549\b|\bISO(?:/IEC)? \d+|\bWCAG(?: \d\.\d)?|\bWaymark\b|\bG20\b"
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ISOLATES, _END_ISOLATE = "\u2066\u2067\u2068", "\u2069"
_OVERRIDES = re.compile(r"[\u202a-\u202e]")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ufffd\ufeff]")
_STATES = ("machine", "human", "reviewed")


def header_faults(catalogue: polib.POFile, language: str) -> Iterator[str]:
    """The header's language and plural forms; two entries for one text."""
    if catalogue.metadata.get("Plural-Forms") != plural_forms(language):
        yield f"the plural forms should be: {plural_forms(language)}"
    if catalogue.metadata.get("Language") != language:
        yield f"the language in the header should be {language}"
    seen = set()
    for entry in catalogue:
        key = (entry.msgctxt, entry.msgid)
        if key in seen and not entry.obsolete:
            yield f"two entries for {entry.msgid[:40]!r}"
        seen.add(key)


def faults(entry: polib.POEntry, language: str, domain: str) -> Iterator[str]:
    """Faults of a translated entry; an entry that has one is left out of the compiled catalogue."""
    if state(entry) not in _STATES:
        yield f"its state is {state(entry)!r}, not one of {', '.join(_STATES)}"
    if entry.msgid_plural:
        yield from _plural_faults(entry, language, domain)
    else:
        if holes(entry.msgid) != holes(entry.msgstr):
            yield f"the holes differ: {_shown(entry.msgid)} in English, {_shown(entry.msgstr)} here"
        yield from _text_faults(entry.msgid, entry.msgstr, language, domain)


def _plural_faults(entry: polib.POEntry, language: str, domain: str) -> Iterator[str]:
    numbers = numbers_of_forms(language)
    if len(entry.msgstr_plural) != len(numbers):
        yield f"{len(entry.msgstr_plural)} plural forms, {language} has {len(numbers)}"
        return
    for form, text in sorted(entry.msgstr_plural.items()):
        if not _plural_fits(entry.msgid_plural, text, alone=len(numbers[form]) == 1):
            yield f"the holes differ in form {form}: {_shown(entry.msgid_plural)} in English, {_shown(text)} here"
        yield from _text_faults(entry.msgid_plural, text, language, domain)


def _plural_fits(english: str, text: str, *, alone: bool) -> bool:
    """A form that stands for one number `alone` ("one city") may leave the number out, no other may."""
    wanted, given = holes(english), holes(text)
    if wanted is None or given is None:
        return wanted == given
    return given <= wanted and len(wanted - given) <= (1 if alone else 0)


def _text_faults(english: str, text: str, language: str, domain: str) -> Iterator[str]:
    if domain == INTERFACE:
        yield from _mnemonic_faults(english, text, language)
    yield from (f"{term!r} must stay" for term in _lost(english, text))
    if sorted(_TAG.findall(english)) != sorted(_TAG.findall(text)):
        yield "the markup differs"
    if _edges(english) != _edges(text):
        yield "the space or line break at an end differs"
    if english.endswith("…") and not _BRACKETED.sub("", text).endswith("…"):
        yield "the … at the end is lost"
    yield from _character_faults(text)


def _mnemonic_faults(english: str, text: str, language: str) -> Iterator[str]:
    wanted, given = _MNEMONIC.findall(english), _MNEMONIC.findall(text)
    if len(wanted) != len(given):
        yield "the letter marked with & is lost, or marked without need"
    elif given and language in _NO_ALPHABET and not _BRACKETED.search(text):
        yield f"this script needs the Latin letter in brackets: …(&{wanted[0].upper()})"


def _lost(english: str, text: str) -> list[str]:
    plain = re.sub(r"[\u00a0\u202f]", " ", text)
    return [term for term in dict.fromkeys(_PROTECTED.findall(english)) if term not in plain]


def _character_faults(text: str) -> Iterator[str]:
    depth = 0
    for character in text:
        depth += (character in _ISOLATES) - (character == _END_ISOLATE)
        if depth < 0:
            break
    if depth:
        yield "the marks of direction (isolates) are not balanced"
    if _OVERRIDES.search(text):
        yield "it has an embedding or override of direction: use isolates"
    if _CONTROLS.search(text):
        yield "it has a control character"
    if unicodedata.normalize("NFC", text) != text:
        yield "its letters are not composed (NFC)"


def _edges(text: str) -> tuple[str, str]:
    body = text.strip()
    return (text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :] if body else "")


def _shown(text: str) -> str:
    found = holes(text)
    return (
        "no format string"
        if found is None
        else " ".join(sorted("{" + h.partition("!")[0] + "}" for h in found)) or "none"
    )
