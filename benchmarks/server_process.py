"""The real server in a process of its own, on a free port of this machine."""

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from roadmap_core.community.cities import City, load_cities
from roadmap_core.entries.statements import Enrol, Role
from roadmap_core.exchange.stream import read_sequence, to_sequence
from sync_server.registrar.office import Office
from sync_server.registrar.requests import found_by_code

UNHURRIED = ("--requests-per-minute", "1000000", "--entries-per-day", "1000000")
"""Measuring does in seconds what a city does in years."""
ROOT = Path(__file__).resolve().parent.parent


class ServerProcess:
    """`with ServerProcess(folder) as server:`; `folder` gets its database and keys."""

    def __init__(self, data: Path, database: str | None = None) -> None:
        self._options = ["--data", str(data), *(["--database", database] if database else [])]
        self.office = Office(data.with_name(data.name + "-registrar"))
        self._process: subprocess.Popen[str] | None = None
        self.address = ""

    @property
    def port(self) -> int:
        return int(self.address.rsplit(":", 1)[1])

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def __enter__(self) -> Self:
        self.command("init")
        self._begin_alliance()
        serve = [sys.executable, "-m", "sync_server", "serve", *self._options, *UNHURRIED, "--port", "0", "--json"]
        self._process = subprocess.Popen(serve, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert self._process.stdout is not None
        self.address = json.loads(self._process.stdout.readline())["address"]
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.communicate(timeout=30)

    def _begin_alliance(self) -> None:
        """The registrar's part, as on another machine: keys and the first document; the server takes the document."""
        if not self.office.folder.exists():
            key = self.command("status")["log_key"]
            self._run("registrar", "init", "--folder", str(self.office.folder), "--log-key", str(key))
        self.command("trust", str(self.office.folder / "alliance.cborseq"))

    def admit(self, codes: Mapping[str, str]) -> None:
        """The registrar admits the lead of each city by the device code that was read out; files go both ways."""
        requests, acts = self.office.folder / "requests.cborseq", self.office.folder / "acts.cborseq"
        self.command("requests", "--out", str(requests))
        waiting = read_sequence(requests.read_bytes())
        signed: list[bytes] = []
        for city, code in codes.items():
            genesis = found_by_code(waiting, city, code, self.office.folder)
            statement = Enrol(genesis.hash, Role.LEAD, "", None)
            signed += [entry.data for entry in self.office.act(city, [statement], int(time.time() * 1000))]
        acts.write_bytes(to_sequence(signed))
        self.command("take", str(acts))

    def office_admits(self, city: str, request: Path, code: str, acts: Path) -> None:
        """The registrar's machine, which nothing but files reaches: a request comes on a stick, its answer goes so."""
        files = ["--requests", str(request), "--code", code, "--out", str(acts)]
        self._run("registrar", "admit", city, "--folder", str(self.office.folder), *files)

    def list_city(self, city: City) -> None:
        """Adds a city to the server's list."""
        facts = ["--name", city.name, "--country", city.country, "--region", city.region]
        self.command("invite", city.id, *facts, "--subregion", city.subregion)

    def command(self, *words: str) -> dict[str, Any]:
        """One call of `waymark-server` on this server; its JSON."""
        return self._run(*words, *self._options)

    def _run(self, *words: str) -> dict[str, Any]:
        command = [sys.executable, "-m", "sync_server", *words, "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=120)
        if done.returncode:
            raise SystemExit(f"waymark-server {' '.join(words)} failed:\n{done.stdout}{done.stderr}")
        answer: dict[str, Any] = json.loads(done.stdout or "{}")
        return answer

    def invite(self, *cities: str) -> dict[str, str]:
        """An invitation code for the first computer of each."""
        return dict(self.command("invite", *cities)["codes"])

    def status(self) -> dict[str, Any]:
        return self.command("status", "--cities")

    def cities(self) -> tuple[City, ...]:
        """The 36 pioneer cities."""
        file = ROOT / "resources" / "cities" / "pioneer_cities.csv"
        return load_cities(file.read_text(encoding="utf-8"), file.name)
