"""Rows of a few parts whose columns stand below each other; in a narrow place the parts of a row do."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.widgets.accessible import set_role
from desktop_app.ui.widgets.measure import letters
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.rule import Rule
from desktop_app.ui.widgets.wrap_label import WrapLabel

GAP = 12
_WORDS_LETTERS, _SIDE_LETTERS = 24, 20
"""The least that the first column takes beside the others, and the most that another column of words takes."""
_PLACE = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter


class Row(QWidget):
    """`parts` from the first, which takes what the others leave; `sentence` is what a screen reader says."""

    def __init__(self, parts: Sequence[QWidget], sentence: str = "") -> None:
        super().__init__()
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 5, 0, 5)
        self.parts = tuple(parts)
        self.cells = [QWidget(self) for _part in parts]
        for at, (cell, part) in enumerate(zip(self.cells, parts, strict=True)):
            inner = QVBoxLayout(cell)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.addWidget(part, 0, _PLACE if isinstance(part, Pill) else Qt.AlignmentFlag(0))
            self._line.addWidget(cell, 1 if at == 0 else 0)
        self.setAccessibleName(sentence)
        set_role(self, QAccessible.Role.ListItem)

    def arrange(self, widths: Sequence[int]) -> None:
        """Give the columns after the first these widths; none of them: put the parts below each other."""
        beside = bool(widths)
        self._line.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._line.setSpacing(GAP if beside else 2)
        for cell, width in zip(self.cells[1:], widths or [0] * len(self.cells), strict=False):
            cell.setMinimumWidth(width)
            cell.setMaximumWidth(width or 16_777_215)


def heads(*words: str) -> Row:
    """The row that says what the columns are."""
    return Row([WrapLabel(one, "section") for one in words])


class Rows(QWidget):
    """Filled by `set_rows`; the head, if any, is hidden where the parts stand below each other."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head: Row | None = None
        self._rows: list[Row] = []
        self._rules: list[Rule] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setAccessibleName(name)
        set_role(self, QAccessible.Role.List)

    def set_rows(self, rows: Sequence[Row], head: Row | None = None) -> None:
        for old in (*self._rows, *self._rules, *([self._head] if self._head else [])):
            old.hide()
            old.deleteLater()
        self._head, self._rows, self._rules = head, list(rows), []
        if head is not None:
            self._column.addWidget(head)
        for at, row in enumerate(self._rows):
            if at or head is not None:
                self._add_rule()
            self._column.addWidget(row)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._arrange()

    def _add_rule(self) -> None:
        rule = Rule(self)
        self._rules.append(rule)
        self._column.addWidget(rule)

    def _arrange(self) -> None:
        widths = self._widths()
        room = self.width() - sum(widths) - GAP * len(widths)
        beside = room >= letters(self, _WORDS_LETTERS)
        for row in self._all():
            row.arrange(widths if beside else [])
        if self._head is not None:
            self._head.setVisible(beside)

    def _widths(self) -> list[int]:
        """What the columns after the first ask for."""
        most, found = letters(self, _SIDE_LETTERS), list[int]()
        for parts in zip(*(row.parts[1:] for row in self._all()), strict=True):
            least = max((part.minimumSizeHint().width() for part in parts), default=0)
            found.append(max(least, min(most, max((part.sizeHint().width() for part in parts), default=0))))
        return found

    def _all(self) -> list[Row]:
        return [*([self._head] if self._head else []), *self._rows]
