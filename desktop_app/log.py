"""The program's log file: one event is one line, escaped, in English; it rotates and never grows past 3 MB.

User texts and keys don't belong here. Words for people are made in `errors`.
"""

import logging
import secrets
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

_LINE_CHARACTERS = 4_000
_FILE_BYTES = 1_000_000
_NAME = "waymark"

logger = logging.getLogger(_NAME)


def start(folder: Path) -> None:
    """Write to `folder`/log/waymark.log from now on, uncaught exceptions of all threads too.

    A folder that can't be written leaves the program without a log file, not without a window.
    """
    stop()
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        (folder / "log").mkdir(parents=True, exist_ok=True)
        path = folder / "log" / "waymark.log"
        handler: logging.Handler = RotatingFileHandler(path, maxBytes=_FILE_BYTES, backupCount=2, encoding="utf-8")
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(_OneLine("%(asctime)s %(levelname)s %(threadName)s %(message)s"))
    logger.addHandler(handler)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def stop() -> None:
    """Close the file, and leave exceptions to Python again."""
    for handler in tuple(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
    sys.excepthook = sys.__excepthook__
    threading.excepthook = threading.__excepthook__


def event(what: str, **details: str | float) -> None:
    """One line: `what`, then `name=value` for each detail."""
    logger.info(" ".join((what, *(f"{name}={value}" for name, value in details.items()))))


def incident(error: BaseException) -> str:
    """Write the whole traceback, as one line, under a number that a person can read out. Returns the number."""
    number = f"{secrets.randbelow(10**8):08d}"
    logger.error("incident %s %s", number, "".join(traceback.format_exception(error)))
    return number


class _OneLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return escaped(super().format(record))


def escaped(text: str) -> str:
    """`text` on one line: what is not printable is written as an escape, what is too long is cut (row 98)."""
    cut = text if len(text) <= _LINE_CHARACTERS else text[:_LINE_CHARACTERS] + "[cut]"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    incident(error)


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
        incident(args.exc_value)
