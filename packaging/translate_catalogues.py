"""Templates (.pot) and catalogues (.po): made new, brought up to date, written so that a diff shows changes only.

No dates, no line numbers, no wrapping: what didn't change is written as it was, byte for byte.
"""

import os
import re
from collections.abc import Iterable
from pathlib import Path

import polib
from translate_plurals import form_count, plural_forms
from translate_texts import INTERFACE, Text

_STATE = re.compile(r"^state:\s*(\w+)", re.MULTILINE)


def folder(translations: Path, language: str) -> Path:
    return translations / language / "LC_MESSAGES"


def languages(translations: Path) -> list[str]:
    """Languages that people or machines translate into, by directory name."""
    return sorted({path.parts[-3] for path in translations.glob("*/LC_MESSAGES/*.po")})


def template(domain: str, texts: Iterable[Text]) -> polib.POFile:
    made = _empty(f"texts of {domain}", "en")
    made.extend(_entry(text) for text in texts)
    return made


def read(path: Path) -> polib.POFile:
    return polib.pofile(path.read_text("utf-8"), wrapwidth=0)


def updated(old: polib.POFile | None, pot: polib.POFile, domain: str, language: str) -> polib.POFile:
    """The catalogue for the template: translations kept, a changed English marked, what fell away put at the end."""
    new = _empty(f"{language} for {domain}", language)
    if old is not None:
        new.header = old.header or new.header
        new.metadata = old.metadata | {"Plural-Forms": new.metadata["Plural-Forms"]}
    known = _known(old or [], domain)
    for wanted in pot:
        new.append(_carried(wanted, known.pop(_identity(wanted, domain), None), language))
    gone = [entry for entry in known.values() if any([entry.msgstr, *entry.msgstr_plural.values()])]
    for entry in sorted(gone, key=lambda entry: (entry.msgctxt or "", entry.msgid)):
        entry.obsolete, entry.occurrences, entry.comment = True, [], ""
        new.append(entry)
    return new


def write(catalogue: polib.POFile, path: Path) -> bool:
    """True if the file had to be changed. Written beside and moved, so that a reader never sees half a file."""
    return write_text(path, _rendered(catalogue))


def write_text(path: Path, text: str) -> bool:
    return write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> bool:
    if path.exists() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_bytes(data)
    beside.replace(path)
    return True


def is_current(catalogue: polib.POFile, path: Path) -> bool:
    return path.exists() and path.read_text("utf-8") == _rendered(catalogue)


def state(entry: polib.POEntry) -> str:
    """`machine`, `human` or `reviewed`, as the translator's comment says; a person wrote what has no comment."""
    found = _STATE.search(entry.tcomment or "")
    return found.group(1) if found else "human"


def set_state(entry: polib.POEntry, word: str) -> None:
    rest = [line for line in (entry.tcomment or "").splitlines() if not _STATE.match(line)]
    entry.tcomment = "\n".join([f"state: {word}", *rest])


def _rendered(catalogue: polib.POFile) -> str:
    return str(catalogue).rstrip("\n") + "\n"


def _empty(title: str, language: str) -> polib.POFile:
    made = polib.POFile(wrapwidth=0)
    made.header = f"Waymark: {title}"
    made.metadata = {
        "Project-Id-Version": "Waymark",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_forms(language),
    }
    return made


def _entry(text: Text) -> polib.POEntry:
    return polib.POEntry(
        msgctxt=text.context or None,
        msgid=text.english,
        msgid_plural=text.plural,
        comment=text.comment,
        occurrences=[(place, "") for place in text.places],
        flags=["python-brace-format"] if "{" in text.english + text.plural else [],
    )


def _identity(entry: polib.POEntry, domain: str) -> tuple[str, str]:
    """An instrument's text is known by its address, whatever its English has become; another by its words."""
    return (entry.msgctxt or "", entry.msgid if domain == INTERFACE else "")


def _known(entries: Iterable[polib.POEntry], domain: str) -> dict[tuple[str, str], polib.POEntry]:
    """A living entry goes before one that fell away earlier."""
    ordered = sorted(entries, key=lambda entry: entry.obsolete, reverse=True)
    return {_identity(entry, domain): entry for entry in ordered}


def _carried(wanted: polib.POEntry, old: polib.POEntry | None, language: str) -> polib.POEntry:
    new = polib.POEntry(**{name: getattr(wanted, name) for name in ("msgctxt", "msgid", "msgid_plural", "comment")})
    new.occurrences, new.flags = list(wanted.occurrences), list(wanted.flags)
    if new.msgid_plural:
        new.msgstr_plural = dict.fromkeys(range(form_count(language)), "")
    if old is None or bool(old.msgid_plural) != bool(new.msgid_plural):
        return new
    new.tcomment, new.msgstr = old.tcomment, old.msgstr
    if new.msgid_plural and len(old.msgstr_plural) == len(new.msgstr_plural):
        new.msgstr_plural = dict(old.msgstr_plural)
    _mark_changed(new, old)
    return new


def _mark_changed(new: polib.POEntry, old: polib.POEntry) -> None:
    """`fuzzy` says that the English changed under the translation; the English it was made from stays beside it."""
    changed = old.msgid != new.msgid and bool(new.msgstr)
    previous = old.previous_msgid or (old.msgid if changed else None)
    if (old.fuzzy or changed) and previous != new.msgid:
        new.previous_msgid = previous
        new.flags.insert(0, "fuzzy")
