"""From process start to the first painted window, as a multiple of a bare PySide6 window in the same interpreter.

Also names each module that must not be imported before the first paint, if it was.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.timing import report

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 15
TARGET = 1.5
AFTER_PAINT = ("sqlmodel", "sqlalchemy", "httpx", "alembic", "babel", "pydantic", "fastapi", "desktop_app.reports")
BARE = """
import json, os, sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
application = QApplication(sys.argv)
def end():
    print(json.dumps({"painted_at": time.time(), "page_at": 0, "loaded": []}), flush=True)
    os._exit(0)
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, end)
window = Window()
window.setCentralWidget(QLabel("hello"))
window.resize(1366, 768)
window.show()
application.exec()
"""


def main() -> None:
    seconds: dict[str, list[float]] = {"bare": [], "new_profile": [], "known_profile": [], "known_profile_page": []}
    loaded: set[str] = set()
    with tempfile.TemporaryDirectory() as scratch:
        known = _made(Path(scratch) / "known")
        for turn in range(ROUNDS + 2):
            new = Path(scratch) / f"new{turn}"
            commands = {"bare": ["-c", BARE], "new_profile": window(new), "known_profile": window(known)}
            for name, command in commands.items():
                started, told = time.time(), run(command)
                loaded |= set(told["loaded"])
                if turn < 2:
                    continue
                seconds[name].append(told["painted_at"] - started)
                if name == "known_profile":
                    seconds["known_profile_page"].append(told["page_at"] - started)
    report("first_window", {**_compared(seconds), "imported_too_early": [n for n in AFTER_PAINT if n in loaded]})


def _compared(seconds: dict[str, list[float]]) -> dict[str, object]:
    middle = {name: statistics.median(taken) for name, taken in seconds.items()}
    return {
        "rounds": ROUNDS,
        **{f"{name}_ms": round(taken * 1000, 1) for name, taken in middle.items()},
        "ratio": round(middle["known_profile"] / middle["bare"], 2),
        "ratio_new_profile": round(middle["new_profile"] / middle["bare"], 2),
        "ratio_of_fastest": round(min(seconds["known_profile"]) / min(seconds["bare"]), 2),
        "ratio_to_first_page": round(middle["known_profile_page"] / middle["bare"], 2),
        "target": TARGET,
    }


def window(profile: Path) -> list[str]:
    return ["-m", "benchmarks.first_paint", str(profile)]


def _made(profile: Path) -> Path:
    """A profile with a city in it, made as scripts make one."""
    begin = ["-m", "desktop_app", "init", "--unprotected", "--city", "kaga-jp", "--official", "M. Sato"]
    made = [*begin, "--profile", str(profile)]
    subprocess.run([sys.executable, *made], check=True, cwd=ROOT, capture_output=True, timeout=60)
    return profile


def run(command: list[str]) -> dict[str, Any]:
    """When it was painted, and what was loaded by then."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": ""}  # installed: compiled
    done = subprocess.run(
        [sys.executable, *command], check=True, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


if __name__ == "__main__":
    main()
