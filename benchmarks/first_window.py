"""From process start to the first painted window, as a multiple of a bare PySide6 window in the same interpreter.

Also names each module that must not be imported before the first paint, if it was.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.timing import interleaved, median_ms, report

ROOT = Path(__file__).resolve().parent.parent
AFTER_PAINT = ("sqlmodel", "sqlalchemy", "httpx", "alembic", "babel", "pydantic", "cryptography")
BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
application = QApplication(sys.argv)
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, application.quit)
window = Window()
window.setCentralWidget(QLabel("hello"))
window.resize(1366, 768)
window.show()
application.exec()
"""


def main(rounds: int = 11) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "WAYMARK_EXIT_AFTER_FIRST_PAINT": "1"}
        ours = [sys.executable, "-m", "desktop_app", "--profile", str(Path(scratch) / "profile")]

        def run(command: list[str]) -> None:
            subprocess.run(command, check=True, env=environment, cwd=ROOT, capture_output=True, timeout=60)

        seconds = interleaved({"bare": lambda: run([sys.executable, "-c", BARE]), "waymark": lambda: run(ours)}, rounds)
        names = subprocess.run(
            [sys.executable, "-X", "importtime", *ours[1:]], env=environment, cwd=ROOT, capture_output=True, text=True,
            check=True, timeout=60,
        ).stderr  # fmt: skip
    imported = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in names.splitlines() if "|" in line}
    ratio = median_ms(seconds["waymark"]) / median_ms(seconds["bare"])
    report(
        "first_window",
        {
            "bare_ms": median_ms(seconds["bare"]),
            "waymark_ms": median_ms(seconds["waymark"]),
            "ratio": round(ratio, 2),
            "imported_too_early": sorted(imported & set(AFTER_PAINT)),
            "measured_at": time.strftime("%Y-%m-%d"),
        },
    )


if __name__ == "__main__":
    main()
