"""Copies of a profile's database in its folder `backups`: made, compared before they count, found, thinned out.

The live file is only ever read, through SQLite. Private keys and settings are no part of a backup.
"""

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import NamedTuple

from desktop_app.durable import put_in_place
from desktop_app.errors import AppError
from desktop_app.storage.engine import code_of
from desktop_app.storage.inspection import Contents, contents, inspect

DAYS = 7
WEEKS = 4
UPGRADES = 3
FOLDER = "backups"
_SUFFIX = ".sqlite3"
_DAILY = re.compile(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ")
_UPGRADE = re.compile(r"before-upgrade-to-\d{4}")
_BUSY_SECONDS = 10.0


class Backup(NamedTuple):
    """One copy. `made_ms` is the computer's clock when it was finished, milliseconds since 1970."""

    name: str
    path: Path
    made_ms: int
    size_bytes: int

    @property
    def is_daily(self) -> bool:
        return _DAILY.fullmatch(self.name) is not None


def folder_of(database: Path) -> Path:
    return database.parent / FOLDER


def moment(now_ms: int) -> str:
    """A moment as part of a file's name: by the second, without colons, which Windows allows in no name."""
    return datetime.fromtimestamp(now_ms / 1000, UTC).strftime("%Y-%m-%dT%H-%M-%SZ")


def upgrade_name(version: int) -> str:
    return f"before-upgrade-to-{version:04d}"


def is_due(found: Iterable[Backup], now_ms: int) -> bool:
    """Whether no backup of this day is there; a backup from the future is of no day."""
    today = moment(now_ms)[:10]
    return not any(one.is_daily and one.name[:10] == today for one in found)


def make(database: Path, name: str) -> Backup:
    """Copies the database as it is at one moment, and reads the copy back: only if it holds the same, it counts.

    May run beside the program's own connection: a save waits for the copying at most (1 s for 100,000 entries, on a
    busy machine), and not for the reading back. Until it counts, the copy bears another name; a failed one is deleted.

    Raises:
        AppError: E-BACKUP, its reason saying why: E-DISK, E-IO, E-LOCKED, or E-DAMAGED for a source that isn't whole.
    """
    path = folder_of(database) / f"{name}{_SUFFIX}"
    unfinished = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(exist_ok=True)
        unfinished.unlink(missing_ok=True)
        _compare(unfinished, _copy(database, unfinished))
        put_in_place(unfinished, path)
    except (AppError, OSError, sqlite3.Error) as error:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        reason = error.code if isinstance(error, AppError) else code_of(error) or _code_of_system(error)
        raise AppError("E-BACKUP", reason=reason, path=str(path.parent)) from error
    return _backup(path)


def _copy(database: Path, target: Path) -> Contents:
    """The pages of one snapshot, and what that snapshot held. The copy needs no log beside it."""
    address = f"{database.absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=_BUSY_SECONDS)) as source,
        closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        copy.execute("PRAGMA synchronous=OFF")  # the whole file is synced once, before it counts
        source.execute("BEGIN")
        wanted = contents(source)
        source.backup(copy)
        source.execute("ROLLBACK")
        copy.execute("PRAGMA journal_mode=DELETE")
    return wanted


def _compare(copy: Path, wanted: Contents) -> None:
    if inspect(copy) != wanted:
        raise AppError("E-DAMAGED", path=str(copy))


def _code_of_system(error: Exception) -> str:
    return "E-DISK" if isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT) else "E-IO"


def every(database: Path) -> list[Backup]:
    """All that bear a backup's name, the newest first; whether one is whole, `inspect` says."""
    folder = folder_of(database)
    found = [_backup(path) for path in folder.glob(f"*{_SUFFIX}")] if folder.is_dir() else []
    ours = [one for one in found if one.is_daily or _UPGRADE.fullmatch(one.name)]
    return sorted(ours, key=lambda one: (one.made_ms, one.name), reverse=True)


def _backup(path: Path) -> Backup:
    facts = path.stat()
    name = path.name.removesuffix(_SUFFIX)
    made_ms = facts.st_mtime_ns // 1_000_000
    if _DAILY.fullmatch(name):
        made_ms = int(datetime.strptime(name, "%Y-%m-%dT%H-%M-%S%z").timestamp() * 1000)
    return Backup(name, path, made_ms, facts.st_size)


def superseded(found: Iterable[Backup]) -> list[Backup]:
    """Those that may go: not the newest of one of the last 7 days or 4 weeks that have one, nor of the last 3 upgrades.

    Days are counted, not their distance from today: a clock that jumps takes no backup away.
    """
    newest_first = sorted(found, key=lambda one: one.made_ms, reverse=True)
    daily = [one for one in newest_first if one.is_daily]
    by_day: dict[str, Backup] = {}
    by_week: dict[tuple[int, int], Backup] = {}
    for one in daily:
        by_day.setdefault(one.name[:10], one)
        by_week.setdefault(_week(one), one)
    kept = {*list(by_day.values())[:DAYS], *list(by_week.values())[:WEEKS]}
    kept |= set([one for one in newest_first if not one.is_daily][:UPGRADES])
    return [one for one in newest_first if one not in kept]


def _week(backup: Backup) -> tuple[int, int]:
    year, week, _ = date.fromisoformat(backup.name[:10]).isocalendar()
    return year, week


def thin_out(database: Path) -> None:
    """Deletes superseded backups; one that can't be deleted stays."""
    for one in superseded(every(database)):
        with suppress(OSError):
            one.path.unlink()
