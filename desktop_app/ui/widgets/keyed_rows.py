"""An item model of named rows: those that stay keep their place in the view, the selection and the screen reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.ui.widgets.shape import Form
from desktop_app.ui.widgets.two_line_delegate import MARK, SECOND

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class KeyedRow:
    """One row, as `TwoLineDelegate` draws it; `spoken` is the whole of it for a screen reader."""

    key: str
    title: str
    second: str
    spoken: str
    mark: tuple[Form, str] | None = None


class KeyedRows(QAbstractListModel):
    """Tells views what came, went and moved; a reset would lose the selection, the scroll and the reader's place."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[KeyedRow] = []

    def show_rows(self, rows: Sequence[KeyedRow]) -> None:
        """Show these, in this order. No two have the same key."""
        self._drop_others({row.key for row in rows})
        for at, row in enumerate(rows):
            self._put(at, row)

    def key(self, index: _Index) -> str:
        """The key of a row; "" for none."""
        return self._rows[index.row()].key if index.isValid() else ""

    def index_of(self, key: str) -> QModelIndex:
        """Where the row of that key is; an invalid index if there is none."""
        found = self._place(key)
        return self.index(found, 0) if found is not None else QModelIndex()

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        said = {
            Qt.ItemDataRole.DisplayRole: row.title,
            Qt.ItemDataRole.AccessibleTextRole: row.spoken,
            SECOND: row.second,
            MARK: row.mark,
        }
        return said.get(role)

    def _drop_others(self, kept: set[str]) -> None:
        for at in reversed(range(len(self._rows))):
            if self._rows[at].key not in kept:
                self.beginRemoveRows(QModelIndex(), at, at)
                del self._rows[at]
                self.endRemoveRows()

    def _put(self, at: int, row: KeyedRow) -> None:
        """`row` at its place; all before it are at theirs."""
        was = self._place(row.key, at)
        if was is None:
            self.beginInsertRows(QModelIndex(), at, at)
            self._rows.insert(at, row)
            self.endInsertRows()
            return
        if was != at:
            self.beginMoveRows(QModelIndex(), was, was, QModelIndex(), at)
            self._rows.insert(at, self._rows.pop(was))
            self.endMoveRows()
        if self._rows[at] != row:
            self._rows[at] = row
            self.dataChanged.emit(self.index(at, 0), self.index(at, 0))

    def _place(self, key: str, first: int = 0) -> int | None:
        return next((at for at in range(first, len(self._rows)) if self._rows[at].key == key), None)
