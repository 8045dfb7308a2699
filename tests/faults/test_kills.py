"""kill -9 at random moments of the real programs (reliability.md, R4; rows 40 and 88): a note at the console, a push.

The desktop's verb runs with cipher and vault, the server over real HTTP. `make torture` kills each 1,000 times.
"""

import json
import os
import random
import select
import signal
import sys
import threading
from contextlib import suppress

import httpx
import pytest

from desktop_app.__main__ import main as desktop
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.workspace import open_workspace
from desktop_app.storage import queries
from desktop_app.storage.engine import driver_of, reading
from roadmap_core.entries.sealing import Claims, LogTip, seal
from roadmap_core.exchange.messages import STORED
from sync_server.__main__ import main as relay
from tests.server.device import Device, write
from tests.server.running import RunningServer
from tests.unit.desktop.profiles import open_computer

KILLS = int(os.environ.get("WAYMARK_PROCESS_KILLS", "6"))
SEED = int(os.environ.get("WAYMARK_SEED", "0")) or random.randrange(1, 2**32)
QUESTION = "ICT-01"
SERVER = ("--requests-per-minute", "1000000", "--entries-per-day", "1000000", "--port", "0", "--json")
pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a program to kill is forked from this one"),
    pytest.mark.timeout(max(180, 5 * KILLS)),
]


def told(text):
    print(f"seed {SEED}, {KILLS} kills: {text}")


class Program:
    """A program in a process of its own, forked from this one, which has imported it: 0.1 s to begin instead of 2."""

    def __init__(self, main, *words):
        ours, theirs = os.pipe()
        self.said, self.pid = os.fdopen(ours), os.fork()
        if self.pid == 0:
            self._run(main, words, theirs)
        os.close(theirs)

    def _run(self, main, words, theirs):
        try:
            sys.stdout = os.fdopen(theirs, "w", buffering=1)
            os._exit(main(list(words)) or 0)
        finally:
            os._exit(3)

    def wait(self, seconds):
        """Returns when it has closed its output, or after that time."""
        return bool(select.select([self.said], [], [], seconds)[0])

    def kill(self):
        """What it said that nobody has read yet, and whether it had ended well before."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        with self.said:
            said = self.said.read()
        _, status = os.waitpid(self.pid, 0)
        ended = os.waitstatus_to_exitcode(status)
        assert ended in (0, -signal.SIGKILL), said
        return said, ended == 0


def note_once(profile, number, chance):
    """The console's verb, killed somewhere: mostly from the moment on when its log appears."""
    log = profile / "waymark.sqlite3-wal"
    verb = Program(desktop, "note", QUESTION, str(number), "--profile", str(profile))
    if chance.random() < 0.9:
        while not log.exists() and not verb.wait(0.001):
            pass
    verb.wait(chance.random() * chance.choice((0.01, 0.05, 0.2)))
    said, is_through = verb.kill()
    return is_through or "Saved" in said


def test_row_40_what_the_console_called_saved_is_there_after_kill_9(tmp_path):
    chance = random.Random(SEED)
    profile = tmp_path / "kaga"
    open_computer(profile).workspace.close()
    saved = killed = 0
    for number in range(1, KILLS + 1):
        is_saved = note_once(profile, number, chance)
        killed += not is_saved
        workspace = open_workspace(profile)
        found = int(queries.question(workspace.store, QUESTION).note or 0)
        workspace.close()
        assert found == number if is_saved else found in (saved, number), (SEED, number)
        saved = found
    workspace = open_workspace(profile)
    seal_drafts(workspace)
    with reading(workspace.engine) as connection:
        assert driver_of(connection).execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert driver_of(connection).execute("PRAGMA cipher_integrity_check").fetchall() == []
    workspace.close()
    told(f"{killed} of them before the console said saved; none lost, the file sound")
    assert killed > 0


class Busy(Device):
    """A computer whose entries name no others: sealing one takes as long as sealing the first."""

    def answer(self, item, value):
        last = self.entries[-1]
        claims = Claims(1_760_000_000_000 + len(self.entries), len(self.entries), 1)
        (entry,) = seal(LogTip(self.log, last.seq, last.hash), [write(item, value)], {}, claims, self.signer)
        self.entries.append(entry)
        return entry


def push_until_killed(server, device, chance):
    """Three entries and three more; after some replies the server dies at any moment. Gives what it acknowledged."""
    address = json.loads(server.said.readline())["address"]
    acknowledged, left = [], chance.randrange(6)
    killer = threading.Timer(chance.random() * 0.03, os.kill, (server.pid, signal.SIGKILL))
    with httpx.Client(base_url=address, timeout=20) as client, suppress(httpx.HTTPError):
        while True:
            if left == 0:
                killer.start()
            left -= 1
            entries = [device.answer(20 + chance.randrange(5), 1 + chance.randrange(4)) for _ in range(3)]
            reply = device.push(client, entries)
            acknowledged += [(e.hash, a.position) for e, a in zip(entries, reply.acks, strict=True) if a.code in STORED]
    killer.join()
    server.kill()
    return acknowledged


def test_row_88_what_the_server_acknowledged_is_there_after_kill_9(tmp_path):
    chance = random.Random(SEED)
    folder = tmp_path / "server"
    device = Busy("kaga-jp", 1)
    with RunningServer(folder) as server, httpx.Client(base_url=server.address) as client:
        device.join_as_lead(client, server)
    acknowledged = []
    for _ in range(KILLS):
        server = Program(relay, "serve", "--data", str(folder), *SERVER)
        acknowledged += push_until_killed(server, device, chance)
    with RunningServer(folder) as server, httpx.Client(base_url=server.address) as client:
        known = {whole for whole, _ in acknowledged}
        waiting = [entry for entry in device.entries if entry.hash not in known]
        for start in range(0, len(waiting), 100):
            reply = device.push(client, waiting[start : start + 100])
            assert all(ack.code in STORED for ack in reply.acks)
        reader = Device("kaga-jp", 1)
        reader.entries, reader.token = device.entries, device.token
        head = reader.checked_head(reader.pull(client), server.server.log_key)
    by_hash = {entry.hash: entry.data for entry in device.entries}
    assert all(reader.held[position] == by_hash[whole] for whole, position in acknowledged), SEED
    told(f"{len(acknowledged)} entries were acknowledged, every one is at its place of {head.size}")
    assert len(acknowledged) > KILLS
