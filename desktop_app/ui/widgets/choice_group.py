"""Several ChoiceCards of which one is chosen: arrow keys, digits of every script, or the mouse."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from desktop_app.i18n import to_ascii_digits
from desktop_app.ui.widgets.accessible import set_role
from desktop_app.ui.widgets.choice_card import ChoiceCard


@dataclass(frozen=True, slots=True)
class ChoiceText:
    """One choice: what it stands for in the program, and its words. `key` "" takes its number, None shows no key."""

    value: Hashable
    label: str
    meaning: str = ""
    key: str | None = ""


class ChoiceGroup(QWidget):
    """One Tab stop. `name` is the question that the choices answer, for screen readers.

    Signals:
        value_picked(object): the value that a person chose; not sent for `set_value`.
    """

    value_picked = Signal(object)

    def __init__(self, name: str, choices: Sequence[ChoiceText] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: dict[Hashable, ChoiceCard] = {}
        self._group = QButtonGroup(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self.setAccessibleName(name)
        set_role(self, QAccessible.Role.Grouping)
        self.set_choices(choices)

    def set_name(self, name: str) -> None:
        self.setAccessibleName(name)

    def set_choices(self, choices: Sequence[ChoiceText]) -> None:
        """Replace the choices; the one that was chosen stays so if its value is still there."""
        chosen = self.value()
        for card in self._cards.values():
            self._group.removeButton(card)
            card.hide()
            card.deleteLater()
        self._cards = {}
        for number, choice in enumerate(choices, start=1):
            self._add(choice, number)
        self.set_value(chosen)

    def value(self) -> Hashable | None:
        return next((value for value, card in self._cards.items() if card.isChecked()), None)

    def set_value(self, value: Hashable | None) -> None:
        """Show what is chosen; None for nothing yet."""
        card = self._cards.get(value) if value is not None else None
        if card is not None:
            card.told.show(checked=True)
            return
        self._group.setExclusive(False)
        for other in self._cards.values():
            other.told.show(checked=False)
        self._group.setExclusive(True)

    def card(self, value: Hashable) -> ChoiceCard:
        """Raises KeyError for a value that is not among the choices."""
        return self._cards[value]

    def choose_key(self, key: str) -> bool:
        """Choose by the key on the badge; for the page, which takes digits wherever the focus is. True if one fits."""
        wanted = to_ascii_digits(key)
        for card in self._cards.values():
            if wanted and to_ascii_digits(card.key()) == wanted and card.isEnabled():
                card.setFocus()
                card.click()
                return True
        return False

    def focus_chosen(self) -> None:
        """Put the focus on the chosen card, or on the first."""
        card = self._cards.get(self.value()) or next(iter(self._cards.values()), None)
        if card is not None:
            card.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.choose_key(event.text()):
            super().keyPressEvent(event)

    def _add(self, choice: ChoiceText, number: int) -> None:
        key = "" if choice.key is None else choice.key or str(number)
        card = ChoiceCard(choice.label, choice.meaning, key)
        self._cards[choice.value] = card
        self._group.addButton(card)
        self._layout.addWidget(card)
        card.clicked.connect(lambda: self.value_picked.emit(choice.value))
