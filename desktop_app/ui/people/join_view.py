"""Join a city: connect, read out the code, and go on working while somebody admits this computer."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.join_page import JoinPage
from desktop_app.storage.views import Connection
from desktop_app.ui.people.back_card import BackCard
from desktop_app.ui.people.by_file_card import ByFileCard
from desktop_app.ui.people.code_card import CodeCard
from desktop_app.ui.people.connect_card import ConnectCard
from desktop_app.ui.view import View
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.stacking_split import StackingSplit
from desktop_app.ui.widgets.wrap_label import WrapLabel


class JoinView(View[JoinPage]):
    """`connect_card` until this computer has asked to be admitted, `code_card` until it is; `back_card` if removed."""

    def __init__(self, model: JoinPage) -> None:
        super().__init__(model, _("Join a city"))
        self._header = PageHeader(_("Join a city"), "")
        self._people_button = self._header.add_action(_("People and computers"), icon_name="person")
        self._people_button.clicked.connect(model.show_people)
        self.back_card = BackCard(model)
        self.connect_card, self.code_card = ConnectCard(model), CodeCard(model)
        self.file_card = ByFileCard(model.coming, model.going, asks=True)
        self._done = Banner(
            _("This computer is admitted"),
            _("What you have written counts for your city, and you receive what your colleagues write."),
            "good",
        )
        self._sample = Banner(
            _("The sample joins no city"),
            _("Nothing of it is sent to anybody. Leave the sample, then connect your own city."),
            "info",
        )
        self._split, left = StackingSplit(stack_below=95), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.back_card)
        column.addWidget(self.connect_card)
        column.addWidget(self.code_card)
        column.addWidget(self.file_card)
        column.addStretch(1)
        self._split.add_pane(left, 3)
        self._split.add_pane(_what_happens(), 2)
        for part in (self._header, self._done, self._sample, self._split):
            self.body.addWidget(part)
        self._done.hide()
        self._sample.setVisible(model.desk.is_sandbox)
        self.body.addStretch(1)

    def refresh(self) -> None:
        model = self.model
        is_waiting = model.connection is Connection.PENDING
        is_admitted = model.connection is Connection.ADMITTED
        self._header.set_texts(_("Join a city"), model.standing())
        self._done.setVisible(is_admitted)
        self._split.setVisible(not (is_admitted or model.desk.is_sandbox) and model.view is not None)
        self.back_card.refresh()
        self.connect_card.setVisible(not model.is_removed and (not is_waiting or model.is_retyping))
        self.connect_card.refresh()
        self.code_card.setVisible(not model.is_removed)
        self.code_card.show_code(is_waiting=is_waiting)
        self.file_card.setVisible(not model.is_removed)

    def panes(self) -> tuple[QWidget, ...]:
        return self._header, self.back_card, self.connect_card, self.code_card, self.file_card


def _what_happens() -> Card:
    """Two short lists: what can be done meanwhile, and what comes next."""
    card = Card(_("What you can do meanwhile"))
    for text in (
        _("Go on with everything: answer, plan, write notes. All of it is saved on this computer."),
        _("Once you are connected, the server keeps what you write. It counts as soon as you are admitted."),
        _("Colleagues see nothing of it before that, and you see nothing of theirs."),
    ):
        card.add(WrapLabel(text))
    card.body.addSpacing(8)
    card.add(WrapLabel(_("What happens next"), "strong"))
    for text in (
        _("1. The lead of your city types the code that you read out."),
        _("2. This computer learns of it by itself, within a minute or so of being connected."),
        _("3. What both sides have written counts, and is exchanged. Nothing has to be typed again."),
    ):
        card.add(WrapLabel(text))
    card.body.addSpacing(8)
    card.add(
        WrapLabel(_("For the first computer of a city, the alliance's registrar does what the lead does."), "caption")
    )
    card.body.addStretch(1)
    return card
