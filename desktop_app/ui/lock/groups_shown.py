"""The groups of a recovery sheet on the screen, numbered. They run from left to right in every language."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop_app.i18n import _, format_number
from desktop_app.ui.widgets.accessible import set_role
from desktop_app.ui.widgets.flow_layout import FlowLayout


class GroupsShown(QWidget):
    """`name` is what they are; a screen reader says it and then each group by its number, sign by sign."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._rows: tuple[str, ...] = ()
        self._line = QWidget()
        self._line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._flow = FlowLayout(self._line, gap=8, row_gap=6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._line)
        set_role(self, QAccessible.Role.StaticText)

    @property
    def shown(self) -> tuple[str, ...]:
        return self._rows

    def show_rows(self, rows: Sequence[str]) -> None:
        """Instead of those before; none leaves none behind."""
        if tuple(rows) == self._rows:
            return
        self._rows = tuple(rows)
        for old in self._line.findChildren(QLabel):
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        for place, row in enumerate(self._rows, 1):
            self._flow.addWidget(self._label(place, row))
        words = _("Group {number}: {signs}")
        said = [
            words.format(number=format_number(place), signs=" ".join(row)) for place, row in enumerate(self._rows, 1)
        ]
        self.setAccessibleName(self._name)
        self.setAccessibleDescription("\n".join(said))

    def _label(self, place: int, row: str) -> QLabel:
        label = QLabel(f"{format_number(place)}\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}{row}", self._line)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("role", "group")
        label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return label
