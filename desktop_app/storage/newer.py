"""Reads the database of a newer program from a copy: nothing in its folder changes, and nothing can be written."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import event

from desktop_app.errors import AppError
from desktop_app.storage.engine import Driver, Engine, SqlError, code_of, open_engine

_BESIDE = ("", "-wal", "-journal")


def open_copy(path: Path, key: bytes) -> tuple[Engine, "TemporaryDirectory[str]"]:
    """An engine on a copy of the database at `path`, and the folder that holds the copy until it is cleaned up.

    Raises:
        AppError: E-IO, E-DISK.
    """
    folder = TemporaryDirectory(prefix="waymark-")
    try:
        for suffix in _BESIDE:
            source = path.with_name(path.name + suffix)
            if source.exists():
                shutil.copyfile(source, Path(folder.name) / source.name)
    except OSError:
        folder.cleanup()
        raise
    engine = open_engine(Path(folder.name) / path.name, key)
    event.listen(engine, "connect", _only_read)
    return engine, folder


@contextmanager
def in_known_form(path: Path) -> Iterator[None]:
    """Around the first questions to such a database. Raises AppError (E-NEWER) where its form is another."""
    try:
        yield
    except AppError:
        raise
    except Exception as error:
        cause = getattr(error, "orig", error)
        if isinstance(cause, SqlError | LookupError | ValueError):
            raise AppError(code_of(cause) or "E-NEWER", path=str(path)) from error
        raise


def _only_read(driver: Driver, _record: object) -> None:
    driver.execute("PRAGMA query_only=ON")
