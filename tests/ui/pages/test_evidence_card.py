"""Evidence at a question: cited, chosen, amended, removed and brought back, by keyboard and by mouse."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop_app.operations.citations import cite
from desktop_app.storage import half_texts
from roadmap_core.assessment.citations import Citation
from tests.ui.pages.driving import Driver
from tests.ui.pages.test_closing import full, killed_while_typing

RULE = Citation(bytes(16), "Rule 7 on accessible buying", "law", "Council", "2026-05-31", "https://kaga.jp/7")
SUBMIT = "desktop_app.operations.citations.cite"


def field(driver: Driver, key: str) -> QLineEdit:
    title, rest = driver.question.question_pane.evidence.box.fields
    return (title if title.has(key) else rest).field(key)


def cited(driver: Driver, question_id: str = "ICT-01") -> tuple[Citation, ...]:
    return driver.stored(question_id).cited


def top_of_the_question(driver: Driver) -> int:
    box = driver.question.question_pane.box
    assert box is not None
    return box.mapTo(driver.question.question_pane.content.parentWidget(), QPoint(0, 0)).y()


def cite_elsewhere(driver: Driver, *questions: str) -> None:
    driver.page.desk.act(lambda workspace: cite(workspace, questions, RULE))
    driver.events()


def test_a_title_is_cited_by_keyboard_alone(kaga: Driver) -> None:
    kaga.key("e")
    assert QApplication.focusWidget() is field(kaga, "title")
    kaga.key("Rule 7, für alle")
    assert kaga.says("E1 Held")
    kaga.key(Qt.Key.Key_Return)
    (one,) = cited(kaga)
    assert (one.title, one.grade) == ("Rule 7, für alle", "E1")
    assert kaga.says("Rule 7, für alle")
    assert not kaga.says("New evidence")
    assert half_texts.kept(kaga.store, half_texts.citing("ICT-01")) == {}


def test_everything_about_a_document_is_cited_by_mouse(kaga: Driver) -> None:
    kaga.click(kaga.button("Add evidence (E)"))
    kaga.type(field(kaga, "title"), "Rule 7")
    kaga.click(kaga.button("More"))
    box = kaga.question.question_pane.evidence.box
    box.kinds.setFocus()
    kaga.key(Qt.Key.Key_Home)
    texts = {"publisher": "Council", "reference": "https://kaga.jp/7", "section": "§ 3", "language": "ja"}
    for key, text in (texts | {"date": "2026/05/31", "checked_by": "Kobe"}).items():
        kaga.type(field(kaga, key), text)
    kaga.type(box.quotation, "All sites")
    assert kaga.says("E3 Checked")
    kaga.click(kaga.button("Cite it"))
    (one,) = cited(kaga)
    assert {name: getattr(one, name) for name in texts} == texts
    assert (one.kind, one.date, one.quotation, one.checked_by) == ("law", "2026-05-31", "All sites", "Kobe")


def test_what_is_missing_is_said_and_nothing_is_written(kaga: Driver) -> None:
    kaga.key("e")
    kaga.key(Qt.Key.Key_Return)
    assert kaga.says("Write the title of the document")
    kaga.key("Rule 7")
    kaga.click(kaga.button("More"))
    kaga.type(field(kaga, "date"), "in spring")
    kaga.click(kaga.button("Cite it"))
    assert kaga.says("Write the day as year-month-day")
    assert QApplication.focusWidget() is field(kaga, "date")
    assert cited(kaga) == ()


def test_what_is_cited_elsewhere_is_offered_and_keeps_its_key(kaga: Driver) -> None:
    cite_elsewhere(kaga, "ICT-02", "ICT-03")
    kaga.key("e")
    kaga.key("council BUYING")
    kaga.click(kaga.button("Take up: Rule 7 on accessible buying"))
    assert field(kaga, "publisher").text() == "Council"
    kaga.type(field(kaga, "section"), "§ 9")  # another page of the same document
    kaga.click(kaga.button("Cite it"))
    (one,) = cited(kaga)
    assert (one.key, one.section) == (RULE.key, "§ 9")
    kaga.key("e")
    assert kaga.button("Take up: Rule 7 on accessible buying").isVisible()
    kaga.key("x")
    assert not kaga.says("Cited at other questions already")


def test_a_citation_is_amended_wherever_it_is_used(kaga: Driver) -> None:
    cite_elsewhere(kaga, "ICT-01", "ICT-02")
    kaga.click(kaga.button("Amend: Rule 7 on accessible buying"))
    assert kaga.says("Amend evidence")
    field(kaga, "title").selectAll()
    kaga.type(field(kaga, "title"), "Rule 8")
    kaga.click(kaga.button("Save the change"))
    assert [one.title for one in (*cited(kaga), *cited(kaga, "ICT-02"))] == ["Rule 8", "Rule 8"]


def test_a_citation_is_removed_and_brought_back(kaga: Driver) -> None:
    cite_elsewhere(kaga, "ICT-01", "ICT-02")
    kaga.click(kaga.button("Remove: Rule 7 on accessible buying"))
    assert (cited(kaga), cited(kaga, "ICT-02")) == ((), (RULE,))
    assert QApplication.focusWidget() is kaga.button("Undo")
    kaga.key(Qt.Key.Key_Return)
    assert cited(kaga) == (RULE,)
    assert not kaga.says("Removed: ")


def test_nothing_of_it_moves_the_question_under_the_reader(kaga: Driver) -> None:
    before = top_of_the_question(kaga)
    bar = kaga.question.question_pane.area.verticalScrollBar()
    cite_elsewhere(kaga, "ICT-01")  # as if a colleague had done it
    assert (top_of_the_question(kaga), bar.value()) == (before, 0)
    kaga.key("e")
    kaga.key("Rule")
    kaga.click(kaga.button("More"))
    assert top_of_the_question(kaga) == before


def test_a_citation_that_is_begun_waits_at_its_own_question_and_outlives_the_program(
    start: Callable[..., Driver], kaga: Driver
) -> None:
    cite_elsewhere(kaga, "ICT-01")
    kaga.click(kaga.button("Amend: Rule 7 on accessible buying"))
    kaga.type(field(kaga, "section"), "§ 4")
    kaga.go("ICT-02")
    assert not kaga.says("Amend evidence")
    kaga.quit()
    again = start()
    again.window.go_to("question", "ICT-01")
    again.events()
    assert (field(again, "title").text(), field(again, "section").text()) == (RULE.title, "§ 4")
    again.click(again.button("Save the change"))
    assert [(one.section, one.key) for one in cited(again)] == [("§ 4", RULE.key)]
    assert half_texts.kept(again.store, half_texts.citing("ICT-01")) == {}


def test_what_is_discarded_does_not_come_back(start: Callable[..., Driver], kaga: Driver) -> None:
    kaga.key("e")
    kaga.key("Rule 7")
    kaga.key(Qt.Key.Key_Escape)  # back to the answers; the form stays
    assert half_texts.kept(kaga.store, half_texts.citing("ICT-01"))["title"] == "Rule 7"
    kaga.click(kaga.button("Discard what is typed"))
    kaga.quit()
    again = start()
    again.window.go_to("question", "ICT-01")
    again.events()
    assert not again.says("New evidence")


def test_half_a_citation_that_is_called_kept_is_there_after_kill_9(start: Callable[..., Driver], tmp_path) -> None:
    profile = tmp_path / "killed"
    killed_while_typing(profile, "evidence")
    again = start(profile=profile)
    again.window.go_to("question", "ICT-05")
    again.events()
    assert field(again, "title").text() == "8"


def test_a_citation_that_cannot_be_saved_stays_in_the_form_and_says_why(
    kaga: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    kaga.key("e")
    kaga.key("Rule 7")
    monkeypatch.setattr(SUBMIT, full)
    kaga.key(Qt.Key.Key_Return)
    assert kaga.says("Not saved: the disk is full")
    assert field(kaga, "title").text() == "Rule 7"
    monkeypatch.undo()
    kaga.click(kaga.button("Cite it"))
    assert [one.title for one in cited(kaga)] == ["Rule 7"]
    assert not kaga.says("Not saved: the disk is full")


def test_the_form_for_evidence_is_in_sight_when_its_key_is_pressed(kaga: Driver) -> None:
    kaga.window.resize(1024, 600)
    kaga.events()
    kaga.key("e")
    title: QWidget = field(kaga, "title")
    kaga.qtbot.waitUntil(lambda: title.visibleRegion().boundingRect().height() == title.height())


def test_a_million_letters_pasted_into_the_quotation_are_refused_in_words_and_stay(kaga: Driver) -> None:
    kaga.key("e")
    kaga.key("Rule 7")
    kaga.click(kaga.button("More"))
    quotation = kaga.question.question_pane.evidence.box.quotation
    quotation.setFocus()
    quotation.insertPlainText("All the sites of the city follow it.\n" * 28_000)
    kaga.click(kaga.button("Cite it"))
    assert kaga.says("This text is too long")
    assert cited(kaga) == ()
    assert len(quotation.text()) > 1_000_000
    quotation.selectAll()
    quotation.insertPlainText("All 🏙️ sites")
    kaga.click(kaga.button("Cite it"))
    assert [one.quotation for one in cited(kaga)] == ["All 🏙️ sites"]


@pytest.mark.parametrize("name", ["title", "publisher", "quotation"])
def test_what_an_input_method_composes_survives_what_a_colleague_cites(kaga: Driver, name: str) -> None:
    kaga.key("e")
    kaga.click(kaga.button("More"))
    box = kaga.question.question_pane.evidence.box
    edit = box.quotation if name == "quotation" else field(kaga, name)
    edit.setFocus()
    kaga.key("Rule ")
    QApplication.sendEvent(edit, QInputMethodEvent("きそ", []))
    cite_elsewhere(kaga, "ICT-01", "ICT-02")
    done = QInputMethodEvent()
    done.setCommitString("規則")
    QApplication.sendEvent(edit, done)
    kaga.events()
    assert edit.text() == "Rule 規則"
    form = kaga.page.citing.form
    assert form is not None
    assert getattr(form, name) == "Rule 規則"
