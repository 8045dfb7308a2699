"""Installs the peers under build/ where npm and PyPI are there, and runs workload W on them."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.workload import EDITS, Workload
from tests.fakes.counting_proxy import Counted, CountingProxy

HERE = Path(__file__).resolve().parent
BUILD = HERE.parent.parent / "build" / "peers"
NODE = BUILD / "node"
ANKI = BUILD / "anki" / ("Scripts" if os.name == "nt" else "bin") / "python"
ANKI_PACKAGE = "anki==26.9.3"
NODE_PACKAGES = (
    "@automerge/automerge@3",
    "@automerge/automerge-repo@2.5",
    "@automerge/automerge-repo-network-websocket@2.5",
    "@automerge/automerge-repo-storage-nodefs@2.5",
    "ws@8",
)
SECONDS = 600


@dataclass(frozen=True)
class Peer:
    """How a peer's server and driver are started; the driver gets the port of the proxy."""

    server: Sequence[str]
    driver: Sequence[str]
    environment: dict[str, str]


def on_peers(work: Workload) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for name, install, peer in (("anki", install_anki, anki), ("automerge-repo", install_automerge, automerge)):
        try:
            install()
        except (OSError, subprocess.CalledProcessError) as error:
            figures[name] = f"not there: {error}"
            continue
        with tempfile.TemporaryDirectory() as scratch:
            figures[name] = run(peer, work, Path(scratch))
    return figures


def install_anki() -> None:
    if ANKI.exists():
        return
    subprocess.run([sys.executable, "-m", "venv", str(ANKI.parent.parent)], check=True)
    subprocess.run([ANKI, "-m", "pip", "install", "--quiet", ANKI_PACKAGE], check=True)


def install_automerge() -> None:
    NODE.mkdir(parents=True, exist_ok=True)
    if not (NODE / "node_modules").exists():
        npm = shutil.which("npm") or "npm"
        subprocess.run([npm, "install", "--silent", "--prefix", str(NODE), *NODE_PACKAGES], check=True)
    for script in HERE.glob("*.mjs"):  # modules are looked for beside the script
        shutil.copy(script, NODE)


def anki(file: Path, port: int, proxy_port: int, folder: Path) -> Peer:
    environment = {
        "SYNC_USER1": "u:p",
        "SYNC_HOST": "127.0.0.1",
        "SYNC_PORT": str(port),
        "SYNC_BASE": str(folder / "server"),
        "RUST_LOG": "error",
    }
    driver = [str(ANKI), str(HERE / "anki_driver.py"), str(file), str(proxy_port), str(folder)]
    return Peer([str(ANKI), "-m", "anki.syncserver"], driver, environment)


def automerge(file: Path, port: int, proxy_port: int, folder: Path) -> Peer:
    side = str(free_port())
    server = ["node", str(NODE / "automerge_server.mjs"), str(port), str(folder), side]
    driver = ["node", str(NODE / "automerge_driver.mjs"), str(file), str(proxy_port), str(folder), side]
    return Peer(server, driver, {})


def run(make: Any, work: Workload, folder: Path) -> dict[str, Any]:
    (folder / "server").mkdir()
    file = folder / "workload.json"
    file.write_text(json.dumps(_as_json(work)), encoding="utf-8")
    port = free_port()
    with CountingProxy(port) as proxy:
        peer = make(file, port, int(proxy.address.rsplit(":", 1)[1]), folder)
        environment = os.environ | peer.environment
        server = subprocess.Popen(peer.server, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for(port)
            return driven(peer, proxy, work, environment)
        finally:
            server.terminate()
            server.wait(20)


def driven(peer: Peer, proxy: CountingProxy, work: Workload, environment: dict[str, str]) -> dict[str, Any]:
    """Lets the driver do step after step and takes what passed the proxy in between."""
    driver = subprocess.Popen(
        peer.driver,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert driver.stdin is not None
    assert driver.stdout is not None
    counted: dict[str, list[Counted]] = {"start": [], "sync": [], "new": [], "end": []}
    said: dict[str, Any] = {}
    for line in driver.stdout:
        if line.startswith("{"):
            said = json.loads(line)
            counted[said["mark"]].append(proxy.take())
            driver.stdin.write("go\n")
            driver.stdin.flush()
    if driver.wait(SECONDS) or said.get("mark") != "end":
        raise SystemExit(f"a peer's driver stopped at {said}")
    return _figures(counted, said, work)


def _figures(counted: dict[str, list[Counted]], said: dict[str, Any], work: Workload) -> dict[str, Any]:
    rightful = {"/".join(map(str, cell)): {str(v) for v in values} for cell, values in work.rightful().items()}
    total = sum(one.up + one.down for one in counted["sync"])
    return {
        "sendings": len(counted["sync"]),
        "bytes": total,
        "bytes_per_edit": round(total / EDITS, 2),
        "round_trips": sum(one.round_trips for one in counted["sync"]),
        "lost_cells": sum(said["cells"].get(cell) not in values for cell, values in rightful.items()),
        "unequal_cells": said["unequal"],
        "new_computer_bytes": sum(one.up + one.down for one in counted["new"]),
        "new_computer_round_trips": sum(one.round_trips for one in counted["new"]),
    }


def _as_json(work: Workload) -> dict[str, Any]:
    names = ("assessment", "question", "field", "value")
    rounds = [
        [[{name: getattr(edit, name) for name in names} for edit in edits] for edits in row] for row in work.rounds
    ]
    return {"rounds": rounds, "present": [list(work.present(turn)) for turn in range(len(work.rounds))]}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(400):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("a peer's server does not answer")
