"""A row of the page: what it is, lines below, and its buttons. Rows are built anew only for other contents."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.presentation.names import breakable
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes

MOST = 50
"""So many rows are shown at once."""


@dataclass(frozen=True)
class Act:
    """A button of a row; `name` says the whole of it to a screen reader; `changes` is whether it changes data."""

    text: str
    name: str
    act: Callable[[], None]
    changes: bool = True


class Rows(QWidget):
    """A column of rows."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._shown: object = None
        self._rows: list[QWidget] = []

    def show_rows(self, contents: object, made: Callable[[], Sequence[QWidget]]) -> None:
        """`made` builds the rows, unless those of equal `contents` stand there."""
        if contents == self._shown:
            return
        self._shown = contents
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = list(made())
        for row in self._rows:
            self._column.addWidget(row)


def row(title: str, lines: Sequence[str], acts: Sequence[Act] = (), mark: QWidget | None = None) -> QWidget:
    found = QWidget()
    column = QVBoxLayout(found)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    column.addWidget(WrapLabel(breakable(title), "strong"))
    for line in filter(None, lines):
        column.addWidget(WrapLabel(breakable(line), "caption"))
    if acts or mark is not None:
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=8, row_gap=4)
        if mark is not None:
            flow.addWidget(mark)
        for act in acts:
            flow.addWidget(_button(act))
        column.addWidget(buttons)
    return found


def _button(act: Act) -> QPushButton:
    button = QPushButton(act.text)
    button.setProperty("role", "small")
    button.setAccessibleName(act.name)
    button.clicked.connect(lambda _on=False: act.act())
    if act.changes:
        writes(button)
    return button
