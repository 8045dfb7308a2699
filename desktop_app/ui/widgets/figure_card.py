"""One figure on a card: what it counts, the figure in large type, and a line about it."""

from PySide6.QtWidgets import QWidget

from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.wrap_label import WrapLabel


class FigureCard(Card):
    """`value` is formatted already."""

    def __init__(self, label: str, value: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._label, self._value = WrapLabel(label, "muted"), WrapLabel(value, "display")
        self._note = WrapLabel(note, "caption")
        self.body.setSpacing(2)
        for words in (self._label, self._value, self._note):
            self.add(words)
        self.body.addStretch(1)
        self.set_figure(label, value, note)

    def set_figure(self, label: str, value: str, note: str = "") -> None:
        self._label.setText(label)
        self._value.setText(value)
        self._note.setText(note)
        self._note.setVisible(bool(note))
