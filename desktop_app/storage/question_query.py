"""The page of one question: what stands, who wrote it, how far it has got, and what stood before."""

from collections.abc import Iterable, Sequence

from desktop_app.storage import overlay
from desktop_app.storage.authors import alternative, entry_facts, note_text, of_operation
from desktop_app.storage.citation_query import cited
from desktop_app.storage.engine import driver_of, reading
from desktop_app.storage.entry_log import IS_OUR_KEY
from desktop_app.storage.overlay import Standing
from desktop_app.storage.snapshot import Snapshot
from desktop_app.storage.store import Store
from desktop_app.storage.views import Alternative, QuestionView, Reached
from roadmap_core import cbor
from roadmap_core.assessment.confidence import confidence_of, is_flagged
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import OpId, ShortHash

_FURTHER = (Reached.NOWHERE, Reached.THIS_COMPUTER, Reached.SERVER, Reached.OTHERS)
_SEEN_BY_OTHERS = f"""
SELECT coalesce(max(seen_position), 0) FROM device
WHERE NOT coalesce({IS_OUR_KEY}, 0) AND seen_epoch = (SELECT epoch FROM sync_state)"""  # noqa: S608
_HISTORY = """
SELECT operation.short, place, value, facet FROM operation JOIN entry USING (short)
WHERE assessment = ? AND item = ? AND facet IN (1, 2) AND value IS NOT NULL
ORDER BY lamport DESC, claimed_ms DESC, operation.short, place DESC"""


def question(store: Store, question_id: str) -> QuestionView:
    """One question page, of a context figure too. Raises KeyError for an unknown id."""
    item = store.catalogue.number(question_id)
    with reading(store.engine) as connection:
        snapshot = Snapshot.take(store, connection, items=(item,))
        answers = snapshot.standing(snapshot.register(item, Facet.ANSWER))
        notes = snapshot.standing(snapshot.register(item, Facet.NOTE))
        sure = snapshot.standing(snapshot.register(item, Facet.CONFIDENCE))
        flags = snapshot.standing(snapshot.register(item, Facet.FLAG))
        return QuestionView(
            question_id=question_id,
            answer=snapshot.counting_answer(question_id, answers),
            note=_shown_note(snapshot, notes),
            state=overlay.question_state(answers, notes),
            reached=_reached(snapshot, [*answers, *notes]),
            seen=tuple(s.op for s in answers if s.op),
            note_seen=tuple(s.op for s in notes if s.op),
            alternatives=tuple(alternative(snapshot, question_id, Facet.ANSWER, s) for s in answers),
            note_alternatives=tuple(alternative(snapshot, question_id, Facet.NOTE, s) for s in notes),
            history=_history(snapshot, question_id, item, answers, notes),
            cited=tuple(one.citation for one in cited(snapshot, question_id)),
            confidence=confidence_of(cbor.decode(s.value) for s in sure),
            is_flagged=is_flagged(cbor.decode(s.value) for s in flags),
            confidence_seen=tuple(s.op for s in sure if s.op),
            flag_seen=tuple(s.op for s in flags if s.op),
        )


def _shown_note(snapshot: Snapshot, notes: Sequence[Standing]) -> str:
    """The own draft, the one note, or the newest by its author's clock; the others stand beside it."""

    def newest(one: Standing) -> tuple[int, int, bytes]:
        return (0, entry_facts(snapshot, one.op.entry).claimed_ms, one.value) if one.op else (1, 0, one.value)

    return note_text(Facet.NOTE, max(notes, key=newest).value) if notes else ""


def _reached(snapshot: Snapshot, standing: Iterable[Standing]) -> Reached:
    """The least far of what stands."""
    seen_by_others = driver_of(snapshot.connection).execute(_SEEN_BY_OTHERS).fetchone()[0]

    def place(one: Standing) -> Reached:
        facts = entry_facts(snapshot, one.op.entry) if one.op else None
        if facts is None or facts.position is None:
            return Reached.THIS_COMPUTER
        return Reached.SERVER if facts.is_own and facts.position > seen_by_others else Reached.OTHERS

    return min((place(one) for one in standing), key=_FURTHER.index, default=Reached.NOWHERE)


def _history(
    snapshot: Snapshot, question_id: str, item: int, answers: Sequence[Standing], notes: Sequence[Standing]
) -> tuple[Alternative, ...]:
    found = [alternative(snapshot, question_id, Facet.ANSWER, s) for s in answers if s.op is None]
    found += [alternative(snapshot, question_id, Facet.NOTE, s) for s in notes if s.op is None]
    rows = driver_of(snapshot.connection).execute(_HISTORY, (snapshot.assessment, item))
    for short, place, value, facet in rows.fetchall():
        found.append(of_operation(snapshot, question_id, Facet(facet), OpId(ShortHash(short), place), value))
    return tuple(found)
