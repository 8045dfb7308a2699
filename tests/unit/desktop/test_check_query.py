"""The checks on real profiles: what a person does makes a finding, and makes it go away."""

from datetime import UTC, date, datetime, timedelta

from desktop_app.operations.answer_marks import say_confidence, set_flag
from desktop_app.operations.answers import give_answer, write_note
from desktop_app.operations.citations import cite
from desktop_app.operations.plans import add_plan_action, remove_plan_action
from desktop_app.operations.sealing import seal_drafts
from desktop_app.storage import check_query, queries
from roadmap_core.assessment.answers import Choice, Unknown
from roadmap_core.assessment.checks import Check
from roadmap_core.assessment.citations import Citation
from roadmap_core.assessment.confidence import Confidence
from tests.unit.desktop.profiles import Computer, make_colleagues, take_from_colleague

RULE = Citation(bytes(16), "Rule 7", "law", "Council")


def found(computer: Computer, today: date | None = None) -> list[tuple[Check, str]]:
    day = today or this_day(computer)
    return [(one.check, one.item_id) for one in check_query.checked(computer.workspace.store, day)]


def this_day(computer: Computer) -> date:
    return datetime.fromtimestamp(computer.clock() / 1000, UTC).date()


def test_an_answer_without_evidence_is_found_until_something_is_cited(sato):
    assert found(sato) == []
    give_answer(sato.workspace, "ICT-01", Choice(1), ())
    assert found(sato) == [(Check.UNSUPPORTED, "ICT-01")]
    cite(sato.workspace, ["ICT-01"], RULE)
    assert found(sato) == []


def test_who_does_not_know_yet_needs_no_evidence(sato):
    give_answer(sato.workspace, "ICT-01", Unknown(), ())
    assert found(sato) == []


def test_a_guess_and_a_flag_are_found_until_they_are_taken_back(sato):
    give_answer(sato.workspace, "ICT-01", Choice(1), ())
    cite(sato.workspace, ["ICT-01"], RULE)
    say_confidence(sato.workspace, "ICT-01", Confidence.GUESS, ())
    set_flag(sato.workspace, "ICT-01", raised=True, seen=())
    assert found(sato) == [(Check.FLAGGED, "ICT-01"), (Check.GUESSED, "ICT-01")]
    view = queries.question(sato.workspace.store, "ICT-01")
    say_confidence(sato.workspace, "ICT-01", Confidence.SURE, view.confidence_seen)
    set_flag(sato.workspace, "ICT-01", raised=False, seen=view.flag_seen)
    assert found(sato) == []


def test_an_answer_that_nobody_touched_for_a_year_is_old_until_somebody_writes_on_it(sato):
    give_answer(sato.workspace, "ICT-01", Choice(1), ())
    cite(sato.workspace, ["ICT-01"], RULE)
    seal_drafts(sato.workspace)
    later = this_day(sato) + timedelta(days=366)
    assert found(sato) == []
    assert found(sato, later) == [(Check.STALE, "ICT-01")]
    (finding,) = check_query.checked(sato.workspace.store, later)
    assert finding.day == this_day(sato)
    sato.clock.now_ms += 366 * 86_400_000
    write_note(sato.workspace, "ICT-01", "Looked at again: it holds.", ())
    assert found(sato, later) == []


def test_a_late_action_is_found_until_it_is_taken_out_of_the_plan(sato):
    policy = sato.workspace.instrument.policies[0].id
    due = this_day(sato) - timedelta(days=1)
    add_plan_action(sato.workspace, policy, "Hire somebody", "A. Mori", due)
    add_plan_action(sato.workspace, policy, "Some day")
    assert found(sato) == [(Check.LATE, policy)]
    late = next(one for one in queries.policy(sato.workspace.store, policy).plan if one.due)
    remove_plan_action(sato.workspace, policy, late)
    assert found(sato) == []


def test_two_answers_are_found_first(sato, tanaka, registrar):
    make_colleagues(sato, tanaka, registrar)
    for computer, value in ((sato, 1), (tanaka, 2)):
        give_answer(computer.workspace, "ICT-01", Choice(value), ())
        seal_drafts(computer.workspace)
    take_from_colleague(sato, tanaka)
    assert found(sato) == [(Check.CONTESTED, "ICT-01"), (Check.UNSUPPORTED, "ICT-01")]
