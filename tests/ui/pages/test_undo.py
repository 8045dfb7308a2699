"""Ctrl+Z and Ctrl+Shift+Z in the whole window: answers, the plan, after a restart, beside text fields."""

import pytest
from PySide6.QtCore import Qt

from desktop_app.operations.plans import add_plan_action
from desktop_app.storage import queries
from roadmap_core.assessment.answers import Choice
from tests.ui.pages.driving import Driver

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def undo(driver: Driver) -> None:
    driver.key(Qt.Key.Key_Z, CTRL)


def redo(driver: Driver) -> None:
    driver.key(Qt.Key.Key_Z, CTRL | SHIFT)


def test_an_answer_is_undone_and_done_again_by_key_and_the_line_says_so(kaga: Driver) -> None:
    kaga.key("2")
    kaga.key("4")
    undo(kaga)
    assert kaga.stored("ICT-01").answer == Choice(1)
    assert kaga.page.work is not None
    assert kaga.page.work.form.option == 1
    assert kaga.says("Undone: answer to ICT-01")
    undo(kaga)
    assert kaga.stored("ICT-01").answer is None
    undo(kaga)
    assert kaga.says("Nothing to undo")
    redo(kaga)
    assert kaga.stored("ICT-01").answer == Choice(1)
    assert kaga.says("Done again: answer to ICT-01")
    kaga.key("3")
    assert not kaga.says("Done again")
    redo(kaga)
    assert kaga.says("Nothing to do again")


def test_it_is_undone_after_a_restart_and_on_another_page(kaga: Driver, start) -> None:
    kaga.key("2")
    assert kaga.program.opened is not None
    profile = kaga.program.opened.workspace.profile
    kaga.quit()
    again = start(profile)
    again.window.go_to("overview")
    again.events()
    undo(again)
    assert again.says("Undone: answer to ICT-01")
    assert again.stored("ICT-01").answer is None


def test_in_a_text_field_the_field_undoes_its_own_typing(kaga: Driver) -> None:
    kaga.key("2")
    note = kaga.question.question_pane.note
    kaga.type(note, "half")
    undo(kaga)
    assert note.text() == ""
    assert kaga.stored("ICT-01").answer == Choice(1)


def test_an_action_of_the_plan_comes_and_goes_on_its_page(kaga: Driver) -> None:
    add_plan_action(kaga.program.opened.workspace, "ICT", "Adopt the rule")
    kaga.window.go_to("plan")
    kaga.events()
    kaga.button("Add to the plan").setFocus()
    assert kaga.says("Adopt the rule")
    undo(kaga)
    assert not kaga.says("Adopt the rule")
    assert kaga.says("Undone: plan of ICT")
    redo(kaga)
    assert kaga.says("Adopt the rule")
    assert len(queries.policy(kaga.store, "ICT").plan) == 1


@pytest.mark.parametrize("turn", [undo, redo])
def test_before_a_city_is_chosen_the_keys_do_nothing(start, turn) -> None:
    driver = start()
    driver.start_page.setFocus()
    turn(driver)
    assert driver.start_page.isVisible()
