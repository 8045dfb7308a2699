"""The address of the alliance's server and an invitation, as they were given to the city."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from desktop_app.i18n import _
from desktop_app.presentation.join_page import JoinPage
from desktop_app.ui.problem import Problem, mark_field
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.field_row import FieldRow
from desktop_app.ui.widgets.writing import writes

_FIELD_OF_CODE = {"E-ADDRESS": "address", "E-PORT": "address", "E-INVITE": "invitation"}


class ConnectCard(Card):
    """What is wrong stands below the field that it is about, or below both."""

    def __init__(self, page: JoinPage) -> None:
        super().__init__(
            _("Connect to the alliance"),
            _("The alliance has given your city an address and an invitation. Nothing leaves before you connect."),
        )
        self._page = page
        self.address, self.invitation = QLineEdit(page.address), QLineEdit(page.invitation)
        self.address.setPlaceholderText("https://")
        self.connect_button = QPushButton(_("Connect"))
        writes(self.connect_button)
        self.connect_button.setProperty("role", "primary")
        self.problem = Problem()
        self._rows = {
            "address": FieldRow(_("Address"), self.address),
            "invitation": FieldRow(_("Invitation"), self.invitation),
        }
        for row in self._rows.values():
            self.add(row)
        self.add(self.problem)
        self.body.addWidget(self.connect_button, 0, Qt.AlignmentFlag.AlignLeading)
        for field in (self.address, self.invitation):
            field.textEdited.connect(self._type)
            field.returnPressed.connect(page.join)
        self.connect_button.clicked.connect(page.join)

    def refresh(self) -> None:
        page = self._page
        for field, text in ((self.address, page.address), (self.invitation, page.invitation)):
            if field.text() != text:
                field.setText(text)
        self.problem.show_problem(page.problem)
        self._mark_field(_FIELD_OF_CODE.get(page.problem.code, "") if page.problem else "")
        self.connect_button.setEnabled(not page.is_busy)
        self.connect_button.setText(_("Connecting …") if page.is_busy else _("Connect"))

    def _mark_field(self, wrong: str) -> None:
        for name, row in self._rows.items():
            mark_field(row.field, self._page.problem if name == wrong else None)
        place = self.body.indexOf(self._rows[wrong or "invitation"]) + 1
        if self.body.indexOf(self.problem) != place:
            self.body.removeWidget(self.problem)
            self.body.insertWidget(self.body.indexOf(self._rows[wrong or "invitation"]) + 1, self.problem)

    def _type(self) -> None:
        self._page.address, self._page.invitation = self.address.text(), self.invitation.text()
