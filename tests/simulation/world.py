"""One run's world: computers of one or two cities, their server, sticks, a clock, and one source of chance."""

import gc
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path

from desktop_app.operations import start
from tests.simulation import admission
from tests.simulation.alliance_server import AllianceServer, one_thread, seed_chance
from tests.simulation.computer import Clock, SimComputer, light_profiles
from tests.simulation.counters import Counters
from tests.simulation.keys import keys
from tests.simulation.ledger import Ledger
from tests.simulation.sticks import Stick
from tests.simulation.wire import Weather

CITIES = (start.CityChoice("kaga-jp", "Kaga", "JP"), start.CityChoice("bilbao-es", "Bilbao", "ES"))
QUESTIONS = ("ICT-01", "ICT-02", "ICT-03")
MORNING_MS = 1_790_000_000_000


@cache
def _shared_room() -> Path:
    """Where templates lie: memory, if this system has a folder in it."""
    memory = Path("/dev/shm")  # noqa: S108
    one_thread()
    light_profiles()
    return Path(tempfile.mkdtemp(prefix="waymark-simulation-", dir=memory if memory.is_dir() else None))


def tidy_up() -> None:
    shutil.rmtree(_shared_room(), ignore_errors=True)


def warm_up() -> None:
    """What is loaded by now stays: without looking through it again and again a run takes a fifth less."""
    gc.collect()
    gc.freeze()


class World:
    """Everything that a run has; `events` act on it."""

    def __init__(self, seed: int, counters: Counters, *, is_real: bool) -> None:
        self.seed, self.counters = seed, counters
        self.now_ms = MORNING_MS
        self.templates = _shared_room()
        self._folder = Path(tempfile.mkdtemp(prefix="run-", dir=self.templates))
        self._rooms = 0
        chance = random.Random(f"{seed} world")
        self.weather = Weather(counters)
        self.ledger = Ledger(self)
        self.server = AllianceServer(self._folder, self.templates, self.seconds, is_real=is_real)
        seed_chance(random.Random(f"{seed} server"))
        self.server_backups = []
        self.is_rolled_back = False
        self.copies_made = 0
        self.sticks: list[Stick] = []
        self.backups: list[tuple[SimComputer, Path, dict]] = []
        self.computers: list[SimComputer] = []
        self._populate(chance)

    def seconds(self) -> float:
        return self.now_ms / 1000

    def room(self, name: str) -> Path:
        """A folder of its own, not made yet."""
        self._rooms += 1
        return self._folder / f"{self._rooms}-{name}"

    def close(self) -> None:
        for computer in self.computers:
            computer.stop()
        self.server.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def of_city(self, city: str) -> list[SimComputer]:
        return [computer for computer in self.computers if computer.city == city]

    def places_on_server(self, city: str) -> dict[bytes, int]:
        with self.server.server.database.reading() as connection:
            rows = connection.exec_driver_sql("SELECT hash, position FROM entry WHERE city = ?", (city,))
            return {row[0]: row[1] for row in rows}

    @contextmanager
    def bad_line(self, chance: random.Random) -> Iterator[None]:
        """Inside, the line does what it likes, in two rounds of three."""
        self.weather.chance = chance if chance.random() < 0.66 else None
        try:
            yield
        finally:
            self.weather.chance = None

    def fingerprint(self) -> str:
        """Changes with anything that any computer holds."""
        held = [b"".join(sorted(computer.held)) for computer in self.computers]
        return sha256(b"|".join(held)).hexdigest()[:12]

    def _populate(self, chance: random.Random) -> None:
        for city in CITIES[: chance.choice((1, 1, 2))]:
            for number in range(chance.choice((2, 2, 3))):
                is_late = number > 0 and chance.random() < 0.25
                self._add(city, f"{city.name} {number}", chance, is_late=is_late)

    def _add(self, city: start.CityChoice, name: str, chance: random.Random, *, is_late: bool) -> None:
        kind = chance.choice(Clock.KINDS)
        self.counters["clocks wrong"] += kind != "right"
        clock = Clock(kind, lambda: self.now_ms, chance)
        computer = SimComputer(self, name, city.id, clock).install()
        self.computers.append(computer)
        computer.is_late = is_late
        start.begin(computer.workspace, city, f"Official of {name}", computer=name)
        lead = self.of_city(city.id)[0]
        if computer is lead:
            admission.begin_city(self, lead)
        elif not is_late:
            admission.present(computer)
            admission.admit(lead, computer)
            lead.round()
            computer.round()
        self.ledger.look(lead)
        self.ledger.look(computer)


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
