"""Closing the window loses nothing without a word: the real database thread, on which saving fails."""

import errno
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_app.operations.changes import Changes
from desktop_app.operations.start import CityChoice, begin
from desktop_app.operations.workspace import open_workspace
from desktop_app.presentation.background import DatabaseThread
from desktop_app.presentation.question_page import QuestionPage
from desktop_app.program import Program
from desktop_app.storage import queries
from tests.ui.pages.driving import Driver

NOTE = "desktop_app.operations.answers.write_note"


@pytest.fixture
def kaga(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Driver]:
    """The program with its real thread, at question ICT-02."""
    profile = tmp_path / "profile"
    workspace = open_workspace(profile)
    begin(workspace, CityChoice("kaga-jp", "Kaga", "JP"), "M. Sato")
    workspace.close()
    qapp.setProperty("test_look", "changed by a program")
    program = Program(qapp, profile, DatabaseThread(), language="en", sends=False)
    driver = Driver(qtbot, program)
    program.window.show()
    opened: list[bool] = []
    program.when_open(lambda: opened.append(True))
    program.open_profile("own")
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    open_question(driver, "ICT-02")
    yield driver
    program.close()
    program.window.deleteLater()


def open_question(driver: Driver, question_id: str) -> None:
    driver.window.go_to("question", question_id)
    driver.qtbot.waitUntil(lambda: driver.page.work is not None)


def full(*_args: object) -> Changes:
    raise OSError(errno.ENOSPC, "no space left")


def try_to_close(driver: Driver) -> None:
    """Closes, and waits until the database thread has said how saving went."""
    driver.window.close()
    idle: list[bool] = []
    driver.program.when_idle(lambda: idle.append(True))
    driver.qtbot.waitUntil(lambda: bool(idle))
    driver.events()


def saved_note(profile: Path, question_id: str) -> str:
    workspace = open_workspace(profile)
    try:
        return queries.question(workspace.store, question_id).note
    finally:
        workspace.close()


def test_a_window_whose_text_cannot_be_saved_stays_open_and_says_why(kaga: Driver, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(NOTE, full)
    kaga.type(kaga.question.question_pane.note, "the last words")
    try_to_close(kaga)
    assert kaga.window.isVisible()
    assert kaga.question.question_pane.note.text() == "the last words"
    assert kaga.says("Not saved: the disk is full")
    assert kaga.says("Your text is still in the window.")
    assert not any(box.isVisible() for box in kaga.window.findChildren(QMessageBox))
    monkeypatch.undo()
    with kaga.qtbot.waitSignal(kaga.window.closing):
        kaga.window.close()
    assert not kaga.window.isVisible()
    assert saved_note(tmp_path / "profile", "ICT-02") == "the last words"


def asked(driver: Driver) -> QMessageBox:
    found = [box for box in driver.window.findChildren(QMessageBox) if box.isVisible()]
    assert [box.text() for box in found] == ["Close without saving?"]
    return found[0]


def test_closing_again_asks_and_closes_only_when_told(kaga: Driver, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(NOTE, full)
    kaga.type(kaga.question.question_pane.note, "the last words")
    try_to_close(kaga)
    try_to_close(kaga)
    kaga.click(next(b for b in asked(kaga).buttons() if "my text" in b.text()))
    assert kaga.window.isVisible()
    try_to_close(kaga)
    with kaga.qtbot.waitSignal(kaga.window.closing):
        kaga.click(next(b for b in asked(kaga).buttons() if "Close" in b.text()))
    assert saved_note(tmp_path / "profile", "ICT-02") == ""


def test_a_text_of_a_question_that_was_left_is_saved_or_shown_too(kaga: Driver, monkeypatch) -> None:
    monkeypatch.setattr(NOTE, full)
    kaga.type(kaga.question.question_pane.note, "the last words")
    open_question(kaga, "ICT-03")
    kaga.window.go_to("overview")
    try_to_close(kaga)
    assert kaga.window.isVisible()
    page = kaga.page
    assert isinstance(page, QuestionPage)
    assert page.item == "ICT-02"
    assert kaga.says("Not saved: the disk is full")
    monkeypatch.undo()
    with kaga.qtbot.waitSignal(kaga.window.closing):
        kaga.window.close()


def killed_while_typing(profile: Path, page: str, says: str = "kept") -> None:
    """Kills the program as soon as it calls kept what was typed on a page, or says that it is locked."""
    workspace = open_workspace(profile)
    begin(workspace, CityChoice("kaga-jp", "Kaga", "JP"), "M. Sato")
    workspace.close()
    command = [sys.executable, "-m", "tests.ui.pages.killed_while_typing", str(profile), page]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said = child.stdout.readline()
        child.kill()
    assert said == f"{says}\n"


def test_half_an_answer_that_is_called_kept_is_there_after_kill_9(start, tmp_path: Path) -> None:
    profile = tmp_path / "killed"
    killed_while_typing(profile, "question")
    again: Driver = start(profile=profile)
    again.window.go_to("question", "ICT-05")
    again.events()
    edit = again.question.question_pane.box.field("numerator")
    assert edit.text() == "8"


def test_half_an_action_of_the_plan_that_is_called_kept_is_there_after_kill_9(start, tmp_path: Path) -> None:
    profile = tmp_path / "killed"
    killed_while_typing(profile, "plan")
    again: Driver = start(profile=profile)
    again.window.go_to("plan")
    again.events()
    assert again.view.fields.field("text").text() == "8"


def test_a_begun_action_that_cannot_be_kept_holds_the_window_open_too(kaga: Driver, monkeypatch) -> None:
    kaga.window.go_to("plan")
    kaga.qtbot.waitUntil(lambda: kaga.view.model.view is not None)
    monkeypatch.setattr("desktop_app.operations.half_texts.keep_half_texts", full)
    kaga.type(kaga.view.fields.field("text"), "the last words")
    try_to_close(kaga)
    assert kaga.window.isVisible()
    assert kaga.says("Not saved: the disk is full")
    monkeypatch.undo()
    with kaga.qtbot.waitSignal(kaga.window.closing):
        kaga.window.close()


def test_a_begun_answer_that_cannot_be_kept_holds_the_window_open_too(kaga: Driver, monkeypatch) -> None:
    open_question(kaga, "ICT-05")
    monkeypatch.setattr("desktop_app.operations.answers.keep_half_answer", full)
    box = kaga.question.question_pane.box
    assert box is not None
    kaga.type(box.field("numerator"), "8")
    try_to_close(kaga)
    assert kaga.window.isVisible()
    assert kaga.says("Not saved: the disk is full")
    monkeypatch.undo()
    with kaga.qtbot.waitSignal(kaga.window.closing):
        kaga.window.close()


def test_the_words_are_in_sight_where_the_panes_are_stacked(kaga: Driver, monkeypatch) -> None:
    kaga.program.appearance.choose_text_percent(200)
    kaga.events()
    monkeypatch.setattr(NOTE, full)
    kaga.page.type_note("the last words")
    try_to_close(kaga)
    words = next(label for label in kaga.window.findChildren(QLabel) if "disk is full" in label.text())
    assert words.visibleRegion().boundingRect() == words.rect()
    monkeypatch.undo()
    with kaga.qtbot.waitSignal(kaga.window.closing):
        kaga.window.close()
