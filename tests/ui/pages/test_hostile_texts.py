"""What people paste into fields is text and nothing else: no picture is fetched, no link opened, nothing stops."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLabel, QTextEdit, QWidget

from desktop_app.errors import AppError
from desktop_app.operations.answers import give_answer, write_note
from desktop_app.operations.changes import Changes
from desktop_app.operations.citations import cite
from desktop_app.operations.meetings import begin_meeting, write_point
from desktop_app.operations.officials import change_official
from desktop_app.operations.plans import add_plan_action
from desktop_app.operations.workspace import Workspace
from desktop_app.ui.incident import IncidentDialog
from roadmap_core import limits
from roadmap_core.assessment.answers import NotApplicable
from roadmap_core.assessment.citations import Citation
from roadmap_core.assessment.meetings import Meeting, Outcome, Point
from tests.ui import audit
from tests.ui.pages.driving import Driver

MARKUP = "<img src='http://waymark.example/x.png'> <a href='file:///etc/passwd'>here</a> <b>bold</b>"
ADDRESSES = (
    "javascript:alert(1)",
    "file:///etc/passwd",
    "ms-settings:privacy",
    "https://\u0430pple.com/",
    "https://user:secret@kaga.example/",
)
EMOJI = "🏛️ 👩🏽‍💼 नमस्ते 🇯🇵 ｆｕｌｌ"
KEY, DECIDED = bytes(range(16)), Outcome.DECIDED
OF_A_QUESTION, OF_THE_CITY = ("question", "history"), ("evidence", "plan", "checks", "overview", "meeting")


def fill(driver: Driver, text: str) -> None:
    """`text` in every field that a person writes."""
    part = text[:100]
    cited = Citation(bytes(16), part, "law", part, "2026-05-31", part, part, text, "ja", part)
    operations: tuple[Callable[[Workspace], Changes], ...] = (
        lambda workspace: change_official(workspace, part),
        lambda workspace: give_answer(workspace, "ICT-01", NotApplicable(text[:400]), ()),
        lambda workspace: write_note(workspace, "ICT-01", text, ()),
        lambda workspace: cite(workspace, ["ICT-01"], cited),
        lambda workspace: add_plan_action(workspace, "ICT", text[:400], part),
        lambda workspace: begin_meeting(workspace, "ICT", Meeting(KEY, "2026-05-31", part), {}),
        lambda workspace: write_point(workspace, "ICT", Point(KEY, "ICT-01", DECIDED, text, part), (), {}),
    )
    for operation in operations:
        driver.page.desk.act(operation)
    driver.events()


def rich(window: QWidget) -> list[str]:
    """Texts with markup that Qt would read as such."""
    labels = [one for one in window.findChildren(QLabel) if one.textFormat() != Qt.TextFormat.PlainText]
    said = [one.text() for one in labels] + [one.toolTip() for one in window.findChildren(QWidget)]
    return [text for text in said if "<" in text and Qt.mightBeRichText(text)]


def shown(driver: Driver) -> list[str]:
    """Goes through the pages that show what was written; the pages on which something is wrong."""
    wrong = []
    for page in (*OF_A_QUESTION, *OF_THE_CITY):
        driver.window.go_to(page, "ICT-01" if page in OF_A_QUESTION else "")
        driver.events()
        wrong += [f"{page}: {text}" for text in rich(driver.window)]
        wrong += [f"{page}: {one}" for one in driver.window.findChildren(QTextEdit)]
    for part in (driver.view.model.show_minutes, driver.view.model.go_on):
        part(KEY)
        driver.events()
        wrong += [f"meeting: {text}" for text in rich(driver.window)]
    return wrong


@pytest.mark.parametrize("text", [MARKUP, "x" * 500, "a" + "\u0301" * 400], ids=["markup", "one line", "marks"])
def test_row_113_whatever_is_written_is_shown_as_text_on_every_page(kaga: Driver, text: str) -> None:
    fill(kaga, text)
    assert shown(kaga) == []
    kaga.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    kaga.key(text[:3])
    assert rich(kaga.window) == []


def test_row_113_emoji_and_scripts_in_every_field_are_kept_as_they_are(kaga: Driver) -> None:
    fill(kaga, EMOJI)
    assert shown(kaga) == []
    assert kaga.stored("ICT-01").note == EMOJI
    kaga.window.go_to("question", "ICT-01")
    kaga.events()
    assert not audit.cut_texts(kaga.window)


def paste(driver: Driver, text: str) -> None:
    """Into the note, in the place of what stands there."""
    QApplication.clipboard().setText(text)
    note = driver.question.question_pane.note
    note.setFocus()
    note.selectAll()
    note.paste()
    driver.events()


def test_row_113_a_million_letters_in_one_line_are_told_and_stay_until_they_are_fewer(kaga: Driver) -> None:
    paste(kaga, "m" * 1_000_000)
    kaga.window.go_to("overview")
    kaga.events()
    assert kaga.stored("ICT-01").note == ""
    kaga.window.go_to("question", "ICT-01")
    kaga.events()
    assert kaga.says("This text is too long")
    assert len(kaga.question.question_pane.note.toPlainText()) == 1_000_000
    paste(kaga, "m" * limits.NOTE_CHARACTERS)
    kaga.window.go_to("overview")
    kaga.events()
    assert kaga.stored("ICT-01").note == "m" * limits.NOTE_CHARACTERS


def test_row_114_no_address_that_is_cited_is_opened(kaga: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    plain = Citation(bytes(16), "Rule", "law")
    for number, address in enumerate(ADDRESSES):
        cited = replace(plain, key=bytes([number]) * 16, title=f"Rule {number}", reference=address)
        kaga.page.desk.act(lambda workspace, cited=cited: cite(workspace, ["ICT-01"], cited))
    kaga.window.go_to("evidence")
    kaga.events()
    assert [one.grade for one in grades(kaga)] == ["E1"] * len(ADDRESSES), "without a date none counts as public"
    for address in ADDRESSES:
        assert kaga.view.model.row.source.citation.reference == address
        assert rich(kaga.window) == []
        kaga.key(Qt.Key.Key_Down)
    assert opened == []


def test_rows_113_and_114_an_error_about_a_file_with_markup_for_a_name_is_text_too(kaga: Driver) -> None:
    kaga.expects_incident = True
    kaga.program.show_problem(AppError("E-EXPORT", path=MARKUP))
    kaga.events()
    labels = kaga.window.findChild(IncidentDialog).findChildren(QLabel)
    assert [one for one in labels if MARKUP in one.text()]
    assert not [one for one in labels if one.openExternalLinks()]
    assert rich(kaga.window) == []


def grades(driver: Driver) -> list[Citation]:
    return [source.citation for source in driver.view.model.view.sources]
