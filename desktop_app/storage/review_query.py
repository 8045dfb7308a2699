"""How far the review of each policy has come: who did what, what stands, and what changed since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desktop_app.storage import entry_log, overlay
from desktop_app.storage.authors import computer_name, entry_facts, official_name
from desktop_app.storage.engine import Connection, driver_of, reading
from desktop_app.storage.membership import membership
from desktop_app.storage.overlay import Standing
from desktop_app.storage.snapshot import Snapshot, city_facts
from desktop_app.storage.store import Store
from roadmap_core import cbor
from roadmap_core.assessment.answers import Answer, InvalidAnswer, answer_from_wire
from roadmap_core.assessment.review import (
    Frozen,
    Review,
    ReviewState,
    acts,
    as_allowed,
    changed,
    counting,
    frozen,
    review_from_wire,
)
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import LogId, OpId, Register, ShortHash
from roadmap_core.instrument.model import Policy
from roadmap_core.merge.members import Membership

_SAID = """
SELECT operation.short, place, value FROM operation JOIN entry USING (short)
WHERE assessment = ? AND item = ? AND facet = ? AND value IS NOT NULL
ORDER BY lamport DESC, claimed_ms DESC, operation.short, place DESC"""


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody said of a policy.

    Attributes:
        review: as far as it counts; `is_cut` where it says less than was written, since its computer may not judge.
        claimed_ms: when, by the author's clock.
    """

    review: Review
    is_cut: bool
    author: str
    computer: str
    is_this_computer: bool
    claimed_ms: int


@dataclass(frozen=True, slots=True)
class Changed:
    """An answer that is another one than was frozen; `is_long` where only its digest was kept."""

    question_id: str
    before: Answer | None
    after: Answer | None
    is_long: bool


@dataclass(frozen=True, slots=True)
class PolicyReview:
    """One policy.

    Attributes:
        review: the act that counts.
        standing: the acts that stand side by side: more than one if computers didn't know of each other.
        said: all that was ever said, the newest first.
        now: the answers that count now.
        changed: what differs from the frozen answers; empty while nothing is handed in.
        contested: questions on which two answers stand.
        following: what this computer may do next.
        seen: the operations that this shows; to be handed back with the next act.
    """

    policy_id: str
    review: Review
    standing: tuple[Act, ...]
    said: tuple[Act, ...]
    now: Frozen
    changed: tuple[Changed, ...]
    contested: tuple[str, ...]
    following: tuple[ReviewState, ...]
    seen: tuple[OpId, ...]

    @property
    def was_handed_in(self) -> bool:
        return self.review.state not in (ReviewState.DRAFT, ReviewState.RETURNED)


def reviews(store: Store) -> tuple[PolicyReview, ...]:
    """All policies, in file order. Raises LookupError before the first start was finished."""
    with reading(store.engine) as connection:
        return reviews_in(Snapshot.take(store, connection))


def reviews_in(snapshot: Snapshot) -> tuple[PolicyReview, ...]:
    """The same out of a snapshot of the whole assessment."""
    asked = _Asked.of(snapshot)
    return tuple(asked.policy(policy) for policy in snapshot.store.instrument.policies)


def review(store: Store, connection: Connection, policy_id: str) -> PolicyReview:
    """One policy, inside the caller's transaction. Raises KeyError for an unknown id."""
    policy = store.instrument.policy(policy_id)
    items = [store.catalogue.number(item) for item in (policy_id, *policy.question_ids)]
    return _Asked.of(Snapshot.take(store, connection, items)).policy(policy)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One reading: the registers, and who may do what."""

    snapshot: Snapshot
    members: Membership
    role: int | None

    @classmethod
    def of(cls, snapshot: Snapshot) -> "_Asked":
        members, own = membership(snapshot.connection), entry_log.own_log(snapshot.connection)
        return cls(snapshot, members, members.role(own[0].log) if own else None)

    def policy(self, policy: Policy) -> PolicyReview:
        register = self.snapshot.register(self.snapshot.store.catalogue.number(policy.id), Facet.REVIEW)
        shown = self.snapshot.standing(register)
        standing = tuple(self._act(one) for one in shown)
        found = counting(act.review for act in standing)
        answers, contested = self._answers(policy)
        now, handed_in = frozen(answers), found.state not in (ReviewState.DRAFT, ReviewState.RETURNED)
        differing = changed(found.answers, now) if handed_in else ()
        return PolicyReview(
            policy.id,
            found,
            standing,
            self._said(register, shown),
            now,
            tuple(self._changed(one, dict(found.answers), answers) for one in differing),
            contested,
            acts(found, self.role, is_changed=bool(differing)),
            tuple(one.op for one in shown if one.op),
        )

    def _act(self, one: Standing) -> Act:
        written = review_from_wire(cbor.decode(one.value))
        if one.op is None:
            counted = as_allowed(written, self.role)
            draft, facts, is_own = one.draft, city_facts(self.snapshot.connection), True
            author = official_name(self.snapshot, draft.author if draft else 0)
            computer, claimed_ms = facts.computer if facts else "", draft.changed_ms if draft else 0
            return Act(counted, counted != written, author, computer, is_own, claimed_ms)
        entry = entry_facts(self.snapshot, one.op.entry)
        counted = as_allowed(written, self.members.role(LogId(entry.log)))
        author, computer = official_name(self.snapshot, entry.author), computer_name(self.snapshot, entry.log)
        return Act(counted, counted != written, author, computer, bool(entry.is_own), entry.claimed_ms)

    def _said(self, register: Register, shown: Iterable[Standing]) -> tuple[Act, ...]:
        rows = driver_of(self.snapshot.connection).execute(_SAID, register).fetchall()
        sealed = [Standing(OpId(ShortHash(short), place), value) for short, place, value in rows]
        return tuple(self._act(one) for one in [*(one for one in shown if one.op is None), *sealed])

    def _answers(self, policy: Policy) -> tuple[dict[str, Answer], tuple[str, ...]]:
        answers, contested = {}, []
        for question_id in policy.question_ids:
            register = self.snapshot.register(self.snapshot.store.catalogue.number(question_id), Facet.ANSWER)
            standing = self.snapshot.standing(register)
            answer = self.snapshot.counting_answer(question_id, standing)
            if answer is not None:
                answers[question_id] = answer
            if overlay.is_contested(standing):
                contested.append(question_id)
        return answers, tuple(contested)

    def _changed(self, question_id: str, before: Mapping[str, bytes], now: Mapping[str, Answer]) -> Changed:
        wire = cbor.decode(before[question_id]) if question_id in before else None
        try:
            scale = self.snapshot.store.instrument.scale_of(question_id)
        except KeyError:  # a question of another edition of the questionnaire
            return Changed(question_id, None, None, is_long=True)
        read = answer_from_wire(wire, scale)
        old = None if isinstance(read, InvalidAnswer) else read
        return Changed(question_id, old, now.get(question_id), is_long=isinstance(wire, bytes))
