"""What the checks say of the assessment as it stands here, drafts included."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from desktop_app.storage import overlay
from desktop_app.storage.citation_query import cited
from desktop_app.storage.engine import driver_of, reading
from desktop_app.storage.queries import plan
from desktop_app.storage.review_query import reviews_in
from desktop_app.storage.snapshot import Snapshot
from desktop_app.storage.store import Store
from desktop_app.storage.views import QuestionState
from roadmap_core import cbor
from roadmap_core.assessment.answers import Unknown
from roadmap_core.assessment.checks import Answered, Finding, Judged, Promised, findings
from roadmap_core.assessment.confidence import confidence_of, is_flagged
from roadmap_core.assessment.review import ReviewState
from roadmap_core.entries.facets import Facet

_TOUCHED = """
SELECT item, max(claimed_ms) FROM operation JOIN entry USING (short) WHERE assessment = ? GROUP BY item"""


def checked(store: Store, today: date) -> tuple[Finding, ...]:
    """All findings of the current assessment; `today` is a day of this computer's clock."""
    with reading(store.engine) as connection:
        snapshot = Snapshot.take(store, connection)
        return findings(_questions(snapshot, _touched(snapshot)), _plans(snapshot), _judged(snapshot), today)


def _touched(snapshot: Snapshot) -> dict[int, date]:
    """The last day on which anything was written on each item, by the clock of who wrote it."""
    touched: dict[int, int] = dict(driver_of(snapshot.connection).execute(_TOUCHED, (snapshot.assessment,)).fetchall())
    for register, waiting in snapshot.drafts.items():
        if register.assessment == snapshot.assessment:
            newest = max(draft.changed_ms for draft in waiting)
            touched[register.item] = max(touched.get(register.item, 0), newest)
    return {item: datetime.fromtimestamp(ms / 1000, UTC).date() for item, ms in touched.items()}


def _questions(snapshot: Snapshot, touched: dict[int, date]) -> Iterable[Answered]:
    for question in snapshot.store.instrument.questions:
        item = snapshot.store.catalogue.number(question.id)

        def values(facet: Facet, item: int = item) -> Iterable[cbor.Item]:
            return (cbor.decode(one.value) for one in snapshot.standing(snapshot.register(item, facet)))

        answers = snapshot.standing(snapshot.register(item, Facet.ANSWER))
        notes = snapshot.standing(snapshot.register(item, Facet.NOTE))
        answer = snapshot.counting_answer(question.id, answers)
        yield Answered(
            question.id,
            is_answered=answer is not None and not isinstance(answer, Unknown),
            is_contested=overlay.question_state(answers, notes) is QuestionState.TWO_ANSWERS,
            is_flagged=is_flagged(values(Facet.FLAG)),
            is_supported=bool(cited(snapshot, question.id)),
            confidence=confidence_of(values(Facet.CONFIDENCE)),
            touched=touched.get(item),
        )


def _plans(snapshot: Snapshot) -> Iterable[Promised]:
    for policy in snapshot.store.instrument.policies:
        for action in plan(snapshot, policy.id):
            if action.is_open and action.due_day is not None:
                yield Promised(policy.id, action.text, action.due_day)


def _judged(snapshot: Snapshot) -> Iterable[Judged]:
    """Policies that nobody has said anything of are not there."""
    for one in reviews_in(snapshot):
        is_returned = one.review.state is ReviewState.RETURNED
        is_changed = one.review.state is ReviewState.SIGNED and bool(one.changed)
        if one.standing:
            yield Judged(one.policy_id, is_returned, one.review.reason, is_changed)
