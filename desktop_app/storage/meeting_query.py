"""The meetings on policies: who was present, what was said of each question, and who wrote it down."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop_app.storage.authors import entry_facts, official_name
from desktop_app.storage.engine import Connection, reading
from desktop_app.storage.overlay import Standing
from desktop_app.storage.snapshot import Snapshot
from desktop_app.storage.store import Store
from roadmap_core import cbor
from roadmap_core.assessment.answers import Answer
from roadmap_core.assessment.meetings import Meeting, Outcome, Point, row_from_wire
from roadmap_core.entries.facets import Facet
from roadmap_core.instrument.model import Policy


@dataclass(frozen=True, slots=True)
class Said:
    """What a meeting said of a question.

    Attributes:
        answer: that counted then; None where there was none, or it is of a form that isn't known here.
        author: who wrote it down.
        claimed_ms: when, by the author's clock.
    """

    point: Point
    answer: Answer | None
    author: str
    claimed_ms: int


@dataclass(frozen=True, slots=True)
class MeetingView:
    """One meeting.

    Attributes:
        heads: the rows that say when it was and who was there: more than one if two computers changed them without
            knowing of each other.
        author: who keeps the minutes.
        said: by question, in file order; of one question more than one if two computers wrote of it.
    """

    policy_id: str
    heads: tuple[Meeting, ...]
    author: str
    said: tuple[Said, ...]

    @property
    def key(self) -> bytes:
        return self.heads[0].key

    @property
    def day(self) -> str:
        """The earliest that is named."""
        return min(head.day for head in self.heads)

    @property
    def present(self) -> tuple[str, ...]:
        """Everybody who is named as present."""
        return tuple(dict.fromkeys(name for head in self.heads for name in head.names))

    @property
    def spoken_of(self) -> frozenset[str]:
        return frozenset(one.point.question for one in self.said)

    @property
    def decided(self) -> frozenset[str]:
        """Where several rows speak of a question, it is decided if one says so."""
        return frozenset(one.point.question for one in self.said if one.point.outcome is Outcome.DECIDED)

    def of(self, question_id: str) -> tuple[Said, ...]:
        return tuple(one for one in self.said if one.point.question == question_id)


def meetings(store: Store) -> tuple[MeetingView, ...]:
    """All meetings, the latest first."""
    with reading(store.engine) as connection:
        items = [store.catalogue.number(policy.id) for policy in store.instrument.policies]
        snapshot = Snapshot.take(store, connection, items)
        found = [one for policy in store.instrument.policies for one in of_policy(snapshot, policy)]
        return tuple(sorted(found, key=lambda one: (one.day, one.policy_id, one.key), reverse=True))


def meetings_on(store: Store, connection: Connection, policy_id: str) -> tuple[MeetingView, ...]:
    """Those on one policy, inside the caller's transaction. Raises KeyError for an unknown id."""
    policy = store.instrument.policy(policy_id)
    return tuple(of_policy(Snapshot.take(store, connection, [store.catalogue.number(policy_id)]), policy))


def of_policy(snapshot: Snapshot, policy: Policy) -> Iterable[MeetingView]:
    """Those on one policy, whose registers are in the snapshot."""
    register = snapshot.register(snapshot.store.catalogue.number(policy.id), Facet.MEETING)
    heads: dict[bytes, list[tuple[Meeting, str]]] = {}
    said: dict[bytes, list[Said]] = {}
    for one in snapshot.standing(register):
        row = row_from_wire(cbor.decode(one.value))
        author, claimed_ms = _written(snapshot, one)
        if isinstance(row, Meeting):
            heads.setdefault(row.key, []).append((row, author))
        elif row is not None and row.question in policy.question_ids:
            said.setdefault(row.key, []).append(Said(row, _answer(snapshot, row), author, claimed_ms))
    order = {question_id: at for at, question_id in enumerate(policy.question_ids)}
    for key, found in heads.items():
        points = sorted(said.get(key, ()), key=lambda one: (order[one.point.question], one.claimed_ms))
        yield MeetingView(policy.id, tuple(head for head, _author in found), found[0][1], tuple(points))


def _answer(snapshot: Snapshot, point: Point) -> Answer | None:
    return snapshot.answer(point.question, point.answer)


def _written(snapshot: Snapshot, one: Standing) -> tuple[str, int]:
    """Who wrote a row, and when."""
    if one.op is not None:
        facts = entry_facts(snapshot, one.op.entry)
        return official_name(snapshot, facts.author), facts.claimed_ms
    draft = one.draft
    return (official_name(snapshot, draft.author), draft.changed_ms) if draft is not None else ("", 0)
