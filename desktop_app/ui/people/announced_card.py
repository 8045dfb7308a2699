"""What the alliance's registrar was asked to do in this city, and the button of those who know nothing of it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.people_page import PeoplePage
from desktop_app.presentation.people_words import about_announced, announced
from desktop_app.presentation.wording import spoken
from desktop_app.storage.views import AnnouncedAct, PeopleView
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.titled_lines import TitledLines
from desktop_app.ui.widgets.writing import writes


class AnnouncedCard(Card):
    """Hidden while nothing is announced."""

    def __init__(self, page: PeoplePage) -> None:
        super().__init__(
            _("The alliance's registrar was asked for this"),
            _(
                "Nothing has happened yet: for 72 hours the registrar waits for your city. If you know nothing of it, "
                "object. Then it doesn't happen before the registrar has spoken with your city."
            ),
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

    def show_view(self, view: PeopleView) -> None:
        self.setVisible(bool(view.announced))
        shown = (view.announced, view.may_object)
        if shown == self._shown:
            return
        self._shown, self.buttons = shown, []
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for act in view.announced:
            self._column.addWidget(TitledLines(announced(act), about_announced(act)))
            if view.may_object and not act.is_own_objection:
                self._column.addWidget(self._button(act), 0, Qt.AlignmentFlag.AlignLeading)

    def _button(self, act: AnnouncedAct) -> QPushButton:
        button = QPushButton(_("Object"))
        writes(button)
        button.setAccessibleName(_("Object: {what}").format(what=spoken(announced(act))))
        button.clicked.connect(lambda: self._page.object_to(act))
        self.buttons.append(button)
        return button
