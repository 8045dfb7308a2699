"""Drives the frozen program as a person would: make a profile, answer, send, start again, read it back.

    python packaging/smoke_test.py build/package/waymark

The program is the frozen one; the server is the real one, run from the source on a free port of this machine. Every
step has a time limit, because an exception in a Qt slot doesn't end a process. Prints one JSON object; exit code 0
means good.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WINDOW, CONSOLE = ("Waymark.exe", "waymark-cli.exe") if sys.platform == "win32" else ("Waymark", "Waymark")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=Path, help="the folder that packaging/build.py made")
    folder = parser.parse_args().program.resolve()
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        server, address = start_server(place / "server")
        try:
            report = drive(folder, place, address)
        finally:
            server.terminate()
            server.wait(timeout=20)
    print(json.dumps(report, indent=2))
    return 0


def drive(folder: Path, place: Path, address: str) -> dict[str, object]:
    program, profile = Program(folder, place / "profile"), place / "profile"
    invitation = server_command(place / "server", "invite", "kaga-jp", "--json")["codes"]["kaga-jp"]
    program.run("init", "--city", "kaga-jp", "--official", "M. Sato", "--sample", "--unprotected")
    program.run("answer", "ICT-01", "adopted")
    program.run("join", address, "--invitation", str(invitation))
    admit(place, str(program.run("code")["code"]))
    sent = program.run("send")
    started = time.monotonic()
    pictures = program.window(place / "pictures")
    seconds = time.monotonic() - started
    answers = json.dumps(program.run("answers"))
    if "adopted" not in answers or not (profile / "waymark.sqlite3").exists():
        raise SystemExit(f"the answer did not come back: {answers}")
    if not pictures:
        raise SystemExit("the window painted nothing")
    return {"sent": sent, "pictures": pictures, "window_seconds": round(seconds, 2), "read_back": True}


class Program:
    """The frozen program: its verbs and its window."""

    def __init__(self, folder: Path, profile: Path) -> None:
        self._folder, self._profile = folder, profile
        self._environment = {"QT_QPA_PLATFORM": "offscreen"} | dict(os.environ)

    def run(self, *words: str) -> dict[str, object]:
        command = [str(self._folder / CONSOLE), *words, "--profile", str(self._profile), "--json"]
        return checked_json(command, self._environment)

    def window(self, pictures: Path) -> list[str]:
        """Starts the real window, has it painted into files, and lists them."""
        command = [str(self._folder / WINDOW), "--profile", str(self._profile)]
        subprocess.run(
            [*command, "--screenshot-dir", str(pictures)],
            check=True,
            timeout=90,
            env=self._environment,
            cwd=pictures.parent,
        )
        return sorted(path.name for path in pictures.glob("*.png"))


def start_server(data: Path) -> tuple[subprocess.Popen[str], str]:
    server_command(data, "init")
    office = data.with_name("registrar")
    registrar_command("init", "--folder", str(office), "--log-key", str(server_command(data, "status")["log_key"]))
    server_command(data, "trust", str(office / "alliance.cborseq"))
    command = [sys.executable, "-m", "sync_server", "serve", "--data", str(data), "--port", "0", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    return process, json.loads(process.stdout.readline())["address"]


def admit(place: Path, code: str) -> None:
    """The registrar's part, on files alone: the alliance's first document, and the lead whose code was read out."""
    office, requests, acts = place / "registrar", place / "requests.cborseq", place / "acts.cborseq"
    server_command(place / "server", "requests", "--out", str(requests))
    folder = ("--folder", str(office))
    registrar_command("admit", "kaga-jp", *folder, "--requests", str(requests), "--code", code, "--out", str(acts))
    server_command(place / "server", "take", str(acts))


def registrar_command(*words: str) -> None:
    checked_json([sys.executable, "-m", "sync_server", "registrar", *words, "--json"], dict(os.environ))


def server_command(data: Path, *words: str) -> dict[str, object]:
    command = [sys.executable, "-m", "sync_server", *words, "--data", str(data)]
    if "--json" not in command:
        command.append("--json")
    return checked_json(command, dict(os.environ))


def checked_json(command: list[str], environment: dict[str, str]) -> dict[str, object]:
    done = subprocess.run(command, capture_output=True, text=True, timeout=90, env=environment, cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return json.loads(done.stdout or "{}")


if __name__ == "__main__":
    sys.exit(main())
