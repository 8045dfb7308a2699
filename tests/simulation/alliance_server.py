"""The server of a run: the real one on a real SQLite file, that crashes, is restored, and starts again."""

import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace as replaced
from functools import cache
from importlib import resources
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import event

from roadmap_core.community.cities import load_cities
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash, entry_hash
from roadmap_core.entries.statements import Enrol, Role, Statement
from roadmap_core.exchange.stream import read_sequence
from roadmap_core.keys.ed25519 import KEY_BYTES
from roadmap_core.ledger.alliance import AllianceDocument
from sync_server.app import create_api
from sync_server.registrar import office as offices
from sync_server.registrar.office import Office
from sync_server.routes import bodies, exchange, reading
from sync_server.services import invite as invitations
from sync_server.services import log_key, start_epoch
from sync_server.services import server as services
from sync_server.services.alliance import held_documents
from sync_server.services.list_cities import list_city
from sync_server.services.take_entries import take_entries
from sync_server.services.trust import trust
from sync_server.settings import Limits, Settings
from sync_server.storage import database
from tests.simulation.patches import replace
from tests.simulation.wire import Sent, ServerCrash, call

FREELY = Limits(counts_loopback=False, requests_per_minute=10**9, entries_per_day=10**9, enrolments_per_hour=10**9)
_FAR_MS = 200_000_000_000_000
CITY_IDS = ("kaga-jp", "bilbao-es")


def shared_statements(module: Any) -> None:
    """Engines that `module` makes share what SQLAlchemy has compiled: a run makes a dozen of them."""
    make, first = module.create_engine, []

    def create(*args: Any, **kwargs: Any) -> Any:
        made = make(*args, **kwargs)
        if not first:
            first.append(made)
            made.connect().close()
        made.dialect, made._compiled_cache = first[0].dialect, first[0]._compiled_cache
        return made

    replace(module, "create_engine", create)


class _Patient:
    """A time limit that nobody reaches: bodies are here whole, or cut."""

    async def __aenter__(self) -> None:
        pass

    async def __aexit__(self, *_error: object) -> None:
        pass


def one_thread() -> None:
    """Routes call their services where they are, and the server's chance comes from the run's seed."""

    async def here(work: Callable[..., Any], *args: Any) -> Any:
        return work(*args)

    for module in (exchange, reading):
        replace(module, "run_in_threadpool", here)
    replace(bodies, "asyncio", SimpleNamespace(timeout=lambda _seconds: _Patient()))
    shared_statements(database)


def seed_chance(chance: random.Random) -> None:
    """The server's secrets are drawn from here until the next call."""
    drawn = SimpleNamespace(
        token_bytes=chance.randbytes,
        randbelow=chance.randrange,
        token_hex=lambda size: chance.randbytes(size).hex(),
    )
    for module in (services, invitations, log_key, offices):
        replace(module, "secrets", drawn)


def _list_two(connection: Any) -> None:
    """The other 34 cities would be counted anew at each rebuilding, for nothing."""
    text = resources.files("resources").joinpath("cities", "pioneer_cities.csv").read_text(encoding="utf-8")
    for city in load_cities(text, "pioneer_cities.csv"):
        if city.id in CITY_IDS:
            list_city(connection, city)


@cache
def template(folder: Path, *, is_real: bool) -> Path:
    """A server that was set up and that nobody has used; keys are of the kind that is in force."""
    made = folder / f"server-template-{is_real}"
    seed_chance(random.Random("template"))
    replace(services, "list_pioneer_cities", _list_two)
    services.set_up(Settings(made))
    server = services.open_server(Settings(made))
    office = Office(made.with_name(made.name + "-office"))
    office.make_keys()
    keys = (office.root.public_key, {office.registrar.public_key: None}, (server.log_key,))
    office.add_document(AllianceDocument(server.alliance, 1, None, *keys, until_ms=_FAR_MS))
    trust(server, office.documents())
    server.close()
    return made


