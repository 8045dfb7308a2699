"""A server that is killed at any statement of a push (faults.md, row 88)."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from roadmap_core.exchange.messages import AckCode
from roadmap_core.exchange.stream import to_sequence
from sync_server.services.fsck import fsck
from sync_server.services.rebuild import rebuild
from tests.server.conftest import client_of
from tests.server.contents import contents
from tests.server.device import Device
from tests.server.running import RunningServer

CHILD = Path(__file__).with_name("push_and_die.py")
ROOT = Path(__file__).parents[2]


@contextlib.contextmanager
def mortal(server: RunningServer, file: Path) -> Iterator[Callable[[int], str]]:
    """Takes the push of `file` in a process that dies at a statement; gives what that said."""
    command = [sys.executable, str(CHILD), str(server.folder), server.database or "-", "kaga-jp", str(file)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, env=environment
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        said, ask = process.stdout, process.stdin

        def die_at(statement: int) -> str:
            ask.write(f"{statement}\n")
            return said.readline().strip()

        yield die_at


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL and no fork")
def test_row_88_killed_at_any_statement_of_a_push_there_is_all_of_it_or_nothing(
    server: RunningServer, lead: Device, tmp_path: Path
) -> None:
    entries = [lead.answer(20, 1), lead.answer(21, 1)]
    file = tmp_path / "push.cborseq"
    file.write_bytes(to_sequence([entry.data for entry in entries]))
    before = contents(server)
    steps = 0
    with mortal(server, file) as die_at:
        while (said := die_at(steps + 1)) == "killed":
            steps += 1
            assert contents(server) == before, f"something was left of a push that died at statement {steps}"
    assert steps >= 10
    assert said == "survived [(0, 5), (0, 6)]"
    with client_of(server) as client:
        acks = lead.push(client, entries).acks
    assert [(ack.code, ack.position) for ack in acks] == [(AckCode.KNOWN, 5), (AckCode.KNOWN, 6)]
    after = contents(server)
    rebuild(server.server)
    assert contents(server) == after
    assert fsck(server.server) == []
