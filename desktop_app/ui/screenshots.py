"""Renders the pages of the open window into PNG files, for the demo and the documentation."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage

from desktop_app.ui.pages import PAGES
from desktop_app.ui.shell.main_window import MainWindow

LAY_OUT_MS = 150
"""Between two looks; the page has come to rest when both show the same."""
MOST_LOOKS = 40

WhenIdle = Callable[[Callable[[], None]], None]


def take_pictures(window: MainWindow, folder: Path, when_idle: WhenIdle, done: Callable[[], object]) -> None:
    """Save each page as folder/NAME.png, then call `done`.

    Args:
        window: with an open profile.
        folder: made if it isn't there.
        when_idle: calls back when the database has answered all that was asked.
        done: what to do afterwards.
    """
    folder.mkdir(parents=True, exist_ok=True)
    waiting = [page.key for page in PAGES if page.key != "start"] if window.has_city else ["start"]

    def turn() -> None:
        if not waiting:
            done()
            return
        window.go_to(waiting[0])
        when_idle(lambda: look(QImage(), MOST_LOOKS))

    def look(before: QImage, looks_left: int) -> None:
        now = window.grab().toImage()
        if now != before and looks_left:
            QTimer.singleShot(LAY_OUT_MS, lambda: look(now, looks_left - 1))
            return
        now.save(str(folder / f"{waiting.pop(0)}.png"))
        turn()

    turn()
