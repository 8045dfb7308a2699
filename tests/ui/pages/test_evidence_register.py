"""The evidence register: filtered, opened where it is used, amended, removed, brought back, by mouse and keyboard."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_app.operations.answers import give_answer
from desktop_app.operations.citations import amend, cite
from desktop_app.storage import citation_query
from desktop_app.ui.evidence.evidence_view import EvidenceView
from roadmap_core.assessment.answers import Choice
from roadmap_core.assessment.citations import Citation
from tests.ui import audit
from tests.ui.pages.driving import Driver

RULE = Citation(bytes(16), "Rule 7", "law", "Council", "2026-05-31", "https://kaga.jp/7", "§ 3", "All sites", "ja")
HANDBOOK = Citation(bytes([1] * 16), "Handbook", "policy", "Procurement office")
AUDIT = Citation(bytes([2] * 16), "Audit", "report", checked_by="City of Kobe")


def register(driver: Driver) -> EvidenceView:
    assert isinstance(driver.view, EvidenceView)
    return driver.view


def filled(driver: Driver) -> EvidenceView:
    """Three documents at four questions of two policies, and one answer with nothing."""
    desk = driver.page.desk
    for question_id in ("ICT-01", "ICT-02", "ICT-03"):
        desk.act(lambda workspace, question_id=question_id: give_answer(workspace, question_id, Choice(1), ()))
    other = desk.instrument.policies[1].questions[0].id
    for citation, questions in ((RULE, ["ICT-01", "ICT-02"]), (HANDBOOK, ["ICT-01"]), (AUDIT, [other])):
        desk.act(lambda workspace, questions=questions, citation=citation: cite(workspace, questions, citation))
    driver.window.go_to("evidence")
    driver.events()
    return register(driver)


def sources(driver: Driver) -> dict[str, tuple[str, ...]]:
    return {one.citation.title: one.questions for one in citation_query.register(driver.store).sources}


def test_what_is_cited_stands_in_the_list_with_its_grade_and_where_it_is_used(kaga: Driver) -> None:
    view = filled(kaga)
    assert view.list.titles == ["Audit", "Handbook", "Rule 7"]
    assert kaga.says("3 documents are cited. 1 answer has no evidence.")
    index = view.list.model().index(2, 0)
    said = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    assert said.startswith("Rule 7. E2 Public · § 3 · Council")
    assert said.endswith("at 2 questions")
    kaga.key(Qt.Key.Key_End)
    assert kaga.says("Used at 2 questions")
    kaga.key(Qt.Key.Key_Return)  # into what is chosen
    kaga.key(Qt.Key.Key_Return)
    assert kaga.page.item == "ICT-01"


def test_grade_policy_and_lack_of_evidence_filter_the_list(kaga: Driver) -> None:
    view = filled(kaga)
    kaga.click(kaga.button("E2 Public (1)"))
    assert view.list.titles == ["Rule 7"]
    kaga.click(kaga.button("All evidence (3)"))
    view.policies.setFocus()
    kaga.key(Qt.Key.Key_Down)
    assert view.list.titles == ["Handbook", "Rule 7"]
    kaga.key(Qt.Key.Key_Down)
    assert view.list.titles == ["Audit"]
    kaga.click(kaga.button("E1 Held (0)"))
    assert kaga.says("There is none of this kind.")
    view.policies.setFocus()
    kaga.key(Qt.Key.Key_Home)
    kaga.click(kaga.button("Without evidence (1)"))
    assert kaga.says("Answered without evidence")
    kaga.click(view.detail.used_buttons[0])
    assert kaga.page.item == "ICT-03"


def test_a_document_is_amended_from_the_register_and_stays_chosen_where_it_goes(kaga: Driver) -> None:
    view = filled(kaga)
    kaga.key(Qt.Key.Key_End)
    kaga.click(kaga.button("Amend"))
    title = view.box.fields[0].field("title")
    assert QApplication.focusWidget() is title
    title.selectAll()
    kaga.key("Act 7")
    kaga.key(Qt.Key.Key_Return)
    assert view.list.titles == ["Act 7", "Audit", "Handbook"]
    assert sources(kaga)["Act 7"] == ("ICT-01", "ICT-02")
    assert view.list.currentIndex().data() == "Act 7"
    assert QApplication.focusWidget() is view.list


def test_a_document_is_removed_everywhere_and_brought_back(kaga: Driver) -> None:
    view = filled(kaga)
    kaga.key(Qt.Key.Key_End)
    kaga.click(kaga.button("Remove from 2 questions"))
    assert (view.list.titles, view.list.currentIndex().data()) == (["Audit", "Handbook"], "Handbook")
    assert "Rule 7" not in sources(kaga)
    kaga.click(kaga.button("Undo"))
    assert sources(kaga)["Rule 7"] == ("ICT-01", "ICT-02")
    assert view.list.currentIndex().data() == "Rule 7"


def test_what_a_colleague_does_leaves_the_choice_the_scroll_and_the_focus_where_they_are(kaga: Driver) -> None:
    desk = kaga.page.desk
    many = [Citation(bytes([at] * 16), f"Decision {at:03}") for at in range(3, 34)]
    for citation in many:
        desk.act(lambda workspace, citation=citation: cite(workspace, ["ICT-01"], citation))
    view = filled(kaga)
    view.list.setCurrentIndex(view.list.model().index(22, 0))
    kaga.events()
    chosen, scroll = view.list.currentIndex().data(), view.list.verticalScrollBar().value()
    assert scroll > 0
    desk.act(lambda workspace: amend(workspace, HANDBOOK, replace(HANDBOOK, title="Zoning handbook")))
    desk.act(lambda workspace: amend(workspace, many[-1], replace(many[-1], section="p. 2")))
    kaga.events()
    assert (view.list.currentIndex().data(), view.list.verticalScrollBar().value()) == (chosen, scroll)
    assert QApplication.focusWidget() is view.list
    assert view.list.selectionModel().selectedIndexes() == [view.list.currentIndex()]


def test_where_nothing_is_cited_one_first_thing_is_offered(kaga: Driver) -> None:
    kaga.window.go_to("evidence")
    kaga.events()
    assert kaga.says("Nothing is cited yet")
    kaga.click(kaga.button("Answer the first question"))
    assert kaga.page.item == "ICT-01"
    kaga.key("2")
    kaga.window.go_to("evidence")
    kaga.events()
    kaga.click(kaga.button("Show the answers without evidence"))
    assert kaga.says("Answered without evidence")


def test_an_amendment_that_is_begun_in_the_register_outlives_the_program(
    start: Callable[..., Driver], kaga: Driver
) -> None:
    view = filled(kaga)
    kaga.click(kaga.button("Amend"))
    kaga.key(" of 2026")
    kaga.quit()
    again = start()
    again.window.go_to("evidence")
    again.events()
    view = register(again)
    assert view.box.fields[0].field("title").text() == "Audit of 2026"
    again.click(again.button("Save the change"))
    assert view.list.titles == ["Audit of 2026", "Handbook", "Rule 7"]


def test_an_address_of_any_length_is_shown_whole_and_pushes_nothing_aside(kaga: Driver) -> None:
    long = "https://" + "very-long-address-without-a-space" * 5
    kaga.page.desk.act(lambda workspace: cite(workspace, ["ICT-01"], Citation(bytes(16), long, reference=long)))
    for place in (("question", "ICT-01"), ("evidence", "")):
        kaga.window.go_to(*place)
        kaga.events()
        assert audit.cut_texts(kaga.window) == []
        assert any(text.replace("\u200b", "") == long for text in kaga.texts())
