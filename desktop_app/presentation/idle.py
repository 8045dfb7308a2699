"""Notices that nobody has touched the computer for a while, or that it slept. Decides nothing of what follows.

Two clocks: the steady one stands still while many a computer sleeps, and the other one can be set. The later one
counts, so that a clock that jumps can lock the window too early, and never keep it open (faults.md, row 67).
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

LOOK_SECONDS = 10
SLEPT_SECONDS = 120
"""Between two looks at the clocks: so long only a computer takes that slept, or was stopped."""

Seconds = Callable[[], float]


class Idle(QObject):
    """Signals:
    too_long(): nobody has touched it for as long as was set, or it slept.
    """

    too_long = Signal()

    def __init__(
        self, parent: QObject | None = None, *, steady: Seconds = time.monotonic, wall: Seconds = time.time
    ) -> None:
        """With a parent its timer ends where it began: Python frees things on whatever thread it is at."""
        super().__init__(parent)
        self._clocks = (steady, wall)
        self._minutes = 0
        self._touched = self._looked = self._now()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_SECONDS * 1000)
        self._timer.timeout.connect(self.look)

    def watch(self, minutes: int) -> None:
        """From now on; 0: don't."""
        self._minutes = minutes
        self._touched = self._looked = self._now()
        if minutes:
            self._timer.start()
        else:
            self._timer.stop()

    def touch(self) -> bool:
        """Somebody is there. False: too late, `too_long` was said, and what they pressed is for nothing."""
        self.look()
        if self._timer.isActive() or not self._minutes:
            self._touched = self._now()
            return True
        return False

    def look(self) -> None:
        """Has it been too long? It is said once, until `watch` is called again."""
        if not self._timer.isActive():
            return
        if self._since(self._touched) >= self._minutes * 60 or self._since(self._looked) >= SLEPT_SECONDS:
            self._timer.stop()
            self.too_long.emit()
        else:
            self._looked = self._now()

    def _now(self) -> tuple[float, float]:
        steady, wall = self._clocks
        return steady(), wall()

    def _since(self, then: tuple[float, float]) -> float:
        return max(now - before for now, before in zip(self._now(), then, strict=True))
