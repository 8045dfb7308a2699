"""What the running program takes of the memory, as a multiple of a bare PySide6 window in the same interpreter.

Each in a process of its own, offscreen; resident megabytes of the process, which counts libraries that others share.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil

from benchmarks.timing import report

TARGET = 1.8
_ENVIRONMENT = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
_CASES = ("bare", "started", "opened", "prepared")


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[-1] in _CASES:
        print(_megabytes(sys.argv[-1]))
        return
    taken = {case: _asked(case) for case in _CASES}
    ratios = {f"{case}_ratio": round(taken[case] / taken["bare"], 2) for case in _CASES[1:]}
    report("memory", {"resident_mb": taken, **ratios, "target": TARGET})


def _asked(case: str) -> float:
    command = [sys.executable, "-m", "benchmarks.memory", case]
    ran = subprocess.run(command, env=_ENVIRONMENT, capture_output=True, text=True, check=True, timeout=120)
    return float(ran.stdout)


def _megabytes(case: str) -> float:
    """Before anything of the program is imported for "bare"; with the first start, the sample city, every page made."""
    if case == "bare":
        _bare_window()
        return _resident()
    from desktop_app.app import application
    from desktop_app.presentation.background import Immediate
    from desktop_app.program import Program

    app = application()
    with tempfile.TemporaryDirectory() as folder:
        program = Program(app, Path(folder), Immediate(), sends=False)
        program.window.resize(1366, 768)
        program.window.show()
        program.open_profile("own" if case == "started" else "sample")
        app.processEvents()
        pages = program.frame.pages
        while case == "prepared" and pages is not None and pages.prepare():
            app.processEvents()
        taken = _resident()
        program.window.close()
        program.close()
    return taken


def _bare_window() -> None:
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    app = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QLabel("Waymark"))
    window.resize(1366, 768)
    window.show()
    app.processEvents()


def _resident() -> float:
    return round(psutil.Process().memory_info().rss / 1e6, 1)


if __name__ == "__main__":
    main()
