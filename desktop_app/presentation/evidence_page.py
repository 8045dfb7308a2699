"""The evidence register: what is cited for the answers, with its grade and where it is used, and what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desktop_app.i18n import _, format_number, ngettext
from desktop_app.operations.changes import Changes
from desktop_app.presentation import wording
from desktop_app.presentation.citation_words import detail, grade_words, used_at
from desktop_app.presentation.citing import Citing
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.page import Page
from desktop_app.presentation.wording import isolated
from desktop_app.storage import citation_query, half_texts
from desktop_app.storage.citation_query import RegisterView, Source
from roadmap_core.assessment.citations import UNSUPPORTED

GRADES = ("E3", "E2", "E1", UNSUPPORTED)
EVERY = ""
"""Every grade, or every policy."""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """Something that is cited, or an answer for which nothing is.

    Attributes:
        key: the same as long as it is the same thing, whatever is amended in it.
        source: None for an answer without evidence.
        question_id: the first question that it is used at, of those that are shown.
    """

    key: str
    grade: str
    source: Source | None
    question_id: str


class EvidencePage(Page):
    """Attributes:
    view: None until it is loaded.
    grade, policy_id: what is shown; `EVERY` for all of them.
    chosen: the key of the row that is open beside the list; "" for none.
    citing: the form that amends, and what was removed last.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view: RegisterView | None = None
        self.grade = self.policy_id = EVERY
        self.chosen = ""
        self._by_grade: dict[str, tuple[RegisterRow, ...]] = {}
        self.citing = Citing(desk)

    def load(self) -> None:
        place = half_texts.citing("")
        self.desk.ask(lambda store: (citation_query.register(store), half_texts.kept(store, place)), self._show)

    def concerns(self, changes: Changes) -> bool:
        return bool(changes.questions) or changes.contested or changes.city

    def leave(self) -> None:
        super().leave()
        self.keep_typed()

    def keep_typed(self) -> None:
        self.citing.keep_typed()

    @property
    def has_unsaved(self) -> bool:
        return bool(self.citing.unsaved)

    def show_unsaved(self) -> None:
        if self.has_unsaved and not self._is_open:
            self.desk.navigator.go("evidence")

    def choose_grade(self, grade: str) -> None:
        self.grade = grade
        self.changed.emit()

    def choose_policy(self, policy_id: str) -> None:
        self.policy_id = policy_id
        self._renew()

    def choose(self, key: str) -> None:
        if key != self.chosen:
            self.chosen = key
            self.changed.emit()

    @property
    def rows(self) -> tuple[RegisterRow, ...]:
        """What is in the list."""
        return self._by_grade.get(self.grade, ())

    @property
    def row(self) -> RegisterRow | None:
        """The row that is open beside the list."""
        return next((row for row in self.rows if row.key == self.chosen), None)

    def amend(self) -> None:
        """Put what is chosen into the form."""
        if self.row is not None and self.row.source is not None:
            self.citing.amend(self.row.source.citation, self.row.question_id)

    def remove(self) -> None:
        """Take what is chosen away from every question that cites it."""
        if self.row is not None and self.row.source is not None:
            self.citing.remove(self.row.source.citation, self.row.source.questions)

    def undo(self) -> None:
        """Bring back what was removed last, and choose it."""
        removed = self.citing.work.removed
        if removed is not None:
            self.chosen = f"{removed[0].key.hex()}/0"
            self.citing.undo()

    def open_question(self, question_id: str) -> None:
        self.keep_typed()
        self.desk.navigator.go("question", question_id)

    def begin(self) -> None:
        """The first thing to do where nothing is cited: see the answers that lack it, or answer a question."""
        if self.view is not None and self.view.unsupported:
            self.choose_grade(UNSUPPORTED)
        else:
            self.open_question(self.desk.instrument.questions[0].id)

    def chips(self) -> tuple[tuple[str, str], ...]:
        """Each grade, and all, with how many there are in the policies that are shown."""
        words = {grade: grade_words(self.desk.instrument, grade) for grade in GRADES}
        words |= {EVERY: _("All evidence"), UNSUPPORTED: _("Without evidence")}
        return tuple(
            (grade, _("{what} ({number})").format(what=words[grade], number=format_number(len(rows))))
            for grade, rows in self._by_grade.items()
        )

    def words(self, row: RegisterRow) -> tuple[str, str]:
        """What the list says of a row: its title, and a line below it."""
        instrument = self.desk.instrument
        if row.source is None:
            policy = wording.policy_name(instrument.policy_of(row.question_id))
            below = _("{id} · {policy}").format(id=row.question_id, policy=isolated(policy))
            return wording.question_text(instrument.question(row.question_id)).text, below
        cited, used = row.source.citation, used_at(len(row.source.questions))
        parts = (grade_words(instrument, cited.grade), detail(cited), used)
        return cited.title, " · ".join(filter(None, parts))

    def summary(self) -> str:
        """How much is cited, and how many answers lack it."""
        if self.view is None:
            return ""
        cited, missing = len(self.view.sources), len(self.view.unsupported)
        have = ngettext("{number} document is cited.", "{number} documents are cited.", cited)
        lack = ngettext("{number} answer has no evidence.", "{number} answers have no evidence.", missing)
        return _("{cited} {missing}").format(
            cited=have.format(number=format_number(cited)), missing=lack.format(number=format_number(missing))
        )

    def _sources(self, sources: tuple[Source, ...]) -> Iterable[RegisterRow]:
        seen = dict[bytes, int]()
        for source in sources:
            key = source.citation.key
            seen[key] = seen.get(key, -1) + 1
            here = next(filter(self._is_shown, source.questions), None)
            if here is not None:
                yield RegisterRow(f"{key.hex()}/{seen[key]}", source.citation.grade, source, here)

    def _is_shown(self, question_id: str) -> bool:
        return self.policy_id in (EVERY, self.desk.instrument.policy_of(question_id).id)

    def _show(self, found: tuple[RegisterView, Mapping[str, str]]) -> None:
        self.view, half = found
        self.citing.found("", half)
        self._renew()

    def _renew(self) -> None:
        if self.view is not None:
            cited = tuple(self._sources(self.view.sources))
            lacking = [RegisterRow(one, UNSUPPORTED, None, one) for one in self.view.unsupported if self._is_shown(one)]
            self._by_grade = {grade: tuple(row for row in cited if row.grade == grade) for grade in GRADES}
            self._by_grade = {EVERY: cited, **self._by_grade, UNSUPPORTED: tuple(lacking)}
        self.changed.emit()
