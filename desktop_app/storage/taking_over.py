"""Encrypts, once, what an earlier program kept plain: the database, its backups, and the copies kept after a restore.

The encrypted copy is made under another name, compared row by row, and synced. Only then the plain file steps aside,
the copy takes its name, and the plain bytes are overwritten and deleted. Killed at any point, the next start finds the
plain file or the encrypted one, whole, and goes on. (A flash disk keeps overwritten bytes until it needs their room.)
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from desktop_app import log
from desktop_app.durable import put_in_place, sync_folder
from desktop_app.errors import AppError
from desktop_app.storage import backups, digest
from desktop_app.storage.cipher import Kind, is_sealed, kind_of, raw_key
from desktop_app.storage.engine import SqlError, bare, code_of
from desktop_app.storage.inspection import inspect

_ROOM = 2
"""Free space, as a multiple of the plain file: the copy, and the log that is folded in."""
_PLAIN, _SEALED = ".plain", ".sealed"
_CHUNK_BYTES = 1024 * 1024
_NUMBERS = ("user_version", "application_id")


def take_over(database: Path, key: bytes) -> None:
    """Encrypts whatever of the profile is plain. Nobody has the database open, and it was found sound.

    Raises:
        AppError: E-NO-ROOM, E-DISK, E-IO, E-LOCKED, E-DAMAGED: then the database is plain as before. A backup that
            can't be read whole stays as it is.
    """
    if kind_of(database, key) is Kind.PLAIN:
        _encrypt(database, key)
        log.logger.info("the database is encrypted now")
    for left in _unfinished(database):
        finish(left.with_suffix(""))
    for copy in _copies(database):
        if kind_of(copy, key) is Kind.PLAIN:
            try:
                _encrypt(copy, key)
            except AppError as error:
                log.logger.warning("left plain: %s %s", copy.name, error.code)


def finish(path: Path) -> None:
    """Finishes the exchange of names that was begun, if one was. Raises OSError."""
    plain, sealed = _plain(path), _sealed(path)
    if not path.exists():
        for waiting in (sealed, plain):
            if waiting.exists():
                waiting.replace(path)
                sync_folder(path.parent)
                break
    elif sealed.exists() and not plain.exists():
        sealed.unlink()  # the plain file may have gone on since
    if plain.exists() and not sealed.exists() and path.exists() and is_sealed(path):
        _wipe(plain)


def _unfinished(database: Path) -> list[Path]:
    """What a kill left between two names."""
    copies, folder = database.parent.glob(f"{database.name}.kept-*"), backups.folder_of(database)
    return [path for path in (*copies, *folder.glob("*")) if path.suffix in (_PLAIN, _SEALED)]


def _copies(database: Path) -> Iterator[Path]:
    for one in backups.every(database):
        yield one.path
    for kept in database.parent.glob(f"{database.name}.kept-*"):
        if not kept.name.endswith(("-wal", "-journal", "-shm", _PLAIN, _SEALED, ".new")):
            yield kept


def _plain(path: Path) -> Path:
    return path.with_name(path.name + _PLAIN)


def _sealed(path: Path) -> Path:
    return path.with_name(path.name + _SEALED)


def _encrypt(path: Path, key: bytes) -> None:
    missing = _ROOM * path.stat().st_size - shutil.disk_usage(path.parent).free
    if missing > 0:
        raise AppError("E-NO-ROOM", megabytes=missing // 1_000_000 + 1)
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    unfinished = _sealed(path).with_name(_sealed(path).name + ".new")
    try:
        unfinished.unlink(missing_ok=True)
        _export(path, unfinished, key)
        os.utime(unfinished, ns=times)  # a backup's age
        put_in_place(unfinished, _sealed(path))
        path.replace(_plain(path))
        sync_folder(path.parent)
        finish(path)
    except (OSError, SqlError) as error:
        raise AppError(code_of(error) or "E-IO", path=str(path)) from error


def _export(path: Path, target: Path, key: bytes) -> None:
    """All of it, from one snapshot. Raises AppError (E-DAMAGED) if the copy holds anything else."""
    with closing(bare(path, None)) as source:
        source.execute("PRAGMA synchronous=FULL")
        source.execute("PRAGMA journal_mode=DELETE")  # folds the log into the file
        source.execute("ATTACH ? AS sealed KEY ?", (str(target), raw_key(key)))
        source.execute("PRAGMA sealed.synchronous=OFF")
        source.execute("BEGIN")
        source.execute("SELECT sqlcipher_export('sealed')")
        for name in _NUMBERS:
            (number,) = source.execute(f"PRAGMA main.{name}").fetchone()
            source.execute(f"PRAGMA sealed.{name}={number}")
        source.execute("COMMIT")
        source.execute("DETACH sealed")
        wanted = digest.of_everything(source)
    if inspect(target, key) != inspect(path, None):
        raise AppError("E-DAMAGED", path=str(path))
    with closing(bare(target, key)) as copy:
        if digest.of_everything(copy) != wanted:
            raise AppError("E-DAMAGED", path=str(path))


def _wipe(path: Path) -> None:
    left = path.stat().st_size
    with path.open("r+b") as file:
        while left > 0:
            left -= file.write(bytes(min(left, _CHUNK_BYTES)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
