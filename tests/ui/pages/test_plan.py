"""The action plan: add, see, remove."""

from PySide6.QtCore import Qt

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
