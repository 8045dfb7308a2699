"""Connecting this computer to the alliance, and admitting another one of the same city."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from desktop_app.i18n import _
from desktop_app.presentation.sending_page import SendingPage
from desktop_app.storage.views import Connection, SendingView
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.wrap_label import WrapLabel


class ConnectCard(Card):
    """Address and invitation; for a computer that isn't the city's first, the code that its lead needs."""

    def __init__(self, page: SendingPage) -> None:
        super().__init__(
            _("Connect to the alliance"),
            _("The alliance has given your city an address and an invitation. Your answers stay here until you send."),
        )
        self._page = page
        self.address = _field(self, _("Address"), "https://", page.address)
        self.invitation = _field(self, _("Invitation, if this is your city's first computer"), "", page.invitation)
        self.address.textChanged.connect(self._type)
        self.invitation.textChanged.connect(self._type)
        self.connect_button = QPushButton(_("Connect"))
        self.connect_button.setProperty("role", "primary")
        self.connect_button.clicked.connect(lambda _checked=False: page.join())
        self.body.addWidget(self.connect_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.code = WrapLabel("", "strong")
        self._code_words = WrapLabel("", "caption")
        self.code_button = QPushButton(_("Show this computer's code"))
        self.code_button.clicked.connect(lambda _checked=False: page.show_code())
        for part in (self._code_words, self.code):
            self.add(part)
        self.body.addWidget(self.code_button, 0, Qt.AlignmentFlag.AlignLeading)

    def show_view(self, view: SendingView) -> None:
        self.setVisible(view.connection is not Connection.ADMITTED)
        self._code_words.setText(
            _("Does your city already use Waymark on another computer? Give its lead this computer's code.")
        )
        self.code.setText(self._page.code)
        self.code.setVisible(bool(self._page.code))
        self.code_button.setVisible(not self._page.code)
        self.connect_button.setEnabled(not self._page.desk.line.is_busy)

    def _type(self) -> None:
        self._page.address, self._page.invitation = self.address.text(), self.invitation.text()


class AdmitCard(Card):
    """A lead admits another computer of the city by its code."""

    def __init__(self, page: SendingPage) -> None:
        super().__init__(
            _("Admit another computer of your city"),
            _("Ask your colleague for the code of their computer, and paste it here. Admit only people you know."),
        )
        self._page = page
        self.code = _field(self, _("Code of the other computer"), "", page.admit_code)
        self.code.textChanged.connect(self._type)
        self.button = QPushButton(_("Admit this computer"))
        self.button.clicked.connect(lambda _checked=False: page.admit())
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)

    def show_view(self, view: SendingView) -> None:
        self.setVisible(view.is_lead)
        if self.code.text() != self._page.admit_code:
            self.code.setText(self._page.admit_code)

    def _type(self) -> None:
        self._page.admit_code = self.code.text()


def _field(card: Card, label: str, hint: str, text: str) -> QLineEdit:
    field = QLineEdit(text)
    field.setAccessibleName(label)
    field.setPlaceholderText(hint)
    card.add(WrapLabel(label, "caption"))
    card.add(field)
    return field
