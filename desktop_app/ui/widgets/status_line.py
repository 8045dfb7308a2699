"""The line at the foot of the window: facts with a shape and words, and keys at its far end. Wraps at large text."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop_app.ui.theme.tokens import Tone
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.shape import FORM_OF_TONE, Form, Shape
from desktop_app.ui.widgets.wrap_label import WrapLabel

_COLOUR: dict[Tone, str] = {"neutral": "ink_3", "info": "accent", "good": "good", "warn": "warn", "bad": "bad"}


@dataclass(frozen=True, slots=True)
class StatusItem:
    """One fact. `form` None takes the tone's own; `tone` None shows no shape."""

    text: str
    tone: Tone | None = None
    form: Form | None = None


class StatusLine(QFrame):
    """`set_items` shows the facts, `set_hints` the words at the far end ("Help F1")."""

    def __init__(
        self, items: Sequence[StatusItem] = (), hints: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._facts, self._hints = QWidget(self), QWidget(self)
        FlowLayout(self._facts, gap=16, row_gap=2)
        FlowLayout(self._hints, gap=14, row_gap=2)
        self._items: tuple[StatusItem, ...] = ()
        self._keys: tuple[str, ...] = ()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 7, 20, 7)
        layout.setSpacing(16)
        layout.addWidget(self._facts, 1)
        layout.addWidget(self._hints, 0, Qt.AlignmentFlag.AlignTop)
        self.set_items(items)
        self.set_hints(hints)

    def set_items(self, items: Sequence[StatusItem]) -> None:
        if tuple(items) != self._items:
            self._items = tuple(items)
            _refill(self._facts, [_fact(item) for item in items])

    def set_hints(self, hints: Sequence[str]) -> None:
        if tuple(hints) != self._keys:
            self._keys = tuple(hints)
            _refill(self._hints, [_words(hint) for hint in hints])
        self._hints.setVisible(bool(hints))


def _refill(holder: QWidget, widgets: Sequence[QWidget]) -> None:
    layout = holder.layout()
    if layout is None:
        return
    while (item := layout.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            old.deleteLater()
    for widget in widgets:
        layout.addWidget(widget)
        widget.show()


def _fact(item: StatusItem) -> QWidget:
    fact = QWidget()
    layout = QHBoxLayout(fact)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(7)
    if item.tone is not None:
        layout.addWidget(Shape(item.form or FORM_OF_TONE[item.tone], _COLOUR[item.tone]))
    layout.addWidget(_words(item.text), 1)
    return fact


def _words(text: str) -> WrapLabel:
    return WrapLabel(text)
