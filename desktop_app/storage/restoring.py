"""Puts a copy in the place of a profile's database. What lay there before is kept beside it, never deleted.

The copy is laid down whole under a name that says what it is for; from then on every start finishes the exchange of
names, so a power loss at any point leaves the old database or the restored one, and never none.
"""

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

from desktop_app.durable import put_in_place, sync_file, sync_folder
from desktop_app.errors import AppError

_BESIDE = ("-wal", "-journal", "-shm")
"""What SQLite keeps beside a database; it belongs to that database alone, and goes with it."""


def put_back(copy: Path, database: Path, moment: str, is_whole: Callable[[Path], bool]) -> Path | None:
    """Restores; `moment` names what is kept. Returns the old file's new place, None if none was.

    `is_whole` is asked of what was laid down, before it counts. Nobody has the database open.

    Raises:
        AppError: E-DAMAGED, and nothing was changed. OSError.
    """
    moment = _free(database, moment)
    waiting = database.with_name(f"{database.name}.restored-{moment}")
    unfinished = waiting.with_name(waiting.name + ".new")
    shutil.copyfile(copy, unfinished)
    sync_file(unfinished)
    if not is_whole(unfinished):
        unfinished.unlink()
        raise AppError("E-DAMAGED", path=str(copy))
    put_in_place(unfinished, waiting)
    finish(database)
    kept = _kept(database, moment)
    return kept if kept.exists() else None


def put_log_aside(database: Path, moment: str) -> Path:
    """A log that doesn't belong to the file, kept under another name; returns that. Nobody has the database open.

    Raises OSError.
    """
    log = database.with_name(f"{database.name}-wal")
    kept = _kept(database, _free(database, moment))
    kept = kept.with_name(f"{kept.name}-wal")
    log.replace(kept)
    database.with_name(f"{database.name}-shm").unlink(missing_ok=True)
    sync_folder(database.parent)
    return kept


def _free(database: Path, moment: str) -> str:
    """A name under which nothing is kept yet: two restores within a second keep two files."""
    names = (moment if n == 1 else f"{moment}-{n}" for n in count(1))
    return next(name for name in names if not any(_kept(database, f"{name}{end}").exists() for end in ("", "-wal")))


def finish(database: Path) -> None:
    """Finishes a restore that has begun, if one has. Raises OSError."""
    waiting = _waiting(database)
    if waiting is None:
        return
    moment = waiting.name.removeprefix(f"{database.name}.restored-")
    kept = _kept(database, moment)
    for suffix in _BESIDE:
        beside = database.with_name(database.name + suffix)
        if beside.exists():
            beside.replace(kept.with_name(kept.name + suffix))
    if database.exists():
        database.replace(kept)
    sync_folder(database.parent)
    waiting.replace(database)
    sync_folder(database.parent)


def _kept(database: Path, moment: str) -> Path:
    return database.with_name(f"{database.name}.kept-{moment}")


def _waiting(database: Path) -> Path | None:
    found = [path for path in database.parent.glob(f"{database.name}.restored-*") if path.suffix != ".new"]
    return min(found, default=None)
