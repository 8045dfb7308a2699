"""What is kept and doesn't count, computer by computer; a lead may let it count."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _, format_number, ngettext
from desktop_app.presentation.people_page import PeoplePage
from desktop_app.presentation.people_words import name, subject, why_set_aside
from desktop_app.presentation.wording import spoken
from desktop_app.storage.views import CityComputer, HeldUpdate
from desktop_app.ui.sending.rows import Row, Rows
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.titled_lines import TitledLines
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes

MOST_SHOWN = 12


class SetAsideCard(Card):
    """Hidden while nothing is set aside."""

    def __init__(self, page: PeoplePage) -> None:
        super().__init__(
            _("Set aside"), _("This is kept, and nothing is lost. It isn't counted, and not shown as answer.")
        )
        self._page = page
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.add(self._holder)
        self.buttons: list[QPushButton] = []
        self._shown: object = None
        self.hide()

    def refresh(self) -> None:
        held = self._page.set_aside()
        self.setVisible(bool(held))
        shown = (held, self._page.is_lead)
        if shown == self._shown:
            return
        self._shown, self.buttons = shown, []
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for computer, updates in held:
            self._column.addWidget(self._block(computer, updates))

    def _block(self, computer: CityComputer, updates: tuple[HeldUpdate, ...]) -> QWidget:
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        words = ngettext(
            "{computer}: {number} update that isn't counted",
            "{computer}: {number} updates that aren't counted",
            len(updates),
        ).format(computer=name(computer), number=format_number(len(updates)))
        rows = Rows(spoken(words))
        rows.set_rows([_row(update) for update in updates[-MOST_SHOWN:][::-1]])
        column.addWidget(WrapLabel(words, "strong"))
        column.addWidget(rows)
        column.addWidget(_rest(updates))
        if self._page.is_lead:
            column.addWidget(self._button(computer, updates), 0, Qt.AlignmentFlag.AlignLeading)
        return block

    def _button(self, computer: CityComputer, updates: tuple[HeldUpdate, ...]) -> QPushButton:
        button = QPushButton(ngettext("Let it count", "Let these count", len(updates)))
        writes(button)
        button.setAccessibleName(_("Let count what {computer} wrote").format(computer=spoken(name(computer))))
        button.clicked.connect(lambda: self._page.let_count(updates))
        self.buttons.append(button)
        return button


def _row(update: HeldUpdate) -> Row:
    about, why = subject(update), why_set_aside(update)
    sentence = _("{update}. {reason}").format(update=spoken(about), reason=why)
    return Row((TitledLines(about, [why], role=""),), sentence)


def _rest(updates: Sequence[HeldUpdate]) -> WrapLabel:
    rest = len(updates) - MOST_SHOWN
    more = ngettext("and {number} earlier one", "and {number} earlier ones", rest)
    label = WrapLabel(more.format(number=format_number(rest)) if rest > 0 else "", "muted")
    label.setVisible(rest > 0)
    return label
