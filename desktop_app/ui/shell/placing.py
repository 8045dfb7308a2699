"""Where the window stands: as it was closed, and always where somebody can get hold of it."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from desktop_app.settings import Settings

HANDLE = QSize(120, 24)
"""So much of the window's top must be on a screen, to take it by: pixels that don't depend on the device."""
_TOP, _EDGE = 40, 20
"""Room for the title bar and the frame, which are not part of the window's geometry."""


def put(window: QMainWindow, settings: Settings) -> None:
    """Before it is shown. A place on a screen that is gone is given up for the middle of the main one."""
    if settings.window is not None:
        window.setGeometry(reachable(QRect(*settings.window)))
    if settings.is_maximized:
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def place_of(window: QMainWindow) -> tuple[int, int, int, int]:
    """Left, top, width, height as it is when not maximised."""
    normal = window.normalGeometry() if window.isMaximized() or window.isMinimized() else window.geometry()
    return (normal.x(), normal.y(), normal.width(), normal.height())


def reachable(wanted: QRect) -> QRect:
    """`wanted`, or the same size or less in the middle of the main screen if its top is on none."""
    top = QRect(wanted.topLeft(), QSize(wanted.width(), _TOP))
    for screen in QGuiApplication.screens():
        seen = screen.availableGeometry().intersected(top)
        if seen.width() >= HANDLE.width() and seen.height() >= HANDLE.height():
            return wanted
    room = QGuiApplication.primaryScreen().availableGeometry().adjusted(_EDGE, _TOP, -_EDGE, -_EDGE)
    found = QRect(room.topLeft(), wanted.size().boundedTo(room.size()))
    found.moveCenter(room.center())
    return found
