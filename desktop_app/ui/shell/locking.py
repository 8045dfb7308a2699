"""Locks the window and opens it again: hides it at once, has saved what was typed, closes the profile, asks, opens.

While it is locked the keys are let go of and the database is closed, so nothing is sent; that goes on after unlocking.
"""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog

from desktop_app.presentation.idle import Idle
from desktop_app.ui.shell.touches import Touches

if TYPE_CHECKING:  # loaded when the window is locked for the first time
    from collections.abc import Callable

    from desktop_app.presentation.background import Background
    from desktop_app.presentation.guard import Guard
    from desktop_app.presentation.locked import Locked
    from desktop_app.ui.appearance import Appearance
    from desktop_app.ui.lock.lock_view import LockView
    from desktop_app.ui.shell.frame import Frame


class Doors(Protocol):
    """What opens and closes profiles."""

    @property
    def which(self) -> str:
        """The profile that is open, or was asked for: "own" or "sample"."""

    @property
    def folder(self) -> Path:
        """Its folder."""

    @property
    def is_open(self) -> bool:
        """Whether it is open."""

    def open_profile(self, which: str, passphrase: str = "") -> None:
        """Open it; `Locking.opened` or `Locking.refused` is called."""

    def let_go(self) -> None:
        """Close it; done when `when_idle` calls back."""

    def when_idle(self, then: Callable[[], None]) -> None:
        """Call this when all that was handed over is done."""


class Locking(QObject):
    """Hears Ctrl+L, and that nobody has touched the computer for too long."""

    def __init__(
        self, frame: Frame, appearance: Appearance, background: Background, guard: Guard, doors: Doors
    ) -> None:
        super().__init__(frame)
        self._frame, self._background, self._guard, self._doors = frame, background, guard, doors
        self._model: Locked | None = None
        self.view: LockView | None = None
        self.idle = Idle(self)
        Touches(self.idle, self)
        self.idle.too_long.connect(self._lock_by_itself)
        guard.lock_wanted.connect(self.lock)
        frame.bar.lock_clicked.connect(self.lock)
        guard.changed.connect(self._watch)
        appearance.changed.connect(self._retranslate)
        QShortcut(QKeySequence("Ctrl+L"), frame, self.lock)

    @property
    def is_locked(self) -> bool:
        return self.view is not None

    @property
    def model(self) -> Locked:
        """Made when first needed; the count of wrong passphrases outlives an unlocking only if that fails."""
        if self._model is None:
            from desktop_app.presentation.locked import Locked

            self._model = Locked(self._background, self)
            self._model.unlock_wanted.connect(self._unlock)
        return self._model

    def lock(self) -> None:
        """Hide all of it now; save what was typed, then close the profile. One that isn't begun hides nothing."""
        if self.is_locked or not self._doors.is_open or not self._frame.has_city:
            self._watch()
            return
        _close_dialogs()
        self.model.begin(self._doors.folder, is_saving=True)
        self._cover()
        try:
            self._frame.keep_typed()
        except Exception:  # noqa: BLE001 - what can't be saved stays where it is, behind the screen
            from desktop_app.log import logger

            logger.warning("locked, but not closed", exc_info=True)
            self.model.saved(is_held_open=True)
            return
        self._doors.when_idle(self._close)

    def opened(self) -> None:
        """A profile is open: show it."""
        if self._model is not None:
            self._model.opened()
        if self.view is not None:
            self.view = None
            self._frame.cover(None)
        self._watch()

    def refused(self, error: Exception) -> bool:
        """Whether this screen asks for what opens the profile; other problems are told elsewhere too."""
        from desktop_app.errors import AppError
        from desktop_app.presentation.locked import KEYS_REFUSED

        is_ours = isinstance(error, AppError) and error.code in KEYS_REFUSED
        if not (is_ours or self.is_locked):
            return False
        if not self.is_locked:
            self.model.begin(self._doors.folder)
            self._cover()
        self.model.refused(error)
        return is_ours

    def _lock_by_itself(self) -> None:
        """Invented data needs no screen before it."""
        if self._doors.which == "own":
            self.lock()
        else:
            self._watch()

    def _close(self) -> None:
        is_held_open = self._frame.has_unsaved
        if not is_held_open:
            self._doors.let_go()
        self._doors.when_idle(lambda: self._closed(is_held_open=is_held_open))

    def _closed(self, *, is_held_open: bool) -> None:
        QTimer.singleShot(0, _free)  # not while signals of what is freed are being heard
        self.model.saved(is_held_open=is_held_open)

    def _unlock(self, passphrase: str) -> None:
        if self._doors.is_open:
            self._check(passphrase)
        else:
            self._doors.open_profile(self._doors.which, passphrase)

    def _check(self, passphrase: str) -> None:
        """The profile could not be closed: what is given has to open it all the same."""
        from desktop_app.identity.os_keys import system_keys
        from desktop_app.identity.unlocking import Given
        from desktop_app.operations.protection import check

        folder, given = self._doors.folder, Given(passphrase, system_keys())

        def fits(_done: None) -> None:
            self.opened()
            self._frame.show_unsaved()

        self._background.run(lambda: check(folder, given), fits, self.model.refused)

    def _cover(self) -> None:
        from desktop_app.ui.lock.lock_view import LockView

        self.idle.watch(0)
        self.view = LockView(self.model)
        self._frame.cover(self.view)

    def _watch(self) -> None:
        self.idle.watch(0 if self.is_locked else self._guard.minutes)

    def _retranslate(self) -> None:
        if self.is_locked:
            self._cover()


def _free() -> None:
    """Pages and their view-models refer to each other: what they held of the profile is freed now, not some day."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # widgets hold their view-models
    gc.unfreeze()  # what was open at the start was set aside from collections (`app`)
    gc.collect()
    gc.freeze()


def _close_dialogs() -> None:
    """What stands before the window may show the city's data too."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.reject()
