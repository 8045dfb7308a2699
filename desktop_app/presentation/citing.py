"""What a person does with citations at one place, a question or the register: begin, choose, amend, remove, undo.

The form outlives the program half-typed, like other forms (`half_texts`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from desktop_app.errors import Words, explain
from desktop_app.operations import citations
from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace
from desktop_app.presentation.citation_form import CitationForm, citation_of, flaw_of, form_of, form_of_half, half_of
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.half_texts import HalfTexts
from desktop_app.presentation.search import folded
from desktop_app.storage import citation_query, half_texts
from desktop_app.storage.citation_query import RegisterView, Source
from roadmap_core.assessment.citations import Citation

MOST_OFFERED = 4


@dataclass
class Work:
    """One place.

    Attributes:
        form: None while it is closed.
        flaw: the field to look at and what it needs.
        problem: why something could not be saved.
        removed: what was removed last, and from which questions.
        saving: the form that is on its way.
    """

    form: CitationForm | None = None
    flaw: tuple[str, str] = ("", "")
    problem: Words | None = None
    removed: tuple[Citation, tuple[str, ...]] | None = None
    saving: CitationForm | None = None


class Citing(QObject):
    """`place` is the question that is open; empty in the register.

    Signals:
        changed(): the form, or what is said about it, is different now.
        cited(str): something was cited, amended or taken back at the place of that name.
    """

    changed = Signal()
    cited = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._half = HalfTexts(desk, self._not_kept, self._mended)
        self._works: dict[str, Work] = {}
        self._sources: tuple[Source, ...] = ()
        self.place = ""

    @property
    def work(self) -> Work:
        return self._works.setdefault(self.place, Work())

    @property
    def form(self) -> CitationForm | None:
        return self.work.form

    def go_to(self, place: str) -> None:
        """Another question is open now; what was removed at the one before is offered back no longer."""
        self.work.removed = None
        self.place = place

    def found(self, place: str, half: Mapping[str, str]) -> None:
        """What was begun there in an earlier run stands in the form again, unless something is typed already."""
        key = half_texts.citing(place)
        if self._half.knows(key):
            return
        self._half.found(key, half)
        work = self._works.setdefault(place, Work())
        if work.form is None or not work.form.is_begun:
            work.form = form_of_half(half) or work.form

    def begin(self) -> None:
        """A new citation; one that is begun already stays."""
        if self.work.form is None:
            self._open(CitationForm(self.place))

    def amend(self, citation: Citation, at: str) -> None:
        """Put a citation of the question `at` into the form; what was begun there gives way only if it is nothing."""
        if self.work.form is None or not self.work.form.is_begun:
            self._open(replace(form_of(at, citation), before=citation))

    def offered(self, besides: Iterable[Citation] = ()) -> tuple[Source, ...]:
        """What is cited elsewhere and fits the typed title, the most used first; not for what is amended."""
        form = self.work.form
        if form is None or form.before is not None or form.chosen is not None:
            return ()
        words, here = folded(form.title).split(), set(besides)
        fitting = [
            source
            for source in self._sources
            if source.citation not in here
            and all(word in folded(f"{source.citation.title} {source.citation.publisher}") for word in words)
        ]
        return tuple(sorted(fitting, key=lambda source: -len(source.questions))[:MOST_OFFERED])

    def choose(self, citation: Citation) -> None:
        """Take up what is cited elsewhere; its page and quotation can be changed before it is cited here."""
        if self.work.form is not None:
            self._show(replace(form_of(self.work.form.at, citation), chosen=citation))

    def type(self, **texts: str) -> None:
        work = self.work
        if work.form is not None:
            work.form = replace(work.form, **texts)  # type: ignore[arg-type]  # texts only
            work.flaw = ("", "")
            self.changed.emit()

    def submit(self) -> None:
        """Cite what the form makes; what it still needs is said in `flaw`."""
        place, work, form = self.place, self.work, self.work.form
        if form is None or work.saving == form:
            return
        work.flaw = flaw_of(form)
        if not work.flaw[1]:
            work.saving = form
            self._act(place, lambda workspace: _cite(workspace, form, half_texts.citing(place)), form)
        self.changed.emit()

    def discard(self) -> None:
        """Close the form; what was typed in it is given up."""
        self._show(None)
        self.keep_typed()

    def remove(self, citation: Citation, questions: Iterable[str]) -> None:
        """Cite it there no more; `undo` brings it back."""
        place, gone = self.place, tuple(questions)
        self.work.removed = (citation, gone)
        if self.work.form is not None and self.work.form.before == citation and not self.work.form.is_begun:
            self.work.form = None
        self._act(place, lambda workspace: citations.withdraw(workspace, gone, citation))
        self.changed.emit()

    def undo(self) -> None:
        """Bring back what was removed last."""
        if self.work.removed is not None:
            citation, questions = self.work.removed
            self.work.removed = None
            self._act(self.place, lambda workspace: citations.cite(workspace, questions, citation))
            self.changed.emit()

    def keep_typed(self) -> None:
        """What is begun here outlives the program."""
        for place, work in self._works.items():
            if self._half.knows(half_texts.citing(place)):
                self._half.keep(half_texts.citing(place), half_of(work.form))

    @property
    def begun_is_kept(self) -> bool:
        """Whether something is begun here, and lies on this computer as it is now."""
        half = half_of(self.work.form)
        return bool(half) and self._half.is_kept(half_texts.citing(self.place), half)

    @property
    def unsaved(self) -> list[str]:
        """The places where something that was begun could not be kept."""
        return [place for place in self._works if half_texts.citing(place) in self._half.unsaved]

    def _open(self, form: CitationForm) -> None:
        self._show(form)
        self._desk.ask(citation_query.register, self._take)

    def _show(self, form: CitationForm | None) -> None:
        self.work.form, self.work.flaw, self.work.problem = form, ("", ""), None
        self.changed.emit()

    def _take(self, register: RegisterView) -> None:
        self._sources = register.sources
        self.changed.emit()

    def _act(self, place: str, operation: Callable[[Workspace], Changes], form: CitationForm | None = None) -> None:
        self._desk.act(operation, lambda: self._done(place, form), lambda error: self._failed(place, error))

    def _done(self, place: str, form: CitationForm | None) -> None:
        work = self._works[place]
        work.problem = None
        if form is not None:
            self._half.found(half_texts.citing(place), {})
            work.saving, work.removed = None, None
            work.form = None if work.form == form else work.form
            self.cited.emit(place)
        self.changed.emit()

    def _failed(self, place: str, error: Exception) -> None:
        work = self._works.setdefault(place, Work())
        work.saving, work.problem = None, explain(error)
        self.changed.emit()

    def _not_kept(self, error: Exception) -> None:
        for place in self.unsaved:
            self._works[place].problem = explain(error)
        self.changed.emit()

    def _mended(self) -> None:
        for work in self._works.values():
            work.problem = None
        self.changed.emit()


def _cite(workspace: Workspace, form: CitationForm, begun_at: str) -> Changes:
    citation = citation_of(form, citations.new_citation(workspace, form.title).key)
    if form.before is not None:
        return citations.amend(workspace, form.before, citation, form.at, begun_at)
    return citations.cite(workspace, [form.at], citation, begun_at)
