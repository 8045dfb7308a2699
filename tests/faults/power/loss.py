"""Plays recorded steps on the disk that remembers, pulls the plug at every event, and opens what is left.

The disk is a VFS of apsw, whose SQLite knows no cipher: so this shows what the settings and the statements are worth,
page by page in the clear. SQLCipher works above the same pager and log, and calls the disk in the same order; that the
encrypted file itself survives is shown by kills, full disks and refused writes (test_local_storage, test_encrypted).
"""

import random
import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import apsw

from tests.faults.power.disk import Disk
from tests.faults.power.recorded import Step

MEMORY = Path("/dev/shm")
DATABASE = "waymark.sqlite3"
CHECKPOINT_PAGES = 60
"""So that a short run resets its log several times; the program's own is SQLite's 1,000."""


@dataclass
class Losses:
    """What was found in the images.

    Attributes:
        found: images by "whole", "lost" (opens, but isn't a state between the last that was called saved and the one
            being saved), "corrupt" (doesn't open, or isn't sound).
        first: the first that was not whole: the event, and what was wrong.
    """

    found: Counter[str] = field(default_factory=Counter)
    first: str = ""

    @property
    def images(self) -> int:
        return self.found.total()

    @property
    def broken(self) -> int:
        return self.found["lost"] + self.found["corrupt"]


def settings_of(mode: str, synchronous: str) -> tuple[str, ...]:
    return (f"journal_mode={mode}", f"synchronous={synchronous}")


def begin(disk: Disk, folder: Path, settings: tuple[str, ...]) -> apsw.Connection:
    connection = disk.open(folder / DATABASE)
    # this kind of VFS has no shared memory; the calls for the files are the same
    for setting in ("locking_mode=EXCLUSIVE", *settings, f"wal_autocheckpoint={CHECKPOINT_PAGES}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {setting}").fetchall()
    return connection


def play(connection: apsw.Connection, step: Step) -> None:
    for statement in step:
        connection.execute(statement).fetchall()


def states(steps: list[Step], settings: tuple[str, ...]) -> list[bytes]:
    """The digest before the first step, and after each."""
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        connection = begin(Disk(), Path(folder), settings)
        found = [digest(connection)]
        for step in steps:
            play(connection, step)
            found.append(digest(connection))
        connection.close()
    return found


def digest(connection: apsw.Connection | sqlite3.Connection) -> bytes:
    """Of everything in every table, and of the schema."""
    whole = sha256()
    schema = list(connection.execute("SELECT name, type, sql FROM sqlite_master ORDER BY name, type"))
    whole.update(repr(schema).encode())
    for name in (name for name, kind, _ in schema if kind == "table"):
        rows = sorted(repr(row) for row in connection.execute(f'SELECT * FROM "{name}"'))
        whole.update(repr(rows).encode())
    return whole.digest()


def lose_power(steps: list[Step], settings: tuple[str, ...], *, images: int, seed: int, begin_at: int = 0) -> Losses:
    """About `images` images, spread over all events of the steps from `begin_at` on; each is opened."""
    chance = random.Random(seed)
    wanted = states(steps, settings)
    events = _events(steps, settings, begin_at)
    losses = Losses()
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        acknowledged, number = 0, 0
        left = Path(folder) / "left"

        def pull_the_plug() -> None:
            nonlocal number
            if acknowledged < begin_at:
                return
            number += 1
            due = images * number // events - losses.images
            for n in range(due):
                kind = min(2, n)
                image = disk.image(chance if kind == 2 else None, keeps_all=kind == 1)
                verdict = judge(image, left, wanted[acknowledged : acknowledged + 2])
                losses.found[verdict] += 1
                if verdict != "whole" and not losses.first:
                    losses.first = f"event {number}, image {n}, after step {acknowledged}: {verdict}"

        (Path(folder) / "played").mkdir()
        left.mkdir()
        disk = Disk(pull_the_plug)
        connection = begin(disk, Path(folder) / "played", settings)
        for step in steps:
            play(connection, step)
            acknowledged += 1
        connection.close()
    return losses


def _events(steps: list[Step], settings: tuple[str, ...], begin_at: int) -> int:
    count = 0

    def one_more() -> None:
        nonlocal count
        count += 1

    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        disk = Disk()
        connection = begin(disk, Path(folder), settings)
        for step in steps[:begin_at]:
            play(connection, step)
        disk.on_event = one_more
        for step in steps[begin_at:]:
            play(connection, step)
        connection.close()
    return max(count, 1)


def judge(image: dict[str, bytes], folder: Path, allowed: list[bytes]) -> str:
    """What SQLite makes of the files that are left."""
    for path in folder.iterdir():
        path.unlink()
    for name, content in image.items():
        (folder / name).write_bytes(content)
    try:
        with closing(sqlite3.connect(folder / DATABASE)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return "corrupt"
            return "whole" if digest(connection) in allowed else "lost"
    except sqlite3.DatabaseError:
        return "corrupt"


def _memory() -> Path | None:
    return MEMORY if MEMORY.is_dir() else None
