"""The page of one question: every kind of answer, notes, what arrives meanwhile."""

import errno
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop_app.operations.answers import give_answer, keep_half_answer
from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import open_workspace
from desktop_app.storage import half_answers
from roadmap_core.assessment.answers import (
    Choice,
    LastDone,
    NotApplicable,
    NotOurCompetence,
    Percent,
    Unknown,
)
from tests.ui.pages.driving import Driver


def field(driver: Driver, key: str) -> QLineEdit:
    edit = driver.question.question_pane.box.field(key)
    assert isinstance(edit, QLineEdit)
    return edit


@pytest.mark.parametrize(("key", "option"), [("1", 0), ("3", 2), ("6", 5), ("٣", 2), ("३", 2)])
def test_a_digit_of_any_script_chooses(kaga: Driver, key: str, option: int) -> None:
    kaga.key(key)
    assert kaga.stored("ICT-01").answer == Choice(option)


def test_enter_goes_to_the_next_question_and_the_list_follows(kaga: Driver) -> None:
    kaga.key("4")
    kaga.key(Qt.Key.Key_Return)
    assert kaga.page.item == "ICT-02"
    kaga.key("3")
    assert kaga.stored("ICT-02").answer == Choice(2)
    assert kaga.says("2 of 12 answered")


def test_n_goes_to_the_note_and_digits_typed_there_are_text(kaga: Driver) -> None:
    kaga.key("4")
    kaga.key("n")
    assert kaga.question.question_pane.note.hasFocus()
    kaga.key("12 bureaus")
    kaga.key(Qt.Key.Key_Escape)
    assert kaga.stored("ICT-01").note == "12 bureaus"
    assert kaga.stored("ICT-01").answer == Choice(3)
    kaga.key("2")
    assert kaga.stored("ICT-01").answer == Choice(1)


def test_a_note_is_saved_when_the_page_is_left_by_the_navigation(kaga: Driver) -> None:
    kaga.type(kaga.question.question_pane.note, "Half done")
    kaga.window.go_to("overview")
    kaga.events()
    assert kaga.stored("ICT-01").note == "Half done"


def test_a_note_is_not_carried_to_the_next_question(kaga: Driver) -> None:
    kaga.type(kaga.question.question_pane.note, "Only for the first")
    kaga.go("ICT-02")
    assert kaga.question.question_pane.note.text() == ""
    assert kaga.stored("ICT-02").note == ""
    kaga.go("ICT-01")
    assert kaga.question.question_pane.note.text() == "Only for the first"


def test_a_share_is_a_part_and_a_whole_in_the_digits_of_any_script(kaga: Driver) -> None:
    kaga.go("ICT-05")
    kaga.type(field(kaga, "numerator"), "١٥")
    kaga.type(field(kaga, "denominator"), "1,200")
    assert kaga.stored("ICT-05").answer is None
    kaga.type(field(kaga, "period"), "2026")
    kaga.key(Qt.Key.Key_Tab)
    assert kaga.stored("ICT-05").answer == Percent(15, 1200, "2026")


def test_a_part_above_the_whole_is_explained_and_not_saved(kaga: Driver) -> None:
    kaga.go("ICT-05")
    kaga.type(field(kaga, "numerator"), "8")
    kaga.type(field(kaga, "denominator"), "5")
    kaga.key(Qt.Key.Key_Tab)
    assert kaga.stored("ICT-05").answer is None
    assert kaga.says("The part can't be more than the whole.")
    assert kaga.says("Unfinished, kept on this computer")


def test_what_is_unfinished_is_still_there_after_a_look_elsewhere(kaga: Driver) -> None:
    kaga.go("ICT-05")
    kaga.type(field(kaga, "numerator"), "8")
    kaga.window.go_to("overview")
    kaga.events()
    kaga.program.window.go_to("question")
    kaga.go("ICT-05")
    assert field(kaga, "numerator").text() == "8"


def begin_part_of_a_share(driver: Driver) -> None:
    driver.go("ICT-05")
    driver.type(field(driver, "numerator"), "8")
    driver.type(field(driver, "period"), "20")


def test_what_is_unfinished_is_there_after_closing_and_starting_again(kaga: Driver, start) -> None:
    begin_part_of_a_share(kaga)
    kaga.quit()
    again: Driver = start()
    again.window.go_to("question", "ICT-05")
    again.events()
    assert (field(again, "numerator").text(), field(again, "period").text()) == ("8", "20")
    assert again.says("Unfinished, kept on this computer")
    again.type(field(again, "denominator"), "10")
    again.key(Qt.Key.Key_Tab)
    assert again.stored("ICT-05").answer == Percent(8, 10, "20")
    assert half_answers.kept(again.store, "ICT-05") is None


def test_a_special_answer_without_its_law_is_there_after_starting_again(kaga: Driver, start) -> None:
    kaga.key("7")
    kaga.key("9")
    kaga.key("Prefecture")
    kaga.quit()
    again: Driver = start()
    again.window.go_to("question", "ICT-01")
    again.events()
    assert field(again, "body").text() == "Prefecture"
    assert again.question.question_pane.box.choices.value() == ("special", "not_competent")
    again.click(again.button("Clear what is begun"))
    assert half_answers.kept(again.store, "ICT-01") is None
    assert again.says("Not answered yet")


