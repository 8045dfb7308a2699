"""A few labelled text fields side by side that tell of every letter, and once more when typing has stopped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.measure import letters
from desktop_app.ui.widgets.restyle import set_style_property
from desktop_app.ui.widgets.text_area import SETTLE_MS
from desktop_app.ui.widgets.wrap_label import WrapLabel


@dataclass(frozen=True, slots=True)
class Field:
    """`key` names it in the program; `letters` is its width."""

    key: str
    label: str
    placeholder: str = ""
    letters: int = 12


class TextFields(QWidget):
    """Signals:
    typed(str, str): key and text of a field that is being typed in.
    settled(): typing has stopped, or a field was left.
    """

    typed = Signal(str, str)
    settled = Signal()

    def __init__(self, fields: Sequence[Field]) -> None:
        super().__init__()
        self._edits: dict[str, QLineEdit] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self.settled)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        row = QWidget()
        self._flow = FlowLayout(row, gap=12)
        for field in fields:
            self._flow.addWidget(self._made(field))
        self._flaw = WrapLabel("", "error")
        self._flaw.hide()
        self._reading = WrapLabel("", "strong")
        self._reading.hide()
        outer.addWidget(row)
        outer.addWidget(self._reading)
        outer.addWidget(self._flaw)

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Fields that hold something else are set; the rest keep their cursor."""
        for key, edit in self._edits.items():
            if edit.text() != texts[key]:
                edit.setText(texts[key])

    def show_flaw(self, key: str, sentence: str) -> None:
        """What a field needs, in words under the fields; empty: all is well."""
        self._flaw.setText(sentence)
        self._flaw.setVisible(bool(sentence))
        for name, edit in self._edits.items():
            set_style_property(edit, "state", "error" if sentence and name == key else "")
            edit.setAccessibleDescription(sentence if name == key else "")

    def focus_first(self) -> None:
        """The first field that is still empty, else the first."""
        edits = list(self._edits.values())
        next((edit for edit in edits if not edit.text()), edits[0]).setFocus()

    def show_reading(self, words: str) -> None:
        """What the fields come to: "6 %", "31 March 2026"."""
        self._reading.setText(words)
        self._reading.setVisible(bool(words))

    def has(self, key: str) -> bool:
        return key in self._edits

    def field(self, key: str) -> QLineEdit:
        return self._edits[key]

    def _made(self, field: Field) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        label, edit = WrapLabel(field.label, "small"), QLineEdit()
        edit.setAccessibleName(field.label)
        edit.setPlaceholderText(field.placeholder)
        edit.setMinimumWidth(letters(edit, field.letters) + 20)
        edit.textEdited.connect(lambda text, key=field.key: self._type(key, text))
        edit.editingFinished.connect(self._leave)
        self._edits[field.key] = edit
        column.addWidget(label)
        column.addWidget(edit)
        return holder

    def _type(self, key: str, text: str) -> None:
        self._timer.start()
        self.typed.emit(key, text)

    def _leave(self) -> None:
        self._timer.stop()
        self.settled.emit()
