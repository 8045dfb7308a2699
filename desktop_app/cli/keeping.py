"""Verbs for backups. They work on a profile whose database can't be opened, too."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop_app.cli.profile import Report, folder_of
from desktop_app.cli.unlocking import unlock_of
from desktop_app.operations import backups as keep
from desktop_app.operations.backups import Judged
from desktop_app.operations.profile_keys import keys_of
from desktop_app.operations.recovery import Step
from desktop_app.operations.recovery import recover as rescue
from desktop_app.storage.profile_lock import ProfileLock


def backups(asked: argparse.Namespace) -> Report:
    folder = folder_of(asked)
    keys = keys_of(folder, unlock_of(asked))
    if asked.make:
        keep.make_backup(folder, keys=keys)
    found = keep.backups_of(folder, keys)
    lines = [_line(one) for one in found]
    return Report("\n".join(lines) or "No backup yet.", {"backups": [_fields(one) for one in found]})


def _line(one: Judged) -> str:
    made = datetime.fromtimestamp(one.backup.made_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
    holds = f"{one.holds.entries} entries, {one.holds.drafts} unsealed changes" if one.holds else "damaged"
    return f"{one.backup.name}  {made}  {one.backup.size_bytes // 1024} KiB  {holds}"


def _fields(one: Judged) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "name": one.backup.name,
        "file": str(one.backup.path),
        "made_ms": one.backup.made_ms,
        "bytes": one.backup.size_bytes,
        "is_good": one.holds is not None,
    }
    if one.holds is None:
        return fields
    holds = {"entries": one.holds.entries, "drafts": one.holds.drafts, "root": one.holds.root.hex()}
    return fields | holds | {"schema": one.holds.version, "city": one.holds.city}


def restore(asked: argparse.Namespace) -> Report:
    folder = folder_of(asked)
    into = Path(asked.into) if asked.into else None
    with ProfileLock(into or folder):
        unlock = unlock_of(asked)
        done = keep.restore(folder, asked.name, into, keys=keys_of(folder, unlock), unlock=unlock)
    said = f"Restored: {asked.name}, {done.holds.entries} entries."
    if done.brought_back:
        said += f" Newer, and not sent yet, so brought back as well: {done.brought_back}."
    fields = {"restored": asked.name, "entries": done.holds.entries, "brought_back": done.brought_back}
    return _with_kept(said, fields | {"profile": str(into or folder)}, done.kept)


def recover(asked: argparse.Namespace) -> Report:
    folder = folder_of(asked)
    with ProfileLock(folder):
        done = rescue(folder, keys=keys_of(folder, unlock_of(asked)))
    said = {
        Step.OPENED: "The data is sound. Nothing was done.",
        Step.RESTORED: f"Restored from the backup {done.backup}; brought back besides: {done.brought_back}.",
        Step.WITHOUT_LOG: f"Opened without a log that did not belong to it; brought back: {done.brought_back}.",
        Step.REBUILT: f"Begun anew with what was not sent: {done.brought_back}. The rest comes with `waymark send`.",
    }[done.step]
    fields = {"step": done.step.value, "backup": done.backup, "brought_back": done.brought_back}
    return _with_kept(said, fields, done.kept)


def _with_kept(said: str, fields: dict[str, Any], kept: Path | None) -> Report:
    """What was done, and where the file that lay there before is now."""
    if kept is not None:
        said += f" What was there before is kept in {kept}."
    return Report(said, fields | {"kept": str(kept) if kept else None})
