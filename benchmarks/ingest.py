"""Server ingest over HTTP, verified, stored, projected and counted, per CPU second of the server (and of PostgreSQL).

As a multiple of the bare Ed25519 verify rate of the same library in the same run. Two shapes: 100 entries of one answer
a request, and 10 entries of 100 answers a request. `--profile` prints where the server's CPU time goes, and no figures;
`--sqlite` leaves PostgreSQL away.
"""

import contextlib
import http.client
import io
import json
import os
import pstats
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import psutil

from benchmarks.sealing_city import SealingCity
from benchmarks.server_process import ROOT, UNHURRIED, ServerProcess
from benchmarks.timing import report
from roadmap_core.exchange.joining import INVITATION_BYTES, JoinRequest
from roadmap_core.exchange.messages import AckCode, SyncRequest, read_reply
from roadmap_core.keys.codes import device_code, from_code
from roadmap_core.keys.ed25519 import SoftwareSigner, verify
from tests.server.postgres import programs, running_postgres

PARTS = 6
VERIFIES = 1500


@dataclass(frozen=True)
class Shape:
    """What is pushed, and what share of the verify rate is asked for, by database."""

    name: str
    city: str
    answers: int
    entries_a_request: int
    requests: int
    targets: dict[str, float]


SHAPES = (
    Shape("entries_of_1", "kaga-jp", 1, 100, 48, {"sqlite": 0.5, "postgresql": 0.3}),
    Shape("entries_of_100", "leeds-gb", 100, 10, 24, {"sqlite": 2.0, "postgresql": 1.0}),
)


@dataclass
class Work:
    """The bodies of the requests, made before anything is timed."""

    shape: Shape
    city: SealingCity
    opening: bytes
    bodies: list[bytes] = field(default_factory=list)


def main() -> None:
    work = [prepared(shape, seed) for seed, shape in enumerate(SHAPES)]
    if "--profile" in sys.argv:
        print(profile(work))
        return
    figures: dict[str, object] = {"sqlite": on_server(work, "sqlite", None, [])}
    postgres = None if "--sqlite" in sys.argv else programs()
    if postgres is not None:
        before = {process.pid for process in psutil.process_iter()}
        with running_postgres(postgres) as url:
            figures["postgresql"] = on_server(work, "postgresql", url, _postmasters(before))
    report("ingest", figures)


def prepared(shape: Shape, seed: int) -> Work:
    city = SealingCity(shape.city, seed)
    work = Work(shape, city, body(shape.city, [city.opening()]))
    for _ in range(shape.requests):
        work.bodies.append(body(shape.city, [city.entry(shape.answers) for _ in range(shape.entries_a_request)]))
    return work


def body(city: str, entries: Sequence[bytes]) -> bytes:
    return SyncRequest(city, 0, 0, 0, tuple(entries)).to_bytes()


def on_server(work: list[Work], database: str, url: str | None, others: list[psutil.Process]) -> dict[str, object]:
    """Figures by shape, of a new server whose database is `url`, or SQLite; `others` work for it."""
    with tempfile.TemporaryDirectory() as folder, ServerProcess(Path(folder) / "server", url) as server:
        processes = [psutil.Process(server.pid), *others]
        figures = {}
        for one, connection in zip(work, joined(server, work), strict=True):
            figures[one.shape.name] = measured(connection, one, processes, one.shape.targets[database])
        return dict(figures)


def joined(server: ServerProcess, work: Sequence[Work]) -> list[http.client.HTTPConnection]:
    """A connection for each city, whose computer has joined and was admitted by the registrar."""
    codes = server.invite(*(one.shape.city for one in work))
    connections = [http.client.HTTPConnection(server.address.removeprefix("http://")) for _ in work]
    for one, connection in zip(work, connections, strict=True):
        invitation = from_code(codes[one.shape.city], INVITATION_BYTES)
        assert invitation is not None
        post(connection, "/v1/join", JoinRequest(one.city.genesis.data, invitation).to_bytes())
    server.admit({one.shape.city: device_code(one.city.genesis.hash) for one in work})
    for one, connection in zip(work, connections, strict=True):
        push(connection, one.opening)
    return connections


