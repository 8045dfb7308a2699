"""The words above the columns of policy rows: they stand where the rows' parts stand, and are nothing to press."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.ui.widgets.measure import letters
from desktop_app.ui.widgets.wrap_label import WrapLabel

SIDE, NAME_GAP, DETAILS_GAP = 10, 14, 12
"""Pixels: beside a row, between its name and the details, between the details."""

STACK_BELOW_LETTERS, _NAME_LETTERS = 82, 22
"""Parts of a row stand below each other in a narrower place, or where they leave less than this to the name."""


def has_columns(line: QWidget, widths: Sequence[int]) -> bool:
    """Whether a line as wide as this one has room for details of these widths beside the name."""
    taken = sum(widths) + 2 * SIDE + NAME_GAP + DETAILS_GAP * len(widths)
    return line.width() >= max(letters(line, STACK_BELOW_LETTERS), taken + letters(line, _NAME_LETTERS))


class ColumnHeads(QWidget):
    """The first word takes what the others leave; `set_widths` gives the others the rows' widths."""

    def __init__(self, words: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        first, *rest = (WrapLabel(word, "section", self) for word in words)
        self._details = tuple(rest)
        self._widths: Sequence[int] = ()
        details, line = QHBoxLayout(), QHBoxLayout(self)
        details.setSpacing(DETAILS_GAP)
        for label in self._details:
            details.addWidget(label)
        line.setContentsMargins(SIDE, 2, SIDE, 2)
        line.setSpacing(NAME_GAP)
        line.addWidget(first, 1)
        line.addLayout(details)

    def wanted_widths(self) -> tuple[int, ...]:
        """What the words after the first ask for."""
        return tuple(label.sizeHint().width() for label in self._details)

    def set_widths(self, widths: Sequence[int]) -> None:
        self._widths = widths
        for label, width in zip(self._details, widths, strict=True):
            label.setFixedWidth(width)
        self.fit(self.width())

    def fit(self, width: int) -> None:
        """Hide where a row of `width` pixels puts its details below the name."""
        self.resize(width, self.height())
        self.setVisible(has_columns(self, self._widths))