def test_a_pause_is_enough_for_what_is_unfinished_to_be_kept(kaga: Driver, qtbot) -> None:
    begin_part_of_a_share(kaga)
    qtbot.waitUntil(lambda: "20" in getattr(half_answers.kept(kaga.store, "ICT-05"), "form", {}).values())
    field(kaga, "numerator").clear()
    field(kaga, "period").clear()
    for name in ("numerator", "period"):
        kaga.page.type(**{name: ""})
    kaga.page.settle()
    assert half_answers.kept(kaga.store, "ICT-05") is None


def test_what_came_while_the_program_was_closed_is_not_written_over(kaga: Driver, start, tmp_path) -> None:
    kaga.key("7")
    kaga.key("8")
    kaga.key("We buy noth")
    begun = kaga.page.work.half
    kaga.quit()
    workspace = open_workspace(tmp_path / "profile")
    give_answer(workspace, "ICT-01", Choice(5), ())
    keep_half_answer(workspace, "ICT-01", begun)
    workspace.close()
    again: Driver = start()
    again.window.go_to("question", "ICT-01")
    again.events()
    assert field(again, "reason").text() == "We buy noth"
    assert again.says("This question was changed on another computer")
    again.click(again.button("Show what came and drop what I typed"))
    assert again.question.question_pane.box.choices.value() == 5
    assert half_answers.kept(again.store, "ICT-01") is None


def test_a_day_is_typed_and_shown_in_words(kaga: Driver) -> None:
    kaga.go("ICT-12")
    kaga.type(field(kaga, "day"), "2026-03-31")
    kaga.key(Qt.Key.Key_Tab)
    assert kaga.stored("ICT-12").answer == LastDone(date(2026, 3, 31))
    assert kaga.says("March 31, 2026")


def test_not_yet_known_is_an_answer(kaga: Driver) -> None:
    kaga.key("7")
    kaga.key("7")
    assert kaga.stored("ICT-01").answer == Unknown()


def test_not_applicable_is_saved_with_its_reason_and_not_before(kaga: Driver) -> None:
    kaga.key("7")
    kaga.key("8")
    assert kaga.stored("ICT-01").answer is None
    assert kaga.says("Say why this does not apply to your city.")
    assert field(kaga, "reason").hasFocus()
    kaga.key("No such tenders 2026")
    kaga.key(Qt.Key.Key_Tab)
    assert kaga.stored("ICT-01").answer == NotApplicable("No such tenders 2026")


def test_not_our_competence_needs_the_body_and_the_law(kaga: Driver) -> None:
    kaga.key("7")
    kaga.key("9")
    kaga.key("Prefecture")
    kaga.key(Qt.Key.Key_Tab)
    assert kaga.stored("ICT-01").answer is None
    kaga.key("Act 12")
    kaga.key(Qt.Key.Key_Tab)
    assert kaga.stored("ICT-01").answer == NotOurCompetence("Prefecture", "Act 12")


def test_an_answer_can_be_taken_away(kaga: Driver) -> None:
    kaga.key("4")
    kaga.click(kaga.button("Take the answer away"))
    assert kaga.stored("ICT-01").answer is None
    assert kaga.says("Not answered yet")


def test_a_change_from_elsewhere_shows_when_nothing_is_being_written(kaga: Driver) -> None:
    from_elsewhere(kaga, "ICT-01", Choice(5))
    assert kaga.question.question_pane.box.choices.value() == 5


def test_a_change_from_elsewhere_never_overwrites_what_is_being_written(kaga: Driver) -> None:
    kaga.key("7")
    kaga.key("8")
    kaga.key("We buy noth")
    from_elsewhere(kaga, "ICT-01", Choice(5))
    assert field(kaga, "reason").text() == "We buy noth"
    assert kaga.says("This question was changed on another computer")
    kaga.click(kaga.button("Show what came and drop what I typed"))
    assert kaga.question.question_pane.box.choices.value() == 5


def test_what_is_typed_is_kept_beside_what_arrived_when_the_page_is_left(kaga: Driver) -> None:
    kaga.key("7")
    kaga.key("8")
    kaga.key("We buy nothing")
    from_elsewhere(kaga, "ICT-01", Choice(5))
    kaga.window.go_to("overview")
    kaga.events()
    assert kaga.stored("ICT-01").answer == NotApplicable("We buy nothing")


def test_english_keys_work_in_an_arabic_window(start) -> None:
    driver: Driver = start(language="ar")
    driver.begin("kaga-jp", "س. أحمد")
    driver.key("2")
    assert driver.stored("ICT-01").answer == Choice(1)
    assert driver.window.layoutDirection() is Qt.LayoutDirection.RightToLeft


def from_elsewhere(driver: Driver, question_id: str, answer: Choice) -> None:
    """As if another computer's entry had come in."""
    opened = driver.program.opened
    assert opened is not None
    give_answer(opened.workspace, question_id, answer, driver.stored(question_id).seen)
    policy = driver.page.desk.instrument.policy_of(question_id).id
    driver.page.desk.bus.publish(
        Changes(questions=frozenset({question_id}), policies=frozenset({policy}), origin="remote")
    )
    driver.events()


def test_an_answer_that_cannot_be_saved_stays_and_is_saved_by_trying_again(kaga: Driver, monkeypatch) -> None:
    def full(*_args: object) -> Changes:
        raise OSError(errno.ENOSPC, "no space left")

    with monkeypatch.context() as patched:
        patched.setattr("desktop_app.operations.answers.give_answer", full)
        kaga.key("4")
    assert kaga.stored("ICT-01").answer is None
    assert kaga.question.question_pane.box.choices.value() == 3
    assert kaga.says("Not saved:")
    kaga.click(kaga.button("Try again"))
    assert kaga.stored("ICT-01").answer == Choice(3)
    assert not kaga.says("Not saved:")
