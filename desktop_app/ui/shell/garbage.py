"""Looks for garbage on the interface thread alone, and not before the first page is there.

Python looks for it wherever it happens to run. On the database thread it would end widgets and timers there, which Qt
doesn't allow: "Timers cannot be stopped from another thread", and a crash.
"""

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 5_000


class Garbage(QObject):
    """Takes over from Python until `stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        timer = QTimer(self)
        timer.timeout.connect(self.look)
        timer.start(LOOK_MS)

    def look(self) -> None:
        """Looks through the oldest generation that is due, by Python's own thresholds, and those that are younger."""
        counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [generation for generation, (count, most) in enumerate(counts) if count > most]
        if due:
            gc.collect(due[-1])

    def stop(self) -> None:
        if self._was_on:
            gc.enable()
