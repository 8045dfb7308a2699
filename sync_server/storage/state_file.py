"""How many entries this server has taken in all: one short line in a file that backups of the database don't hold.

    <public key of the log, hex> <entries, 20 digits>

Always of the same length and written in place: there is never half a file, and a full disk doesn't matter.
"""

import os
import threading
import time
from pathlib import Path

_SYNC_SECONDS = 1.0
_HOW = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)


class StateFile:
    """For any number of threads; another process may write it too."""

    def __init__(self, path: Path, log_key: bytes) -> None:
        self._path = path
        self._log_key = log_key.hex()
        self._lock = threading.Lock()
        self._synced_at = 0.0

    def read(self) -> int:
        """The number that was kept; 0 for no file, for another server's, and for one that can't be understood.

        Raises:
            OSError: if there is something that can't be read.
        """
        try:
            words = self._path.read_text("ascii", "replace").split()
        except FileNotFoundError:
            return 0
        is_own = len(words) == 2 and words[0] == self._log_key and words[1].isascii() and words[1].isdigit()
        return int(words[1]) if is_own else 0

    def rise(self, entries: int) -> None:
        """Keeps `entries` unless a larger number is there. Raises OSError."""
        with self._lock:
            self._write(max(entries, self.read()))

    def replace(self, entries: int) -> None:
        """Keeps `entries`, whatever is there. Raises OSError."""
        with self._lock:
            self._synced_at = 0.0
            self._write(entries)

    def forget(self) -> None:
        """Raises OSError."""
        self._path.unlink(missing_ok=True)

    def _write(self, entries: int) -> None:
        """To the disk once a second at most (1 to 5 ms each); what a power failure takes only makes it lower."""
        line = f"{self._log_key} {entries:020d}\n".encode("ascii")
        with os.fdopen(os.open(self._path, _HOW, 0o644), "rb+") as file:
            file.write(line)
            file.truncate(len(line))
            file.flush()
            if time.monotonic() - self._synced_at >= _SYNC_SECONDS:
                os.fsync(file.fileno())
                self._synced_at = time.monotonic()
