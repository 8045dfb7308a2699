"""History: what was written on a question, the answers of any day, and what differs between two days."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from desktop_app.i18n import _, format_datetime
from desktop_app.operations.changes import Changes
from desktop_app.presentation.answer_form import day_of
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.names import computer, directed, person
from desktop_app.presentation.page import Page
from desktop_app.presentation.wording import answer_text, policy_name, question_text
from desktop_app.storage import history_query
from desktop_app.storage.history_query import Difference, Written
from desktop_app.storage.store import Store
from desktop_app.storage.views import Alternative
from roadmap_core.assessment.answers import Answer

A_YEAR = timedelta(days=365)
_Found = tuple[str, tuple[Written, ...], Mapping[str, Answer], Mapping[str, Answer]]


class HistoryPage(Page):
    """`item` is a question, or "" for all of them.

    Attributes:
        first, last: the two days, as typed.
        flaw: what the days need, or "".
        written: what was written on the question, newest first.
        differences: by question; of one question also where both days say the same.
        is_loaded: whether the database has answered once.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        today = datetime.now(UTC).date()
        self.first, self.last = (today - A_YEAR).isoformat(), today.isoformat()
        self.flaw = ""
        self.written: tuple[Written, ...] = ()
        self.differences: tuple[Difference, ...] = ()
        self.is_loaded = False

    def load(self) -> None:
        first, last = self._days()
        item = self.item

        def find(store: Store) -> _Found:
            before, after = history_query.answers_on_both(store, first, last)
            return item, history_query.history(store, item) if item else (), before, after

        self.desk.ask(find, self._show)

    def concerns(self, changes: Changes) -> bool:
        return bool(changes.questions) or changes.outbox or changes.city

    def type(self, **texts: str) -> None:
        """A day is being typed; `settle` looks it up."""
        for name, text in texts.items():
            setattr(self, name, text)

    def settle(self) -> None:
        """Look up the days that are typed, or say what they need."""
        days = [day_of(self.first), day_of(self.last)]
        self.flaw = "" if all(days) else _("Write the day as year-month-day, such as 2026-03-31.")
        if self.flaw:
            self.changed.emit()
        else:
            self.load()

    def open_question(self, question_id: str) -> None:
        self.desk.navigator.go("question", question_id)

    def show_all(self) -> None:
        self.desk.navigator.go("history")

    def title(self) -> str:
        """The question, or "" for all of them."""
        return question_text(self.desk.instrument.question(self.item)).text if self.item else ""

    def what(self, one: Alternative) -> str:
        """The value of a row in words."""
        if one.is_note:
            return _("Note: {text}").format(text=one.note) if one.note else _("Note taken away")
        return self.answer(self.item, one.answer)

    def answer(self, question_id: str, answer: Answer | None) -> str:
        return answer_text(self.desk.instrument, self.desk.instrument.scale_of(question_id), answer)

    def who(self, one: Alternative) -> str:
        if one.is_this_computer:
            return directed(person(one.author))
        names = {"author": person(one.author), "computer": computer(one.computer)}
        return directed(_("{author}, on {computer}").format(**names))

    def when(self, one: Alternative) -> str:
        """By the author's clock: a claim."""
        return format_datetime(datetime.fromtimestamp(one.claimed_ms / 1000, UTC)) if one.claimed_ms is not None else ""

    def mark(self, written: Written) -> str:
        """What became of it."""
        if written.stands:
            return _("Stands; a choice between two") if written.is_choice else _("Stands")
        return _("Replaced")

    def replaced(self, written: Written) -> str:
        return "\n".join(self.what(one) for one in written.replaced)

    def place_of(self, question_id: str) -> str:
        question = self.desk.instrument.question(question_id)
        names = {"policy": policy_name(self.desk.instrument.policy_of(question_id)), "id": question_id}
        return _("{policy}, {id}: {question}").format(question=question_text(question).text, **names)

    def _days(self) -> tuple[date, date]:
        """As typed; today for what is no day."""
        today = datetime.now(UTC).date()
        return day_of(self.first) or today, day_of(self.last) or today

    def _show(self, found: _Found) -> None:
        item, written, before, after = found
        if item != self.item:
            return
        ids = [item] if item else [question.id for question in self.desk.instrument.questions]
        pairs = (Difference(one, before.get(one), after.get(one)) for one in ids)
        self.written, self.is_loaded = written, True
        self.differences = tuple(pair for pair in pairs if item or pair.before != pair.after)
        self.changed.emit()
