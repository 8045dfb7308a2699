"""Files beside citations, sealed as they travel, in a folder of the profile. No name comes from a person or the line.

    files/<hex of the address>          whole: it has the hash that it is named by
    files/<hex of the address>.part     what has come of it so far, whole pieces only

What is here is noise without the secret in its citation's row, which lies in the encrypted database.
"""

import os
from contextlib import suppress
from pathlib import Path

from desktop_app.durable import UNFINISHED, put_in_place, sync_folder, write_whole
from roadmap_core.assessment.attached import AttachedFile
from roadmap_core.keys.sealed_file import PIECE_BYTES, address_of, count_good_pieces

FOLDER = "files"
_PART = ".part"


class FileShelf:
    """The files of one profile. Everything raises OSError when the disk says no."""

    def __init__(self, profile: Path) -> None:
        self._folder = profile / FOLDER

    def has(self, address: bytes) -> bool:
        return self._path(address).is_file()

    def is_empty(self) -> bool:
        """Whether no file was ever attached or fetched here; costs nothing where that is so."""
        return not self._folder.is_dir()

    def put(self, sealed: bytes) -> bytes:
        """A sealed file, on the disk itself when this returns, whole; its address. A killed try leaves no name."""
        self._make_folder()
        for left in self._folder.glob(f"*{UNFINISHED}"):
            left.unlink()
        address = address_of(sealed)
        write_whole(self._path(address), sealed, mode=0o600)
        return address

    def read(self, address: bytes) -> bytes | None:
        """The sealed file; None if it isn't here, or the disk has changed it: then it has to come again."""
        try:
            sealed = self._path(address).read_bytes()
        except FileNotFoundError:
            return None
        if address_of(sealed) == address:
            return sealed
        self._path(address).unlink()
        return None

    def part_size(self, address: bytes) -> int:
        """How much has come of a file that isn't whole, for showing; `resume` judges it."""
        with suppress(FileNotFoundError):
            return self._part(address).stat().st_size
        return 0

    def resume(self, file: AttachedFile) -> int:
        """How many bytes of the file are here and good; what a cut or a lost power left behind them is thrown away."""
        try:
            come = self._part(file.address).read_bytes()
        except FileNotFoundError:
            return 0
        good = count_good_pieces(come, 0, file.size, file.secret) * PIECE_BYTES
        if good < len(come):
            os.truncate(self._part(file.address), good)
        return good

    def add(self, file: AttachedFile, start: int, come: bytes) -> int:
        """Adds what came from the byte `start` on, whole pieces of this file only; returns how many bytes that were."""
        good = come[: count_good_pieces(come, start, file.size, file.secret) * PIECE_BYTES]
        self._make_folder()
        with self._part(file.address).open("ab") as part:
            part.write(good)
        return len(good)

    def complete(self, file: AttachedFile) -> bool:
        """Whether all of it has come and is what its citation names: then it is whole. If not, all is thrown away."""
        part = self._part(file.address)
        if address_of(part.read_bytes()) != file.address:
            part.unlink()
            return False
        put_in_place(part, self._path(file.address))
        return True

    def _make_folder(self) -> None:
        if self.is_empty():
            self._folder.mkdir(mode=0o700)
            sync_folder(self._folder.parent)

    def _path(self, address: bytes) -> Path:
        return self._folder / address.hex()

    def _part(self, address: bytes) -> Path:
        return self._folder / (address.hex() + _PART)
