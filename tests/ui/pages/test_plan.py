"""The action plan: add, see, remove."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop_app.operations.plans import add_plan_action
from desktop_app.storage import half_texts, queries
from tests.ui.pages.driving import Driver


def test_an_action_is_planned_from_the_question_and_removed_again(kaga: Driver) -> None:
    kaga.click(kaga.button("Plan an action"))
    fields = kaga.view.fields
    kaga.type(fields.field("text"), "Put the rule before the council")
    kaga.type(fields.field("owner"), "City manager")
    kaga.type(fields.field("due"), "2027-03-31")
    kaga.click(kaga.button("Add to the plan"))
    (action,) = queries.policy(kaga.store, "ICT").plan
    assert (action.text, action.owner, action.due) == ("Put the rule before the council", "City manager", "2027-03-31")
    assert kaga.says("by March 31, 2027")
    assert fields.field("text").text() == ""
    kaga.click(kaga.button("Remove: Put the rule before the council"))
    assert queries.policy(kaga.store, "ICT").plan == ()
    assert kaga.says("No actions yet")


def test_an_action_without_words_or_with_a_wrong_day_is_explained(kaga: Driver) -> None:
    kaga.window.go_to("plan")
    kaga.events()
    kaga.click(kaga.button("Add to the plan"))
    assert kaga.says("Say what is to be done.")
    kaga.type(kaga.view.fields.field("text"), "Publish")
    kaga.type(kaga.view.fields.field("due"), "soon")
    kaga.key(Qt.Key.Key_Tab)
    kaga.click(kaga.button("Add to the plan"))
    assert kaga.says("Write the day as year-month-day")
    assert queries.policy(kaga.store, "ICT").plan == ()


def test_an_action_that_is_begun_outlives_the_program_and_is_forgotten_once_it_is_added(start, kaga: Driver) -> None:
    policy_id = kaga.page.desk.instrument.policies[3].id
    kaga.window.go_to("plan", policy_id)
    kaga.events()
    kaga.type(kaga.view.fields.field("text"), "Put the rule before")
    kaga.type(kaga.view.fields.field("due"), "2027-")
    kaga.quit()
    again: Driver = start()
    again.window.go_to("plan")
    again.events()
    fields = again.view.fields
    assert (fields.field("text").text(), fields.field("due").text()) == ("Put the rule before", "2027-")
    assert again.view.model.policy_id == policy_id
    again.type(fields.field("due"), "03-31")
    again.click(again.button("Add to the plan"))
    assert [action.text for action in queries.policy(again.store, policy_id).plan] == ["Put the rule before"]
    assert half_texts.kept(again.store, half_texts.PLAN) == {}
    again.quit()
    last: Driver = start()
    last.window.go_to("plan")
    last.events()
    assert last.view.fields.field("text").text() == ""


def test_a_gap_is_planned_changed_done_and_undone_by_keyboard(kaga: Driver) -> None:
    kaga.window.go_to("plan", "ICT")
    kaga.events()
    fields, form = kaga.view.fields, kaga.view.form
    assert kaga.says("no action is open")
    kaga.type(fields.field("text"), "Put the rule before the council")
    kaga.type(fields.field("proof"), "Minutes")
    for choice, value in ((form.question, "ICT-03"), (form.effort, "weeks")):
        choice.setFocus()
        for _step in range(choice.findData(value)):
            kaga.key(Qt.Key.Key_Down)
    form.save_button.setFocus()
    kaga.key(Qt.Key.Key_Return)
    (action,) = queries.policy(kaga.store, "ICT").plan
    assert (action.question, action.effort, action.proof, action.status) == ("ICT-03", "weeks", "Minutes", "todo")
    assert kaga.says("Next best step: ")
    assert kaga.says("Effort: ")
    kaga.button("Change: Put the rule before the council").setFocus()
    kaga.key(Qt.Key.Key_Return)
    assert kaga.says("Change an action")
    kaga.type(fields.field("start"), "2027-01-02")
    form.save_button.setFocus()
    kaga.key(Qt.Key.Key_Return)
    (changed,) = queries.policy(kaga.store, "ICT").plan
    assert (changed.start, changed.key, changed.proof) == ("2027-01-02", action.key, "Minutes")
    kaga.button("Done: Put the rule before the council").setFocus()
    kaga.key(Qt.Key.Key_Return)
    assert [one.status for one in queries.policy(kaga.store, "ICT").plan] == ["done"]
    kaga.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    kaga.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert queries.policy(kaga.store, "ICT").plan == (action,)


def test_chips_show_what_is_late_and_what_one_person_does(kaga: Driver) -> None:
    workspace = kaga.program.opened.workspace
    add_plan_action(workspace, "ICT", "Hire an auditor", "Mori", date(2020, 1, 31))
    add_plan_action(workspace, "ICT", "Publish it", "Sato")
    kaga.window.go_to("plan")
    kaga.events()
    kaga.click(kaga.button("Late (1)"))
    assert [action.text for _policy, actions in kaga.view.model.planned for action in actions] == ["Hire an auditor"]
    kaga.click(kaga.button("All actions (2)"))
    owners = kaga.view.owners
    owners.setFocus()
    for _step in range(owners.findData("Sato")):
        kaga.key(Qt.Key.Key_Down)
    assert [action.text for _policy, actions in kaga.view.model.planned for action in actions] == ["Publish it"]
    assert kaga.button("All actions (1)")


def test_what_is_typed_is_not_replaced_by_an_action_that_somebody_wants_to_change(kaga: Driver) -> None:
    add_plan_action(kaga.program.opened.workspace, "ICT", "Publish it")
    kaga.window.go_to("plan")
    kaga.events()
    kaga.type(kaga.view.fields.field("text"), "Half")
    kaga.click(kaga.button("Change: Publish it"))
    assert kaga.says("Save or discard what is typed first.")
    assert kaga.view.fields.field("text").text() == "Half"
    kaga.click(kaga.button("Discard"))
    kaga.click(kaga.button("Change: Publish it"))
    assert kaga.view.fields.field("text").text() == "Publish it"


def test_open_actions_with_a_day_go_into_a_calendar(
    kaga: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, file = kaga.program.opened.workspace, tmp_path / "plan"
    add_plan_action(workspace, "ICT", "Some day")
    monkeypatch.setattr("desktop_app.ui.plan.plan_view.calendar_to_save", lambda _parent: file)
    kaga.window.go_to("plan")
    kaga.events()
    kaga.click(kaga.button("Save as a calendar"))
    kaga.events()
    assert kaga.says("No open action has a day")
    assert not list(tmp_path.glob("plan*"))
    add_plan_action(workspace, "ICT", "Hire an auditor", "Mori", date(2027, 1, 31))
    kaga.click(kaga.button("Save as a calendar"))
    kaga.events()
    written = (tmp_path / "plan.ics").read_bytes()
    assert written.count(b"BEGIN:VEVENT") == 1
    assert b"DTSTART;VALUE=DATE:20270131\r\n" in written
    assert b"SUMMARY:Hire an auditor\r\n" in written
    assert "\u2068".encode() not in written
