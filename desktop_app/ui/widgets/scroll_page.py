"""A page that scrolls up and down, never sideways, and never holds the keyboard focus unless nothing else can."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget
from shiboken6 import isValid


class ScrollPage(QScrollArea):
    """QScrollArea ignores height for width, so wrapped labels are squeezed; this asks the layout for the true height.

    Page Up and Page Down reach it from whatever has the focus inside. A page of text alone takes the focus
    itself, so that it can be read to its end with the keyboard: give it a `name` then.
    `hug_width` makes it as wide as its page wants to be, for a list at the side.
    """

    def __init__(
        self, page: QWidget, name: str = "", parent: QWidget | None = None, *, hug_width: bool = False
    ) -> None:
        super().__init__(parent)
        self._hug_width = hug_width
        self._stop: QWidget | None = None
        if hug_width:
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(name)
        self.setWidget(page)
        page.setAutoFillBackground(False)
        page.installEventFilter(self)

    def sizeHint(self) -> QSize:
        page = self.widget()
        if not self._hug_width or page is None:
            return super().sizeHint()
        bar = self.verticalScrollBar()
        return QSize(page.sizeHint().width() + (bar.sizeHint().width() if bar.isVisible() else 0), 200)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._hug_width:
            self.window().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._hug_width and watched is self.window():
            self.updateGeometry()
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        page = self.widget()
        layout = page.layout() if page is not None else None
        if page is None or layout is None:
            return
        width = self.viewport().width()
        tall = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalMinimumSize().height()
        page.setMinimumHeight(tall)
        if self._hug_width:
            self.updateGeometry()
        is_read = bool(self.accessibleName()) and tall > self.viewport().height() and not self._has_stops(page)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_read else Qt.FocusPolicy.NoFocus)

    def _has_stops(self, page: QWidget) -> bool:
        """Asked at every layout: the stop that was found last is looked at first (a quarter of an answer's click)."""
        found = self._stop
        if found is None or not isValid(found) or not page.isAncestorOf(found) or not _takes_focus(found):
            self._stop = next((one for one in page.findChildren(QWidget) if _takes_focus(one)), None)
        return self._stop is not None


def _takes_focus(widget: QWidget) -> bool:
    return widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus and widget.isEnabled()


def reveal(widget: QWidget) -> None:
    """Scroll whatever `widget` lies in so far that it can be seen: a pane of its own, and the page round it."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget, 0, widget.height() // 2)
        above = above.parentWidget()
