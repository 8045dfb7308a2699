"""The page of the checks: what is found stands in the list, opens where it is mended, and goes away then."""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_app.operations.answer_marks import say_confidence, set_flag
from desktop_app.operations.answers import give_answer
from desktop_app.operations.citations import cite
from desktop_app.operations.plans import add_plan_action
from desktop_app.ui.checks.checks_view import ChecksView
from roadmap_core.assessment.answers import Choice
from roadmap_core.assessment.citations import Citation
from roadmap_core.assessment.confidence import Confidence
from tests.ui.pages.driving import Driver

RULE = Citation(bytes(16), "Rule 7", "law", "Council")


def checks(driver: Driver) -> ChecksView:
    driver.window.go_to("checks")
    driver.events()
    assert isinstance(driver.view, ChecksView)
    return driver.view


def filled(driver: Driver) -> ChecksView:
    """A late action, a flag, an answer with nothing cited, and a guess."""
    act, policy = driver.page.desk.act, driver.page.desk.instrument.policies[0].id
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    for question_id in ("ICT-01", "ICT-02"):
        act(lambda workspace, question_id=question_id: give_answer(workspace, question_id, Choice(1), ()))
    act(lambda workspace: cite(workspace, ["ICT-02"], RULE))
    act(lambda workspace: say_confidence(workspace, "ICT-02", Confidence.GUESS, ()))
    act(lambda workspace: set_flag(workspace, "ICT-03", raised=True, seen=()))
    act(lambda workspace: add_plan_action(workspace, policy, "Hire <b>somebody</b>", "A. Mori", yesterday))
    return checks(driver)


def test_where_nothing_is_found_the_page_says_so_and_leads_on(kaga: Driver) -> None:
    checks(kaga)
    assert kaga.says("Nothing stands out")
    kaga.click(kaga.button("Go on with the assessment"))
    assert kaga.page.item == kaga.page.desk.instrument.questions[0].id


def test_findings_stand_by_kind_with_why_and_what_makes_them_go_away(kaga: Driver) -> None:
    view = filled(kaga)
    assert kaga.says("4 things to look at.")
    assert len(view.list.titles) == 4
    assert view.list.titles[0] == "Hire <b>somebody</b>"
    assert kaga.says("This was to be done by")
    kaga.key(Qt.Key.Key_Down)
    assert kaga.says("Somebody in your city wants to look at this again.")
    kaga.key(Qt.Key.Key_End)
    assert kaga.says("Your city says that this answer is a guess.")
    index = view.list.model().index(3, 0)
    assert "A guess" in str(index.data(Qt.ItemDataRole.AccessibleTextRole))


def test_each_finding_opens_what_mends_it_by_keyboard_and_by_mouse(kaga: Driver) -> None:
    view = filled(kaga)
    kaga.key(Qt.Key.Key_Return)
    assert kaga.program.frame.place.page == "plan"
    view = checks(kaga)
    kaga.click(kaga.button("Without evidence (1)"))
    assert len(view.list.titles) == 1
    kaga.click(kaga.button("Cite evidence"))
    assert kaga.page.item == "ICT-01"
    assert QApplication.focusWidget() is kaga.question.question_pane.evidence.box.fields[0].field("title")


def test_what_is_mended_goes_away_and_a_kind_that_is_empty_gives_way_to_all(kaga: Driver) -> None:
    view = filled(kaga)
    kaga.click(kaga.button("Flagged (1)"))
    seen = kaga.stored("ICT-03").flag_seen
    view.model.desk.act(lambda workspace: set_flag(workspace, "ICT-03", raised=False, seen=seen))
    kaga.events()
    assert kaga.says("3 things to look at.")
    assert len(view.list.titles) == 3
    assert not [name for name, _ in view.model.chips() if name == "flagged"]
