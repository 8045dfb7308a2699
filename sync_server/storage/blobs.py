"""Files that cities attach, each in a file named by its SHA-256, in a folder of its city. No name comes from the wire.

    blobs/<hex of the city's id>/<hex of the SHA-256>           whole
    blobs/<hex of the city's id>/<hex of the SHA-256>.part      what has come so far

What is whole has the hash that it is named by: it is written under the other name, brought to the disk, and renamed.
"""

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path

_PART = ".part"
_BLOCK_BYTES = 4096
"""The least that a file takes of the disk."""
_STALE_SECONDS = 7 * 24 * 60 * 60
_READ_BYTES = 256 * 1024
_WRITING = threading.Lock()
"""One piece at a time. Of two processes that write the same file, the hash notices what comes of it."""


class CityBlobs:
    """The files of one city. Digests are 32 bytes."""

    def __init__(self, folder: Path, city: str) -> None:
        self._folder = folder / city.encode().hex()

    def size(self, digest: bytes) -> int | None:
        """Of a whole file, in bytes; None if it isn't whole."""
        return _size(self._path(digest))

    def held(self, digest: bytes) -> int:
        """How many bytes have come of a file that isn't whole."""
        return _size(self._part(digest)) or 0

    def used(self) -> int:
        """Bytes that the files take; those that nobody went on with for a week are thrown away."""
        total = 0
        with contextlib.suppress(FileNotFoundError), os.scandir(self._folder) as found:
            for one in found:
                status = one.stat()
                if one.name.endswith(_PART) and status.st_mtime < time.time() - _STALE_SECONDS:
                    Path(one.path).unlink(missing_ok=True)
                else:
                    total += max(status.st_size, _BLOCK_BYTES)
        return total

    def append(self, digest: bytes, offset: int, piece: bytes) -> int | None:
        """Adds a piece. Returns how many bytes there are now; None, and nothing is added, if it belongs elsewhere."""
        with _WRITING:
            if self.held(digest) != offset:
                return None
            self._folder.mkdir(parents=True, exist_ok=True)
            with self._part(digest).open("ab") as file:
                file.write(piece)
            return offset + len(piece)

    def complete(self, digest: bytes) -> bool:
        """Whether what has come has the hash that it should; then it is whole, and on the disk."""
        part = self._part(digest)
        with _WRITING:
            if not part.exists() or _digest(part) != digest:
                return False
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            part.replace(self._path(digest))
            _sync_folder(self._folder)
        return True

    def throw_away(self, digest: bytes) -> None:
        """Forgets what has come of a file that isn't whole."""
        with _WRITING:
            self._part(digest).unlink(missing_ok=True)

    def read(self, digest: bytes, start: int, end: int) -> Iterator[bytes]:
        """The bytes of a whole file from `start` to before `end`."""
        with self._path(digest).open("rb") as file:
            file.seek(start)
            while start < end and (piece := file.read(min(_READ_BYTES, end - start))):
                start += len(piece)
                yield piece

    def _path(self, digest: bytes) -> Path:
        return self._folder / digest.hex()

    def _part(self, digest: bytes) -> Path:
        return self._folder / (digest.hex() + _PART)


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return file_digest(file, "sha256").digest()


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def _sync_folder(folder: Path) -> None:
    """Brings a new name to the disk; Windows does so by itself and opens no folders."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
