"""The list of cities and a filter over it; rows that don't fit are left out, and the choice among the others stays."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView

ROWS = 6
_ID = Qt.ItemDataRole.UserRole


class CityList(QListView):
    """Signals:
    city_chosen(str): the id of the city that a person chose.
    """

    city_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._cities = QStandardItemModel(self)
        self._found = _Found(self)
        self._found.setSourceModel(self._cities)
        self.setModel(self._found)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setUniformItemSizes(True)
        self.setFixedHeight(ROWS * (self.fontMetrics().height() + 15))
        self.selectionModel().selectionChanged.connect(self._choose)

    def set_cities(self, cities: Sequence[tuple[str, str]]) -> None:
        """Id and text of each, in the order to show."""
        if self._cities.rowCount() == len(cities):
            return
        for city_id, text in cities:
            item = QStandardItem(text)
            item.setData(city_id, _ID)
            self._cities.appendRow(item)

    def show_found(self, ids: frozenset[str]) -> None:
        """Only these rows."""
        self._found.show_ids(ids)

    def show_chosen(self, city_id: str) -> None:
        """Select the city; an id that is not among the rows changes nothing."""
        for row in range(self._found.rowCount()):
            index = self._found.index(row, 0)
            if index.data(_ID) == city_id and not self.selectionModel().isSelected(index):
                self.setCurrentIndex(index)

    def texts(self) -> list[str]:
        """The rows that are shown."""
        return [str(self._found.index(row, 0).data()) for row in range(self._found.rowCount())]

    def focus_first(self) -> None:
        """Go into the list at the choice, or choose its first row."""
        self.setFocus(Qt.FocusReason.TabFocusReason)
        if not self.selectionModel().hasSelection() and self._found.rowCount():
            self.setCurrentIndex(self._found.index(0, 0))

    def _choose(self) -> None:
        indexes = self.selectionModel().selectedIndexes()
        if indexes:
            self.city_chosen.emit(str(indexes[0].data(_ID)))


class _Found(QSortFilterProxyModel):
    def __init__(self, parent: CityList) -> None:
        super().__init__(parent)
        self._ids: frozenset[str] = frozenset()

    def show_ids(self, ids: frozenset[str]) -> None:
        if ids != self._ids:
            self.beginFilterChange()
            self._ids = ids
            self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:  # noqa: N802 - Qt's name
        return self.sourceModel().index(row, 0, parent).data(_ID) in self._ids
