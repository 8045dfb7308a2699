"""One policy under review: its state, who did what, what changed since, the digest, and the acts that are open."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.presentation import review_words, wording
from desktop_app.presentation.review_page import ReviewPage
from desktop_app.storage.review_query import Act, Changed, PolicyReview
from desktop_app.ui.overview.step_button import StepButton
from desktop_app.ui.problem import Problem
from desktop_app.ui.theme.tokens import Tone
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.field_row import FieldRow
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.heading import Heading
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.restyle import set_style_property
from desktop_app.ui.widgets.shape import Form
from desktop_app.ui.widgets.text_area import TextArea
from desktop_app.ui.widgets.text_view import TextView
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes
from roadmap_core.assessment.review import ReviewState

T = TypeVar("T")

_LOOKS: dict[ReviewState, tuple[Tone, Form]] = {
    ReviewState.DRAFT: ("neutral", "ring"),
    ReviewState.READY: ("info", "half"),
    ReviewState.REVIEWED: ("info", "dot"),
    ReviewState.SIGNED: ("good", "check"),
    ReviewState.RETURNED: ("warn", "triangle"),
}
_CHANGED: tuple[Tone, Form] = ("warn", "hollow")
_LEADING_ON = frozenset({ReviewState.READY, ReviewState.REVIEWED, ReviewState.SIGNED})
_ORDER = (ReviewState.READY, ReviewState.REVIEWED, ReviewState.SIGNED, ReviewState.RETURNED, ReviewState.DRAFT)
"""Of the buttons: what leads on comes first."""


def look_of(review: PolicyReview) -> tuple[Tone, Form]:
    """The colour and the form of a policy's state."""
    return _CHANGED if review.changed else _LOOKS[review.review.state]


class PolicyCard(Card):
    """Nothing in it is built anew while the same things are shown, so the focus stays.

    Signals:
        acted(): something was done here and is shown: the button that was pressed is gone.
    """

    acted = Signal()

    def __init__(self, model: ReviewPage) -> None:
        super().__init__()
        self._model = model
        self._waits_for: PolicyReview | None = None
        self._title, self._pill, self._next = Heading("", level=2), Pill(""), WrapLabel("", "muted")
        self._returned, self._why = WrapLabel(_("Why it was returned"), "caption"), TextView("", _("Reason"))
        self._two = WrapLabel(
            _("Colleagues acted without knowing of each other. Until somebody acts again, what says least counts.")
        )
        self._problem = Problem()
        self.reason = TextArea(_("Reason"), lines=2)
        self._reason_row = FieldRow(_("Why return it"), self.reason, _("Your colleagues read it."))
        self.buttons = {state: QPushButton(review_words.act_words(state)) for state in _ORDER}
        writes(*self.buttons.values())
        self.look_button = QPushButton(_("Look at the answers"))
        self._digest_name = WrapLabel(_("Digest of the frozen answers (SHA-256)"), "caption")
        self._digest = TextView("", _("Digest of the frozen answers (SHA-256)"))
        self._changes, self._acts = _Lines(_("Changed since")), _Lines(_("What was done"))
        self._lay_out()
        self.reason.textChanged.connect(lambda: model.type_reason(self.reason.text()))
        self.reason.text_settled.connect(lambda _text: model.keep_typed())
        self.look_button.clicked.connect(model.open_first_question)
        for state, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, state=state: self._bring_to(state))

    def refresh(self) -> None:
        review = self._model.review
        self.setVisible(review is not None)
        if review is None:
            return
        self._title.setText(wording.policy_name(self._model.desk.instrument.policy(review.policy_id)))
        self._pill.set_status(review_words.status(review), *look_of(review))
        self._next.setText(review_words.what_next(review))
        self._two.setVisible(len(review.standing) > 1)
        self._why.set_text(review.review.reason)
        for part in (self._returned, self._why):
            part.setVisible(bool(review.review.reason))
        self._digest.set_text(review_words.digest(review))
        for part in (self._digest_name, self._digest):
            part.setVisible(review.was_handed_in)
        self._problem.show_problem(self._model.problem)
        self._show_acts(review)
        self._changes.show_lines(review.changed, self._change)
        self._acts.show_lines(review.said, self._act)
        self._tell_acted(review)

    @property
    def change_buttons(self) -> list[QWidget]:
        """What opens the questions whose answers changed."""
        return self._changes.rows

    def take_focus(self) -> None:
        """To the first thing that may be done."""
        for button in (*self.buttons.values(), self.look_button):
            if button.isVisible() and button.isEnabled():
                button.setFocus()
                return

    def settle(self) -> None:
        self.reason.settle()

    def _bring_to(self, state: ReviewState) -> None:
        self.reason.settle()
        self._waits_for = self._model.review
        self._model.bring_to(state)

    def _tell_acted(self, review: PolicyReview) -> None:
        was = self._waits_for
        if was is not None and (was.policy_id, was.said) != (review.policy_id, review.said):
            self._waits_for = None
            self.acted.emit()

    def _show_acts(self, review: PolicyReview) -> None:
        following = review.following
        if self.reason.text() != self._model.reason:
            with QSignalBlocker(self.reason):
                self.reason.show_text(self._model.reason)
        self._reason_row.setVisible(ReviewState.RETURNED in following)
        for state, button in self.buttons.items():
            button.setVisible(state in following)
            set_style_property(button, "role", "primary" if state in _LEADING_ON else "")

    def _change(self, one: Changed) -> QWidget:
        instrument = self._model.desk.instrument
        text = wording.question_text(instrument.question(one.question_id)).text
        button = StepButton(text, review_words.difference(instrument, one))
        button.clicked.connect(lambda: self._model.open_question(one.question_id))
        return button

    def _act(self, act: Act) -> QWidget:
        words = review_words.said(act)
        if act.is_cut:
            words = _("{act}. This computer may not judge: it doesn't count as more.").format(act=words)
        return WrapLabel(words)

    def _lay_out(self) -> None:
        head, acts = QWidget(), QWidget()
        flow = FlowLayout(head, gap=10)
        for widget in (self._title, self._pill):
            flow.addWidget(widget)
        row = FlowLayout(acts, gap=8)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addWidget(self.look_button)
        parts: tuple[QWidget, ...] = (head, self._next, self._two, self._returned, self._why, self._problem)
        for part in (*parts, self._reason_row, acts, self._changes, self._digest_name, self._digest, self._acts):
            self.add(part)
        self.body.addStretch(1)


class _Lines(QWidget):
    """A heading and a widget for each thing; hidden while there is nothing."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._shown: tuple[object, ...] = ()
        self.rows: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(Heading(title, level=3))
        self.hide()

    def show_lines(self, things: tuple[T, ...], made: Callable[[T], QWidget]) -> None:
        self.setVisible(bool(things))
        if things == self._shown:
            return
        self._shown = things
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [made(thing) for thing in things]
        for row in self.rows:
            self._column.addWidget(row)
