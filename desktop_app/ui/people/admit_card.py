"""A lead admits another computer: its code is typed here as it was read out, never chosen from a list."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from desktop_app.i18n import _
from desktop_app.presentation.people_page import PeoplePage
from desktop_app.presentation.people_words import GIVEN_BY_LEADS, name, role_meaning, role_name, since, state
from desktop_app.presentation.wording import spoken
from desktop_app.storage.views import PeopleView
from desktop_app.ui.problem import Problem, mark_field
from desktop_app.ui.sending.rows import Row, Rows
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.field_row import FieldRow
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.segmented_choice import SegmentedChoice
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes
from roadmap_core.entries.statements import Role


class AdmitCard(Card):
    """Who asks, the field for the code, the role, and what came of it."""

    def __init__(self, page: PeoplePage) -> None:
        super().__init__(
            _("Admit another computer of your city"),
            _("Have your colleague read out the code of their computer, and type it here. Admit only people you know."),
        )
        self._page = page
        self._asking = Rows(_("Computers that wait for admission"))
        self._nobody = WrapLabel(_("No computer waits. A request comes in by itself within a minute or so."), "muted")
        self.code, self.problem = QLineEdit(page.code), Problem()
        self.role = SegmentedChoice(_("Role"), [(role, role_name(role)) for role in GIVEN_BY_LEADS])
        self._meaning, self._done = WrapLabel("", "caption"), Banner("", "", "good")
        self.button = QPushButton(_("Admit this computer"))
        writes(self.button)
        self.button.setProperty("role", "primary")
        for part in (self._asking, self._nobody, FieldRow(_("Code of the other computer"), self.code), self.problem):
            self.add(part)
        self.add(WrapLabel(_("Role"), "strong"))
        self.add(self.role)
        self.add(self._meaning)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        self.add(self._done)
        self._done.hide()
        self._shown: object = None
        self.code.textEdited.connect(self._type)
        self.code.returnPressed.connect(page.admit)
        self.role.value_picked.connect(self._choose)
        self.button.clicked.connect(page.admit)

    def show_view(self, view: PeopleView) -> None:
        page = self._page
        self.setVisible(view.is_lead)
        self._show_asking(view)
        if self.code.text() != page.code:
            self.code.setText(page.code)
        self.problem.show_problem(page.code_problem)
        mark_field(self.code, page.code_problem)
        self.role.set_value(page.role)
        self._meaning.setText(role_meaning(page.role))
        if page.admitted and self._done.isHidden():
            announce(self, _("The computer is admitted"))
        self._done.set_texts(
            _("{computer} is admitted").format(computer=page.admitted),
            _("What was written there counts as soon as the alliance's server has received this from here."),
        )
        self._done.setVisible(bool(page.admitted))

    def _show_asking(self, view: PeopleView) -> None:
        """Built anew only for other computers."""
        asking = [(one, one.genesis in view.closed) for one in view.asking]
        self._asking.setVisible(bool(asking))
        self._nobody.setVisible(not asking)
        if asking == self._shown:
            return
        self._shown = asking
        rows = []
        for one, is_closed in asking:
            words = state(one, is_closed=is_closed)
            sentence = _("{computer}. {state}. {since}").format(
                computer=spoken(name(one)), state=words, since=spoken(since(one))
            )
            rows.append(Row((WrapLabel(name(one)), Pill(words, "neutral" if is_closed else "warn")), sentence))
        self._asking.set_rows(rows)

    def _type(self) -> None:
        self._page.code = self.code.text()

    def _choose(self, role: Role) -> None:
        self._page.role = role
        self._meaning.setText(role_meaning(role))
