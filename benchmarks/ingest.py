"""Server ingest over HTTP, verified, stored and projected, per CPU second of the server (and of PostgreSQL).

As a multiple of the bare Ed25519 verify rate of the same library in the same run. Two shapes: 100 entries of one answer
a request, and entries of 100 answers. `--profile` prints where the server's time goes.
"""

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from benchmarks.postgresql import PostgreSQL
from benchmarks.timing import report
from roadmap_core import cbor
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import OpId, Register
from roadmap_core.entries.operations import Genesis, OpCode, Write
from roadmap_core.entries.sealing import Claims, LogTip, seal, seal_genesis
from roadmap_core.exchange.joining import INVITATION_BYTES, JoinRequest
from roadmap_core.exchange.messages import AckCode, SyncRequest, read_reply
from roadmap_core.keys.codes import from_code
from roadmap_core.keys.ed25519 import SoftwareSigner, verify

ALLIANCE = "gsca-roadmap"
FIRST_QUESTION = 18
QUESTIONS = 122
ONES, HUNDREDS = 6_000, 200
ROOT = Path(__file__).resolve().parent.parent


class City:
    """A city's only computer, which seals without a database."""

    def __init__(self, city: str, seed: int) -> None:
        self._chance = random.Random(seed)
        self.city = city
        self.signer = SoftwareSigner(self._chance.randbytes(32))
        genesis = Genesis(self.signer.public_key, b"", ALLIANCE, city, 1, b"", b"")
        self.genesis = seal_genesis(genesis, Claims(1_790_000_000_000, 0, 7), self.signer)
        self._tip = LogTip(self.genesis.log, 0, self.genesis.hash)
        self._last: Entry | None = None

    def entry(self, answers: int) -> bytes:
        """The next entry: `answers` answers, the first of which replaces the first of the entry before."""
        start = self._chance.randrange(QUESTIONS)
        items = [FIRST_QUESTION + (start + step) % QUESTIONS for step in range(answers)]
        writes = [self._write(item, index) for index, item in enumerate(items)]
        claims = Claims(1_790_000_000_000 + self._tip.seq, self._tip.seq, 7)
        (entry,) = seal(self._tip, writes, {}, claims, self.signer)
        self._tip, self._last = LogTip(self._tip.log, entry.seq, entry.hash), entry
        return entry.data

    def _write(self, item: int, index: int) -> Write:
        before = (OpId(self._last.short, 0),) if self._last and index == 0 else ()
        register = Register(1, item, Facet.ANSWER)
        return Write(OpCode.SET, register, cbor.encode(self._chance.randrange(3)), before)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", action="store_true", help="print a profile of the server instead of figures")
    options, _ = parser.parse_known_args([word for word in sys.argv[1:] if word.startswith("-")])
    work = prepared()
    if options.profile:
        print(run_server(work, None, profile=True)["profile"])
        return
    figures: dict[str, object] = {}
    for name in ("sqlite", "postgresql"):
        with PostgreSQL() if name == "postgresql" else NoDatabase() as database:
            figures[name] = run_server(work, database)
    report("ingest", figures)


class NoDatabase:
    """SQLite needs nobody to start it."""

    url = None
    pids: tuple[int, ...] = ()

    def __enter__(self) -> "NoDatabase":
        return self

    def __exit__(self, *_: object) -> None:
        return None


def prepared() -> dict[str, tuple[City, list[bytes]]]:
    """The bodies of the requests, made before anything is timed."""
    ones, hundreds = City("kaga-jp", 1), City("leeds-gb", 2)
    single = [ones.entry(1) for _ in range(ONES)]
    large = [hundreds.entry(100) for _ in range(HUNDREDS)]
    return {
        "entries_of_1": (ones, [request(ones.city, single[at : at + 100]) for at in range(0, ONES, 100)]),
        "entries_of_100": (hundreds, [request(hundreds.city, large[at : at + 10]) for at in range(0, HUNDREDS, 10)]),
    }


def request(city: str, entries: list[bytes]) -> bytes:
    return SyncRequest(city, 0, 0, 0, tuple(entries)).to_bytes()


def run_server(work: dict[str, tuple[City, list[bytes]]], database: object, *, profile: bool = False) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as scratch:
        options = ["--data", scratch]
        url = getattr(database, "url", None)
        if url:
            options += ["--database", url]
        command(["init", *options])
        invitations = command(["invite", "kaga-jp", "leeds-gb", *options])["codes"]
        launcher = ["-m", "cProfile", "-s", "tottime", "-m", "sync_server"] if profile else ["-m", "sync_server"]
        process = subprocess.Popen(
            [sys.executable, *launcher, "serve", *options, "--port", "0", "--json"],
            stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        assert process.stdout is not None
        address = json.loads(process.stdout.readline())["address"]
        processes = [psutil.Process(process.pid), *map(psutil.Process, getattr(database, "pids", ()))]
        figures: dict[str, object] = {}
        for name, (city, bodies) in work.items():
            figures[name] = push(address, city, bodies, str(invitations[city.city]), processes, 100 if "100" in name else 1)
        process.terminate()
        rest = process.communicate(timeout=60)[0]
        return {"profile": rest[:6000]} if profile else figures


def push(
    address: str, city: City, bodies: list[bytes], invitation: str, processes: list[psutil.Process], answers: int
) -> dict[str, float]:
    connection = http.client.HTTPConnection(address.removeprefix("http://"))
    code = from_code(invitation, INVITATION_BYTES)
    assert code is not None
    post(connection, "/v1/join", JoinRequest(city.genesis.data, code).to_bytes())
    rates, verifies = [], []
    for part in range(4):
        verifies.append(verify_rate())
        share = bodies[part * len(bodies) // 4 : (part + 1) * len(bodies) // 4]
        before, entries = cpu_seconds(processes), 0
        for body in share:
            acks = read_reply(post(connection, "/v1/sync", body)).acks
            assert all(ack.code == AckCode.ACCEPTED for ack in acks), acks[:2]
            entries += len(acks)
        rates.append(entries * answers / (cpu_seconds(processes) - before))
    rate, bare = sorted(rates)[len(rates) // 2], sorted(verifies)[len(verifies) // 2]
    return {"answers_per_cpu_second": round(rate), "bare_verify_per_second": round(bare), "ratio": round(rate / bare, 2)}


def post(connection: http.client.HTTPConnection, path: str, body: bytes) -> bytes:
    connection.request("POST", path, body, {"Content-Type": "application/cbor"})
    reply = connection.getresponse()
    data = reply.read()
    assert reply.status == 200, (reply.status, data[:200])
    return data


def cpu_seconds(processes: list[psutil.Process]) -> float:
    total = 0.0
    for process in processes:
        for member in [process, *process.children(recursive=True)]:
            times = member.cpu_times()
            total += times.user + times.system
    return total


def verify_rate(count: int = 1500) -> float:
    """Per CPU second, of this process, through the same call as the product's."""
    signer = SoftwareSigner(os.urandom(32))
    message = os.urandom(180)
    signature = signer.sign(message)
    started = time.process_time()
    for _ in range(count):
        assert verify(signer.public_key, signature, message)
    return count / (time.process_time() - started)


def command(words: list[str]) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-m", "sync_server", *words, "--json"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}: {done.stdout}{done.stderr}")
    return json.loads(done.stdout or "{}")


if __name__ == "__main__":
    main()
