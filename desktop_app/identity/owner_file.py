"""Small files for their owner alone: written whole, and erased as far as a disk lets a program erase."""

import os
from contextlib import suppress
from errno import EDQUOT, ENOSPC
from pathlib import Path

from desktop_app import log
from desktop_app.durable import sync_folder, write_whole
from desktop_app.errors import AppError

_OWNER_ONLY = 0o600


def put(path: Path, data: bytes) -> None:
    """Over what was there: after a power loss one of the two is there, whole. Raises AppError: E-DISK, E-IO."""
    try:
        write_whole(path, data, mode=_OWNER_ONLY)
    except OSError as error:
        code = "E-DISK" if error.errno in (EDQUOT, ENOSPC) else "E-IO"
        raise AppError(code, path=str(path)) from error


def blank(path: Path) -> None:
    """Zeros over its bytes, where they lie. A flash disk or a journal may keep what was there, out of our reach.

    A disk that refuses costs nothing but this: it is logged.
    """
    try:
        with path.open("r+b") as file:
            file.write(bytes(os.fstat(file.fileno()).st_size))
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
    except OSError as error:
        log.logger.warning("not erased: %s", error.strerror)


def erase(path: Path) -> None:
    """Blanks and removes the file, durably."""
    blank(path)
    with suppress(OSError):
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
