"""Closes the window when what was typed is on the disk. If that can't be, the window stays, and the next time asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox

from desktop_app.i18n import _

if TYPE_CHECKING:
    from desktop_app.ui.shell.frame import Frame
    from desktop_app.ui.shell.main_window import MainWindow

WhenIdle = Callable[[Callable[[], None]], None]


class Leaving(QObject):
    """Hears `MainWindow.close_wanted`."""

    def __init__(
        self, window: MainWindow, frame: Frame, when_idle: WhenIdle, show_problem: Callable[[Exception], None]
    ) -> None:
        """`when_idle` calls back when all that was handed over has been saved or refused."""
        super().__init__(window)
        self._window, self._frame = window, frame
        self._when_idle, self._show_problem = when_idle, show_problem
        self._is_waiting = self._has_stayed = False

    def leave(self) -> None:
        """Save what is typed, then close. Asked again meanwhile, it waits on."""
        if self._is_waiting:
            return
        try:
            self._frame.keep_typed()
        except Exception as error:  # noqa: BLE001 - no mistake of ours may make a window that can't be closed
            self._show_problem(error)
            self._stay()
            return
        self._is_waiting = True
        self._when_idle(self._decide)

    def _decide(self) -> None:
        self._is_waiting = False
        if self._frame.has_unsaved:
            self._stay()
        else:
            self._window.release()

    def _stay(self) -> None:
        """The first time the page says what is wrong; who closes again has read that, and is asked."""
        self._frame.show_unsaved()
        if self._has_stayed:
            self._ask()
        self._has_stayed = True

    def _ask(self) -> None:
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle("Waymark")
        box.setText(_("Close without saving?"))
        box.setInformativeText(
            _("What you typed last could not be saved. It will be lost. What was saved before stays as it is.")
        )
        stay = box.addButton(_("Go back to my text"), QMessageBox.ButtonRole.RejectRole)
        close = box.addButton(_("Close without saving"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        close.clicked.connect(self._window.release)
        box.open()
