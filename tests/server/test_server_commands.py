"""`waymark-server` as an operator uses it, in a process of its own."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from roadmap_core.keys.codes import from_code
from sync_server.__main__ import main
from tests.server.device import Device

ROOT = Path(__file__).parents[2]


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    out, err = capsys.readouterr()
    return status, out, err


@pytest.fixture
def data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    folder = str(tmp_path / "server")
    assert said(capsys, "init", "--data", folder)[0] == 0
    return folder


def test_the_whole_tour_of_the_help_works(data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> dict[str, Any]:
        status, out, _ = said(capsys, *arguments, "--data", data, "--json")
        assert status == 0
        return json.loads(out)

    code = run("invite", "kaga-jp", "belfast-gb")["codes"]["kaga-jp"]
    command = [sys.executable, "-m", "sync_server", "serve", "--port", "0", "--data", data, "--json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as serving:
        assert serving.stdout is not None
        address = json.loads(serving.stdout.readline())["address"]
        device = Device("kaga-jp", seed=1)
        with httpx.Client(base_url=address, trust_env=False) as client:
            assert device.join(client, from_code(code, 6) or b"").status_code == 200
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(20) == (0 if os.name == "posix" else 1)
    assert run("status")["entries"] == 1
    file = tmp_path / "kaga.cborseq"
    assert run("export-entries", "kaga-jp", str(file)) == {"city": "kaga-jp", "entries": 1}
    assert file.read_bytes().endswith(device.genesis.data)
    assert run("rebuild") == {"entries": 1}
    assert run("fsck") == {"damage": []}
    assert run("new-epoch")["epoch"] == run("status")["epoch"]


def test_setting_up_twice_changes_nothing(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    key = Path(data, "log.key").read_bytes()
    status, out, _ = said(capsys, "init", "--data", data)
    assert (status, out) == (0, "This server was set up before; nothing changed.\n")
    assert Path(data, "log.key").read_bytes() == key


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights")
def test_the_key_of_the_log_is_for_its_owner_only(data: str) -> None:
    assert Path(data, "log.key").stat().st_mode & 0o777 == 0o600


def test_a_city_that_is_not_in_the_list_can_be_added(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "invite", "new-town-xx", "--data", data)[0] == 2
    described = ["--name", "New Town", "--country", "Nowhere", "--region", "Europe", "--size", "S"]
    status, out, _ = said(capsys, "invite", "new-town-xx", *described, "--data", data)
    assert status == 0
    assert "for the first computer of new-town-xx" in out
    assert json.loads(said(capsys, "status", "--data", data, "--json")[1])["cities"] == 37


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["serve", "--data", "{nowhere}"], "E-DATA"),
        (["status", "--data", "{file}"], "E-DATA"),
        (["init", "--data", "{file}/below"], "E-DATA"),
        (["invite", "nowhere-xx", "--data", "{data}"], "E-CITY"),
        (["invite", "Kaga; DROP TABLE", "--data", "{data}"], "E-CITY"),
        (["export-entries", "nowhere-xx", "x.cborseq", "--data", "{data}"], "E-CITY"),
        (["export-entries", "kaga-jp", "{nowhere}/x.cborseq", "--data", "{data}"], "E-FILE"),
        (["serve", "--port", "{taken}", "--data", "{data}"], "E-ADDRESS"),
        (["serve", "--host", "256.1.1.1", "--port", "0", "--data", "{data}"], "E-ADDRESS"),
        (["status", "--data", "{data}", "--database", "no address"], "E-DATABASE"),
        (["status", "--data", "{data}", "--database", "mysql://x/y"], "E-DATABASE"),
        (["status", "--data", "{data}", "--database", "postgresql+psycopg://x@127.0.0.1:1/y"], "E-DATABASE"),
        (["status", "--data", "{broken}"], "E-DATABASE"),
        (["status", "--data", "{other_key}"], "E-LOG-KEY"),
    ],
)
def test_what_is_wrong_gets_a_sentence_a_code_and_status_2(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: str
) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "waymark-server.db").write_bytes(b"this is no database" * 100)
    (tmp_path / "other_key").mkdir()
    (tmp_path / "other_key" / "waymark-server.db").write_bytes(Path(data, "waymark-server.db").read_bytes())
    (tmp_path / "other_key" / "log.key").write_bytes(bytes(32))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        places = {"taken": str(taken.getsockname()[1]), "data": data}
        places |= {name: str(tmp_path / name) for name in ("nowhere", "file", "broken", "other_key")}
        status, out, err = said(capsys, *[argument.format(**places) for argument in arguments])
    assert (status, out) == (2, "")
    assert err.strip().endswith(f"({code})")
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize("port", ["-1", "65536", "http", ""])
def test_a_port_that_is_none_is_said_so(data: str, capsys: pytest.CaptureFixture[str], port: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--data", data, f"--port={port}"])
    assert ended.value.code == 2
    assert "(E-ADDRESS)" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["", "init", "invite", "serve", "status", "export-entries", "rebuild", "fsck"])
def test_every_command_has_help(capsys: pytest.CaptureFixture[str], command: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*([command] if command else []), "--help"])
    assert ended.value.code == 0
    assert len(capsys.readouterr().out) > 200


def test_fsck_says_what_is_damaged_and_exits_with_1(data: str, capsys: pytest.CaptureFixture[str]) -> None:

    with sqlite3.connect(Path(data, "waymark-server.db")) as connection:
        connection.execute("UPDATE city SET size = 7 WHERE id = 'kaga-jp'")
    connection.close()
    status, out, _ = said(capsys, "fsck", "--data", data)
    assert status == 1
    assert out.startswith("kaga-jp, position 0: ")
