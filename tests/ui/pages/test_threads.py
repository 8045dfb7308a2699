"""The real threads: results come to the interface thread, in order; closing loses nothing."""

import shutil
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.operations.changes import Changes
from desktop_app.operations.start import CityChoice, begin
from desktop_app.operations.workspace import open_workspace
from desktop_app.presentation.background import DatabaseThread
from desktop_app.presentation.change_bus import ChangeBus
from desktop_app.presentation.question_page import QuestionPage
from desktop_app.program import Program
from desktop_app.storage import queries
from roadmap_core.assessment.answers import Choice


@pytest.fixture
def background(qtbot: QtBot):
    made = DatabaseThread()
    yield made
    made.close()


def test_work_runs_on_one_other_thread_and_results_arrive_on_this_one_in_order(qtbot, background) -> None:
    ran, arrived = [], []
    for number in range(20):
        background.run(
            lambda number=number: (ran.append(threading.get_ident()), number)[1],
            lambda result: arrived.append((result, threading.get_ident())),
        )
    qtbot.waitUntil(lambda: len(arrived) == 20)
    assert [number for number, _ident in arrived] == list(range(20))
    assert {ident for _number, ident in arrived} == {threading.get_ident()}
    assert len(set(ran)) == 1
    assert threading.get_ident() not in ran


def test_an_error_reaches_the_one_who_asked_or_else_the_one_for_the_unexpected(qtbot, background) -> None:
    asked, unexpected = [], []
    background.on_unexpected(unexpected.append)
    background.run(lambda: 1 / 0, None, asked.append)
    background.run(lambda: {}["nothing"])
    qtbot.waitUntil(lambda: bool(unexpected))
    assert isinstance(asked[0], ZeroDivisionError)
    assert isinstance(unexpected[0], KeyError)


def test_closing_finishes_the_work_and_drops_its_result(qtbot) -> None:
    background, done, told = DatabaseThread(), [], []
    background.run(lambda: done.append(1), lambda _result: told.append(1))
    background.close()
    QApplication.processEvents()
    assert done
    assert not told


def test_changes_published_on_another_thread_are_heard_on_this_one(qtbot) -> None:
    bus, heard = ChangeBus(), []
    bus.changed.connect(lambda changes: heard.append((changes, threading.get_ident())))
    thread = threading.Thread(target=lambda: bus.publish(Changes(outbox=True)))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [(Changes(outbox=True), threading.get_ident())]


def test_what_was_typed_last_is_saved_and_signed_when_the_window_is_closed(qtbot, qapp, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    workspace = open_workspace(profile)
    begin(workspace, CityChoice("kaga-jp", "Kaga", "JP"), "M. Sato")
    workspace.close()
    qapp.setProperty("test_look", "changed by a program")
    program = Program(qapp, profile, DatabaseThread(), language="en", sends=False)
    program.window.show()
    opened: list[bool] = []
    program.when_open(lambda: opened.append(True))
    program.open_profile("own")
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    program.window.go_to("question", "ICT-02")
    page = program.frame.pages.model("question")
    assert isinstance(page, QuestionPage)
    qtbot.waitUntil(lambda: page.work is not None)
    page.pick_option(1)
    page.type_note("the last words")
    with qtbot.waitSignal(program.window.closing):
        program.window.close()
    program.window.deleteLater()
    copy = tmp_path / "copy"
    shutil.copytree(profile, copy)
    again = open_workspace(copy)
    view = queries.question(again.store, "ICT-02")
    assert (view.answer, view.note) == (Choice(1), "the last words")
    assert all(entry.claimed_ms is not None for entry in view.history), "not signed"
    again.close()
