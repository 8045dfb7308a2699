"""A list of named rows: one Tab stop, arrow keys choose, Enter or a double click goes to what is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from desktop_app.ui.widgets.keyed_rows import KeyedRow, KeyedRows
from desktop_app.ui.widgets.two_line_delegate import TwoLineDelegate

LINES = 14
"""So many lines of text it is high at least."""


class KeyedList(QListView):
    """Signals:
    row_chosen(str): another row is the current one; its key.
    opened(): Enter or a double click on the current row.
    """

    row_chosen = Signal(str)
    opened = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._rows = KeyedRows()
        self._is_showing = False
        self.setModel(self._rows)
        self.setItemDelegate(TwoLineDelegate(self))
        self.setAccessibleName(name)
        self.setTabKeyNavigation(False)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(LINES * self.fontMetrics().lineSpacing())
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentChanged.connect(self._choose)

    def show_rows(self, rows: Sequence[KeyedRow], chosen: str) -> str:
        """Show these with `chosen` as the current one; where it is gone, its neighbour, whose key is returned."""
        self._is_showing = True
        self._rows.show_rows(rows)
        wanted = self._rows.index_of(chosen)
        if wanted.isValid() and wanted != self.currentIndex():
            self.setCurrentIndex(wanted)
        elif not self.currentIndex().isValid() and rows:
            self.setCurrentIndex(self._rows.index(0, 0))
        self._is_showing = False
        return self._rows.key(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    @property
    def titles(self) -> list[str]:
        """What the rows say first, in their order."""
        return [str(self._rows.index(at, 0).data()) for at in range(self._rows.rowCount())]

    def _open(self) -> None:
        self.opened.emit()

    def _choose(self, current: QModelIndex) -> None:
        if not self._is_showing:
            self.row_chosen.emit(self._rows.key(current))
