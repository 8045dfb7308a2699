"""Connecting this computer to the alliance, and admitting another one of the same city."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from desktop_app.errors import Words
from desktop_app.i18n import _
from desktop_app.presentation.problems import sentences
from desktop_app.presentation.sending_page import SendingPage
from desktop_app.storage.views import Connection, SendingView
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.field_row import FieldRow
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.restyle import set_style_property
from desktop_app.ui.widgets.wrap_label import WrapLabel

_FIELD_OF_CODE = {"E-ADDRESS": "address", "E-PORT": "address", "E-INVITE": "invitation"}


class Problem(Banner):
    """Why something failed, below the fields that it is about. Said once, shown until the next try."""

    def __init__(self) -> None:
        super().__init__("", "", "bad")
        self._said: Words | None = None

    def show_problem(self, problem: Words | None) -> None:
        self.setVisible(problem is not None)
        if problem is not None:
            self.set_texts(problem.title, sentences(problem))
            if problem is not self._said:
                announce(self, problem.title, urgent=True)
        self._said = problem


class ConnectCard(Card):
    """Address and invitation; for a computer that isn't the city's first, the code that its lead needs."""

    def __init__(self, page: SendingPage) -> None:
        super().__init__()
        self._page = page
        self.address, self.invitation = QLineEdit(page.address), QLineEdit(page.invitation)
        self.address.setPlaceholderText("https://")
        self.connect_button = QPushButton(_("Connect"))
        self.connect_button.setProperty("role", "primary")
        self.problem = Problem()
        self.code, self._code_words = WrapLabel("", "strong"), WrapLabel("", "caption")
        self.code_button, self.copy_button = (
            QPushButton(_("Show this computer's code")),
            QPushButton(_("Copy the code")),
        )
        self._lay_out()
        self.address.textEdited.connect(self._type)
        self.invitation.textEdited.connect(self._type)
        self.address.returnPressed.connect(page.join)
        self.invitation.returnPressed.connect(page.join)
        self.connect_button.clicked.connect(page.join)
        self.code_button.clicked.connect(page.show_code)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(page.code))

    def show_view(self, view: SendingView) -> None:
        page = self._page
        self.setVisible(view.connection is not Connection.ADMITTED)
        self._say(view.connection)
        for field, text in ((self.address, page.address), (self.invitation, page.invitation)):
            if field.text() != text:
                field.setText(text)
        self.problem.show_problem(page.problem)
        self._mark_field(_FIELD_OF_CODE.get(page.problem.code, "") if page.problem else "")
        self.connect_button.setEnabled(not page.is_busy)
        self.connect_button.setText(_("Connecting …") if page.is_busy else _("Connect"))
        self.code.setText(page.code)
        for part in (self.code, self.copy_button):
            part.setVisible(bool(page.code))
        self.code_button.setVisible(not page.code)

    def _say(self, connection: Connection) -> None:
        if connection is Connection.PENDING:
            self.set_texts(
                _("This computer waits to be admitted"),
                _("Read the code below out to the lead of your city. Then everything that you have written counts."),
            )
            self._code_words.setText(_("This computer's code, for the lead of your city"))
        else:
            self.set_texts(
                _("Connect to the alliance"),
                _("The alliance has given your city an address and an invitation. Nothing leaves before you connect."),
            )
            self._code_words.setText(
                _("Whoever admits this computer will ask for its code: read it out to them over the phone.")
            )

    def _lay_out(self) -> None:
        self._rows = {
            "address": FieldRow(_("Address"), self.address),
            "invitation": FieldRow(_("Invitation"), self.invitation),
        }
        for row in self._rows.values():
            self.add(row)
        self.add(self.problem)
        self.body.addWidget(self.connect_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addSpacing(8)
        self.add(self._code_words)
        self.add(self.code)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=12)
        flow.addWidget(self.code_button)
        flow.addWidget(self.copy_button)
        self.add(buttons)

    def _mark_field(self, wrong: str) -> None:
        """Show the problem below the field that it is about, or below both; who hears the field hears the problem."""
        said = sentences(self._page.problem) if self._page.problem else ""
        for name, row in self._rows.items():
            set_style_property(row.field, "state", "error" if name == wrong else "")
            row.field.setAccessibleDescription(said if name == wrong else "")
        place = self.body.indexOf(self._rows[wrong or "invitation"]) + 1
        if self.body.indexOf(self.problem) != place:
            self.body.removeWidget(self.problem)
            self.body.insertWidget(self.body.indexOf(self._rows[wrong or "invitation"]) + 1, self.problem)

    def _type(self) -> None:
        self._page.address, self._page.invitation = self.address.text(), self.invitation.text()


class AdmitCard(Card):
    """A lead admits another computer of the city by its code."""

    def __init__(self, page: SendingPage) -> None:
        super().__init__(
            _("Admit another computer of your city"),
            _("Have your colleague read out the code of their computer, and type it here. Admit only people you know."),
        )
        self._page = page
        self.code = QLineEdit(page.admit_code)
        self.button = QPushButton(_("Admit this computer"))
        self.problem, self._done = Problem(), Banner("", "", "good")
        self.add(FieldRow(_("Code of the other computer"), self.code))
        self.add(self.problem)
        self.add(self._done)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        self.code.textEdited.connect(self._type)
        self.code.returnPressed.connect(page.admit)
        self.button.clicked.connect(page.admit)

    def show_view(self, view: SendingView) -> None:
        page = self._page
        self.setVisible(view.is_lead)
        if self.code.text() != page.admit_code:
            self.code.setText(page.admit_code)
        self.problem.show_problem(page.admit_problem)
        set_style_property(self.code, "state", "error" if page.admit_problem else "")
        if page.has_admitted and self._done.isHidden():
            announce(self, _("The computer is admitted"))
        self._done.set_texts(
            _("The computer is admitted"),
            _("What was written there counts as soon as the alliance's server has received this from here."),
        )
        self._done.setVisible(page.has_admitted)

    def _type(self) -> None:
        self._page.admit_code = self.code.text()
