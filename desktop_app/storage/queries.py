"""What screens and scripts ask: one snapshot each, answered with the values of `views`. Nothing is written here."""

from collections.abc import Iterable
from dataclasses import asdict

from desktop_app.storage import overlay
from desktop_app.storage.engine import reading
from desktop_app.storage.question_query import question
from desktop_app.storage.sending_queries import sending, status
from desktop_app.storage.snapshot import Snapshot, city_facts
from desktop_app.storage.store import Store
from desktop_app.storage.views import CityView, OverviewView, PlanAction, PolicyView, QuestionState
from roadmap_core import cbor
from roadmap_core.assessment.actions import action_from_wire, in_order
from roadmap_core.assessment.answers import Answer
from roadmap_core.assessment.confidence import is_flagged
from roadmap_core.assessment.standing import PolicyStanding, combine, policy_standing
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import Register
from roadmap_core.instrument.model import Policy

__all__ = ["changed_items", "city", "contested", "overview", "plan", "policy", "question", "sending", "status"]


def city(store: Store) -> CityView | None:
    """Whose profile this is; None before the first start was finished."""
    with reading(store.engine) as connection:
        return _city(Snapshot.take(store, connection, items=()))


def overview(store: Store) -> OverviewView:
    """The whole assessment. Raises LookupError before the first start was finished."""
    with reading(store.engine) as connection:
        snapshot = Snapshot.take(store, connection)
        found = _city(snapshot)
        if found is None:
            raise LookupError("the profile has no city")
        policies = tuple(_policy(snapshot, policy) for policy in store.instrument.policies)
        return OverviewView(
            city=found,
            standing=combine(store.instrument, (policy.standing for policy in policies)),
            policies=policies,
            contested=_contested(policies),
        )


def policy(store: Store, policy_id: str) -> PolicyView:
    """One policy: standing, states of questions, plan. Raises KeyError for an unknown id."""
    wanted = store.instrument.policy(policy_id)
    items = [store.catalogue.number(item) for item in (policy_id, *(q.id for q in wanted.questions))]
    with reading(store.engine) as connection:
        return _policy(Snapshot.take(store, connection, items), wanted)


def contested(store: Store) -> tuple[str, ...]:
    """Ids of questions on which two answers (or two notes) stand, in file order."""
    return _contested(overview(store).policies)


def _contested(policies: Iterable[PolicyView]) -> tuple[str, ...]:
    states = (pair for policy in policies for pair in policy.question_states)
    return tuple(question_id for question_id, state in states if state is QuestionState.TWO_ANSWERS)


def changed_items(store: Store, registers: frozenset[Register]) -> tuple[frozenset[str], frozenset[str], bool]:
    """What registers are about, for `Changes`: ids of questions, ids of policies, whether the city changed."""
    questions, policies, is_city = set(), set(), False
    for register in registers:
        item_id = store.catalogue.id(register.item) if register.assessment else None
        if item_id is None or register.item == 0:
            is_city = True
        elif register.facet in (Facet.PLAN, Facet.PLANNED, Facet.REVIEW, Facet.MEETING):
            policies.add(item_id)
        else:
            questions.add(item_id)
    known = {q.id for q in store.instrument.questions}
    policies |= {store.instrument.policy_of(question_id).id for question_id in questions & known}
    return frozenset(questions), frozenset(policies), is_city


def _city(snapshot: Snapshot) -> CityView | None:
    facts = city_facts(snapshot.connection)
    return facts and CityView(
        city_id=facts.city_id,
        city_name=facts.city_name,
        country=facts.country,
        official=facts.official,
        computer=facts.computer,
        is_sample=snapshot.is_sample(),
        reference_date=snapshot.reference_date().isoformat(),
    )


def _policy(snapshot: Snapshot, policy: Policy) -> PolicyView:
    answers: dict[str, Answer] = {}
    states: list[tuple[str, QuestionState]] = []
    flagged: set[str] = set()
    for asked in policy.questions:
        item = snapshot.store.catalogue.number(asked.id)
        standing = snapshot.standing(snapshot.register(item, Facet.ANSWER))
        notes = snapshot.standing(snapshot.register(item, Facet.NOTE))
        answer = snapshot.counting_answer(asked.id, standing)
        if answer is not None:
            answers[asked.id] = answer
        states.append((asked.id, overlay.question_state(standing, notes)))
        if is_flagged(cbor.decode(s.value) for s in snapshot.standing(snapshot.register(item, Facet.FLAG))):
            flagged.add(asked.id)
    plans = plan(snapshot, policy.id)
    standing_of = _standing(snapshot, policy, answers, states, has_plan=bool(plans))
    return PolicyView(standing_of, tuple(states), plans, frozenset(flagged))


def _standing(
    snapshot: Snapshot,
    policy: Policy,
    answers: dict[str, Answer],
    states: Iterable[tuple[str, QuestionState]],
    *,
    has_plan: bool,
) -> PolicyStanding:
    two = frozenset(question_id for question_id, state in states if state is QuestionState.TWO_ANSWERS)
    return policy_standing(policy, answers, snapshot.reference_date(), contested=two, has_plan=has_plan)


def plan(snapshot: Snapshot, policy_id: str) -> tuple[PlanAction, ...]:
    """The rows of a policy's plan: the earliest due first, those without a date last (`in_order`)."""
    item = snapshot.store.catalogue.number(policy_id)
    found = []
    for row in snapshot.standing(snapshot.register(item, Facet.PLAN)):
        action = action_from_wire(cbor.decode(row.value))
        if action is not None:
            found.append(PlanAction(**asdict(action), op=row.op))
    return tuple(in_order(found))
