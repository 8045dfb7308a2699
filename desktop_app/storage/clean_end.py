"""Remembers that a database was closed as it should be, so that the next start needs no look at each of its pages.

A power loss, a kill, a copy or a disk that changed the file by a write leave another time or size, or a log beside it.
What a disk changes silently is found when the page is read, each has its seal, and by the weekly check; from then on
the file is distrusted until a start has looked at all of it.
"""

from contextlib import suppress
from pathlib import Path

FILE = "closed-well"
_DISTRUSTED = "look"
_LARGEST_BYTES = 100


def note(database: Path) -> None:
    """After the last connection was closed. What can't be written is not remembered: the next start looks."""
    with suppress(OSError):
        if not _has_log(database) and _said(database) != _DISTRUSTED:
            database.with_name(FILE).write_text(_state(database), encoding="ascii")


def distrust(database: Path) -> None:
    """The disk was seen to fail: the next start looks at all pages, however this one ends."""
    with suppress(OSError):
        database.with_name(FILE).write_text(_DISTRUSTED, encoding="ascii")


def forget(database: Path) -> None:
    """It was looked at, and will be in use."""
    with suppress(OSError):
        database.with_name(FILE).unlink(missing_ok=True)


def is_noted(database: Path) -> bool:
    """Whether nobody has written the file since. To be asked before it is opened."""
    try:
        return _said(database) == _state(database) and not _has_log(database)
    except OSError:
        return False


def _said(database: Path) -> str:
    try:
        with database.with_name(FILE).open("rb") as file:
            return file.read(_LARGEST_BYTES).decode("ascii", "replace")
    except OSError:
        return ""


def _state(database: Path) -> str:
    facts = database.stat()
    return f"{facts.st_size} {facts.st_mtime_ns}"


def _has_log(database: Path) -> bool:
    return any(database.with_name(f"{database.name}{end}").exists() for end in ("-wal", "-journal"))
