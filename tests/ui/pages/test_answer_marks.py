"""Confidence, flag, grade and freshness at a question, by keyboard and by mouse."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from desktop_app.presentation.answer_marks import STALE_DAYS, AnswerMarks
from roadmap_core.assessment.answers import Choice
from roadmap_core.assessment.confidence import Confidence
from tests.ui.pages.driving import Driver
from tests.ui.pages.test_closing import full


def test_confidence_is_said_by_its_key_and_a_digit_and_the_answer_stays(kaga: Driver) -> None:
    kaga.key("3")
    kaga.key("c")
    kaga.key("2")
    assert (kaga.stored("ICT-01").confidence, kaga.stored("ICT-01").answer) == (Confidence.FAIRLY_SURE, Choice(2))
    assert kaga.says("Fairly sure")
    kaga.key("9")  # no level; an answer has no ninth option either
    kaga.key(Qt.Key.Key_Right)
    kaga.key(Qt.Key.Key_Space)
    assert kaga.stored("ICT-01").confidence is Confidence.SURE
    kaga.key("0")
    assert kaga.stored("ICT-01").confidence is None
    kaga.key(Qt.Key.Key_Tab)
    kaga.key("1")  # elsewhere digits answer
    assert kaga.stored("ICT-01").answer == Choice(0)


def test_a_flag_goes_up_and_down_by_key_and_by_mouse_and_stands_in_the_list(kaga: Driver) -> None:
    kaga.key("f")
    assert kaga.stored("ICT-01").is_flagged
    assert kaga.says("Look at it again")
    row = kaga.button("1. " + kaga.page.text.text)
    assert row.accessibleDescription() == "No answer yet, flagged"
    kaga.click(kaga.button("Flagged (F)"))
    assert not kaga.stored("ICT-01").is_flagged
    assert row.accessibleDescription() == "No answer yet"
    kaga.key("f")
    kaga.key("f")
    assert not kaga.stored("ICT-01").is_flagged


def test_marks_belong_to_their_question_and_move_nothing_above_them(kaga: Driver) -> None:
    box = kaga.question.question_pane.box
    assert box is not None
    before = box.mapTo(kaga.question.question_pane, QPoint(0, 0))
    kaga.key("f")
    kaga.key("c")
    kaga.key("1")
    assert box.mapTo(kaga.question.question_pane, QPoint(0, 0)) == before
    kaga.go("ICT-02")
    assert not kaga.says("Look at it again")
    kaga.go("ICT-01")
    assert kaga.says("Look at it again")
    assert kaga.says("A guess")


def test_an_answer_shows_its_evidence_grade_and_when_it_was_given(kaga: Driver) -> None:
    assert not kaga.says("E0 Stated")
    kaga.key("2")
    assert kaga.says("E0 Stated")
    assert kaga.says("Answered: ")
    kaga.key("e")
    kaga.key("Rule 7")
    kaga.key(Qt.Key.Key_Return)
    assert kaga.says("E1 Held")
    assert not kaga.says("E0 Stated")


def test_after_two_years_an_answer_is_no_longer_fresh(kaga: Driver) -> None:
    kaga.key("2")
    days = 0
    marks = AnswerMarks(kaga.page.desk, lambda: datetime.now(UTC) + timedelta(days=days))
    marks.take(kaga.stored("ICT-01"))
    assert not marks.is_stale
    days = STALE_DAYS + 1
    assert marks.is_stale


def test_a_mark_that_cannot_be_saved_goes_back_and_says_why(kaga: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_app.operations.answer_marks.write", full)
    kaga.key("f")
    assert kaga.says("disk is full")
    assert not kaga.says("Look at it again")
    monkeypatch.undo()
    kaga.key("f")
    assert kaga.stored("ICT-01").is_flagged
    assert not kaga.says("disk is full")
    assert QApplication.focusWidget() is not None
