"""Sending and receiving: nothing leaves without standing here first."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.sending_page import SendingPage
from desktop_app.storage.views import SendingView as State
from desktop_app.ui.sending import lists
from desktop_app.ui.sending.connection import AdmitCard, ConnectCard
from desktop_app.ui.view import View
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.stacking_split import StackingSplit


class SendingView(View[SendingPage]):
    def __init__(self, model: SendingPage) -> None:
        super().__init__(model, _("Sending and receiving"))
        self._header = PageHeader(_("Sending and receiving"), "")
        self.send_button = self._header.add_action(_("Send now"), role="primary", icon_name="send")
        self.send_button.clicked.connect(lambda _checked=False: model.send())
        self._problem = Banner("", "", "warn")
        self._connect, self._admit = ConnectCard(model), AdmitCard(model)
        self._lists = QWidget()
        for part in (self._header, self._problem, self._connect, self._lists, self._admit):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.refresh()

    @property
    def connect_card(self) -> ConnectCard:
        return self._connect

    @property
    def admit_card(self) -> AdmitCard:
        return self._admit

    def refresh(self) -> None:
        view, is_busy = self.model.view, self.model.desk.line.is_busy
        self._header.set_texts(_("Sending and receiving"), self.model.standing())
        self.send_button.setVisible(self.model.is_connected)
        self.send_button.setEnabled(not is_busy)
        self.send_button.setText(_("Sending …") if is_busy else _("Send now"))
        self._say_problem()
        if view is None:
            self._connect.hide()
            self._admit.hide()
            return
        self._connect.show_view(view)
        self._admit.show_view(view)
        self._show_lists(view)

    def _say_problem(self) -> None:
        problem = self.model.problem or self.model.line_problem
        self._problem.setVisible(problem is not None)
        if problem is not None:
            words = f"{problem.what_happened} {problem.what_is_safe} {problem.what_next} ({problem.code})"
            self._problem.set_texts(problem.title, words)

    def _show_lists(self, view: State) -> None:
        lists_now = QWidget()
        column = QVBoxLayout(lists_now)
        column.setContentsMargins(0, 0, 0, 0)
        split = StackingSplit(stack_below=95)
        split.add_pane(lists.waiting(self.model, view), 3)
        side = QWidget()
        inner = QVBoxLayout(side)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(16)
        inner.addWidget(lists.receipts(self.model, view))
        inner.addWidget(lists.colleagues(self.model, view))
        inner.addStretch(1)
        split.add_pane(side, 2)
        column.addWidget(split)
        self.body.replaceWidget(self._lists, lists_now)
        self._lists.hide()
        self._lists.deleteLater()
        self._lists = lists_now
