"""The action plan: add, see, remove."""

from PySide6.QtCore import Qt

from desktop_app.storage import queries
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
