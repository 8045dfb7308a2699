"""Connects the pages to the sending thread: wishes go there, what a round did comes back as changes.

It is loaded after the first window is painted: it brings the HTTP client along.
"""

from functools import partial
from threading import Event

from PySide6.QtCore import QObject, Qt, Signal

from desktop_app.errors import explain
from desktop_app.operations.changes import Changes
from desktop_app.operations.sealing import ensure_device, seal_for_sending, seal_what_waited
from desktop_app.presentation.desk import Desk
from desktop_app.sync.enrolment import join
from desktop_app.sync.inviting import invite
from desktop_app.sync.outcome import Outcome
from desktop_app.sync.profile import ClosedError, Door
from desktop_app.sync.round import run_rounds
from desktop_app.sync.session import Session
from desktop_app.sync.worker import Worker

STOP_SECONDS = 5.0
_WAKE_SECONDS = 1.0


class Exchange(QObject):
    """One for each open profile. `_round` and what it calls run on the sending thread."""

    _busy = Signal(bool)
    _join_failed = Signal(object)
    _invited = Signal(object)
    _invite_failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._database = Door(desk.background)
        self._session = Session()
        self._is_away = False
        self._worker = Worker(self._round, self._publish)
        self._joining: list[tuple[str, str]] = []
        self._wants_invitation = Event()
        self._busy.connect(self._show_busy, Qt.ConnectionType.QueuedConnection)
        self._join_failed.connect(desk.line.join_failed, Qt.ConnectionType.QueuedConnection)
        self._invited.connect(desk.line.invited, Qt.ConnectionType.QueuedConnection)
        self._invite_failed.connect(desk.line.invite_failed, Qt.ConnectionType.QueuedConnection)
        desk.line.invitation_wanted.connect(self._want_invitation)
        desk.line.send_wanted.connect(self._worker.send_now)
        desk.line.join_wanted.connect(self._want_join)
        desk.bus.changed.connect(self._hear)

    def start(self) -> None:
        self._worker.start()

    def stop(self) -> None:
        """Let the round that is running finish, for a few seconds; a cut one is safe to repeat.

        When this returns, nothing of it can reach the profile any more, whatever its thread still does.
        """
        self._desk.bus.changed.disconnect(self._hear)
        is_over = self._worker.stop(STOP_SECONDS)
        self._database.close()
        if not is_over:
            self._session.hang_up()
            is_over = self._worker.stop(_WAKE_SECONDS)
        if is_over:
            self._session.close()

    def _hear(self, changes: Changes) -> None:
        if changes.outbox and changes.origin == "local":
            self._worker.outbox_changed()

    def _want_join(self, address: str, invitation: str) -> None:
        self._joining.append((address, invitation))
        self._worker.send_now()

    def _want_invitation(self) -> None:
        self._wants_invitation.set()
        self._worker.send_now()

    def _show_busy(self, busy: bool) -> None:  # noqa: FBT001 - the slot of a signal with one value
        self._desk.line.set_busy(busy=busy)

    def _round(self, is_polling: bool) -> Outcome:  # noqa: FBT001 - what the worker calls
        """Drafts stay drafts while the server is away and nobody asks: a minute's work is no entry of its own."""
        self._busy.emit(True)  # noqa: FBT003 - a signal has no keywords
        try:
            while self._joining:
                self._join(*self._joining.pop(0))
            if self._wants_invitation.is_set():
                self._wants_invitation.clear()
                self._invite()
            workspace = self._desk.workspace
            if not (is_polling and self._is_away):
                self._desk.bus.publish(self._database.call(lambda: seal_for_sending(workspace)))
            seal_again = partial(seal_what_waited, workspace)
            return run_rounds(workspace, self._session, seal_again, self._database, is_polling=is_polling)
        finally:
            if self._database.is_closed:  # `stop` couldn't wait for this round
                self._session.close()
            self._busy.emit(False)  # noqa: FBT003 - as above

    def _join(self, address: str, invitation: str) -> None:
        workspace = self._desk.workspace
        try:
            self._database.call(lambda: ensure_device(workspace))
            join(workspace, address, invitation or None, self._session, self._database)
        except ClosedError:
            raise
        except Exception as error:  # noqa: BLE001 - every refusal becomes words on the page that asked
            self._join_failed.emit(explain(error))
        self._desk.bus.publish(Changes(connection=True, city=True))

    def _invite(self) -> None:
        try:
            self._invited.emit(invite(self._desk.workspace, self._session, self._database))
        except ClosedError:
            raise
        except Exception as error:  # noqa: BLE001 - as in `_join`
            self._invite_failed.emit(explain(error))

    def _publish(self, outcome: Outcome) -> None:
        if self._database.is_closed:
            return
        was_away, self._is_away = self._is_away, outcome.is_failure
        if was_away and not self._is_away:
            self._worker.outbox_changed()
        files, before = outcome.files, self._desk.line.file_problem
        if files.problem or files.moved_bytes:
            self._desk.line.file_problem = files.problem
        self._desk.bus.publish(
            Changes(
                questions=outcome.questions,
                policies=outcome.policies,
                outbox=outcome.outbox or files.moved_bytes > 0 or self._desk.line.file_problem != before,
                contested=outcome.contested,
                city=outcome.city,
                connection=outcome.connection,
                community=outcome.community,
                origin="remote",
            )
        )
