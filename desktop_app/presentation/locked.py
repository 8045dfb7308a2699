"""The lock screen: what opens the profile again, what was wrong with what was given, how long to wait before the next.

Nothing of the profile is here: no key, no name, no text. What is given is passed on and not kept.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.errors import AppError, Words, describe, explain
from desktop_app.i18n import _, format_number, ngettext
from desktop_app.identity.os_keys import OsKeys, system_keys
from desktop_app.identity.vault_format import Mode
from desktop_app.operations import protection
from desktop_app.presentation.background import Background

FREE_GUESSES = 2
LONGEST_WAIT_SECONDS = 60
KEYS_REFUSED = frozenset({"E-PASSPHRASE", "E-KEYRING", "E-VAULT", "E-KDF", "E-KEY"})
"""What keeps a profile closed until somebody gives something: a passphrase, access to the key store, its sheet."""


def wait_after(wrong: int) -> int:
    """Seconds before the next passphrase is looked at, after so many wrong ones: 2, 4, 8 and so on to a minute."""
    return min(2 ** (wrong - FREE_GUESSES), LONGEST_WAIT_SECONDS) if wrong > FREE_GUESSES else 0


class Locked(QObject):
    """Signals:
        changed(): another state.
        unlock_wanted(str): the profile is to be opened with this passphrase, "" for none.

    Attributes:
        mode: what opens the profile; None before that was looked at, and where its vault can't be read.
        problem: why it didn't open, or None.
        is_ready: it was looked at.
        is_saving: what was typed is being saved, and the profile closed.
        is_held_open: what was typed could not be saved, so that the profile is open behind the screen.
        is_busy: what was given is being tried.
        wait_seconds: before the next passphrase is looked at.
    """

    changed = Signal()
    unlock_wanted = Signal(str)

    def __init__(self, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._folder = Path()
        self._wrong = 0
        self._os_keys: OsKeys = system_keys()
        self.has_key_store = False
        self.mode: Mode | None = None
        self.problem: Words | None = None
        self.is_ready = self.is_saving = self.is_held_open = self.is_busy = False
        self.wait_seconds = 0
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.second_passed)

    def begin(self, folder: Path, *, is_saving: bool = False) -> None:
        """The profile in `folder` is locked."""
        self._folder, self.problem = folder, None
        self.is_saving, self.is_held_open, self.is_busy, self.is_ready = is_saving, False, False, False
        os_keys = self._os_keys
        self._background.run(
            lambda: (protection.mode_of(folder), os_keys.is_there), self._look_at, lambda _error: self._look_at(None)
        )

    def saved(self, *, is_held_open: bool) -> None:
        """What was typed has been saved, or could not be."""
        self.is_saving, self.is_held_open = False, is_held_open
        self.changed.emit()

    def unlock(self, passphrase: str = "") -> None:
        """Try to open it."""
        if not (self.is_busy or self.is_saving or self.wait_seconds):
            self.is_busy, self.problem = True, None
            self.changed.emit()
            self.unlock_wanted.emit(passphrase)

    def open_with_sheet(self, rows: Sequence[str], new: str, again: str) -> None:
        """Open it with its recovery sheet; from then on a new passphrase opens it, or the system's key store."""
        if self.is_busy or self.is_saving:
            return
        if new != again:
            self.refused(AppError("E-PASSPHRASE", reason="TWICE"))
            return
        folder, os_keys = self._folder, self._os_keys
        self.is_busy, self.problem = True, None
        self.changed.emit()
        self._background.run(_reading(folder, rows, new, os_keys), lambda _done: self._sheet_fits(new), self.refused)

    def refused(self, error: Exception) -> None:
        """It didn't open. Being asked for the passphrase is no problem, if nothing was typed."""
        reason = error.holes.get("reason") if isinstance(error, AppError) else ""
        self.is_busy = False
        if reason == "WRONG":
            self._wrong += 1
            self.wait_seconds = wait_after(self._wrong)
            self._timer.start()
        self.problem = None if reason == "NEEDED" else explain(error)
        self.changed.emit()

    def opened(self) -> None:
        """Nothing of what was wrong counts any more."""
        self._timer.stop()
        self._wrong = self.wait_seconds = 0
        self.is_busy, self.problem = False, None

    def second_passed(self) -> None:
        """Of the time to wait."""
        self.wait_seconds = max(0, self.wait_seconds - 1)
        if not self.wait_seconds:
            self._timer.stop()
        self.changed.emit()

    @property
    def asks_passphrase(self) -> bool:
        return self.mode is not None and self.mode.asks_passphrase

    @property
    def may_try(self) -> bool:
        """Whether what is given now is looked at."""
        return not (self.is_saving or self.is_busy or self.wait_seconds)

    def words(self) -> str:
        """What has to be given, or what is awaited."""
        if self.is_saving:
            return _("What you typed is being saved. Then the profile is closed.")
        if self.is_held_open:
            return describe("E-LOCK-OPEN").what_happened
        match self.mode:
            case Mode.PASSPHRASE:
                return _("It opens with your passphrase. What you had begun to type is kept.")
            case Mode.BOTH:
                return _("It opens with your passphrase, on this computer only. What you had begun to type is kept.")
            case Mode.SYSTEM:
                return _("It opens with a key in this computer's own key store: for whoever is signed in here as you.")
            case Mode.OPEN:
                return _("Nothing protects this profile: whoever presses the button can read it.")
        return _("The keys of this profile can't be read here.")

    def waiting(self) -> str:
        """How long still to wait, in words; empty: no time."""
        seconds = self.wait_seconds
        words = ngettext("Try again in {number} second.", "Try again in {number} seconds.", seconds)
        return words.format(number=format_number(seconds)) if seconds else ""

    def _look_at(self, found: tuple[Mode, bool] | None) -> None:
        self.mode, self.has_key_store = found or (None, self._os_keys.is_there)
        self.is_ready = True
        self.changed.emit()

    def _sheet_fits(self, passphrase: str) -> None:
        self.is_busy, self._wrong, self.wait_seconds = False, 0, 0
        self.unlock(passphrase)


def _reading(folder: Path, rows: Sequence[str], new: str, os_keys: OsKeys) -> Callable[[], None]:
    """On the database thread, which imports what it needs."""

    def read() -> None:
        from desktop_app.presentation.opening import open_by_sheet

        open_by_sheet(folder, rows, new, os_keys)

    return read
