"""One program at a time on a profile: a second one is told, and writes nothing (faults.md, row 45)."""

import sys
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from desktop_app.errors import AppError


class ProfileLock:
    """Holds a profile's folder for this process. The system lets go of it when the process ends, however it ends."""

    def __init__(self, profile: Path) -> None:
        """Takes the lock. Raises AppError (E-RUNNING) if another process, or another part of this one, holds it."""
        profile.mkdir(parents=True, exist_ok=True)
        self._file = (profile / "lock").open("a+b")
        try:
            _lock(self._file)
        except OSError as error:
            self._file.close()
            raise AppError("E-RUNNING") from error

    def release(self) -> None:
        """Lets go. Does nothing the second time."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
