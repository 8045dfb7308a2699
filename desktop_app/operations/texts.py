"""What people type or paste, made fit for signing: NFC, no control or direction characters. Never cut silently."""

from desktop_app.errors import AppError
from roadmap_core import limits
from roadmap_core.entries.wording import as_signed


def clean_text(text: str, longest: int = limits.NOTE_CHARACTERS) -> str:
    """`text` as it goes into an entry: one kind of line end, no tabs, nothing that deceives the eye, NFC, trimmed.

    Raises:
        AppError: E-TOO-LONG above `longest` characters.
    """
    cleaned = as_signed(text).strip()
    if len(cleaned) > longest:
        raise AppError("E-TOO-LONG", longest=longest, length=len(cleaned))
    return cleaned


def clean_name(name: str) -> str:
    """A name on one line. Raises AppError: E-NAME if nothing is left of it, E-TOO-LONG above 200 characters."""
    cleaned = " ".join(clean_text(name, limits.NAME_CHARACTERS).split())
    if not cleaned:
        raise AppError("E-NAME")
    return cleaned
