"""Whether the page in front has the whole screen: for a room that looks at one question together."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


class WholeScreen:
    """Bar and navigation make room. What says where data is, that it is invented or can't be changed, stays.

    Attributes:
        is_on: whether a page has asked for it.
    """

    def __init__(self, frame: QWidget, making_room: Sequence[QWidget], refresh: Callable[[], None]) -> None:
        self._frame, self._making_room, self._refresh = frame, making_room, refresh
        self._before = Qt.WindowState.WindowNoState
        self.is_on = False

    def turn(self, on: bool) -> None:  # noqa: FBT001 - the slot of a signal with the one fact there is
        """Ends as the window was before."""
        if on == self.is_on:
            return
        self.is_on, window = on, self._frame.window()
        if on:
            self._before = window.windowState()
            window.setWindowState(self._before | Qt.WindowState.WindowFullScreen)
        else:
            window.setWindowState(self._before)
            for part in self._making_room:
                part.show()
        self._refresh()

    def make_room(self) -> None:
        """Hide what is round the page, if a page has the whole screen."""
        for part in self._making_room if self.is_on else ():
            part.hide()
