"""The action plan: add, see, remove."""

from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar
from PySide6.QtCore import Qt

from desktop_app.operations.plans import add_plan_action
from desktop_app.storage import half_texts, queries
from desktop_app.ui.plan import plan_view
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


AWKWARD = "Ask; decide, “sign” \\ publish 🖋 " + "ü" * 90


def planned(driver: Driver) -> None:
    act = driver.page.desk.act
    act(lambda workspace: add_plan_action(workspace, "ICT", AWKWARD, "A. Mori", date(2027, 3, 31)))
    act(lambda workspace: add_plan_action(workspace, "ICT", "Some day"))
    driver.window.go_to("plan")
    driver.events()


def events_in(file: Path) -> list[tuple[str, date, str]]:
    calendar = Calendar.from_ical(file.read_bytes())
    return [(str(one["summary"]), one["dtstart"].dt, str(one["uid"])) for one in calendar.walk("VEVENT")]


def test_the_days_of_the_plan_are_saved_as_a_calendar_whatever_was_typed(
    kaga: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "plan.ics"
    monkeypatch.setattr(plan_view, "calendar_to_save", lambda _parent, name: file if name.endswith(".ics") else None)
    planned(kaga)
    kaga.click(kaga.button("Save as a calendar …"))
    ((title, day, uid),) = events_in(file)
    assert (title, day) == (AWKWARD, date(2027, 3, 31))
    assert all(len(line) <= 75 for line in file.read_bytes().split(b"\r\n")), "RFC 5545, section 3.1"
    assert kaga.says("The calendar was saved:")
    later = kaga.view.model.view.policies[0].plan[0]
    kaga.view.model.remove("ICT", later)
    moved = date(2027, 6, 30)
    kaga.view.model.desk.act(lambda workspace: add_plan_action(workspace, "ICT", AWKWARD, "A. Mori", moved))
    kaga.events()
    kaga.click(kaga.button("Save as a calendar …"))
    assert events_in(file) == [(AWKWARD, moved, uid)], "the calendar moves the event that it has"


def test_a_calendar_that_cannot_be_written_is_told_and_nothing_is_lost(
    kaga: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_view, "calendar_to_save", lambda *_: tmp_path / "gone" / "plan.ics")
    planned(kaga)
    kaga.click(kaga.button("Save as a calendar …"))
    assert kaga.says("The file was not written")
    assert len(queries.policy(kaga.store, "ICT").plan) == 2
