"""For a computer that was removed: what is safe, and the way back with a new key."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from desktop_app.i18n import _
from desktop_app.presentation.join_page import JoinPage
from desktop_app.ui.problem import Problem
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.field_row import FieldRow
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes


class BackCard(Card):
    """The passphrase is asked for where the profile has one, and emptied as soon as it was used."""

    def __init__(self, page: JoinPage) -> None:
        super().__init__(
            _("This computer was removed"),
            _(
                "The lead of your city, or the alliance, has removed it. "
                "It receives nothing any more, and what it sends doesn't count."
            ),
        )
        self._page = page
        self.passphrase, self.problem = QLineEdit(), Problem()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._row = FieldRow(_("Passphrase"), self.passphrase)
        self.button = QPushButton(_("Come back with a new key"))
        self.button.setProperty("role", "primary")
        writes(self.button)
        for text in (
            _("All that you wrote is kept. What never counted for your city is written again under the new key."),
            _("It counts as soon as this computer is admitted anew, with a new code."),
            _("Print the recovery sheet anew afterwards: an earlier one fits no longer."),
        ):
            self.add(WrapLabel(text))
        for part in (self._row, self.problem):
            self.add(part)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        self.button.clicked.connect(self._come_back)
        self.passphrase.returnPressed.connect(self._come_back)
        page.protecting.changed.connect(self.refresh)

    def refresh(self) -> None:
        self.setVisible(self._page.is_removed)
        self._row.setVisible(self._page.protecting.asks_passphrase)
        self.problem.show_problem(self._page.back_problem)

    def _come_back(self) -> None:
        self._page.come_back(self.passphrase.text())
        self.passphrase.clear()
