"""A disk that remembers which writes were synced, and shows what a power loss at this moment may leave of the rest.

An `apsw` VFS: SQLite's own calls, passed on to real files and noted. Pessimistic: unsynced writes are kept or lost by
512-byte sectors in any combination; a file that was never synced may be missing; an unlink counts once the folder is
synced. Drives that say "synced" and lie are outside this model.
"""

import itertools
import random
from collections.abc import Callable
from pathlib import Path

import apsw

SECTOR_BYTES = 512
_NUMBERS = itertools.count()


class Kept:
    """One file: what is on the disk for certain, and what was asked for since, in order."""

    def __init__(self) -> None:
        self.durable: bytes | None = None
        self.pending: list[tuple[int, bytes | None]] = []
        self.is_unlinked = False

    def after(self, chance: random.Random | None, *, keeps_all: bool) -> bytes | None:
        """Its content after a power loss; None: no such file. Without `chance` all or nothing of what is pending."""
        if self.is_unlinked and (keeps_all if chance is None else chance.random() < 0.5):
            return None
        if chance is None and not keeps_all:
            return self.durable
        if self.durable is None and chance is not None and chance.random() < 0.2:
            return None
        content = bytearray(self.durable or b"")
        share = 1.0 if chance is None else chance.choice((0.1, 0.5, 0.9))
        for offset, data in self.pending:
            for at, sector in sectors(offset, data):
                if chance is None or chance.random() < share:
                    put(content, at, sector)
        return bytes(content)


def sectors(offset: int, data: bytes | None):
    if data is None:
        yield offset, None
        return
    at = 0
    while at < len(data):
        size = SECTOR_BYTES - (offset + at) % SECTOR_BYTES
        yield offset + at, data[at : at + size]
        at += size


def put(content: bytearray, at: int, data: bytes | None) -> None:
    """A write; None: the file ends at `at`."""
    if data is None:
        del content[at:]
        return
    content.extend(bytes(max(0, at + len(data) - len(content))))
    content[at : at + len(data)] = data


class Disk(apsw.VFS):
    """Attributes:
    files: by name.
    on_event: called after each write, sync, truncation and unlink.
    fails: called before each of them with its kind; may raise what the disk would say.
    """

    def __init__(self, on_event: Callable[[], None] = lambda: None, fails: Callable[[str], None] = lambda _kind: None):
        self.name = f"disk{next(_NUMBERS)}"
        super().__init__(self.name, "", iVersion=1)
        self.files: dict[str, Kept] = {}
        self.on_event, self.fails = on_event, fails

    def open(self, path: Path) -> apsw.Connection:
        return apsw.Connection(str(path), vfs=self.name)

    def xOpen(self, name, flags):  # noqa: N802
        return File(self, name, flags)

    def xDelete(self, name, sync_folder):  # noqa: N802
        self.fails("unlink")
        super().xDelete(name, sync_folder)
        if (kept := self.files.get(Path(name).name)) is not None:
            kept.is_unlinked = True
        if sync_folder:
            self.sync_folder()
        self.on_event()

    def sync_folder(self) -> None:
        self.files = {name: kept for name, kept in self.files.items() if not kept.is_unlinked}

    def image(self, chance: random.Random | None, *, keeps_all: bool = False) -> dict[str, bytes]:
        found = {name: kept.after(chance, keeps_all=keeps_all) for name, kept in self.files.items()}
        return {name: content for name, content in found.items() if content is not None}


class File(apsw.VFSFile):
    def __init__(self, disk: Disk, name, flags) -> None:
        self.disk = disk
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        super().__init__("", name, flags)
        self.kept = disk.files.setdefault(Path(path).name, Kept()) if path else Kept()
        if self.kept.is_unlinked:
            self.kept.is_unlinked = False
            self.kept.pending.append((0, None))

    def xWrite(self, data, offset):  # noqa: N802
        self.disk.fails("write")
        super().xWrite(data, offset)
        self.kept.pending.append((offset, bytes(data)))
        self.disk.on_event()

    def xTruncate(self, size):  # noqa: N802
        self.disk.fails("truncate")
        super().xTruncate(size)
        self.kept.pending.append((size, None))
        self.disk.on_event()

    def xSync(self, flags):  # noqa: N802
        self.disk.fails("sync")
        if self.kept.durable is None:  # the unix VFS syncs the folder with the first sync of a new journal or log
            self.disk.sync_folder()
        content = bytearray(self.kept.durable or b"")
        for offset, data in self.kept.pending:
            put(content, offset, data)
        self.kept.durable, self.kept.pending = bytes(content), []
        self.disk.on_event()
