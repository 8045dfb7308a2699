"""What people wrote, for the search: on every question, and in plans and meetings on every policy."""

from collections.abc import Iterable

from desktop_app.storage import citation_query, meeting_query, queries
from desktop_app.storage.authors import note_text
from desktop_app.storage.engine import reading
from desktop_app.storage.snapshot import Snapshot
from desktop_app.storage.store import Store
from desktop_app.storage.views import WrittenView
from roadmap_core.assessment.citations import Citation
from roadmap_core.entries.facets import Facet
from roadmap_core.instrument.model import Policy


def written(store: Store) -> tuple[WrittenView, ...]:
    """Every question and every policy on which something stands, drafts included, in file order."""
    with reading(store.engine) as connection:
        snapshot = Snapshot.take(store, connection)
        found = []
        for policy in store.instrument.policies:
            plan = tuple(f"{action.text} {action.owner} {action.proof}" for action in queries.plan(snapshot, policy.id))
            found.append(WrittenView(policy.id, None, plan, said=tuple(_said(snapshot, policy))))
            found += [_of_question(snapshot, question.id) for question in policy.questions]
        return tuple(one for one in found if one.answer is not None or one.texts or one.cited or one.said)


def _of_question(snapshot: Snapshot, question_id: str) -> WrittenView:
    item = snapshot.store.catalogue.number(question_id)
    answers = snapshot.standing(snapshot.register(item, Facet.ANSWER))
    notes = snapshot.standing(snapshot.register(item, Facet.NOTE))
    texts = (note_text(Facet.NOTE, value) for value in dict.fromkeys(note.value for note in notes))
    cited = tuple(_words(one.citation) for one in citation_query.cited(snapshot, question_id))
    return WrittenView(question_id, snapshot.counting_answer(question_id, answers), tuple(filter(None, texts)), cited)


def _said(snapshot: Snapshot, policy: Policy) -> Iterable[tuple[str, str]]:
    for meeting in meeting_query.of_policy(snapshot, policy):
        yield meeting.key.hex(), " ".join(meeting.present)
        for one in meeting.said:
            if one.point.remark or one.point.dissent:
                yield meeting.key.hex(), f"{one.point.remark} {one.point.dissent}"


def _words(citation: Citation) -> str:
    words = (citation.title, citation.publisher, citation.reference, citation.section, citation.quotation)
    return " ".join(filter(None, words))
