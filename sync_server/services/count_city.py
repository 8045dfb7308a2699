"""Where a city stands, out of its registers, and what that changes in the community's totals.

The current assessment is the highest one with a live catalogue register. A city counts if that names the catalogue that
this server knows; the lowest of contested answers counts.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from roadmap_core import cbor
from roadmap_core.assessment.answers import EPOCH, LATEST_DAY, Answer, InvalidAnswer, answer_from_wire
from roadmap_core.assessment.scoring import question_points, rounded
from roadmap_core.assessment.standing import grade, lowest
from roadmap_core.community.cities import groups_of
from roadmap_core.community.figures import Cell, CityFigures, difference
from roadmap_core.entries.facets import DIRECTORY, Facet
from roadmap_core.entries.identifiers import Register
from roadmap_core.instrument.model import Policy, Question
from roadmap_core.instrument.stages import Stage
from sync_server.services.questionnaire import LARGEST_MEMORY, Counted, Questionnaire
from sync_server.storage import cities, standings, totals
from sync_server.storage.database import Connection
from sync_server.storage.registers import States
from sync_server.storage.standings import CityCounts, PolicyCounts

SAMPLE = "sample"
"""The figure of counted cities whose data are invented."""


def policies_to_count(own: Questionnaire, items: Collection[int], before: CityCounts | None) -> Sequence[Policy]:
    """The policies whose standing `items` can change; all, where the city was not counted before."""
    touched = own.policies_touched(items)
    return touched if before is not None or not touched else own.instrument.policies


def count_city(
    connection: Connection,
    own: Questionnaire,
    city: str,
    states: States,
    changed: Collection[Policy],
    before: CityCounts | None,
) -> None:
    """Recounts `changed` policies of a city, keeps where it stands, and adds the difference to the totals.

    `before` is what is kept of the city (`standings.figures_of`).
    """
    held = standings.policies_of(connection, city)
    assessment = current_assessment(states, own.digest)
    if assessment is None:
        if before is not None:
            _keep(connection, city, held, {}, before, None)
        return
    policies = held | _recounted(own, states, assessment, changed)
    after = _counts_of(own, policies, assessment, states)
    if (policies, after) != (held, before):
        _keep(connection, city, held, policies, before, after)


def current_assessment(states: States, digest: bytes) -> int | None:
    """The number of the city's current assessment; None while there is none that this server can count."""
    catalogues = {
        register.assessment: states.get(register)
        for register in states
        if register.item == 0 and register.facet == Facet.CATALOGUE and register.assessment != DIRECTORY
    }
    catalogues = {assessment: state for assessment, state in catalogues.items() if state.live}
    if not catalogues:
        return None
    newest = max(catalogues)
    return newest if cbor.encode(digest) in catalogues[newest].values else None


def _keep(
    connection: Connection,
    city: str,
    held: Mapping[str, PolicyCounts],
    policies: Mapping[str, PolicyCounts],
    before: CityCounts | None,
    after: CityCounts | None,
) -> None:
    changed = {policy: counts for policy, counts in policies.items() if held.get(policy) != counts}
    standings.keep_policies(connection, city, changed)
    standings.forget_policies(connection, city, held.keys() - policies.keys())
    if after != before:
        standings.keep_figures(connection, city, after)
    listed = cities.listed(connection, city)
    if listed is None:
        raise AssertionError("a city that writes is listed")
    groups = groups_of(listed)
    change = difference(groups, figures(held, before), figures(policies, after))
    samples = int(bool(after and after.is_sample)) - int(bool(before and before.is_sample))
    if samples:
        change[Cell(groups[0], SAMPLE, "")] = samples
    totals.add_to_totals(connection, change)


def figures(policies: Mapping[str, PolicyCounts], counts: CityCounts | None) -> CityFigures | None:
    """What the community counts of a city, out of what is kept; None: nothing."""
    if counts is None:
        return None
    return CityFigures(
        stages={policy: Stage(own.stage) for policy, own in policies.items() if own.applicable},
        written=counts.written,
        implemented=counts.implemented,
        reviewed=counts.reviewed,
        plans=frozenset(policy for policy, own in policies.items() if own.has_plan),
        contested=counts.contested,
        answered=counts.answered,
    )


def _recounted(
    own: Questionnaire, states: States, assessment: int, changed: Collection[Policy]
) -> dict[str, PolicyCounts]:
    day = _reference_date(states, assessment)
    return {policy.id: _policy_counts(own, states, assessment, policy, day) for policy in changed}


def _counts_of(own: Questionnaire, policies: Mapping[str, PolicyCounts], assessment: int, states: States) -> CityCounts:
    foundational = [policies[p.id].stage for p in own.instrument.foundational if policies[p.id].applicable]
    return CityCounts(
        assessment=assessment,
        written=sum(stage >= Stage.WRITTEN for stage in foundational),
        implemented=sum(stage >= Stage.IMPLEMENTED for stage in foundational),
        reviewed=sum(stage >= Stage.REVIEWED for stage in foundational),
        answered=sum(counts.answered for counts in policies.values()),
        contested=sum(counts.contested for counts in policies.values()),
        is_sample=cbor.encode(1) in states.get(Register(assessment, 0, Facet.IS_SAMPLE)).values,
    )


def _policy_counts(own: Questionnaire, states: States, assessment: int, policy: Policy, day: date) -> PolicyCounts:
    asked = own.asked(assessment)[policy.id]
    counted = [_counted(own, question, states.get(register).values, day) for register, question in asked]
    answers = {
        question.id: found.answer
        for (_, question), found in zip(asked, counted, strict=True)
        if found.answer is not None
    }
    planned = states.get(Register(assessment, own.item_by_policy[policy.id], Facet.PLANNED))
    applicable, stage, score = grade(policy, answers, [found.points for found in counted])
    return PolicyCounts(
        stage=int(stage),
        score=None if score is None else rounded(score),
        answered=len(answers),
        total=len(counted),
        contested=sum([found.is_contested for found in counted]),
        applicable=applicable,
        has_plan=_lowest_number(planned.values) > 0,
    )


def _lowest_number(values: Sequence[bytes]) -> int:
    """Of how many plan rows its computers say a city has: the rows themselves are sealed."""
    numbers = [number for number in map(cbor.decode, values) if type(number) is int]
    return min(numbers, default=0)


def _counted(own: Questionnaire, question: Question, values: tuple[bytes, ...], day: date) -> Counted:
    """What counts of a question, remembered by the values that stand: cities give the same answers again and again."""
    key = (question.id, day, values)
    found = own.remembered.get(key)
    if found is None:
        if len(own.remembered) >= LARGEST_MEMORY:
            own.remembered.clear()
        answer = _counting_answer(question, values, day)
        found = own.remembered[key] = Counted(answer, question_points(question, answer, day), len(values) > 1)
    return found


def _counting_answer(question: Question, values: Sequence[bytes], day: date) -> Answer | None:
    """The lowest of the answers that stand; one that doesn't fit the question counts like a cleared one."""
    read = [answer_from_wire(cbor.decode(value), question.scale) for value in values]
    answers = [None if isinstance(answer, InvalidAnswer) else answer for answer in read]
    return answers[0] if len(answers) == 1 else lowest(question, answers, day)  # of none: None


def _reference_date(states: States, assessment: int) -> date:
    """The day that the assessment speaks of: of several the earliest, of none 1970-01-01."""
    values = states.get(Register(assessment, 0, Facet.REFERENCE_DATE)).values
    days = [day for day in map(cbor.decode, values) if type(day) is int and 0 <= day <= LATEST_DAY]
    return EPOCH + timedelta(days=min(days, default=0))
