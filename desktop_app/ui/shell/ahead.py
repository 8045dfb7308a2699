"""Makes pages before somebody opens them, a piece at a time, while nobody touches anything.

Making a page and laying it out takes a third of a second on a slow computer, and opening it afterwards a tenth of that.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from desktop_app.ui.shell.touches import Touches

QUIET_MS = 2_000
"""So long nobody may have pressed, clicked or moved anything."""
PAUSE_MS = 100
"""Between two pieces, so that a touch that came meanwhile is heard first."""


class Ahead(QObject):
    """Goes on after each touch. `prepare` does a piece; False: nothing is left."""

    def __init__(self, prepare: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._prepare = prepare
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        Touches(self, self)

    def start(self) -> None:
        self._timer.start(QUIET_MS)

    def touch(self) -> bool:
        self.start()
        return True

    def _go_on(self) -> None:
        if self._prepare():
            self._timer.start(PAUSE_MS)
