"""`waymark VERB`: everything a person can do, for scripts and tests. Each verb acts through the same `operations`.

Nothing here decides anything. A problem is told in words, with its code, and ends the program with status 2.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.cli.parser import make_parser

if TYPE_CHECKING:  # the window needs none of it before its first paint
    from desktop_app.identity.os_keys import OsKeys

_FAILED = 2

OpenWindow = Callable[[str, str, str, str], int]
"""Opens a window: "gallery" or "" for the program's own; profile folder, language, folder for screenshots.

"" for what wasn't said.
"""
_WINDOWS = (None, "gallery")


def run(arguments: Sequence[str], open_window: OpenWindow, os_keys: OsKeys | None = None) -> int:
    """Runs one command line. Returns the exit status: 0; 1 if `verify` found a bad entry; 2 if not done.

    `os_keys` None: those of this computer.
    """
    parser = make_parser()
    asked = parser.parse_args(arguments)
    if asked.verb in _WINDOWS:
        return open_window(asked.verb or "", asked.profile, asked.language, asked.screenshot_dir)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    from desktop_app.cli.verbs import VERBS
    from desktop_app.identity.os_keys import system_keys

    asked.os_keys = os_keys or system_keys()

    try:
        report = VERBS[asked.verb](asked)
    except Exception as error:  # noqa: BLE001 (a person gets words, the log gets the traceback)
        return _fail(error, asked)
    sys.stdout.write(json.dumps(report.fields) if asked.json else report.text)
    sys.stdout.write("\n")
    return report.status


def _fail(error: Exception, asked: argparse.Namespace) -> int:
    from desktop_app import log, paths
    from desktop_app.errors import AppError, explain

    if not isinstance(error, AppError):
        log.start(Path(asked.profile) if asked.profile else paths.default_profile())
    words = explain(error)
    log.stop()
    hint = error.holes.get("hint", "") if isinstance(error, AppError) else ""
    lines = [words.title, words.what_happened, hint, words.what_is_safe, words.what_next]
    fields: dict[str, str | int] = {"code": words.code, "title": words.title, "what_happened": words.what_happened}
    fields |= {"hint": hint, "what_is_safe": words.what_is_safe, "what_next": words.what_next}
    said = "\n".join(str(line) for line in lines if line) + f"\n({words.code})"
    sys.stderr.write(json.dumps(fields) if asked.json else said)
    sys.stderr.write("\n")
    return _FAILED
