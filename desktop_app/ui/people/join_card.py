"""On the list of people, for a computer that isn't admitted: its code to be read out, or the way to connect it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop_app.i18n import _
from desktop_app.presentation.people_page import PeoplePage
from desktop_app.storage.views import PeopleView
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.code_display import CodeDisplay
from desktop_app.ui.widgets.wrap_label import WrapLabel


class JoinCard(Card):
    """Its button leads to the page about joining."""

    def __init__(self, page: PeoplePage) -> None:
        super().__init__()
        self._page = page
        self._words, self.code = WrapLabel(), CodeDisplay(_("This computer's code"))
        self.button = QPushButton()
        self.button.clicked.connect(page.show_joining)
        self.add(self._words)
        for part in (self.code, self.button):
            self.body.addWidget(part, 0, Qt.AlignmentFlag.AlignLeading)

    def show_view(self, view: PeopleView) -> None:
        is_waiting = self._page.is_waiting and not view.is_removed
        self.setVisible(not view.is_admitted)
        self.code.setVisible(is_waiting)
        if is_waiting:
            self.code.set_code(view.computer_code)
            self.set_texts(_("This computer waits to be admitted"))
            self._words.setText(_("Ring the lead of your city and read this code out. Until then everything is kept."))
            self.button.setText(_("What happens next"))
        elif view.is_removed:
            self.set_texts(_("This computer was removed"))
            self._words.setText(_("Everything you wrote is kept here. You can come back with a new key."))
            self.button.setText(_("How to come back"))
        else:
            self.set_texts(_("This computer works by itself"))
            self._words.setText(
                _("To work with colleagues of your city, join it with the address and the invitation you were given.")
            )
            self.button.setText(_("Join a city"))
