"""Review and sign-off: how far each policy has come, what changed since, and what may be done next."""

from collections.abc import Mapping

from PySide6.QtCore import Signal

from desktop_app.errors import Words, explain
from desktop_app.i18n import format_number, ngettext
from desktop_app.operations import reviews
from desktop_app.operations.changes import Changes
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.half_texts import HalfTexts
from desktop_app.presentation.page import Page
from desktop_app.presentation.review_words import state_words
from desktop_app.storage import half_texts, review_query
from desktop_app.storage.review_query import PolicyReview
from desktop_app.storage.store import Store
from roadmap_core.assessment.review import ReviewState

_Found = tuple[tuple[PolicyReview, ...], dict[str, Mapping[str, str]]]


class ReviewPage(Page):
    """`item` is the policy to open; empty for the one that was open.

    Attributes:
        reviews: in file order; None until they are loaded.
        chosen: the id of the policy that is open beside the list.
        problem: why the last act failed, or None.

    Signals:
        told(str): what was done, for a screen reader.
    """

    told = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.reviews: tuple[PolicyReview, ...] | None = None
        self.chosen = desk.instrument.policies[0].id
        self.problem: Words | None = None
        self._reasons: dict[str, str] = {}
        self._half = HalfTexts(desk, self._failed, self._mended)

    def open(self, item: str = "") -> None:
        self.problem = None
        self.chosen = item or self.chosen
        super().open(item)

    def load(self) -> None:
        policies = [policy.id for policy in self.desk.instrument.policies]

        def found(store: Store) -> _Found:
            return review_query.reviews(store), {policy: half_texts.kept(store, policy) for policy in policies}

        self.desk.ask(found, self._show)

    def concerns(self, changes: Changes) -> bool:
        """Own drafts that were sealed count: an act names the operations that stand."""
        return bool(changes.questions or changes.policies) or changes.contested or changes.outbox or changes.city

    @property
    def review(self) -> PolicyReview | None:
        """The policy that is open."""
        return next((one for one in self.reviews or () if one.policy_id == self.chosen), None)

    @property
    def reason(self) -> str:
        """Why the open policy is to be returned, as typed."""
        return self._reasons.get(self.chosen, "")

    def type_reason(self, reason: str) -> None:
        self._reasons[self.chosen] = reason

    def choose(self, policy_id: str) -> None:
        if policy_id and policy_id != self.chosen:
            self.chosen, self.problem = policy_id, None
            self.changed.emit()

    def leave(self) -> None:
        super().leave()
        self.keep_typed()

    def keep_typed(self) -> None:
        """Reasons of returns that aren't made yet outlive the program."""
        for policy_id, reason in self._reasons.items():
            self._half.keep(policy_id, {"reason": reason} if reason.strip() else {})

    @property
    def has_unsaved(self) -> bool:
        return bool(self._half.unsaved)

    def show_unsaved(self) -> None:
        unsaved = self._half.unsaved
        if unsaved and not (self._is_open and self.chosen in unsaved):
            self.desk.navigator.go("review", min(unsaved))

    def bring_to(self, state: ReviewState) -> None:
        """Do one of the acts that are offered for the open policy, as it is shown."""
        shown, reason = self.review, self.reason
        if shown is None:
            return

        def done() -> None:
            if state is ReviewState.RETURNED:
                self._reasons[shown.policy_id] = ""
                self.keep_typed()
            self._mended()
            self.told.emit(state_words(state))

        self.desk.act(
            lambda workspace: reviews.bring_to(workspace, shown.policy_id, state, shown.seen, shown.now, reason),
            done,
            self._failed,
        )

    def open_question(self, question_id: str) -> None:
        self.desk.navigator.go("question", question_id)

    def open_first_question(self) -> None:
        self.open_question(self.desk.instrument.policy(self.chosen).questions[0].id)

    def summary(self) -> str:
        """How many policies are signed."""
        every = self.reviews or ()
        signed = sum(one.review.state is ReviewState.SIGNED and not one.changed for one in every)
        words = ngettext("{number} policy is signed.", "{number} policies are signed.", signed)
        return words.format(number=format_number(signed)) if every else ""

    def _mended(self) -> None:
        self.problem = None
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self.problem = explain(error)
        self.changed.emit()

    def _show(self, found: _Found) -> None:
        self.reviews, halves = found
        for policy_id, half in halves.items():
            if not self._half.knows(policy_id):
                self._half.found(policy_id, half)
                self._reasons.setdefault(policy_id, half.get("reason", ""))
        self.changed.emit()
