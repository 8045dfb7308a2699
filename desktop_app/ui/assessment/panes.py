"""Panes side by side, each scrolling by itself; stacked they are as tall as they need and the page scrolls."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAccessible, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.ui.widgets.accessible import set_role
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.scroll_page import ScrollPage
from desktop_app.ui.widgets.stacking_split import StackingSplit


class _WholeScroll(ScrollPage):
    """A scroll area that can be told to be as tall as what it holds."""

    def __init__(self, page: QWidget, name: str) -> None:
        super().__init__(page, name)
        self._whole = False

    def set_whole(self, *, whole: bool) -> None:
        self._whole = whole
        self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        done = super().eventFilter(watched, event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._follow()
        return done

    def _follow(self) -> None:
        page = self.widget()
        wanted = page.minimumHeight() if self._whole and page is not None else 0
        if self.minimumHeight() != wanted:
            self.setMinimumHeight(wanted)


class Pane(Card):
    """A card whose `content` scrolls. `name` is said to screen readers."""

    def __init__(self, name: str) -> None:
        super().__init__()
        page = QWidget()
        self.content = QVBoxLayout(page)
        self.content.setContentsMargins(4, 2, 6, 4)
        self.content.setSpacing(10)
        self.area = _WholeScroll(page, name)
        set_role(self.area, QAccessible.Role.Document)
        self.add(self.area, 1)

    def set_whole(self, *, whole: bool) -> None:
        self.area.set_whole(whole=whole)

    def show_top(self) -> None:
        self.area.verticalScrollBar().setValue(0)


class Panes(StackingSplit):
    """`turned` is called with whether the panes are stacked now."""

    def __init__(self, turned: Callable[[bool], None], stack_below: int) -> None:
        super().__init__(stack_below)
        self._turned = turned
        self._was: bool | None = None

    def _turn(self) -> None:
        super()._turn()
        if self.stacked() != self._was:
            self._was = self.stacked()
            self._turned(self._was)
