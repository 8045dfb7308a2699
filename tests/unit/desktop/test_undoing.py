"""Undo and redo through the operations, on real profiles: across restarts, after sealing, beside colleagues."""

from datetime import date

import pytest

from desktop_app.operations import undoing
from desktop_app.operations.answers import clear_answer, give_answer, write_note
from desktop_app.operations.citations import amend, cite, withdraw
from desktop_app.operations.contested import settle
from desktop_app.operations.plans import add_plan_action, remove_plan_action
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.undoing import Hindrance, redo, undo
from desktop_app.operations.workspace import open_workspace
from desktop_app.storage import citation_query, queries, undo_list
from desktop_app.storage.engine import driver_of, reading, transaction
from roadmap_core.assessment.answers import Choice, Unknown
from roadmap_core.assessment.citations import Citation
from roadmap_core.entries.facets import Facet

RULE = Citation(bytes(range(16)), "Rule 7")


def exchange(one, other):
    for computer in (one, other):
        seal_drafts(computer.workspace)
    first, second = one.entries(), other.entries()
    one.take(second)
    other.take(first)


def answer(computer, option):
    give_answer(computer.workspace, "ICT-01", Choice(option), computer.view("ICT-01").seen)


def plan_of(computer):
    return [(one.text, one.owner, one.due) for one in queries.policy(computer.workspace.store, "ICT").plan]


def cited(computer):
    return {one.citation.title: one.questions for one in citation_query.register(computer.workspace.store).sources}


def operations(computer):
    with reading(computer.workspace.engine) as connection:
        return driver_of(connection).execute("SELECT count(*) FROM operation").fetchone()[0]


def test_with_nothing_done_there_is_nothing_to_undo_or_to_do_again(sato):
    assert undo(sato.workspace) is None
    assert redo(sato.workspace) is None


@pytest.mark.parametrize("sealed", [False, True])
def test_answers_are_undone_and_done_again_in_their_order(sato, sealed):
    before = operations(sato)
    for option in (1, 2):
        answer(sato, option)
        if sealed:
            seal_drafts(sato.workspace)
    found = []
    for turn in (undo, undo, redo, redo):
        turned = turn(sato.workspace)
        assert (turned.items, turned.facet, turned.hindrance) == (("ICT-01",), Facet.ANSWER, Hindrance.NONE)
        assert turned.changes.questions == {"ICT-01"}
        found.append(sato.view("ICT-01").answer)
        if sealed:
            seal_drafts(sato.workspace)
    assert found == [Choice(1), None, Choice(1), Choice(2)]
    assert undo(sato.workspace) is not None
    assert (operations(sato) > before + 2) is sealed  # signed values stay and are replaced; drafts leave no trace


def test_the_list_outlives_a_restart(sato):
    answer(sato, 1)
    write_note(sato.workspace, "ICT-01", "Half done", ())
    folder = sato.workspace.profile
    sato.workspace.close()
    workspace = open_workspace(folder, sato.clock)
    assert undo(workspace).facet is Facet.NOTE
    workspace.close()
    workspace = open_workspace(folder, sato.clock)
    assert queries.question(workspace.store, "ICT-01").note == ""
    assert redo(workspace).facet is Facet.NOTE
    assert queries.question(workspace.store, "ICT-01").note == "Half done"
    workspace.close()


def test_what_is_done_after_an_undo_ends_what_could_be_done_again(sato):
    answer(sato, 1)
    undo(sato.workspace)
    answer(sato, 3)
    assert redo(sato.workspace) is None
    assert sato.view("ICT-01").answer == Choice(3)


def test_an_answer_that_was_taken_away_comes_back(sato):
    answer(sato, 2)
    seal_drafts(sato.workspace)
    clear_answer(sato.workspace, "ICT-01", sato.view("ICT-01").seen)
    seal_drafts(sato.workspace)
    undo(sato.workspace)
    assert sato.view("ICT-01").answer == Choice(2)


