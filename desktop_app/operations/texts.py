"""What people type or paste, made fit for signing: NFC, no control or direction characters. Never cut silently."""

import re
import unicodedata

from desktop_app.errors import AppError
from roadmap_core import limits

_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")
_REMOVED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")
"""Control characters, direction overrides and isolates, zero-width spaces, lone surrogates (roadmap_core.cbor)."""


def clean_text(text: str, longest: int = limits.NOTE_CHARACTERS) -> str:
    """`text` as it goes into an entry: one kind of line end, no tabs, nothing that deceives the eye, NFC, trimmed.

    Raises:
        AppError: E-TOO-LONG above `longest` characters.
    """
    unified = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    cleaned = unicodedata.normalize("NFC", _REMOVED.sub("", unified)).strip()
    if len(cleaned) > longest:
        raise AppError("E-TOO-LONG", longest=longest, length=len(cleaned))
    return cleaned


def clean_name(name: str) -> str:
    """A name on one line. Raises AppError: E-NAME if nothing is left of it, E-TOO-LONG above 200 characters."""
    cleaned = " ".join(clean_text(name, limits.NAME_CHARACTERS).split())
    if not cleaned:
        raise AppError("E-NAME")
    return cleaned
