"""How a profile opens on the console: a file with the passphrase, one that is typed, or the system's key store."""

import argparse
import sys
from getpass import getpass
from pathlib import Path

from desktop_app import paths
from desktop_app.errors import AppError
from desktop_app.identity.opening import Unlock, vault_of
from desktop_app.identity.unlocking import Given
from desktop_app.identity.vault_format import Mode


def unlock_of(asked: argparse.Namespace) -> Unlock:
    """How the profile opens, and how a new one is protected. Raises AppError (E-FILE)."""
    typed = passphrase_in(asked.passphrase_file) or _typed_for(asked)
    return Unlock(Given(typed, asked.os_keys), _for_new(typed, is_open=getattr(asked, "unprotected", False)))


def _typed_for(asked: argparse.Namespace) -> str:
    """What somebody types at the console, unseen, if the profile has a passphrase; a script is asked for nothing."""
    vault = vault_of(Path(asked.profile) if asked.profile else paths.default_profile())
    if not (sys.stdin.isatty() and sys.stderr.isatty() and vault.exists):
        return ""
    try:
        is_asked = vault.header().mode.asks_passphrase
    except AppError:  # whoever opens the vault says what is wrong with it
        return ""
    return getpass("Passphrase of this profile: ") if is_asked else ""


def _for_new(typed: str, *, is_open: bool) -> Mode:
    if is_open:
        return Mode.OPEN
    return Mode.PASSPHRASE if typed else Mode.SYSTEM


def passphrase_in(file: str) -> str:
    """The first line of the file; "" if none was named. Raises AppError (E-FILE)."""
    if not file:
        return ""
    try:
        lines = Path(file).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise AppError("E-FILE", path=file, hint="It has to be a text file (UTF-8) of one line.") from error
    if not lines or not lines[0]:
        raise AppError("E-FILE", path=file, hint="Its first line is empty.")
    return lines[0]