@pytest.mark.parametrize("sealed", [False, True])
def test_a_plan_follows(sato, sealed):
    def sealing():
        if sealed:
            seal_drafts(sato.workspace)

    add_plan_action(sato.workspace, "ICT", "Adopt it", "Ito", date(2026, 12, 31))
    sealing()
    row = ("Adopt it", "Ito", "2026-12-31")
    remove_plan_action(sato.workspace, "ICT", queries.policy(sato.workspace.store, "ICT").plan[0])
    sealing()
    found = []
    for turn in (undo, undo, redo, redo, undo):
        assert turn(sato.workspace).changes.policies == {"ICT"}
        found.append(plan_of(sato))
        sealing()
    assert found == [[row], [], [row], [], [row]]


@pytest.mark.parametrize("sealed", [False, True])
def test_evidence_of_many_questions_is_one_step(sato, sealed):
    store = sato.workspace
    cite(store, ["ICT-01", "ICT-02"], RULE)
    if sealed:
        seal_drafts(store)
    amend(store, RULE, Citation(RULE.key, "Rule 8"))
    if sealed:
        seal_drafts(store)
    withdraw(store, ["ICT-01"], Citation(RULE.key, "Rule 8"))
    both = ("ICT-01", "ICT-02")
    expected = [{"Rule 8": both}, {"Rule 7": both}, {}, {"Rule 7": both}, {"Rule 8": both}, {"Rule 8": ("ICT-02",)}]
    found = []
    for turn in (undo, undo, undo, redo, redo, redo):
        assert not turn(store).hindrance
        found.append(cited(sato))
        if sealed:
            seal_drafts(store)
    assert found == expected


def test_a_colleagues_newer_answer_is_not_replaced_and_it_is_said(sato, tanaka, members):
    answer(sato, 1)
    exchange(sato, tanaka)
    answer(tanaka, 4)
    exchange(tanaka, sato)
    turned = undo(sato.workspace)
    assert (turned.hindrance, turned.items, turned.changes.questions) == (Hindrance.NEWER, ("ICT-01",), frozenset())
    assert sato.view("ICT-01").answer == Choice(4)
    assert undo(sato.workspace) is None  # the step is given up; what was done before it could be undone


def test_a_choice_between_two_answers_is_undone_while_it_is_not_signed(sato, tanaka, members):
    answer(sato, 1)
    answer(tanaka, 4)
    exchange(sato, tanaka)
    settle(sato.workspace, "ICT-01", Unknown(), sato.view("ICT-01").seen, "Ask again")
    assert not undo(sato.workspace).hindrance
    assert {one.answer for one in sato.view("ICT-01").alternatives} == {Choice(1), Choice(4)}
    assert not redo(sato.workspace).hindrance
    assert sato.view("ICT-01").answer == Unknown()
    seal_drafts(sato.workspace)
    turned = undo(sato.workspace)
    assert turned.hindrance is Hindrance.SIGNED
    assert sato.view("ICT-01").answer == Unknown()


def test_the_oldest_steps_go(sato, monkeypatch):
    monkeypatch.setattr(undo_list, "MOST_STEPS", 3)
    monkeypatch.setattr(undo_list, "_GO_TOGETHER", 1)
    for option in (0, 1, 2, 3, 4):
        answer(sato, option)
    assert [undo(sato.workspace) is not None for _ in range(4)] == [True, True, True, False]
    assert sato.view("ICT-01").answer == Choice(1)


def test_an_undo_that_fails_changes_nothing(sato, monkeypatch):
    answer(sato, 1)
    monkeypatch.setattr(undoing.drafts, "drop", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        undo(sato.workspace)
    monkeypatch.undo()
    assert sato.view("ICT-01").answer == Choice(1)
    assert undo(sato.workspace) is not None
    with transaction(sato.workspace.engine) as connection:
        undo_list.forget_all(connection)
    assert redo(sato.workspace) is None
