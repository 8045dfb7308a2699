"""A computer of a run: a real profile that real operations work on; it crashes, is restored and cloned."""

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlcipher3 import dbapi2

from desktop_app import paths
from desktop_app.operations import workspace as workspaces
from desktop_app.operations.profile_keys import keys_of
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import backups, engine
from desktop_app.storage.cipher import raw_key
from desktop_app.storage.engine import Driver
from desktop_app.storage.migrate import open_database
from desktop_app.storage.views import QuestionView
from desktop_app.sync.outcome import Outcome
from desktop_app.sync.round import run_round
from desktop_app.sync.session import Session
from roadmap_core.entries.identifiers import EntryHash, OpId, Register
from roadmap_core.instrument.catalogue import Catalogue
from roadmap_core.instrument.loading import load_instrument
from tests.peeking import SAMPLE_KEY
from tests.simulation.alliance_server import copied, shared_statements
from tests.simulation.patches import replace
from tests.simulation.wire import Line


class ComputerCrash(BaseException):
    """The program ended at a commit; `image` are its files as they were then."""

    def __init__(self, image: Path) -> None:
        super().__init__("crash")
        self.image = image


class CrashPlan:
    """Ends the program at its next commits, before or after what is committed is on the disk."""

    def __init__(self, folder: Path, image: Path, commits: int, *, after: bool) -> None:
        self.folder, self.image, self.commits, self.after = folder, image, commits, after

    def crash(self) -> None:
        raise ComputerCrash(copied(self.folder, self.image))


class Watched(Driver):
    """A connection whose commits are crash points."""

    plan: CrashPlan | None = None

    def execute(self, statement: str, *args: Any) -> dbapi2.Cursor:
        plan = Watched.plan
        if plan is None or statement != "COMMIT":
            return super().execute(statement, *args)
        plan.commits -= 1
        if plan.commits == 0 and not plan.after:
            plan.crash()
        done = super().execute(statement)
        if plan.commits == 0:
            plan.crash()
        return done


def _connect(path: Path, key: bytes) -> Driver:
    """As `engine.connect`, without waiting for a disk that is memory."""
    made = dbapi2.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256, factory=Watched)
    made.set_key(raw_key(key))
    for setting in ("journal_mode=WAL", "synchronous=OFF", "foreign_keys=ON"):
        made.execute(f"PRAGMA {setting}")
    return made


def light_profiles() -> None:
    """Profiles read one questionnaire, loaded once, and their connections can crash."""
    instrument = load_instrument(*paths.instrument_text())
    catalogue = Catalogue.of(instrument)
    replace(workspaces, "load_instrument", lambda *_: instrument)
    replace(workspaces, "Catalogue", SimpleNamespace(of=lambda _: catalogue))
    replace(engine, "connect", _connect)
    shared_statements(engine)


class _Session(Session):
    """Leaves the community's figures aside: they travel apart from the sync, and take a fifth of its time."""

    @property
    def wants_community(self) -> bool:
        return False


@cache
def template(folder: Path) -> Path:
    made = folder / "profile-template.sqlite3"
    open_database(made, SAMPLE_KEY).dispose()
    return made


class Clock:
    """A computer's clock: right, years off, standing still, or set back at every start."""

    KINDS = ("right", "right", "right", "ahead", "behind", "frozen", "back at each start")
    YEAR_MS = 365 * 86_400_000

    def __init__(self, kind: str, world_ms: Callable[[], int], chance: random.Random) -> None:
        self.kind, self._world_ms = kind, world_ms
        self._frozen_ms = world_ms()
        years = chance.randint(1, 50)
        self._offset_ms = {"ahead": years, "behind": -years}.get(kind, 0) * self.YEAR_MS

    def __call__(self) -> int:
        return self._frozen_ms if self.kind == "frozen" else self._world_ms() + self._offset_ms

    def go_on(self) -> None:
        """A clock that stood still runs again, from where it is."""
        if self.kind == "frozen":
            self.kind, self._offset_ms = "behind", self._frozen_ms - self._world_ms()

    def boot(self) -> None:
        if self.kind == "back at each start":
            self._offset_ms -= self.YEAR_MS


class SimComputer:
    """One installation. What the people at it were shown and did is remembered apart from its files.

    Attributes:
        held: hashes of the entries that it holds.
        own: those that this installation sealed, before it was cloned included.
        shown: by register, the operations of forms that were saved.
        saved: by register, the values of which one must stand, as a person saved them and nobody replaced them.
        confirmed: entries that it has shown as being on the server.
        looked_at: which state of its files the ledger has seen.
        forms: forms that are open, by question, and how many rounds had run when they were opened.
    """

    def __init__(self, world: Any, name: str, city: str, clock: Clock) -> None:
        self.world, self.name, self.city, self.clock = world, name, city, clock
        self.random = random.Random(f"{world.seed} {name}").randbytes
        self.held: set[EntryHash] = set()
        self.own: set[EntryHash] = set()
        self.shown: dict[Register, set[OpId]] = {}
        self.saved: dict[Register, set[bytes]] = {}
        self.confirmed: set[EntryHash] = set()
        self.forms: dict[str, tuple[QuestionView, int]] = {}
        self.looked_at = (0, 0)
        self.rounds = 0
        self.is_late = False

    def install(self) -> "SimComputer":
        self.folder = self.world.room(self.name)
        key = keys_of(self.folder, random=self.random).database_key()
        made = template(self.world.templates)
        backups.copy_whole(made, SAMPLE_KEY, paths.database_file(self.folder), key)
        return self.start()

    def start(self) -> "SimComputer":
        self.clock.boot()
        self.forms.clear()
        self.looked_at = (0, 0)
        self.workspace: Workspace = workspaces.open_workspace(self.folder, self.clock, self.random)
        self.session = _Session(lambda _address: Line(self.world), self.world.seconds)
        return self

    def round(self, *, is_polling: bool = False) -> Outcome:
        self.rounds += 1
        return run_round(self.workspace, self.session, is_polling=is_polling)

    def stop(self) -> None:
        self.session.close()
        self.workspace.close()

    def start_from(self, image: Path) -> None:
        """Another copy of the files takes the place of this one."""
        self.stop()
        self.folder = image
        self.start()

    def copy_files(self) -> Path:
        return copied(self.folder, self.world.room(self.name))

    def memory(self) -> dict[str, Any]:
        """What the people at it know, to go with a copy of its files."""
        return {
            "held": set(self.held),
            "own": set(self.own),
            "shown": {register: set(ops) for register, ops in self.shown.items()},
            "saved": {register: set(values) for register, values in self.saved.items()},
            "confirmed": set(self.confirmed),
        }

    def remember(self, memory: dict[str, Any]) -> None:
        for name, value in memory.items():
            setattr(self, name, value)
