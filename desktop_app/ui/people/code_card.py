"""This computer's code, to be read out to whoever admits it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.join_page import JoinPage
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.code_display import CodeDisplay
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes


class CodeCard(Card):
    """Big while this computer waits; before it is connected the code is made when a person asks for it."""

    def __init__(self, page: JoinPage) -> None:
        super().__init__()
        self._page = page
        self.code, self._words = CodeDisplay(_("This computer's code")), WrapLabel()
        self.show_button = QPushButton(_("Show this computer's code"))
        self.copy_button = QPushButton(_("Copy the code"))
        self.ask_button = QPushButton(_("Ask again now"))
        self.retype_button = QPushButton(_("Use another address or invitation"))
        self.anew_button = QPushButton(_("Ask anew, with another code"))
        writes(self.ask_button, self.retype_button, self.anew_button)
        self.add(self._words)
        self.body.addWidget(self.code, 0, Qt.AlignmentFlag.AlignLeading)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=12)
        for button in (self.show_button, self.copy_button, self.ask_button, self.retype_button, self.anew_button):
            flow.addWidget(button)
        self.add(buttons)
        self.show_button.clicked.connect(page.show_code)
        self.copy_button.clicked.connect(self._copy)
        self.ask_button.clicked.connect(page.ask_again)
        self.retype_button.clicked.connect(page.retype)
        self.anew_button.clicked.connect(page.ask_anew)

    def show_code(self, *, is_waiting: bool) -> None:
        page = self._page
        if is_waiting:
            self.set_texts(_("This computer waits to be admitted"))
            self._words.setText(
                _("Ring the lead of your city and read this code out. Typed there, it admits this computer alone.")
            )
        else:
            self.set_texts(_("This computer's code"))
            self._words.setText(
                _("Whoever admits this computer will ask for its code: read it out to them over the phone.")
            )
        self.code.set_code(page.code)
        self.code.setVisible(bool(page.code))
        self.copy_button.setVisible(bool(page.code))
        self.show_button.setVisible(not page.code)
        self.ask_button.setVisible(is_waiting)
        self.ask_button.setEnabled(not page.is_busy)
        self.ask_button.setText(_("Asking …") if page.is_busy else _("Ask again now"))
        self.anew_button.setVisible(is_waiting)
        self.retype_button.setVisible(is_waiting and not page.is_retyping)

    def _copy(self) -> None:
        self.code.copy()
        announce(self, _("The code is copied"))
