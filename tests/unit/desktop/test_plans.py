"""Actions of a plan: amended as one step, kept side by side when two computers amend the same one."""

from dataclasses import replace

import pytest

from desktop_app.errors import AppError
from desktop_app.operations.plans import add_action, amend_action
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.undoing import undo
from desktop_app.storage import queries
from roadmap_core.assessment.actions import Action, Effort, Status

HIRE = Action("Hire an auditor", "A. Mori", "2026-12-31", question="ICT-03", effort=Effort.WEEKS, proof="Contract")


def plan_of(computer):
    return queries.policy(computer.workspace.store, "ICT").plan


@pytest.mark.parametrize("is_sealed", [False, True])
def test_an_amended_action_stands_alone_with_its_key_and_is_one_step_to_undo(sato, is_sealed):
    add_action(sato.workspace, "ICT", HIRE)
    if is_sealed:
        seal_drafts(sato.workspace)
    (first,) = plan_of(sato)
    amend_action(sato.workspace, "ICT", first, replace(first, status=Status.DONE))
    (done,) = plan_of(sato)
    assert (done.status, done.key, done.proof, done.question) == ("done", first.key, "Contract", "ICT-03")
    undo(sato.workspace)
    (again,) = plan_of(sato)
    assert (again.status, again.key) == ("todo", first.key)


def test_what_two_computers_made_of_one_action_is_kept_side_by_side(sato, tanaka, members):
    add_action(sato.workspace, "ICT", HIRE)
    seal_drafts(sato.workspace)
    tanaka.take(sato.entries())
    for computer, owner in ((sato, "B. Ito"), (tanaka, "C. Abe")):
        (action,) = plan_of(computer)
        amend_action(computer.workspace, "ICT", action, replace(action, owner=owner))
        seal_drafts(computer.workspace)
    tanaka.take(sato.entries())
    sato.take(tanaka.entries())
    assert sorted(action.owner for action in plan_of(sato)) == ["B. Ito", "C. Abe"]
    assert plan_of(sato) == plan_of(tanaka)
    assert len({action.key for action in plan_of(sato)}) == 1


@pytest.mark.parametrize(
    ("action", "code"),
    [
        (replace(HIRE, text=" "), "E-PLAN"),
        (replace(HIRE, start="soon"), "E-DATE"),
        (replace(HIRE, question="AIP-01"), "E-QUESTION"),
        (replace(HIRE, proof="x" * 201), "E-TOO-LONG"),
    ],
)
def test_what_is_no_action_is_refused_and_nothing_is_written(sato, action, code):
    with pytest.raises(AppError) as refused:
        add_action(sato.workspace, "ICT", action)
    assert refused.value.code == code
    assert plan_of(sato) == ()
