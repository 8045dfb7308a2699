"""Panes side by side that stand below each other when the width is short or the text large."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop_app.ui.widgets.measure import letters


class StackingSplit(QWidget):
    """`stack_below` is a width in average letters, so that 200 % text stacks like a narrow window.

    The order of panes is the order of reading and of Tab in both states; mirrored right-to-left.
    """

    def __init__(self, stack_below: int = 110, gap: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stack_below = stack_below
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(gap)

    def add_pane(self, pane: QWidget, stretch: int = 1) -> None:
        self._row.addWidget(pane, stretch)

    def stacked(self) -> bool:
        return self._row.direction() == QBoxLayout.Direction.TopToBottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._turn()

    def _turn(self) -> None:
        narrow = self.width() < letters(self, self._stack_below)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._row.direction() != direction:
            self._row.setDirection(direction)
