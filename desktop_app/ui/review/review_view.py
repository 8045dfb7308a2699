"""The page of review and sign-off: the policies with their states, and beside them the one that is open."""

from PySide6.QtWidgets import QWidget

from desktop_app.i18n import _
from desktop_app.presentation import review_words, wording
from desktop_app.presentation.review_page import ReviewPage
from desktop_app.presentation.wording import breakable, spoken
from desktop_app.storage.review_query import PolicyReview
from desktop_app.ui.review.policy_card import PolicyCard, look_of
from desktop_app.ui.view import View
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.keyed_list import KeyedList
from desktop_app.ui.widgets.keyed_rows import KeyedRow
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.pill import COLOUR_OF_TONE
from desktop_app.ui.widgets.scroll_page import reveal
from desktop_app.ui.widgets.stacking_split import StackingSplit


class ReviewView(View[ReviewPage]):
    def __init__(self, model: ReviewPage) -> None:
        super().__init__(model, _("Review and sign-off"))
        self._header, self._list_card = PageHeader(_("Review and sign-off")), Card()
        self.list, self.card = KeyedList(_("Policies")), PolicyCard(model)
        self._list_card.add(self.list, 1)
        split = StackingSplit(stack_below=100)
        split.add_pane(self._list_card, 1)
        split.add_pane(self.card, 1)
        self.body.addWidget(self._header)
        self.body.addWidget(split, 1)
        self.list.row_chosen.connect(self._choose)
        self.list.opened.connect(self.card.take_focus)
        self.card.acted.connect(self.list.setFocus)  # not on the next act: a key that is held does one thing
        model.told.connect(lambda words: announce(self, words))

    def refresh(self) -> None:
        self._header.set_texts(_("Review and sign-off"), self.model.summary())
        self.list.show_rows([self._row(one) for one in self.model.reviews or ()], self.model.chosen)
        self.card.refresh()

    def settle(self) -> None:
        self.card.settle()

    def show_problem(self) -> None:
        reveal(self.card)

    def panes(self) -> tuple[QWidget, ...]:
        return self._list_card, self.card

    def take_focus(self) -> None:
        self.list.setFocus()

    def _choose(self, policy_id: str) -> None:
        self.card.settle()
        self.model.choose(policy_id)

    def _row(self, one: PolicyReview) -> KeyedRow:
        title = wording.policy_name(self.model.desk.instrument.policy(one.policy_id))
        second, (tone, form) = review_words.line(self.model.desk.instrument, one), look_of(one)
        whole = spoken(_("{title}. {second}").format(title=title, second=second))
        return KeyedRow(one.policy_id, breakable(title), second, whole, (form, COLOUR_OF_TONE[tone]))
