"""Connects the pages to the sending thread: wishes go there, what a round did comes back as changes.

It is loaded after the first window is painted: it brings the HTTP client along.
"""

from PySide6.QtCore import QObject, Qt, Signal

from desktop_app.errors import explain
from desktop_app.operations.changes import Changes
from desktop_app.operations.sealing import ensure_device, seal_for_sending
from desktop_app.presentation.desk import Desk
from desktop_app.sync.enrolment import join
from desktop_app.sync.outcome import Outcome
from desktop_app.sync.round import run_round
from desktop_app.sync.session import Session
from desktop_app.sync.worker import Worker

STOP_SECONDS = 5.0


class Exchange(QObject):
    """One for each open profile. `_round` and what it calls run on the sending thread."""

    _busy = Signal(bool)
    _join_failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._session = Session()
        self._worker = Worker(self._round, self._publish)
        self._joining: list[tuple[str, str]] = []
        self._busy.connect(self._show_busy, Qt.ConnectionType.QueuedConnection)
        self._join_failed.connect(desk.line.join_failed, Qt.ConnectionType.QueuedConnection)
        desk.line.send_wanted.connect(self._worker.send_now)
        desk.line.join_wanted.connect(self._want_join)
        desk.bus.changed.connect(self._hear)

    def start(self) -> None:
        self._worker.start()

    def stop(self) -> None:
        """Let the round that is running finish, for a few seconds; a cut one is safe to repeat."""
        self._desk.bus.changed.disconnect(self._hear)
        self._worker.stop(STOP_SECONDS)
        self._session.close()

    def _hear(self, changes: Changes) -> None:
        if changes.outbox and changes.origin == "local":
            self._worker.outbox_changed()

    def _want_join(self, address: str, invitation: str) -> None:
        self._joining.append((address, invitation))
        self._worker.send_now()

    def _show_busy(self, busy: bool) -> None:  # noqa: FBT001 - the slot of a signal with one value
        self._desk.line.set_busy(busy=busy)

    def _round(self) -> Outcome:
        self._busy.emit(True)  # noqa: FBT003 - a signal has no keywords
        try:
            while self._joining:
                self._join(*self._joining.pop(0))
            workspace, background = self._desk.workspace, self._desk.background
            self._desk.bus.publish(background.call(lambda: seal_for_sending(workspace)))
            return run_round(workspace, self._session, background)
        finally:
            self._busy.emit(False)  # noqa: FBT003 - as above

    def _join(self, address: str, invitation: str) -> None:
        workspace, background = self._desk.workspace, self._desk.background
        try:
            background.call(lambda: ensure_device(workspace))
            join(workspace, address, invitation or None, self._session, background)
        except Exception as error:  # noqa: BLE001 - every refusal becomes words on the page that asked
            self._join_failed.emit(explain(error))
        self._desk.bus.publish(Changes(connection=True, city=True))

    def _publish(self, outcome: Outcome) -> None:
        self._desk.bus.publish(
            Changes(
                questions=outcome.questions,
                policies=outcome.policies,
                outbox=outcome.outbox,
                contested=outcome.contested,
                city=outcome.city,
                connection=outcome.connection,
                community=outcome.community,
                origin="remote",
            )
        )
