"""Hears every key, click and touch in the program's windows, and tells whoever waits for rest.

It listens at the windows as the system knows them: a filter on the application would see every event of every widget.
"""

from typing import Protocol

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QWindow

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class Listener(Protocol):
    """Who waits for rest."""

    def touch(self) -> bool:
        """Somebody is there. False: too late, what they pressed is for nothing."""


class Touches(QObject):
    """Windows are found when they first have the focus."""

    def __init__(self, listener: Listener, parent: QObject) -> None:
        super().__init__(parent)
        self._listener = listener
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._listen)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self._typed)
        self._listen(QGuiApplication.focusWindow())

    def _listen(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # a second time it is only moved to the front

    def _typed(self) -> None:
        """What is composed, in Japanese for instance, reaches no window as a key."""
        self._listener.touch()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - the events alone count
        """What is pressed too late goes nowhere: nobody types into a page that is being locked."""
        return event.type() in _TOUCHES and not self._listener.touch()
