"""Who belongs to a community, and the button by which the own city joins or leaves it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop_app.i18n import _
from desktop_app.presentation import communities_words as words
from desktop_app.presentation.communities_page import CommunitiesPage
from desktop_app.presentation.names import breakable
from desktop_app.presentation.tie_words import community_name
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes


class MembersCard(Card):
    def __init__(self, model: CommunitiesPage) -> None:
        super().__init__(" ")
        self._model = model
        self._pill = Pill("", "neutral")
        self._members, self._source = WrapLabel(""), WrapLabel("", "caption")
        self.button = QPushButton()
        writes(self.button)
        for part in (self._pill, self._members, self._source):
            self.add(part)
        self.add(WrapLabel(_("Every city of the alliance can read whether your city belongs to it."), "caption"))
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        self.button.clicked.connect(lambda: model.go_out() if model.is_member else model.join())

    def refresh(self) -> None:
        model = self._model
        name = community_name(model.community)
        self.set_texts(_("{community} community").format(community=name))
        if model.is_member:
            self._pill.set_status(_("Your city belongs to it"), "good", "check")
        else:
            self._pill.set_status(_("Your city does not belong to it"), "neutral", "ring")
        self._members.setText(breakable(words.members(model.seats)))
        self._source.setText(words.source(model.view))
        self.button.setText(_("Leave") if model.is_member else _("Join"))
        named = _("Leave: {community}") if model.is_member else _("Join: {community}")
        self.button.setAccessibleName(named.format(community=name))
