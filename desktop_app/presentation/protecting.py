"""How the open profile is protected on this computer, and changing that. The database stays as it is meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.errors import AppError, Words, explain
from desktop_app.i18n import _
from desktop_app.identity.os_keys import system_keys
from desktop_app.identity.unlocking import Given
from desktop_app.identity.vault_format import Mode
from desktop_app.operations import protection
from desktop_app.operations.changes import Changes

if TYPE_CHECKING:
    from desktop_app.presentation.desk import Desk
    from desktop_app.presentation.sheets import Sheet


def sheet_of(desk: Desk, passphrase: str) -> list[str]:
    """The groups of the profile's recovery sheet. Raises AppError as `protection.recovery_sheet`."""
    return protection.recovery_sheet(desk.workspace.profile, Given(passphrase, system_keys()))


class Protecting(QObject):
    """Signals:
        changed(): another state.
        done(): it is protected in the way that was asked for.

    Attributes:
        mode: None before it was looked at.
        problem: why the last change wasn't made, or None.
    """

    changed = Signal()
    done = Signal()

    def __init__(self, desk: Desk, sheet: Sheet) -> None:
        """`sheet` is shown as soon as the profile is protected, if it was never printed."""
        super().__init__()
        self._desk, self._sheet = desk, sheet
        self._os_keys = system_keys()
        self._has_key_store = False
        self.mode: Mode | None = None
        self.problem: Words | None = None
        self.is_busy = False

    def load(self) -> None:
        """Look at it; nothing is opened for that."""
        profile, os_keys = self._desk.workspace.profile, self._os_keys
        self._desk.background.run(lambda: (protection.mode_of(profile), os_keys.is_there), self._show)

    @property
    def is_protected(self) -> bool:
        return self.mode is not None and self.mode is not Mode.OPEN

    @property
    def asks_passphrase(self) -> bool:
        return self.mode is not None and self.mode.asks_passphrase

    @property
    def can_use_system(self) -> bool:
        return self._has_key_store and self.mode is not Mode.SYSTEM

    def words(self) -> str:
        """What the mode means."""
        match self.mode:
            case Mode.SYSTEM:
                return _("Opens with a key in this computer's own key store: for whoever is signed in here as you.")
            case Mode.PASSPHRASE:
                return _("Opens with your passphrase.")
            case Mode.BOTH:
                return _("Opens with your passphrase, and on this computer only.")
        return _("Whoever can read the data folder can read everything in it.")

    def use_passphrase(self, now: str, new: str, again: str) -> None:
        """Protect with a new passphrase, typed twice; `now` is the one until now, if there is one."""
        if new != again:
            self._failed(AppError("E-PASSPHRASE", reason="TWICE"))
            return
        self._change(Mode.PASSPHRASE, now, new)

    def use_system(self, now: str) -> None:
        """Protect with the system's key store."""
        self._change(Mode.SYSTEM, now, "")

    def _change(self, mode: Mode, now: str, new: str) -> None:
        profile, os_keys = self._desk.workspace.profile, self._os_keys
        given, then = Given(now, os_keys), Given(new, os_keys)
        self.is_busy, self.problem = True, None
        self.changed.emit()
        self._desk.background.run(
            lambda: protection.protect(profile, mode, given, then), lambda _done: self._changed(new), self._failed
        )

    def _changed(self, passphrase: str) -> None:
        self.is_busy = False
        self.load()
        self._desk.bus.publish(Changes(city=True))  # the notice above the overview goes
        self.done.emit()
        if not self._desk.guard.has_sheet:
            self._sheet.show(passphrase)

    def _failed(self, error: Exception) -> None:
        self.is_busy, self.problem = False, explain(error)
        self.changed.emit()

    def _show(self, found: tuple[Mode, bool]) -> None:
        self.mode, self._has_key_store = found
        self.changed.emit()
