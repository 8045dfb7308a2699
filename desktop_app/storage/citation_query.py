"""What is cited for answers: of one question, and of the whole assessment with where it is used."""

from dataclasses import dataclass
from functools import lru_cache

from desktop_app.storage.engine import reading
from desktop_app.storage.snapshot import Snapshot
from desktop_app.storage.store import Store
from roadmap_core import cbor
from roadmap_core.assessment.answers import Unknown
from roadmap_core.assessment.citations import UNSUPPORTED, Citation, citation_from_wire
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import OpId


@dataclass(frozen=True, slots=True)
class Cited:
    """One row of a question: what is cited there. `op` is None while it isn't sealed."""

    op: OpId | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class Source:
    """What is cited, and the questions that it supports, in file order.

    Two computers that changed it without knowing of each other make two of them with one key: both are shown.
    """

    citation: Citation
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegisterView:
    """The evidence register.

    Attributes:
        sources: by title.
        grades: of each question whose answer says something, not "not yet known": the best of what is cited for it;
            E0 where nothing is.
    """

    sources: tuple[Source, ...]
    grades: dict[str, str]

    @property
    def unsupported(self) -> tuple[str, ...]:
        """Answered questions for which nothing is cited, in file order."""
        return tuple(question_id for question_id, grade in self.grades.items() if grade == UNSUPPORTED)


def cited(snapshot: Snapshot, question_id: str) -> tuple[Cited, ...]:
    """What is cited for one question, by title. The item of the question must be in the snapshot."""
    item = snapshot.store.catalogue.number(question_id)
    rows = snapshot.standing(snapshot.register(item, Facet.EVIDENCE))
    read = ((row.op, _citation(row.value)) for row in rows)
    found = [Cited(op, citation) for op, citation in read if citation is not None]
    return tuple(sorted(found, key=lambda one: (one.citation.title, one.citation.key)))


@lru_cache(maxsize=4096)
def _citation(row: bytes) -> Citation | None:
    """The same document is cited at many questions; reading it took half the time of the register."""
    return citation_from_wire(cbor.decode(row))


def register(store: Store) -> RegisterView:
    """Everything that is cited, drafts included."""
    used: dict[Citation, dict[str, None]] = {}
    grades: dict[str, str] = {}
    with reading(store.engine) as connection:
        snapshot = Snapshot.take(store, connection)
        for question in store.instrument.questions:
            here = cited(snapshot, question.id)
            for one in here:
                used.setdefault(one.citation, {})[question.id] = None
            answers = snapshot.standing(snapshot.register(store.catalogue.number(question.id), Facet.ANSWER))
            if not isinstance(snapshot.counting_answer(question.id, answers), Unknown | None):
                grades[question.id] = max((one.citation.grade for one in here), default=UNSUPPORTED)
    ordered = sorted(used.items(), key=lambda pair: (pair[0].title, pair[0].key))
    return RegisterView(tuple(Source(citation, tuple(questions)) for citation, questions in ordered), grades)
