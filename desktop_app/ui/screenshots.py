"""Renders the pages of the open window into PNG files, for the demo and the documentation."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer

from desktop_app.ui.pages import PAGES
from desktop_app.ui.shell.main_window import MainWindow

LAY_OUT_MS = 150
"""Time for the layout to come to rest after the data is there; wrapped labels need two rounds."""

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
        if waiting:
            window.go_to(waiting[0])
            when_idle(lambda: QTimer.singleShot(LAY_OUT_MS, take))
        else:
            done()

    def take() -> None:
        window.grab().save(str(folder / f"{waiting.pop(0)}.png"))
        turn()

    turn()
