"""Data that a newer program has used, in the window: all of it can be read, nothing can be written (row 61)."""

from hashlib import sha256
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QPushButton, QWidget

from desktop_app.errors import describe
from desktop_app.operations.answers import give_answer, write_note
from desktop_app.operations.plans import add_plan_action
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.verification import verify
from desktop_app.presentation.problems import what_now
from desktop_app.storage import migrate, queries
from desktop_app.ui.contested.contested_view import ContestedView
from desktop_app.ui.pages import PAGES
from desktop_app.ui.plan.plan_view import PlanView
from roadmap_core.assessment.answers import Choice
from tests.peeking import peek
from tests.ui.pages.driving import Driver
from tests.unit.desktop.profiles import open_computer

SENTENCE = (
    "A newer version of the program has used this data. This version shows it and exports what was signed. "
    "Nothing can be changed here, so nothing of it is lost. Please update the program."
)


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """A profile whose database says that it is of the next schema, with a table that we don't know."""
    computer = open_computer(tmp_path / "newer")
    give_answer(computer.workspace, "ICT-01", Choice(3), ())
    write_note(computer.workspace, "ICT-01", "Council decision 12/2026.", ())
    add_plan_action(computer.workspace, "ICT", "Publish it", "", None)
    seal_drafts(computer.workspace)
    write_note(computer.workspace, "ICT-02", "Not signed yet.", ())
    computer.workspace.close()
    with peek(tmp_path / "newer" / "waymark.sqlite3") as connection:
        connection.execute("CREATE TABLE of_tomorrow (x)")
        connection.execute("ALTER TABLE entry ADD COLUMN of_tomorrow")
        connection.execute("UPDATE alembic_version SET version_num = 'tomorrow'")
        connection.execute(f"PRAGMA user_version={migrate.SCHEMA + 1}")
    return tmp_path / "newer"


def state_of(profile: Path) -> tuple[str, set[str]]:
    names = {one.name for one in profile.iterdir()} - {"lock", "log", "settings.json"}
    return sha256((profile / "waymark.sqlite3").read_bytes()).hexdigest(), names


def texts(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_row_61_every_page_can_be_read_one_sentence_says_why_and_nothing_is_written(start, newer: Path) -> None:
    before = state_of(newer)
    driver: Driver = start(newer)
    assert SENTENCE in texts(driver.program.frame)
    assert "Read only" in texts(driver.program.frame)
    for page in PAGES:
        if page.key != "start":
            driver.window.go_to(page.key, "ICT-01" if page.key == "question" else "")
            assert driver.view.isVisible(), page.key
    driver.window.go_to("question", "ICT-01")
    pane = driver.question.question_pane
    assert pane.note.toPlainText() == "Council decision 12/2026."
    assert pane.note.isReadOnly()
    assert pane.note.toolTip() == SENTENCE
    QTest.keyClicks(pane.note, "more")
    assert pane.box is not None
    cards = [card for card in pane.box.findChildren(QWidget) if card.inherits("QAbstractButton")]
    assert cards
    assert not any(card.isEnabled() for card in cards if card.isVisible())
    QTest.keyClicks(driver.view, "1")
    driver.page.pick_option(1)
    driver.window.go_to("plan")
    assert isinstance(driver.view, PlanView)
    assert "Publish it" in texts(driver.view)
    assert {b.text(): b.isEnabled() for b in driver.view.findChildren(QPushButton)}["Add to the plan"] is False
    driver.window.go_to("contested")
    assert isinstance(driver.view, ContestedView)
    assert driver.stored("ICT-01").answer == Choice(3)
    driver.quit()
    assert state_of(newer) == before


def test_row_61_whatever_would_write_is_refused_in_the_same_words(start, newer: Path) -> None:
    driver: Driver = start(newer)
    refused = []
    driver.window.go_to("question", "ICT-01")
    desk = driver.page.desk
    desk.act(lambda workspace: write_note(workspace, "ICT-01", "No.", ()), None, refused.append)
    (error,) = refused
    words = describe("E-NEWER")
    assert error.code == "E-NEWER"
    assert f"{words.what_happened} {what_now(words)}" == SENTENCE
    assert driver.stored("ICT-01").note == "Council decision 12/2026."


def test_row_61_what_was_signed_is_exported_from_the_window(start, newer: Path, monkeypatch) -> None:
    before = state_of(newer)
    driver: Driver = start(newer)
    out = newer.parent / "out.cborseq"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(out), ""))
    driver.click(driver.button("Export what was signed …"))
    (box,) = (box for box in driver.program.frame.findChildren(QMessageBox) if box.isVisible())
    assert box.text() == f"2 updates were written to {out}"
    box.close()
    found = verify(out.read_bytes(), "gsca-roadmap")
    assert (len(found.verdicts), found.bad) == (2, ())
    driver.quit()
    assert state_of(newer) == before


def test_row_61_a_form_that_this_version_does_not_know_is_told_and_left_alone(start, newer: Path) -> None:
    with peek(newer / "waymark.sqlite3") as connection:
        connection.execute("ALTER TABLE city RENAME COLUMN city_name TO other_name")
    before = state_of(newer)
    driver: Driver = start(newer)
    driver.expects_incident = True
    (dialog,) = (box for box in driver.window.findChildren(QMessageBox) if box.isVisible())
    assert "Code: E-NEWER" in dialog.informativeText()
    assert "exports what was signed" in dialog.informativeText()
    dialog.close()
    driver.quit()
    assert state_of(newer) == before


def test_the_language_can_be_changed_and_fields_stay_barred(start, newer: Path) -> None:
    driver: Driver = start(newer)
    driver.window.go_to("question", "ICT-01")
    driver.program.appearance.choose_language("de")
    assert driver.question.question_pane.note.isReadOnly()
    assert queries.question(driver.store, "ICT-01").note == "Council decision 12/2026."
