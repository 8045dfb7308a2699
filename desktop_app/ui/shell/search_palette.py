"""Ctrl+K: type words, go to what has them. The focus stays in the field; arrows choose, Enter opens, Escape closes."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QDialog, QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from desktop_app.i18n import _, format_number, mark, ngettext
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.search import Found, Search
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.measure import letters
from desktop_app.ui.widgets.two_line_delegate import SECOND, TwoLineDelegate
from desktop_app.ui.widgets.wrap_label import WrapLabel

_KINDS = (
    mark("Page"),
    mark("Policy"),
    mark("Question"),
    mark("Answer"),
    mark("Note"),
    mark("Action of the plan"),
    mark("Evidence"),
    mark("Meeting"),
)
"""By the number of their kind."""
_TO_THE_LIST = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}


def open_search(desk: Desk, pages: Sequence[tuple[str, str]], parent: QWidget) -> None:
    """Over the window of `parent`; returns at once. `pages`: key and title of those that can be opened."""
    palette = SearchPalette(Search(desk, pages), parent)
    palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    palette.open()


class SearchPalette(QDialog):
    """Closes itself when something was opened."""

    def __init__(self, search: Search, parent: QWidget) -> None:
        super().__init__(parent)
        self._search = search
        self.setWindowTitle(_("Find"))
        self._field = QLineEdit()
        self._field.setAccessibleName(_("Words to find"))
        self._field.setPlaceholderText(_("Words of a question, an answer, a note, a plan"))
        self._said = WrapLabel("", "muted")
        self._rows = QStandardItemModel(self)
        self._list = _list(self._rows)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        for widget in (self._field, self._said, self._list):
            layout.addWidget(widget)
        self._field.textChanged.connect(search.look_for)
        self._field.installEventFilter(self)
        self._list.activated.connect(self._open)
        self._list.clicked.connect(self._open)
        search.changed.connect(self._show)
        room = parent.window().size()
        self.resize(min(letters(self, 90), room.width() - 80), min(560, room.height() - 80))
        self._show()

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]  # the field alone
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _TO_THE_LIST:
                self._list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open(self._list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        found = self._search.found
        self._rows.clear()
        for one in found:
            self._rows.appendRow(_row(one))
        if found:
            self._list.setCurrentIndex(self._rows.index(0, 0))
        self._list.setEnabled(bool(found))
        self._said.setText(self._sentence(len(found)))
        announce(self._field, self._said.text())

    def _sentence(self, count: int) -> str:
        if not self._field.text().strip():
            return _("Arrow keys choose, Enter opens, Escape closes.")
        if not count:
            return _("Nothing has all these words. Try fewer, or a part of a word.")
        words = ngettext("{number} place has these words.", "{number} places have these words.", count)
        return words.format(number=format_number(count))

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            found = self._search.found[index.row()]
            self.accept()
            self._search.open(found)


def _row(one: Found) -> QStandardItem:
    kind = _(_KINDS[one.kind])
    second = _("{kind}: {text}").format(kind=kind, text=one.text) if one.text else kind
    row = QStandardItem(one.title)
    row.setData(second, SECOND)
    row.setData(_("{title}. {second}").format(title=one.title, second=second), Qt.ItemDataRole.AccessibleTextRole)
    row.setEditable(False)
    return row


def _list(rows: QStandardItemModel) -> QListView:
    view = QListView()
    view.setModel(rows)
    view.setItemDelegate(TwoLineDelegate(view))
    view.setAccessibleName(_("What was found"))
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return view