class AllianceServer:
    """Answers requests until it crashes; every start is from files."""

    def __init__(self, folder: Path, templates: Path, clock: Callable[[], float], *, is_real: bool) -> None:
        self._room, self._clock, self._copies, self.starts = folder, clock, 0, 0
        made = template(templates, is_real=is_real)
        self._folder = made
        self.signed: set[EntryHash] = set()
        self._files: dict[bytes, None] = {}
        self._office = Office(copied(made.with_name(made.name + "-office"), folder / "office"))
        self.commits_to_crash: int | None = None
        self._image: Path | None = None
        self._server: services.Server | None = None

    @property
    def server(self) -> services.Server:
        """The one that runs; the first one starts when it is asked for, unless files were put there before."""
        if self._server is None:
            self._folder = self._copy(self._folder)
            self._start()
        assert self._server is not None
        return self._server

    @property
    def epoch(self) -> int:
        return self.server.epoch

    def answer(self, sent: Sent, arrives: bytes | None = None) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        """Raises ServerCrash if the plan says so; `start_again` then."""
        assert self.server
        return call(self._api, sent, arrives)

    def start_again(self) -> None:
        """From the files as they were when the process ended."""
        self.close()
        self._folder = self._image or self._folder
        self._image = self.commits_to_crash = None
        self._start()

    def admit(self, genesis: Entry) -> None:
        """The registrar's word, which comes by file; its own machine is never restored from a backup here."""
        self.act(genesis.genesis.city if genesis.genesis else "", [Enrol(genesis.hash, Role.LEAD, "", None)])

    def act(self, city: str, statements: Sequence[Statement]) -> None:
        """The same for anything that the registrar may say."""
        signed = self._office.act(city, statements, int(self._clock() * 1000))
        self._files |= dict.fromkeys(entry.data for entry in signed)
        self.signed |= {entry.hash for entry in signed}
        take_entries(self.server, [entry.data for entry in signed])

    def renew_document(self, *, is_replaced: bool) -> None:
        """The next alliance document; what a registrar said who is replaced counts as far as it had come."""
        held = self._office.document()
        registrars = dict(held.registrars)
        if is_replaced:
            registrars[self._office.registrar.public_key] = frozenset(self._last_words())
            self._office.folder.joinpath("registrar.key").write_bytes(services.secrets.token_bytes(KEY_BYTES))
            shutil.rmtree(self._office.folder / "cities", ignore_errors=True)
            registrars[self._office.registrar.public_key] = None
        self._office.add_document(replaced(held, registrars=registrars, until_ms=held.until_ms + 1))
        self._trust()

    def _last_words(self) -> list[EntryHash]:
        files = sorted(self._office.folder.glob("cities/*"))
        return [entry_hash(read_sequence(file.read_bytes())[-1]) for file in files]

    def _trust(self) -> None:
        """The operator gives the server the documents that there are."""
        trust(self.server, self._office.documents())

    def copy_office(self, to: Path) -> Path:
        shutil.copytree(self._office.folder, to)
        return to

    def take_office(self, folder: Path, signed: set[EntryHash]) -> None:
        """Goes on with what a registrar did in another run's beginning."""
        shutil.rmtree(self._office.folder)
        shutil.copytree(folder, self._office.folder)
        self.signed |= signed

    def backup(self) -> Path:
        return self._copy(self._folder)

    def restore(self, backup: Path, *, new_epoch: bool) -> None:
        """What the operator does with a backup."""
        self.close()
        self._folder = self._copy(backup)
        self._start()
        if self._office.documents() != held_documents(self.server):
            self._trust()
        take_entries(self.server, list(self._files))  # what registrars signed is kept in files, and taken again
        if new_epoch:
            self.begin_epoch()

    def begin_epoch(self) -> None:
        start_epoch.start_epoch(self.server)

    def close(self) -> None:
        if self._server is not None:
            self._server.close()

    def _start(self) -> None:
        self.starts += 1
        self._server = services.open_server(Settings(self._folder))
        self._server.clock = self._clock
        self._api = create_api(self._server, FREELY, self._clock)
        event.listen(self._server.database.engine, "commit", self._on_commit)

    def _on_commit(self, _connection: Any) -> None:
        if self.commits_to_crash is None:
            return
        self.commits_to_crash -= 1
        if self.commits_to_crash <= 0:
            self._image = self._copy(self._folder)
            raise ServerCrash

    def _copy(self, folder: Path) -> Path:
        self._copies += 1
        return copied(folder, self._room / f"server-{self._copies}")


def copied(folder: Path, to: Path) -> Path:
    """The files as they are now, an unfinished transaction included; what SQLite shares in memory is left out."""
    to.mkdir(parents=True)
    for file in folder.iterdir():
        if file.is_file() and not file.name.endswith("-shm"):
            shutil.copyfile(file, to / file.name)
    return to
