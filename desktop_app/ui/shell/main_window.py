"""The one window. It is painted before anything else is loaded; `furnish` puts the frame into it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QMainWindow

if TYPE_CHECKING:
    from desktop_app.ui.appearance import Appearance
    from desktop_app.ui.shell.frame import Frame

WIDTH, HEIGHT = 1366, 768
LONGEST_WAIT_MS = 1_000


class MainWindow(QMainWindow):
    """Stays open until `release`, for what was typed must be on the disk first.

    Signals:
    close_wanted(): the person closed the window; whoever hears it calls `release`, now or later.
    closing(): the window is really being closed.
    """

    close_wanted = Signal()
    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.frame: Frame | None = None
        self._when_painted: Callable[[], None] | None = None
        self._is_released = False
        self.setWindowTitle("Waymark")
        self.resize(WIDTH, HEIGHT)

    def when_painted(self, then: Callable[[], None]) -> None:
        """Call this once, when the window has been painted, or after a while if it was started out of sight."""
        self._when_painted = then
        QTimer.singleShot(LONGEST_WAIT_MS, self._tell)

    def furnish(self, appearance: Appearance) -> Frame:
        """Put in what stands round every page; loads the theme and the widgets."""
        from desktop_app.ui.shell.frame import Frame

        self.frame = Frame(appearance)
        self.setCentralWidget(self.frame)
        return self.frame

    @property
    def has_city(self) -> bool:
        """Whether the profile that is open has been begun."""
        return self.frame is not None and self.frame.has_city

    def go_to(self, key: str, item: str = "") -> None:
        """Open a page, on `item` or on what it shows first."""
        if self.frame is not None:
            self.frame.go_to(key, item)

    def bring_to_front(self) -> None:
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._when_painted is not None:
            QTimer.singleShot(0, self._tell)

    def _tell(self) -> None:
        then, self._when_painted = self._when_painted, None
        if then is not None:
            then()

    def release(self) -> None:
        """Nothing can be lost any more, or the person said so: close."""
        self._is_released = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """A window that refuses would keep the computer from shutting down: then it closes at once."""
        event.ignore()
        app = QGuiApplication.instance()
        is_shutting_down = isinstance(app, QGuiApplication) and app.isSavingSession()
        if self.frame is None or is_shutting_down:
            self._is_released = True
        if not self._is_released:
            self.close_wanted.emit()
        if self._is_released:
            event.accept()
            self.closing.emit()
