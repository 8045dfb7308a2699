"""Hands out what is not translated yet, and takes in what translators deliver, as JSON files.

A key is the address of an instrument's text, or the English of an interface text (`context|English` if it has a
context). A value that comes in is the translation, a list of plural forms, or the object that was handed out with
its `translation` filled in.
"""

from dataclasses import dataclass, field

import polib
from translate_catalogues import set_state, state
from translate_checks import faults
from translate_plurals import numbers_of_forms
from translate_texts import INTERFACE

Delivery = dict[str, object]


@dataclass(slots=True)
class Merged:
    """What became of a delivery: keys taken in, and a line for everything that was not."""

    taken: int = 0
    refused: list[str] = field(default_factory=list)


def missing(catalogue: polib.POFile, language: str, domain: str) -> Delivery:
    """Everything untranslated, or translated from an English text that has changed since."""
    wanted = [entry for entry in catalogue if not entry.obsolete and not entry.translated()]
    return {key_of(entry, domain): _handed_out(entry, language) for entry in wanted}


def merge(catalogue: polib.POFile, delivery: Delivery, language: str, domain: str, word: str = "machine") -> Merged:
    """Put a delivery into the catalogue with its state. What a person wrote is never replaced by a machine's text."""
    entries = {key_of(entry, domain): entry for entry in catalogue if not entry.obsolete}
    result = Merged()
    for key, value in delivery.items():
        reason = _take(entries.get(key), _value(value), language, domain, word)
        if reason is None:
            result.taken += 1
        elif reason:
            result.refused.append(f"{key[:80]!r}: {reason}")
    return result


def key_of(entry: polib.POEntry, domain: str) -> str:
    if domain != INTERFACE:
        return str(entry.msgctxt)
    return f"{entry.msgctxt}|{entry.msgid}" if entry.msgctxt else str(entry.msgid)


def _take(entry: polib.POEntry | None, value: object, language: str, domain: str, word: str) -> str | None:
    """None: taken in. An empty string: nothing was delivered. Else why it was refused."""
    if entry is None:
        return "no such text (any more)"
    if not value:
        return ""
    if word == "machine" and entry.translated() and state(entry) != "machine":
        return f"kept, it is {state(entry)}"
    candidate = polib.POEntry(msgctxt=entry.msgctxt, msgid=entry.msgid, msgid_plural=entry.msgid_plural)
    if not _fill(candidate, value):
        return "a list of plural forms is needed" if entry.msgid_plural else "one text is needed"
    found = list(faults(candidate, language, domain))
    if found:
        return "; ".join(found)
    entry.msgstr, entry.msgstr_plural = candidate.msgstr, candidate.msgstr_plural
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    entry.previous_msgid = None
    set_state(entry, word)
    return None


def _fill(candidate: polib.POEntry, value: object) -> bool:
    if candidate.msgid_plural:
        if not isinstance(value, list) or not all(isinstance(form, str) and form for form in value):
            return False
        candidate.msgstr_plural = dict(enumerate(value))
        return True
    if not isinstance(value, str):
        return False
    candidate.msgstr = value
    return True


def _value(value: object) -> object:
    given = value.get("translation") if isinstance(value, dict) else value
    return None if isinstance(given, list) and not any(given) else given


def _handed_out(entry: polib.POEntry, language: str) -> dict[str, object]:
    given: dict[str, object] = {"english": entry.msgid}
    if entry.msgid_plural:
        given["english_plural"] = entry.msgid_plural
        given["forms_are_for"] = [_examples(numbers) for numbers in numbers_of_forms(language)]
    notes = {"comment": entry.comment, "english_before": entry.previous_msgid, "before": entry.msgstr}
    given |= {name: note for name, note in notes.items() if note}
    given["translation"] = [""] * len(numbers_of_forms(language)) if entry.msgid_plural else ""
    return given


def _examples(numbers: tuple[int, ...]) -> str:
    few = ", ".join(map(str, numbers[:6]))
    return few + (", …" if len(numbers) > 6 else "")
