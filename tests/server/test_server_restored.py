"""A server whose database was replaced by last night's backup (faults.md, row 91)."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from roadmap_core.entries.identifiers import entry_hash
from roadmap_core.exchange.messages import AckCode
from roadmap_core.keys.codes import from_code
from sync_server.__main__ import main
from sync_server.errors import OperatorError
from sync_server.services.restored import Watch, start_epoch_after_restore, watch
from sync_server.services.server import open_server
from sync_server.settings import Settings
from sync_server.storage.state_file import StateFile
from tests.server.conftest import client_of
from tests.server.device import Device
from tests.server.running import RunningServer

ROOT = Path(__file__).parents[2]
Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def state(server: RunningServer, tmp_path: Path) -> Path:
    """The file outside the backup, which the running server keeps."""
    path = tmp_path / "elsewhere.state"
    watch(server.server, path)
    return path


def kept(server: RunningServer, path: Path) -> int:
    return StateFile(path, server.server.log_key).read()


def test_what_was_taken_is_kept_before_anybody_is_told(
    server: RunningServer, state: Path, client: httpx.Client, lead: Device
) -> None:
    assert kept(server, state) == 4
    lead.push(client, [lead.answer(20, 1), lead.answer(21, 1)])
    assert kept(server, state) == 6
    lead.push(client, lead.entries[-2:])
    lead.push(client, [b"no entry"])
    assert kept(server, state) == 6, "what is known, or refused, is nothing new"


def test_a_start_with_nothing_lost_is_no_alarm(server: RunningServer, state: Path, lead: Device) -> None:
    for expected in (5, 6):
        with client_of(server) as client:
            lead.push(client, [lead.answer(20, expected)])
        server.stop()
        server.start()
        watch(server.server, state)
        assert kept(server, state) == expected


@pytest.mark.parametrize("words", ["", "rubbish", "\0" * 86, "{key}", "{key} -5", "{other} 99999", "{key} 1 1", "é"])
def test_a_file_that_says_nothing_of_this_server_is_no_alarm(
    server: RunningServer, lead: Device, tmp_path: Path, words: str
) -> None:
    path = tmp_path / "odd.state"
    path.write_text(words.format(key=server.server.log_key.hex(), other="0" * 64), encoding="utf-8")
    watch(server.server, path)
    assert kept(server, path) == 4


def test_row_91_a_database_with_less_than_was_answered_for_is_not_served(
    server: RunningServer, lead: Device, state: Path
) -> None:
    StateFile(state, server.server.log_key).rise(5)
    with pytest.raises(OperatorError, match="new-epoch") as refused:
        watch(server.server, state)
    assert refused.value.code == "E-RESTORED"
    old = server.server.epoch
    assert start_epoch_after_restore(server.server, state) != old
    watch(server.server, state)
    assert kept(server, state) == 4


def test_a_file_that_can_not_be_written_is_said_at_the_start(server: RunningServer, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OperatorError) as refused:
        watch(server.server, tmp_path / "folder")
    assert refused.value.code == "E-STATE"


def test_a_file_that_can_not_be_written_later_stops_nobodys_work(
    server: RunningServer, client: httpx.Client, lead: Device, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    server.server.took = Watch(StateFile(tmp_path / "folder", server.server.log_key), 4).took
    assert lead.push(client, [lead.answer(20, 1)]).acks[0].code == AckCode.ACCEPTED


def test_the_file_never_falls_while_processes_share_it(tmp_path: Path) -> None:
    one, other = (StateFile(tmp_path / "x", bytes(32)) for _ in range(2))
    one.rise(7)
    other.rise(5)
    assert (one.read(), len((tmp_path / "x").read_bytes())) == (7, 86)
    other.rise(8)
    assert one.read() == 8


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def said(*arguments: str) -> tuple[int, Any]:
        status = main([*arguments, "--data", str(tmp_path / "data"), "--json"])
        out, err = capsys.readouterr()
        return status, json.loads(out or err)

    return said


@contextmanager
def serving(folder: Path) -> Iterator[httpx.Client]:
    command = [sys.executable, "-m", "sync_server", "serve", "--port", "0", "--data", str(folder), "--json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        address = json.loads(process.stdout.readline())["address"]
        try:
            with httpx.Client(base_url=address, trust_env=False) as client:
                yield client
        finally:
            process.terminate()
            process.wait(20)


@pytest.mark.skipif(os.name != "posix", reason="stops a process as an operator does")
def test_row_91_last_nights_backup_is_refused_and_after_a_new_epoch_everything_is_offered_again(
    tmp_path: Path, run: Run
) -> None:
    folder, backup = tmp_path / "data", tmp_path / "backup"
    run("init")
    code = from_code(run("invite", "kaga-jp")[1]["codes"]["kaga-jp"], 6)
    lead = Device("kaga-jp", seed=1)
    with serving(folder) as client:
        lead.join(client, code or b"")
        lead.push(client, [lead.answer(20, 1)])
    _copied(folder, backup)
    with serving(folder) as client:
        first_epoch = lead.push(client, [lead.answer(21, 1), lead.answer(22, 1)]).epoch
    shutil.rmtree(folder)
    shutil.copytree(backup, folder)
    for command in (("serve", "--port", "0"), ("take", str(tmp_path / "none.cborseq"))):
        status, said = run(*command)
        assert (status, said["code"]) == (2, "E-RESTORED")
        assert "new-epoch" in said["title"]
    assert run("new-epoch")[0] == 0
    with serving(folder) as client:
        reply = lead.push(client, lead.entries)
    assert reply.epoch != first_epoch
    assert [ack.code for ack in reply.acks] == [AckCode.KNOWN, AckCode.KNOWN, AckCode.PENDING, AckCode.PENDING]
    with open_server(Settings(folder)).database.reading() as connection:
        found = connection.exec_driver_sql("SELECT hash FROM entry ORDER BY position").scalars()
        assert [bytes(one) for one in found] == [entry_hash(entry.data) for entry in lead.entries]


def _copied(folder: Path, backup: Path) -> None:
    """As an operator makes a backup of a server that is stopped."""
    with sqlite3.connect(folder / "waymark-server.db") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    shutil.copytree(folder, backup)
