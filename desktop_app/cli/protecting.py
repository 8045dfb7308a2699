"""Verbs for what protects a profile: the vault, and the sheet that opens it when all else is lost."""

import argparse
import os
from pathlib import Path

from desktop_app.cli.profile import Report, folder_of, open_profile
from desktop_app.cli.unlocking import passphrase_in, unlock_of
from desktop_app.errors import AppError
from desktop_app.identity.unlocking import Given
from desktop_app.identity.vault_format import Mode
from desktop_app.operations import city_sheet, protection
from desktop_app.storage.profile_lock import ProfileLock

_SAID = {
    Mode.OPEN: "This profile is not protected: whoever can read the folder can read it.",
    Mode.SYSTEM: "This profile opens with a key in the system's key store.",
    Mode.PASSPHRASE: "This profile opens with a passphrase.",
    Mode.BOTH: "This profile opens with a passphrase, and only with the system's key store on this computer.",
}
_NAMES = {Mode.OPEN: "unprotected", Mode.SYSTEM: "system", Mode.PASSPHRASE: "passphrase", Mode.BOTH: "both"}


def protect(asked: argparse.Namespace) -> Report:
    """Shows how the profile is protected, after changing it if a way was named."""
    folder = folder_of(asked)
    wished = _wished(asked)
    if wished is not None:
        mode, then = wished
        with ProfileLock(folder):
            protection.protect(folder, mode, unlock_of(asked).given, then)
    found = protection.mode_of(folder)
    return Report(_SAID[found], {"protection": _NAMES[found]})


def sheet(asked: argparse.Namespace) -> Report:
    """Prints the sheet, or makes the vault anew from one that was typed into a file."""
    if asked.city:
        return _city_sheet(asked)
    folder = folder_of(asked)
    with ProfileLock(folder):
        if not asked.read:
            rows = protection.recovery_sheet(folder, unlock_of(asked).given)
            return Report(os.linesep.join(_columns(rows)), {"sheet": rows})
        mode, then = _wished(asked) or (Mode.SYSTEM, Given(os_keys=asked.os_keys))
        protection.open_with_sheet(folder, _typed(asked.read), mode, then)
    return Report(f"The sheet fits. {_SAID[mode]}", {"protection": _NAMES[mode]})


def _city_sheet(asked: argparse.Namespace) -> Report:
    """Prints the keys of the city, or takes them from a sheet that was typed into a file."""
    with open_profile(asked) as workspace:
        if asked.read:
            city_sheet.read_city_sheet(workspace, _typed(asked.read))
            found = city_sheet.state(workspace)
            return Report("The sheet fits. Its keys open what they sealed.", {"held": found.held, "known": found.known})
        rows = city_sheet.city_sheet(workspace)
    return Report(os.linesep.join(_columns(rows)), {"sheet": rows})


def _wished(asked: argparse.Namespace) -> tuple[Mode, Given] | None:
    typed = passphrase_in(asked.new_passphrase_file)
    then = Given(typed, asked.os_keys)
    if asked.unprotected:
        return Mode.OPEN, then
    if typed:
        return (Mode.BOTH if asked.system else Mode.PASSPHRASE), then
    return (Mode.SYSTEM, then) if asked.system else None


def _columns(rows: list[str]) -> list[str]:
    """Three numbered groups a line."""
    numbered = [f"{place:>2}  {row}" for place, row in enumerate(rows, 1)]
    return ["     ".join(numbered[start : start + 3]) for start in range(0, len(numbered), 3)]


def _typed(file: str) -> list[str]:
    """The groups of a sheet, with or without their numbers."""
    try:
        words = Path(file).read_text(encoding="utf-8-sig").split()
    except (OSError, UnicodeDecodeError) as error:
        raise AppError("E-FILE", path=file) from error
    return [word for word in words if not (word.isdecimal() and len(word) < 3)]
