"""Taking in what came by stick, mail or photo: read, shown, and taken over only when a person says so.

Reading and unpacking run beside, judging on the database thread; what was shown is what is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from desktop_app.errors import Words, explain
from desktop_app.i18n import _
from desktop_app.operations.bundles import files, taking
from desktop_app.presentation.desk import Desk

if TYPE_CHECKING:
    from desktop_app.operations.bundles.arrival import Arrival
    from roadmap_core.exchange.bundle import Bundle

TELL_EVERY = 250
"""Entries between two reports of how far it is: about 50 ms."""


class Step(Enum):
    """How far taking in has come."""

    IDLE = auto()
    READING = auto()
    JUDGING = auto()
    SHOWN = auto()
    TAKING = auto()
    TAKEN = auto()


class StoppedError(Exception):
    """The person said stop; what was begun is rolled back."""


class FilesIn(QObject):
    """Signals:
        changed(): another step, or further in the same one.

    Attributes:
        name: of the file that is looked at.
        arrival: what it brings, or has brought; None before that is known.
        problem: why it can't be taken, or None.
        judged, total: how many of its entries were looked at.
    """

    changed = Signal()
    _progress = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._beside = desk.background.beside()
        self._stop = Event()
        self._bundle: Bundle | None = None
        self.step = Step.IDLE
        self.name = ""
        self.arrival: Arrival | None = None
        self.problem: Words | None = None
        self.judged = self.total = 0
        self._progress.connect(self._advance, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        return self.step in (Step.READING, Step.JUDGING, Step.TAKING)

    def read_file(self, file: Path) -> None:
        """Look into a file with updates."""
        self._read(file.name, lambda: files.read_bundle(file))

    def read_text(self, text: str) -> None:
        """Look into a postcard that was pasted."""
        self._read(_("Postcard"), lambda: files.read_postcard_text(text))

    def read_photos(self, photos: Sequence[Path]) -> None:
        """Look into a postcard whose codes were photographed."""
        self._read(_("Postcard"), lambda: files.read_postcard_files(photos))

    def take(self) -> None:
        """Take over what is shown."""
        if self.step is Step.SHOWN and self._bundle is not None:
            self._stop.clear()
            self._judge(Step.TAKING, taking.take, self._taken)

    def drop(self) -> None:
        """Leave it; or have done with it."""
        if not self.is_busy:
            self._go(Step.IDLE)

    def stop(self) -> None:
        """Break off what is being done. Nothing is changed by it then."""
        self._stop.set()

    def close(self) -> None:
        """The profile is being closed."""
        self.stop()
        self._beside.close()

    def _read(self, name: str, read: Callable[[], Bundle]) -> None:
        if self.is_busy:
            return
        self._stop.clear()
        self.name, self.arrival, self.problem, self._bundle = name, None, None, None
        self._go(Step.READING)
        self._beside.run(read, self._look, self._failed)

    def _look(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._judge(Step.JUDGING, taking.look_into, self._show)

    def _judge(self, step: Step, act: Callable[..., Arrival], then: Callable[[Arrival], None]) -> None:
        bundle, name, workspace = self._bundle, self.name, self._desk.workspace
        self.judged, self.total = 0, sum(len(part.items) for part in bundle.cities) if bundle else 0
        self._go(step)
        self._desk.background.run(lambda: act(workspace, bundle, name, self._watch()), then, self._failed)

    def _watch(self) -> Callable[[], None]:
        """Counts on the database thread, and tells this one now and then."""
        judged = 0

        def one() -> None:
            nonlocal judged
            if self._stop.is_set():
                raise StoppedError
            judged += 1
            if judged % TELL_EVERY == 0:
                self._progress.emit(judged)

        return one

    def _advance(self, judged: int) -> None:
        if self.is_busy:
            self.judged = judged
            self.changed.emit()

    def _show(self, arrival: Arrival) -> None:
        self.arrival = arrival
        self._go(Step.SHOWN)

    def _taken(self, arrival: Arrival) -> None:
        self.arrival = arrival
        self._go(Step.TAKEN)
        self._desk.bus.publish(arrival.changes)

    def _failed(self, error: Exception) -> None:
        self.problem = None if isinstance(error, StoppedError) else explain(error)
        self._go(Step.IDLE)

    def _go(self, step: Step) -> None:
        self.step = step
        if step is Step.IDLE:
            self._bundle = self.arrival = None
        self.changed.emit()
