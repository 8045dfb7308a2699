"""One run's world: computers of one or two cities, their server, sticks, a clock, and one source of chance."""

import gc
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from desktop_app.identity import device
from desktop_app.operations import members, start
from desktop_app.storage import sending_queries
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash
from roadmap_core.keys.codes import to_code
from tests.simulation import admission, alliance_server, computer, patches
from tests.simulation.alliance_server import AllianceServer, copied, one_thread, seed_chance
from tests.simulation.computer import Clock, SimComputer, light_profiles
from tests.simulation.counters import Counters
from tests.simulation.keys import keys
from tests.simulation.ledger import Ledger
from tests.simulation.sticks import Stick
from tests.simulation.wire import Weather

CITIES = (start.CityChoice("kaga-jp", "Kaga", "JP"), start.CityChoice("bilbao-es", "Bilbao", "ES"))
QUESTIONS = ("ICT-01", "ICT-02")
MORNING_MS = 1_790_000_000_000


@cache
def _shared_room() -> Path:
    """Where templates lie: memory, if this system has a folder in it."""
    memory = Path("/dev/shm")
    one_thread()
    light_profiles()
    for module in (device, members, sending_queries):
        patches.replace(module, "device_code", lambda genesis: to_code(genesis[:8]))  # the real one takes 0.2 s
    return Path(tempfile.mkdtemp(prefix="waymark-simulation-", dir=memory if memory.is_dir() else None))


def tidy_up() -> None:
    """Nothing is left: neither folders nor changes in the product."""
    shutil.rmtree(_shared_room(), ignore_errors=True)
    for kept in (_shared_room, _prepared, alliance_server.template, computer.template):
        kept.cache_clear()
    patches.take_back()
    gc.unfreeze()


def warm_up() -> None:
    """What is loaded by now stays: without looking through it again and again a run takes a fifth less."""
    gc.collect()
    gc.freeze()


class World:
    """Everything that a run has; `events` act on it."""

    def __init__(self, seed: int | str, counters: Counters, *, is_real: bool) -> None:
        self.seed, self.counters, self._is_real = seed, counters, is_real
        self.now_ms = MORNING_MS
        self.templates = _shared_room()
        self._folder = Path(tempfile.mkdtemp(prefix="run-", dir=self.templates))
        self._rooms = 0
        self.weather = Weather(counters)
        self.ledger = Ledger(self)
        self.server = AllianceServer(self._folder, self.templates, self.seconds, is_real=is_real)
        seed_chance(random.Random(f"{seed} server"))
        self.server_backups: list[Path] = []
        self.is_rolled_back = False
        self.copies_made = self.revoked = 0
        self.sticks: list[Stick] = []
        self.backups: list[tuple[SimComputer, Path, dict]] = []
        self.computers: list[SimComputer] = []

    def seconds(self) -> float:
        return self.now_ms / 1000

    def room(self, name: str) -> Path:
        """A folder of its own, not made yet."""
        self._rooms += 1
        return self._folder / f"{self._rooms}-{name}"

    def close(self) -> None:
        for one in self.computers:
            one.stop()
        self.server.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def of_city(self, city: str) -> list[SimComputer]:
        return [one for one in self.computers if one.city == city]

    def places_on_server(self, city: str) -> dict[bytes, int]:
        with self.server.server.database.reading() as connection:
            rows = connection.exec_driver_sql("SELECT hash, position FROM entry WHERE city = ?", (city,))
            return {row[0]: row[1] for row in rows}

    def parts_on_server(self, city: str) -> tuple[set[bytes], set[bytes]]:
        """Digests of the private parts that entries name, and of those that are there."""
        with self.server.server.database.reading() as connection:
            named, there = (
                connection.exec_driver_sql(f"SELECT digest FROM {table} WHERE city = ?", (city,)).fetchall()
                for table in ("private_part", "body")
            )
            return {row[0] for row in named}, {row[0] for row in there}

    @contextmanager
    def bad_line(self, chance: random.Random) -> Iterator[None]:
        """Inside, the line does what it likes, in every other round."""
        self.weather.chance = chance if chance.random() < 0.5 else None
        try:
            yield
        finally:
            self.weather.chance = None

    def fingerprint(self) -> str:
        """Changes with anything that any computer holds."""
        held = [b"".join(sorted(one.held)) for one in self.computers]
        return sha256(b"|".join(held)).hexdigest()[:12]

    def populate(self) -> None:
        """Copies of a world of the drawn shape, in which the first computers have joined; the clocks are this run's."""
        chance = random.Random(f"{self.seed} shape")
        shape = tuple((chance.choice((2, 2, 3)), chance.random() < 0.4) for _ in range(chance.choice((1, 1, 2))))
        prepared = _prepared(self._is_real, shape)
        self.server.restore(prepared.server, new_epoch=False)
        self.server_backups.append(prepared.server)
        self.server.take_office(prepared.office, prepared.signed)
        self.ledger.entries.update(prepared.entries)
        for known in prepared.computers:
            kind = chance.choice(Clock.KINDS)
            self.counters["clocks wrong"] += kind != "right"
            copy = SimComputer(self, known.name, known.city, Clock(kind, lambda: self.now_ms, chance))
            copy.folder = copied(known.files, self.room(known.name))
            copy.remember(known.memory)
            copy.remember(copy.memory())
            copy.is_late = known.is_late
            self.ledger.by_city[known.city] |= copy.held
            self.computers.append(copy.start())

    def begin(self, shape: "Shape") -> None:
        """The real beginning, over a good line."""
        for city, (count, has_late) in zip(CITIES, shape, strict=False):
            for number in range(count):
                self._add(city, f"{city.name} {number}", is_late=has_late and number == count - 1)

    def _add(self, city: start.CityChoice, name: str, *, is_late: bool) -> None:
        added = SimComputer(self, name, city.id, Clock("right", lambda: self.now_ms, random.Random(0))).install()
        self.computers.append(added)
        added.is_late = is_late
        start.begin(added.workspace, city, f"Official of {name}", computer=name)
        lead = self.of_city(city.id)[0]
        if added is lead:
            admission.begin_city(self, lead)
        elif not is_late:
            admission.present(self, added)
            self.ledger.look(added)
            added.round()
            lead.round()
            admission.admit(lead, added)
            lead.round()
            added.round()
        self.ledger.look(lead)
        self.ledger.look(added)


Shape = tuple[tuple[int, bool], ...]
"""For each city: how many computers, and whether the last of them works offline at first."""


@dataclass(frozen=True)
class _Known:
    name: str
    city: str
    is_late: bool
    files: Path
    memory: dict[str, Any]


@dataclass(frozen=True)
class _Prepared:
    server: Path
    office: Path
    signed: set[EntryHash]
    entries: dict[EntryHash, Entry]
    computers: list[_Known]


@cache
def _prepared(is_real: bool, shape: Shape) -> _Prepared:
    """Begun once for each shape; the keys of the kind that is in force."""
    made = World(f"shape {shape}", Counters(), is_real=is_real)
    made.begin(shape)
    computers = [_Known(c.name, c.city, c.is_late, c.copy_files(), c.memory()) for c in made.computers]
    office = made.server.copy_office(made.room("office"))
    return _Prepared(made.server.backup(), office, made.server.signed, made.ledger.entries, computers)


@contextmanager
def world(seed: int, counters: Counters) -> Iterator[World]:
    """A run's world, with real keys in 1 of 20."""
    is_real = seed % 20 == 7
    counters["runs with real keys"] += is_real
    with keys(real=is_real):
        made = World(seed, counters, is_real=is_real)
        try:
            yield made
        finally:
            made.close()
