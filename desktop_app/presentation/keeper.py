"""The thread that keeps second copies: the outbox journal a moment after each change, a backup once a day; and that
looks the data through once a week.

Reading the database is the database thread's; packing, writing and waiting for the disk are done here, so neither
typing nor saving waits for them.
"""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from desktop_app import log
from desktop_app.errors import AppError
from desktop_app.operations import health
from desktop_app.operations.backups import make_if_due
from desktop_app.operations.outbox import journal_of, level, unconfirmed_rows
from desktop_app.presentation.desk import Desk
from desktop_app.storage.full_check import Finding
from desktop_app.storage.outbox_journal import OutboxJournal
from desktop_app.sync.profile import ClosedError, Door

GATHER_SECONDS = 0.5
"""Between a change and reading it for the journal: with the disk's own time, a second."""
BREATH_SECONDS = 0.02
"""Between two parts of the weekly check: it takes a few seconds more, and the window stays quick."""
IDLE_SECONDS = 5.0
"""So long nothing may have changed before it is looked whether a backup is due."""
LOOK_AGAIN_SECONDS = 3600.0
"""After that look: a new day may have begun, or a disk that was full has room again."""


class Keeper(QObject):
    """One for each open profile.

    Signals:
        failed(AppError): the data file is damaged: no backup could be made, or the weekly check found something.
    """

    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._database = Door(desk.background)
        self._journal: OutboxJournal | None = None
        self._is_begun = False
        self._changed = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)
        desk.bus.changed.connect(self._hear, Qt.ConnectionType.DirectConnection)

    def start(self) -> None:
        self._changed.set()
        self._thread.start()

    def stop(self) -> None:
        """Waits for what is being written. When this returns, nothing of it reaches the profile any more."""
        self._desk.bus.changed.disconnect(self._hear)
        self._stopping.set()
        self._changed.set()
        self._thread.join()
        self._database.close()

    def _hear(self, _changes: object) -> None:
        self._changed.set()

    def _run(self) -> None:
        patience = IDLE_SECONDS
        while not self._stopping.is_set():
            if self._changed.wait(patience):
                self._stopping.wait(GATHER_SECONDS)
                self._changed.clear()
                self._attempt(self._level)
                patience = IDLE_SECONDS
            else:
                self._attempt(self._back_up)
                self._attempt(self._check)
                patience = LOOK_AGAIN_SECONDS

    def _attempt(self, work: Callable[[], None]) -> None:
        """What fails is in the log, and is tried again: nobody has to do anything about it while they write."""
        try:
            work()
        except ClosedError:
            return
        except AppError as error:
            log.logger.warning("keeper: %s %s", error.code, error.holes.get("reason", ""))
            if error.holes.get("reason") == "E-DAMAGED":
                self.failed.emit(error)
        except OSError as error:
            log.logger.warning("keeper: %s", error.strerror)

    def _level(self) -> None:
        workspace = self._desk.workspace
        rows = self._database.call(lambda: unconfirmed_rows(workspace))
        self._is_begun = bool(rows)
        if self._journal is None:
            self._journal = journal_of(workspace.profile, workspace.keys)
        level(self._journal, rows)

    def _back_up(self) -> None:
        workspace = self._desk.workspace
        if self._is_begun:  # before the first start is finished there is nothing to keep
            make_if_due(workspace.profile, workspace.clock, workspace.keys)

    def _check(self) -> None:
        workspace = self._desk.workspace
        if not self._is_begun or not health.is_due(workspace.profile, workspace.clock()):
            return
        found = health.check(workspace, self._breathe)
        if found is not Finding.NOTHING:
            self._database.call(lambda: health.mend(workspace, found))
            self.failed.emit(health.problem(workspace, found))

    def _breathe(self) -> None:
        if self._stopping.wait(BREATH_SECONDS):
            raise ClosedError
