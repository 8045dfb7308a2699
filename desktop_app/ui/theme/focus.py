"""The ring round whatever has the keyboard focus: two pixels in the focus colour, one of the card inside it.

One ring for every widget, drawn over the page, because Fusion's own mark is too faint and a stylesheet's
border makes the content jump. A widget may name another to be ringed: `setProperty("focus_target", widget)`.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from shiboken6 import isValid

from desktop_app.ui.theme.tokens import current

OUTSET = 3
_WATCHED = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ZOrderChange)


class FocusRing(QWidget):
    """Drawn above its target; takes no mouse and no focus and has no name."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName("qt_focus_ring")

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        around = QRectF(self.rect())
        painter.setPen(QPen(QColor(tokens.card), 1))
        painter.drawRoundedRect(around.adjusted(2.5, 2.5, -2.5, -2.5), 7, 7)
        painter.setPen(QPen(QColor(tokens.focus), 2))
        painter.drawRoundedRect(around.adjusted(1, 1, -1, -1), 9, 9)


class FocusTracker(QObject):
    """Moves the ring with the focus. One for each application; `apply_theme` makes it."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._ring: FocusRing | None = None
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        app.focusChanged.connect(self._follow)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _WATCHED:
            self._place()
        return False

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched = []
        named = new.property("focus_target") if new is not None else None
        self._target = named if isinstance(named, QWidget) else new
        if self._ring is not None and isValid(self._ring):
            self._ring.hide()
        if self._target is None or self._target.isWindow():
            self._target = None
            return
        self._watch(self._target)
        self._place()

    def _watch(self, target: QWidget) -> None:
        """Follow the target and everything between it and the widget that the ring lies on."""
        host = host_of(target)
        if self._ring is None or not isValid(self._ring):
            self._ring = FocusRing(host)
        elif self._ring.parentWidget() is not host:
            self._ring.setParent(host)
        widget: QWidget | None = target
        while widget is not None and widget is not host:
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()
        host.installEventFilter(self)
        self._watched.append(host)

    def _place(self) -> None:
        ring, target = self._ring, self._target
        if ring is None or target is None or not (isValid(ring) and isValid(target)):
            return
        host = host_of(target)
        if not target.isVisible() or not host.isAncestorOf(target):
            ring.hide()
            return
        around = QRect(target.mapTo(host, QPoint(0, 0)), target.size()).adjusted(-OUTSET, -OUTSET, OUTSET, OUTSET)
        around = around.intersected(host.rect())
        if ring.geometry() != around:
            ring.setGeometry(around)
        ring.raise_()
        ring.show()


def host_of(target: QWidget) -> QWidget:
    """What the ring lies on: the page of the nearest scroll area, so that it scrolls along, or the window."""
    widget = target
    while (parent := widget.parentWidget()) is not None and not widget.isWindow():
        above = parent.parentWidget()
        if widget is not target and isinstance(above, QScrollArea) and above.widget() is widget:
            return widget
        widget = parent
    return widget
