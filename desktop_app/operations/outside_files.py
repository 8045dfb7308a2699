"""Files that people choose, on their disk or a stick: written whole or not at all, read within a size."""

from pathlib import Path

from desktop_app import durable
from desktop_app.errors import AppError

LARGEST_FILE_BYTES = 128 * 1024 * 1024


def write_whole(file: Path, data: bytes, code: str) -> None:
    """`data` in `file`, on the medium itself when this returns; before, and after a failure, what was there before.

    Raises:
        AppError: `code`, with the path.
    """
    try:
        durable.write_whole(file, data)
    except OSError as error:
        raise AppError(code, path=str(file)) from error


def read_whole(file: Path) -> bytes:
    """Raises AppError (E-FILE) for a file that can't be read or is larger than 128 MiB."""
    try:
        if file.stat().st_size > LARGEST_FILE_BYTES:
            raise AppError("E-FILE", path=str(file))
        return file.read_bytes()
    except OSError as error:
        raise AppError("E-FILE", path=str(file)) from error
