"""People and computers: who works for the city; for its lead, who asks, who is removed, what may count again."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.people_page import PeoplePage
from desktop_app.ui.people.admit_card import AdmitCard
from desktop_app.ui.people.announced_card import AnnouncedCard
from desktop_app.ui.people.by_file_card import ByFileCard
from desktop_app.ui.people.computers_card import ComputersCard
from desktop_app.ui.people.invite_card import InviteCard
from desktop_app.ui.people.join_card import JoinCard
from desktop_app.ui.people.remove_card import RemoveCard
from desktop_app.ui.people.set_aside_card import SetAsideCard
from desktop_app.ui.problem import Problem
from desktop_app.ui.view import View
from desktop_app.ui.widgets.column import column
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.stacking_split import StackingSplit
from desktop_app.ui.widgets.writing import writes


class PeopleView(View[PeoplePage]):
    """The cards that sign something are there on a lead's computer only."""

    def __init__(self, model: PeoplePage) -> None:
        super().__init__(model, _("People and computers"))
        self._header = PageHeader(_("People and computers"), "")
        self.receive_button = self._header.add_action(_("Send and receive"), icon_name="receive")
        writes(self.receive_button)
        self.receive_button.clicked.connect(model.receive)
        self.join_card, self.announced_card = JoinCard(model), AnnouncedCard(model)
        self.problem, self.remove_card = Problem(), RemoveCard(model)
        self.computers, self.set_aside = ComputersCard(model), SetAsideCard(model)
        self.admit_card, self.invite_card = AdmitCard(model), InviteCard(model)
        self.file_card = ByFileCard(model.coming, model.going, asks=False)
        self._side = column(self.admit_card, self.file_card, self.invite_card)
        self._split = StackingSplit(stack_below=110)
        self._split.add_pane(column(self.computers, self.set_aside), 3)
        self._split.add_pane(self._side, 2)
        for part in (self._header, self.join_card, self.problem, self.announced_card, self.remove_card, self._split):
            self.body.addWidget(part)
            part.setVisible(part is self._header)
        self.body.addStretch(1)
        self.remove_card.laid_out.connect(lambda: QTimer.singleShot(0, self.remove_card, self._show_question))

    def refresh(self) -> None:
        model, view = self.model, self.model.view
        self._header.set_texts(_("People and computers"), model.standing())
        self.receive_button.setVisible(model.is_connected)
        self.receive_button.setEnabled(not model.is_busy)
        self.receive_button.setText(_("Receiving …") if model.is_busy else _("Send and receive"))
        self._ask_and_tell()
        self._split.setVisible(view is not None)
        if view is not None:
            self.join_card.show_view(view)
            self.announced_card.show_view(view)
            self._side.setVisible(view.is_lead)
            self.computers.show_view(view)
            self.admit_card.show_view(view)
            self.invite_card.show_view(view)
            self.set_aside.refresh()

    def _ask_and_tell(self) -> None:
        """What stands above the list: brought into sight, for the button that led to it may be far below."""
        was_wrong = self.problem.isVisible()
        self.problem.show_problem(self.model.problem)
        self.remove_card.refresh()
        if self.problem.isVisible() and not was_wrong:
            QTimer.singleShot(0, self.problem, lambda: self._bring_into_sight(self.problem))

    def _show_question(self) -> None:
        """As much of it as there is room for, and in any case the button that has the focus."""
        if self.remove_card.keep_button.hasFocus():
            self._bring_into_sight(self.remove_card)
            self._bring_into_sight(self.remove_card.keep_button)

    def _bring_into_sight(self, part: QWidget) -> None:
        area = self.findChild(QScrollArea)
        if area is not None:
            area.ensureWidgetVisible(part, 0, 12)

    def panes(self) -> tuple[QWidget, ...]:
        above = (self._header, self.join_card, self.announced_card, self.remove_card)
        return *above, self.computers, self.set_aside, self._side

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the question whether to remove a computer, and removes nothing."""
        if event.key() == Qt.Key.Key_Escape and self.model.removing is not None:
            self.model.keep()
        else:
            super().keyPressEvent(event)
