"""Sending and receiving: nothing leaves without standing here first. It follows changes in place."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.files_in import Step
from desktop_app.presentation.problems import sentences
from desktop_app.presentation.sending_page import SendingPage
from desktop_app.storage.views import Connection
from desktop_app.storage.views import SendingView as State
from desktop_app.ui.sending.courier_card import CourierCard
from desktop_app.ui.sending.files_card import FilesCard
from desktop_app.ui.sending.lists import ColleaguesCard, ReceiptsCard, WaitingCard
from desktop_app.ui.sending.postcard_card import PostcardCard
from desktop_app.ui.view import View
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.column import column
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.stacking_split import StackingSplit
from desktop_app.ui.widgets.writing import writes


class SendingView(View[SendingPage]):
    """`join_notice` while this computer isn't admitted."""

    def __init__(self, model: SendingPage) -> None:
        super().__init__(model, _("Sending and receiving"))
        self._header = PageHeader(_("Sending and receiving"), "")
        self.send_button = self._header.add_action(_("Send now"), role="primary", icon_name="send")
        writes(self.send_button)
        self.send_button.clicked.connect(model.send)
        self._problem = Banner("", "", "warn")
        self.join_notice = Banner("", "", "info")
        self.join_button = self.join_notice.add_action(_("Join a city"), model.show_joining, role="primary")
        self._waiting, self._receipts, self._colleagues = WaitingCard(model), ReceiptsCard(model), ColleaguesCard(model)
        self.files_card = FilesCard(model.carrying, model.coming, model.going)
        self.courier_card = CourierCard(model.carrying, model.courier)
        self.postcard_card = PostcardCard(model.postcards, model.card)
        self._left = column(self._waiting, self.files_card)
        self._right = column(self._receipts, self._colleagues, self.courier_card, self.postcard_card)
        self._cards = self._columns()
        self._shown: tuple[State, str] | None = None
        for part in (self._header, self._problem, self.join_notice, self._cards):
            self.body.addWidget(part)
            part.setVisible(part is self._header)
        self.body.addStretch(1)

    def refresh(self) -> None:
        model = self.model
        self._header.set_texts(_("Sending and receiving"), model.standing())
        self.send_button.setVisible(model.is_connected)
        self.send_button.setEnabled(not model.is_busy)
        self.send_button.setText(_("Sending …") if model.is_busy else _("Send now"))
        problem = model.line_problem
        self._problem.setVisible(problem is not None)
        if problem is not None:
            self._problem.set_texts(problem.title, sentences(problem))
            self._problem.set_tone("neutral" if problem.code == "E-OFFLINE" else "warn")
        if model.view is not None:
            self._show_joining(model.view)
            self._show_lists(model.view)
        for card in (self.files_card, self.postcard_card):
            card.setVisible(not model.desk.is_sandbox)

    def panes(self) -> tuple[QWidget, ...]:
        return self._header, self.join_notice, self._left, self._right

    def _show_joining(self, view: State) -> None:
        """Nothing counts, or nothing leaves at all, before somebody has admitted this computer."""
        self.join_notice.setVisible(view.connection is not Connection.ADMITTED)
        if view.connection is Connection.PENDING:
            title, words = _("This computer waits to be admitted"), _("Read its code out to the lead of your city.")
            self.join_button.setText(_("Show the code"))
        else:
            title = _("Connect to the alliance")
            words = _("The alliance has given your city an address and an invitation.")
            self.join_button.setText(_("Join a city"))
        self.join_notice.set_texts(title, words)

    def _show_lists(self, view: State) -> None:
        """Built anew only for other data: a round that begins or ends leaves them alone."""
        self._cards.show()
        shown = (view, self.model.files_state())
        if shown != self._shown:
            self._shown = shown
            for card in (self._waiting, self._receipts, self._colleagues):
                card.show_view(view)

    def _columns(self) -> StackingSplit:
        """What leaves by line and by file; beside it what came, and what is carried."""
        split = StackingSplit(stack_below=95)
        split.add_pane(self._left, 3)
        split.add_pane(self._right, 2)
        self.model.coming.changed.connect(self._bring_into_sight)
        return split

    def _bring_into_sight(self) -> None:
        """What is asked about a file stands far below on a small screen."""
        area = self.findChild(QScrollArea)
        if area is not None and self.model.coming.step is not Step.IDLE:
            QTimer.singleShot(0, self.files_card, lambda: area.ensureWidgetVisible(self.files_card.take_panel, 0, 12))
