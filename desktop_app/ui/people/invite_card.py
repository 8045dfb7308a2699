"""A lead invites another computer of the city: the code to pass on, and until when it can be used."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.i18n import _, format_datetime
from desktop_app.presentation.people_page import PeoplePage
from desktop_app.presentation.wording import isolated
from desktop_app.storage.views import PeopleView
from desktop_app.ui.problem import Problem
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.code_display import CodeDisplay
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.text_view import TextView
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes


class InviteCard(Card):
    """Making one needs the server."""

    def __init__(self, page: PeoplePage) -> None:
        super().__init__(
            _("Invite another computer of your city"),
            _("An invitation lets one computer show itself to the server. You still admit it by its own code."),
        )
        self._page = page
        self.code, self._until = CodeDisplay(_("Invitation")), WrapLabel()
        self._address_words, self._address = WrapLabel(_("Address"), "strong"), TextView("", _("Address"))
        self.button, self.copy_button = QPushButton(), QPushButton(_("Copy the invitation"))
        writes(self.button)
        self.problem = Problem()
        self.body.addWidget(self.code, 0, Qt.AlignmentFlag.AlignLeading)
        for part in (self._until, self._address_words, self._address):
            self.add(part)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=12)
        for button in (self.copy_button, self.button):
            flow.addWidget(button)
        self.add(buttons)
        self.add(self.problem)
        self.button.clicked.connect(page.invite)
        self.copy_button.clicked.connect(self._copy)

    def show_view(self, view: PeopleView) -> None:
        page, made = self._page, self._page.invitation
        self.setVisible(view.is_lead and bool(view.server))
        if made is not None:
            if made.code != self.code.text():
                announce(self, _("An invitation was made"))
            until = isolated(format_datetime(datetime.fromtimestamp(made.until_ms / 1000, UTC)))
            self.code.set_code(made.code)
            self._until.setText(
                _("For one computer, until {time}. Pass it on together with the address.").format(time=until)
            )
            self._address.set_text(made.server)
        for part in (self.code, self._until, self._address_words, self._address, self.copy_button):
            part.setVisible(made is not None)
        self.button.setEnabled(not page.is_inviting)
        self.button.setText(self._words())
        self.problem.show_problem(page.invite_problem)

    def _words(self) -> str:
        if self._page.is_inviting:
            return _("Making an invitation …")
        return _("Make another invitation") if self._page.invitation else _("Make an invitation")

    def _copy(self) -> None:
        self.code.copy()
        announce(self, _("The invitation is copied"))
