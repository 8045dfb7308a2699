"""The meetings that were held: when, on what, how far; each can be gone on with, and has its minutes."""

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.meeting_page import MeetingPage
from desktop_app.presentation.minutes import meeting_name, progress
from desktop_app.storage.meeting_query import MeetingView
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.wrap_label import WrapLabel


class HeldCard(Card):
    """Nothing in it is built anew while the same meetings are shown."""

    def __init__(self, model: MeetingPage) -> None:
        super().__init__(_("Meetings"))
        self._model = model
        self._shown: tuple[MeetingView, ...] | None = None
        self._rows: list[QWidget] = []
        self._empty = EmptyState(
            "community",
            _("No meeting yet"),
            _("Go through the questions of a policy together. What you decide becomes the minutes."),
        )
        self.add(self._empty)
        self._column = QVBoxLayout()
        self.body.addLayout(self._column)
        self.body.addStretch(1)

    def refresh(self) -> None:
        meetings = self._model.meetings
        self._empty.setVisible(meetings == ())
        if meetings is None or meetings == self._shown:
            return
        self._shown = meetings
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [self._row(one) for one in meetings]
        for row in self._rows:
            self._column.addWidget(row)

    def _row(self, meeting: MeetingView) -> QWidget:
        row, buttons = QWidget(), QWidget()
        column, flow = QVBoxLayout(row), FlowLayout(buttons, gap=8)
        column.setContentsMargins(0, 4, 0, 8)
        column.setSpacing(3)
        name, key = meeting_name(self._model.desk.instrument, meeting), meeting.key
        for text, act in (
            (_("Go on"), self._model.go_on),
            (_("Minutes"), self._model.show_minutes),
        ):
            button = QPushButton(text)
            button.setProperty("role", "small")
            button.setAccessibleDescription(name)
            button.clicked.connect(lambda _on=False, act=act: act(key))
            flow.addWidget(button)
        for part in (WrapLabel(name, "strong"), WrapLabel(progress(self._model.desk.instrument, meeting), "caption")):
            column.addWidget(part)
        column.addWidget(buttons)
        return row
