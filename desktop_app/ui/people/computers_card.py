"""The computers of the city: whose, in which role, since when, and what is odd about them."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.people_page import PeoplePage
from desktop_app.presentation.people_words import name, peculiarities, role_name, since, state, work
from desktop_app.presentation.wording import spoken
from desktop_app.storage.views import CityComputer, ComputerState, PeopleView
from desktop_app.ui.sending.rows import Row, Rows, heads
from desktop_app.ui.theme.tokens import Tone
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.titled_lines import TitledLines
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes
from roadmap_core.entries.statements import Role

_TONES: dict[ComputerState, Tone] = {
    ComputerState.PENDING: "warn",
    ComputerState.ADMITTED: "good",
    ComputerState.REVOKED: "neutral",
}


class ComputersCard(Card):
    """Built anew only for other data, so that the focus stays on its button."""

    def __init__(self, page: PeoplePage) -> None:
        super().__init__(_("Computers of your city"))
        self._page = page
        self._nobody = WrapLabel(
            _("Nobody yet. This computer stands here as soon as it has a code or is connected."), "muted"
        )
        self._rows = Rows(_("Computers of your city"))
        self.add(self._nobody)
        self.add(self._rows)
        self.body.addStretch(1)
        self._shown: object = None

    def show_view(self, view: PeopleView) -> None:
        shown = (view.computers, view.closed, view.is_lead)
        if shown == self._shown:
            return
        self._shown = shown
        has_buttons = any(self._page.may_remove(one) for one in view.computers)
        rows = [self._row(one, is_closed=one.genesis in view.closed, has_button=has_buttons) for one in view.computers]
        words = [_("Person and computer"), _("Role"), _("State"), *([_("Action")] if has_buttons else [])]
        self._rows.set_rows(rows, heads(*words) if rows else None)
        self._rows.setVisible(bool(rows))
        self._nobody.setVisible(not rows)

    def _row(self, one: CityComputer, *, is_closed: bool, has_button: bool) -> Row:
        lines = _lines(one)
        role, standing = role_name(one.role), state(one, is_closed=is_closed)
        sentence = _("{computer}. {role}. {state}. {more}").format(
            computer=spoken(name(one)), role=role, state=standing, more=spoken(" ".join(lines))
        )
        tone: Tone = "neutral" if is_closed else _TONES[one.state]
        parts: list[QWidget] = [TitledLines(name(one), lines), WrapLabel(role), Pill(standing, tone)]
        if has_button:
            parts.append(_button(one, self._page.ask_to_remove) if self._page.may_remove(one) else QWidget())
        return Row(parts, sentence)


def _lines(one: CityComputer) -> list[str]:
    lines = [_("This computer")] if one.is_this_computer else []
    if one.role is Role.REGISTRAR:
        return lines
    return [*lines, since(one), *([work(one)] if one.changes else []), *peculiarities(one)]


def _button(one: CityComputer, ask: Callable[[CityComputer], None]) -> QWidget:
    """As wide as its words, also where the parts of a row stand below each other."""
    button = QPushButton(_("Remove …"))
    writes(button)
    button.setProperty("role", "small")
    button.setAccessibleName(_("Remove {computer}").format(computer=spoken(name(one))))
    button.clicked.connect(lambda: ask(one))
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(button)
    line.addStretch(1)
    return holder
