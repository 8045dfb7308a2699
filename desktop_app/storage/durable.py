"""Makes the system write what it holds back: a file's bytes, and the names in a folder. Knows nothing of databases."""

import os
from pathlib import Path


def sync_file(path: Path) -> None:
    """Returns when the file's bytes are on the disk. Raises OSError when the disk says no."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Returns when renames in this folder are on the disk; Windows has no such call, and journals names itself."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def put_in_place(unfinished: Path, path: Path) -> None:
    """A finished file takes its name, over an older one: after a power loss one of the two is there, whole."""
    sync_file(unfinished)
    unfinished.replace(path)
    sync_folder(path.parent)
