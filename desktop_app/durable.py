"""Makes the system write what it holds back: a file's bytes, and the names in a folder.

A power loss leaves the old file or the new one, whole (security.md, "Vault file"; reliability.md, R2).
"""

import os
from contextlib import suppress
from errno import EINVAL, ENOTSUP
from pathlib import Path

UNFINISHED = ".not-finished"
"""What a file is called while it is written: who finds one must not use it, nor carry it away."""
_OPEN_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def sync_file(path: Path) -> None:
    """Returns when the file's bytes are on the disk. Raises OSError when the disk says no."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Returns when renames in this folder are on the disk. Raises OSError when the disk says no.

    Windows has no such call, and journals names itself; the file systems of some sticks have none either.
    """
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (EINVAL, ENOTSUP):
            raise
    finally:
        os.close(handle)


def put_in_place(unfinished: Path, path: Path) -> None:
    """A finished file takes its name, over an older one: after a power loss one of the two is there, whole."""
    sync_file(unfinished)
    unfinished.replace(path)
    sync_folder(path.parent)


def write_whole(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    """`data` in `path`, on the disk itself when this returns; after a failure what was there before.

    `mode` says who may read it, before the system's mask: 0o600 for what is the owner's alone.

    Raises:
        OSError: and nothing unfinished is left behind, as far as the disk lets us.
    """
    unfinished = path.with_name(path.name + UNFINISHED)
    unfinished.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(unfinished, _OPEN_NEW, mode), "wb") as file:
            file.write(data)
        put_in_place(unfinished, path)
    except OSError:
        with suppress(OSError):
            unfinished.unlink()
        raise
