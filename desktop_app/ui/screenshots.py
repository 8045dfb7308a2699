"""Renders the pages of the open window into PNG files, for the demo and the documentation."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer

from desktop_app.ui.pages import PAGES
from desktop_app.ui.shell.main_window import MainWindow

SETTLE_MS = 400
"""Time for the database thread to answer; nothing else tells that a page is complete."""


def take_pictures(window: MainWindow, folder: Path, done: Callable[[], object]) -> None:
    """Save each page as folder/NAME.png, then call `done`. The question page shows the first question."""
    folder.mkdir(parents=True, exist_ok=True)
    waiting = [page.key for page in PAGES if page.key != "start"]

    def turn() -> None:
        if not waiting:
            done()
            return
        window.go_to(waiting[0])
        QTimer.singleShot(SETTLE_MS, take)

    def take() -> None:
        window.grab().save(str(folder / f"{waiting.pop(0)}.png"))
        turn()

    QTimer.singleShot(SETTLE_MS, turn)
