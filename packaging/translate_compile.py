"""Compiles catalogues (.mo, by polib: Babel's compiler fills an untranslated plural with the English singular) and
writes beside each who stands behind its texts (.provenance.json)."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from pathlib import Path

import polib
from translate_catalogues import folder, state, write_bytes, write_text
from translate_checks import faults, header_faults
from translate_plurals import plural_forms
from translate_pseudo import PSEUDO_LANGUAGES

_CONTEXT = "\x04"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far one catalogue is."""

    language: str
    domain: str
    translated: int
    total: int
    changed: int
    states: Counter[str]

    def __str__(self) -> str:
        share = 100 * self.translated // self.total if self.total else 100
        states = ", ".join(f"{number} {word}" for word, number in self.states.most_common())
        changed = f", {self.changed} whose English changed" if self.changed else ""
        return f"{self.language:8} {self.domain:28} {share:3} %  of {self.total}: {states or 'none'}{changed}"


def compile_catalogue(
    catalogue: polib.POFile, translations: Path, language: str, domain: str
) -> tuple[Coverage, list[str]]:
    """Write what is right; return how much that is, and a line for every fault."""
    where = f"{language}/{domain}.po"
    wrong = [f"{where}: {fault}" for fault in header_faults(catalogue, language)]
    good: list[polib.POEntry] = []
    for entry in catalogue.translated_entries():
        found = list(faults(entry, language, domain))
        wrong += [f"{where}: {entry.msgctxt or entry.msgid[:60]!r}: {fault}" for fault in found]
        good += [] if found else [entry]
    total = sum(not entry.obsolete for entry in catalogue)
    _write(translations, language, domain, good, total)
    changed = sum(bool(entry.previous_msgid) for entry in catalogue.fuzzy_entries())
    return Coverage(language, domain, len(good), total, changed, Counter(map(state, good))), wrong


def compile_pseudo(pot: polib.POFile, translations: Path, domain: str) -> None:
    for language, disguise in PSEUDO_LANGUAGES.items():
        entries = list(_disguised(pot, disguise))
        _write(translations, language, domain, entries, len(entries))


def products(translations: Path, language: str, domain: str) -> tuple[Path, Path]:
    where = folder(translations, language)
    return where / f"{domain}.mo", where / f"{domain}.provenance.json"


def _write(translations: Path, language: str, domain: str, entries: list[polib.POEntry], total: int) -> None:
    binary, provenance = products(translations, language, domain)
    made = polib.POFile()
    made.metadata = {
        "Language": language,
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": plural_forms(language),
    }
    made.extend(entries)
    write_bytes(binary, made.to_binary())
    states = {_key(entry): state(entry) for entry in entries}
    usual = Counter(states.values()).most_common(1)[0][0] if states else "human"
    record = {
        "usual": usual,
        "states": {key: word for key, word in states.items() if word != usual},
        "translated": len(entries),
        "total": total,
    }
    write_text(provenance, json.dumps(record, ensure_ascii=False, sort_keys=True))


def _key(entry: polib.POEntry) -> str:
    return f"{entry.msgctxt}{_CONTEXT}{entry.msgid}" if entry.msgctxt else entry.msgid


def _disguised(pot: polib.POFile, disguise: Callable[[str], str]) -> Iterator[polib.POEntry]:
    for entry in pot:
        made = copy(entry)
        made.tcomment = "state: machine"
        if entry.msgid_plural:
            made.msgstr_plural = {0: disguise(entry.msgid), 1: disguise(entry.msgid_plural)}
        else:
            made.msgstr = disguise(entry.msgid)
        yield made
