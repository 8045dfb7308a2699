"""What went wrong, as words for people: title, what happened, what is safe, what to do, and a stable code.

Exceptions become words here and nowhere else. No traceback, no jargon, no text of a server gets through.
"""

import errno
import ssl
from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app import log
from desktop_app.errors.attaching import ATTACHING
from desktop_app.errors.carrying import CARRYING
from desktop_app.errors.computer import COMPUTER
from desktop_app.errors.connection import CONNECTION
from desktop_app.errors.keeping import KEEPING
from desktop_app.errors.membership import MEMBERSHIP
from desktop_app.errors.protection import PROTECTION
from desktop_app.errors.texts import SAVED, Texts
from desktop_app.errors.updates import UPDATES
from desktop_app.errors.writing import WRITING
from desktop_app.i18n import _, mark


class AppError(Exception):
    """What the environment did, or a refusal that a person has to read; bugs stay ordinary exceptions."""

    def __init__(self, code: str, **holes: str | int) -> None:
        """`holes` fill the sentences of the code; `reason` chooses between the sentences of one code."""
        super().__init__(code)
        self.code = code
        self.holes: dict[str, str | int] = dict(holes)

    @property
    def words(self) -> "Words":
        return describe(self.code, self.holes)


@dataclass(frozen=True, slots=True)
class Words:
    """One problem in the reader's language."""

    title: str
    what_happened: str
    what_is_safe: str
    what_next: str
    code: str


def describe(code: str, holes: Mapping[str, str | int] | None = None) -> Words:
    """The words for a code; one that this program doesn't know yet gets words that are true of any problem."""
    filled = _Holes(holes or {})
    texts = _TEXTS.get(f"{code}/{filled['reason']}") or _TEXTS.get(code) or _UNKNOWN
    title, happened, safe, following = (_(text).format_map(filled) for text in texts)
    return Words(title, happened, safe, following, code)


def explain(error: BaseException) -> Words:
    """The words for any exception; one that nobody expected is written to the log under an incident number."""
    if isinstance(error, AppError):
        return error.words
    if isinstance(error, ssl.SSLError):
        return describe("E-TLS")
    if isinstance(error, OSError):
        return describe(
            _CODES_BY_ERRNO.get(error.errno or 0, "E-IO"),
            {"path": str(error.filename or "")},
        )
    return describe("E-INTERNAL", {"incident": log.incident(error)})


_CODES_BY_ERRNO = {
    errno.ENOSPC: "E-DISK",
    errno.EDQUOT: "E-DISK",
    errno.EACCES: "E-LOCKED",
    errno.EPERM: "E-LOCKED",
    errno.EROFS: "E-LOCKED",
    errno.ENAMETOOLONG: "E-PATH",
}


class _Holes(dict[str, str | int]):
    def __missing__(self, key: str) -> str:
        return "?"


_UNKNOWN = Texts(
    mark("Something did not work"),
    mark("The program met a problem for which it has no explanation yet."),
    SAVED,
    mark("Try again. If it happens again, give the code below to the people who support you."),
)

_TEXTS: dict[str, Texts] = (
    ATTACHING | CARRYING | COMPUTER | CONNECTION | KEEPING | MEMBERSHIP | PROTECTION | UPDATES | WRITING
)

CODES = frozenset(key.partition("/")[0] for key in _TEXTS)
"""Every code that has words of its own."""
