"""Real profiles in temporary folders, with a clock and a chance that a test holds in its hand, and no server."""

import random
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.start import CityChoice, begin
from desktop_app.operations.workspace import Workspace, open_workspace
from desktop_app.storage import entry_log, projector, queries
from desktop_app.storage.engine import driver_of, reading, transaction
from desktop_app.storage.views import QuestionView
from roadmap_core.entries.entry import Entry, claimed_log, read_entry, read_genesis
from roadmap_core.entries.identifiers import EntryHash

KAGA = CityChoice("kaga-jp", "Kaga", "JP")
MORNING_MS = 1_790_000_000_000


@dataclass
class Clock:
    """Shows what it is told."""

    now_ms: int = MORNING_MS

    def __call__(self) -> int:
        return self.now_ms


@dataclass
class Computer:
    """One computer of Kaga, its official at the keyboard."""

    workspace: Workspace
    clock: Clock = field(default_factory=Clock)

    def view(self, question_id: str) -> QuestionView:
        return queries.question(self.workspace.store, question_id)

    def entries(self) -> list[Entry]:
        """Seals, and gives everything that is here."""
        seal_drafts(self.workspace)
        with reading(self.workspace.engine) as connection:
            return [read(connection, data) for data in entry_log.all_data(connection)]

    def take(self, entries: list[Entry]) -> frozenset:
        """Stores entries of another computer, as a page of the server would."""
        with transaction(self.workspace.engine) as connection:
            return projector.project(connection, entry_log.append(connection, entries, self.clock()))

    def tables(self, *names: str) -> dict[str, list]:
        """Whole tables, for comparing bytes."""
        with reading(self.workspace.engine) as connection:
            driver = driver_of(connection)
            return {name: driver.execute(f"SELECT * FROM {name}").fetchall() for name in names}

    def place(self, hashes: list[EntryHash], confirmed_ms: int = MORNING_MS) -> None:
        """Gives entries positions, as a checked head would."""
        with transaction(self.workspace.engine) as connection:
            for position, whole in enumerate(hashes, 1):
                row = (position, confirmed_ms, whole)
                driver_of(connection).execute("UPDATE entry SET position = ?, confirmed_ms = ? WHERE hash = ?", row)


def read(connection, data: bytes) -> Entry:
    log = claimed_log(data)
    found = read_genesis(data) if log is None else read_entry(data, entry_log.public_key(connection, log))
    assert isinstance(found, Entry)
    return found


def open_computer(folder: Path, official: str = "M. Sato", *, seed: int = 1, computer: str = "") -> Computer:
    """A new profile, begun."""
    clock = Clock()
    workspace = open_workspace(folder, clock, random.Random(seed).randbytes)
    begin(workspace, KAGA, official, computer=computer)
    return Computer(workspace, clock)
