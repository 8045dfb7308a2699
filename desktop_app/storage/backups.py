"""Copies of a profile's database in its folder `backups`: made, compared before they count, found, thinned out.

The live file is only ever read, through SQLite. A copy is encrypted as the file is, with the same key. Private keys and
settings are no part of a backup.
"""

import re
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import NamedTuple

from desktop_app.durable import put_in_place
from desktop_app.errors import AppError
from desktop_app.storage import digest
from desktop_app.storage.cipher import key_for
from desktop_app.storage.engine import SqlError, bare, code_of, look
from desktop_app.storage.inspection import Contents, contents, inspect

DAYS = 7
WEEKS = 4
UPGRADES = 3
FOLDER = "backups"
_SUFFIX = ".sqlite3"
_DAILY = re.compile(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ")
_UPGRADE = re.compile(r"before-upgrade-to-\d{4}")


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


def make(database: Path, key: bytes | None, name: str) -> Backup:
    """Copies the database as it is at one moment, and reads the copy back: only if it holds the same, it counts.

    May run beside the program's own connection: a save waits for the copying at most (1 s for 100,000 entries, on a
    busy machine), and not for the reading back. Until it counts, the copy bears another name; a failed one is deleted.

    Raises:
        AppError: E-BACKUP, its reason saying why: E-DISK, E-IO, E-LOCKED, E-KEY, or E-DAMAGED for a source that isn't
            whole.
    """
    path = folder_of(database) / f"{name}{_SUFFIX}"
    try:
        path.parent.mkdir(exist_ok=True)
        used = _key_of(database, key)
        copy_whole(database, used, path, used)
    except (AppError, OSError, SqlError) as error:
        reason = error.code if isinstance(error, AppError) else code_of(error) or _code_of_system(error)
        raise AppError("E-BACKUP", reason=reason, path=str(path.parent)) from error
    return _backup(path)


def _key_of(database: Path, key: bytes | None) -> bytes | None:
    """As `key_for`, asked of SQLite first: closing the file by hand drops the locks of our own connection."""
    try:
        with closing(look(database, key, is_alone=False)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except SqlError:  # so nobody here has it open with this key
        return key_for(database, key)
    return key


def copy_whole(database: Path, key: bytes | None, path: Path, copy_key: bytes | None) -> None:
    """A copy that is on the disk and was compared when it bears the name `path`; both are encrypted, or both are not.

    Raises AppError (E-DAMAGED), OSError, SqlError: nothing is left then.
    """
    unfinished = path.with_name(path.name + ".new")
    try:
        unfinished.unlink(missing_ok=True)
        wanted, rows = _copy(database, key, unfinished, copy_key)
        _compare(unfinished, copy_key, wanted, rows)
        put_in_place(unfinished, path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise


def _copy(database: Path, key: bytes | None, target: Path, target_key: bytes | None) -> tuple[Contents, bytes]:
    """The pages of one snapshot, and what that snapshot held, all its rows too. The copy needs no log beside it."""
    with closing(look(database, key, is_alone=False)) as source, closing(bare(target, target_key)) as made:
        source.execute("BEGIN")
        wanted, rows = contents(source), digest.of_everything(source)
        source.backup(made)  # the whole file is synced once, before it counts
        source.execute("ROLLBACK")
        made.execute("PRAGMA journal_mode=DELETE")
    return wanted, rows


def _compare(made: Path, key: bytes | None, wanted: Contents, rows: bytes) -> None:
    if inspect(made, key) != wanted or _rows(made, key) != rows:
        raise AppError("E-DAMAGED", path=str(made))


def _rows(made: Path, key: bytes | None) -> bytes:
    with closing(look(made, key)) as connection:
        return digest.of_everything(connection)


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