def measured(
    connection: http.client.HTTPConnection, work: Work, processes: list[psutil.Process], target: float
) -> dict[str, float]:
    """In parts, each beside the bare rate of the same minute; the first part warms up."""
    rates, bare, ratios = [], [], []
    size = len(work.bodies) // PARTS
    for part in range(PARTS):
        verifies = verify_rate()
        before, entries = cpu_seconds(processes), 0
        for one in work.bodies[part * size : (part + 1) * size]:
            entries += push(connection, one)
        rate = entries * work.shape.answers / (cpu_seconds(processes) - before)
        verifies = (verifies + verify_rate()) / 2
        if part:
            rates.append(rate)
            bare.append(verifies)
            ratios.append(rate / verifies)
    return {
        "answers_per_cpu_second": round(statistics.median(rates)),
        "bare_verifies_per_cpu_second": round(statistics.median(bare)),
        "ratio": round(statistics.median(ratios), 2),
        "target": target,
    }


def push(connection: http.client.HTTPConnection, one: bytes) -> int:
    acks = read_reply(post(connection, "/v1/sync", one)).acks
    assert all(ack.code == AckCode.ACCEPTED for ack in acks), acks[:2]
    return len(acks)


def post(connection: http.client.HTTPConnection, path: str, sent: bytes) -> bytes:
    connection.request("POST", path, sent, {"Content-Type": "application/cbor"})
    reply = connection.getresponse()
    data = reply.read()
    assert reply.status == 200, (reply.status, data[:200])
    return data


def verify_rate() -> float:
    """Per CPU second of this process, through the same call as the product's."""
    signer = SoftwareSigner(os.urandom(32))
    messages = [random.randbytes(180) for _ in range(VERIFIES)]
    signed = [(message, signer.sign(message)) for message in messages]
    started = time.process_time()
    for message, signature in signed:
        assert verify(signer.public_key, signature, message)
    return VERIFIES / (time.process_time() - started)


def cpu_seconds(processes: list[psutil.Process]) -> float:
    """Of these processes and of all that they have started, those that ended too."""
    total = 0.0
    for process in processes:
        ended = process.cpu_times()
        total += _seconds(process) + ended.children_user + ended.children_system
        for child in process.children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):  # it ended just now; the process above it has its time
                total += _seconds(child)
    return total


def _seconds(process: psutil.Process) -> float:
    """To the nanosecond where the system says it so: its clock of 10 ms makes steps of 5 % of one part."""
    tasks = Path(f"/proc/{process.pid}/task")
    try:
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e9
    except (OSError, IndexError):
        times = process.cpu_times()
        return times.user + times.system


def _postmasters(before: set[int]) -> list[psutil.Process]:
    """The PostgreSQL servers that were started since; their children are counted with them."""
    new = [one for one in psutil.process_iter() if one.pid not in before and one.name() == "postgres"]
    return [one for one in new if one.ppid() not in {other.pid for other in new}]


def profile(work: list[Work]) -> str:
    """The functions that take most of the server's CPU time, by themselves and with what they call, by shape."""
    return "\n".join(f"{one.shape.name}\n{_profile_of(one)}" for one in work)


def _profile_of(work: Work) -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with ProfiledServer(folder) as server:
            (connection,) = joined(server, [work])
            for one in work.bodies:
                push(connection, one)
        text = io.StringIO()
        stats: Any = pstats.Stats(str(folder / "profile"), stream=text)
        stats.strip_dirs().sort_stats("tottime").print_stats(25)
        stats.sort_stats("cumtime").print_stats(60)
        return text.getvalue()


class ProfiledServer(ServerProcess):
    """The same, started under the profiler."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "server")
        self._file = folder / "profile"

    def __enter__(self) -> Self:
        self.command("init")
        self._begin_alliance()
        serve = [
            "-m",
            "benchmarks.profiled_server",
            str(self._file),
            "serve",
            *self._options,
            *UNHURRIED,
            "--port",
            "0",
            "--json",
        ]
        self._process = subprocess.Popen([sys.executable, *serve], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert self._process.stdout is not None
        self.address = json.loads(self._process.stdout.readline())["address"]
        return self


if __name__ == "__main__":
    main()
