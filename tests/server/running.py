"""A real server on loopback for tests: SQLite in a temporary folder, or the database that is given.

    with RunningServer(tmp_path) as server:
        code = server.invite("kaga-jp")          # text to type; server.invitation("kaga-jp") gives its 6 bytes
        httpx.get(server.address + "/v1/health")

It runs in a thread of this process. `server.server` is the Server that services take; `server.clock.now` can be moved.
One that nothing was given to is a copy of one that was set up before: 36 cities and an alliance take a quarter second.
"""

import atexit
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

from roadmap_core.community.cities import City
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.statements import Enrol, Role
from roadmap_core.exchange.joining import INVITATION_BYTES
from roadmap_core.keys.codes import from_code
from roadmap_core.ledger.alliance import AllianceDocument
from sync_server.app import listen, running_server
from sync_server.registrar.office import Office
from sync_server.services import start_epoch as epochs
from sync_server.services.invite import invite
from sync_server.services.server import Server, open_server, set_up
from sync_server.services.take_entries import take_entries
from sync_server.services.trust import trust
from sync_server.settings import DEFAULT_ALLIANCE, Limits, Settings

_START_SECONDS = 20
_FAR_MS = 4_000_000_000_000
UNHURRIED = Limits(requests_per_minute=1_000_000, entries_per_day=1_000_000)
"""A test does in seconds what a computer does in days; tests of these limits bring their own."""


@dataclass
class Clock:
    """The server's clock: real time, moved by `offset` seconds."""

    offset: float = 0.0

    def __call__(self) -> float:
        return time.time() + self.offset


@dataclass
class RunningServer:
    folder: Path
    database: str | None = None
    limits: Limits = UNHURRIED
    alliance: str = DEFAULT_ALLIANCE
    port: int = 0
    clock: Clock = field(default_factory=Clock)
    steady: Callable[[], float] = time.monotonic
    address: str = ""
    copies: bool = True

    def __post_init__(self) -> None:
        self._settings = Settings(self.folder, self.database)
        self.office = Office(self.folder.with_name(self.folder.name + "-registrar"))
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def server(self) -> Server:
        assert self._server is not None, "the server is not running"
        return self._server

    def invite(self, city: str, new: City | None = None) -> str:
        """The code of a new invitation, as an official types it."""
        return invite(self.server, city, new)

    def invitation(self, city: str, new: City | None = None) -> bytes:
        found = from_code(self.invite(city, new), INVITATION_BYTES)
        assert found is not None
        return found

    def admit(self, genesis: Entry, role: Role = Role.LEAD) -> None:
        """As the registrar: what was signed on another machine is taken from its file."""
        city = genesis.genesis.city if genesis.genesis else ""
        signed = self.office.act(city, [Enrol(genesis.hash, role, "", None)], self.server.now_ms())
        take_entries(self.server, [entry.data for entry in signed])

    def new_epoch(self) -> int:
        """As after restoring a backup."""
        return epochs.start_epoch(self.server)

    def start(self) -> Self:
        """Sets the server up where nothing is yet, and runs it; after `stop`, again with what is stored."""
        self.set_up()
        bound = listen("127.0.0.1", self.port)
        self.port = bound.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        is_ready = threading.Event()
        self._uvicorn = running_server(self._server, bound, self.limits, lambda _address: is_ready.set(), self.steady)
        self._thread = threading.Thread(target=self._uvicorn.run, kwargs={"sockets": [bound]}, daemon=True)
        self._thread.start()
        assert is_ready.wait(_START_SECONDS), "the server did not start"
        return self

    def set_up(self) -> Self:
        """All but running: folder, keys, tables, cities, an alliance."""
        if self.copies and self.alliance == DEFAULT_ALLIANCE and not self.folder.exists():
            ready = _ready_made()
            shutil.copytree(
                ready.folder, self.folder, ignore=shutil.ignore_patterns("*.sqlite3*" if self.database else "")
            )
            shutil.copytree(ready.office.folder, self.office.folder, dirs_exist_ok=True)
        set_up(self._settings, self.alliance)
        self._server = open_server(self._settings)
        self._server.clock = self.clock
        self._work_under_an_alliance(self._server)
        return self

    def _work_under_an_alliance(self, server: Server) -> None:
        if not self.office.documents():
            self.office.make_keys()
            registrars = {self.office.registrar.public_key: None}
            keys = (self.office.root.public_key, registrars, (server.log_key,))
            self.office.add_document(AllianceDocument(self.alliance, 1, None, *keys, until_ms=_FAR_MS))
        if server.document != self.office.document():
            trust(server, self.office.documents())

    def stop(self) -> None:
        if self._thread is not None:
            self._uvicorn.should_exit = True
            self._thread.join(_START_SECONDS)
            assert not self._thread.is_alive(), "the server did not stop"
            self._thread = None
        if self._server is not None:
            self._server.close()
            self._server = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


@cache
def _ready_made() -> RunningServer:
    """The one that others are copies of; its folder goes with the process."""
    folder = Path(tempfile.mkdtemp(prefix="server"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    ready = RunningServer(folder / "server", copies=False).set_up()
    ready.stop()
    return ready
