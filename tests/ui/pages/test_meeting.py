"""Meeting mode through the window: a policy gone through by keyboard and by mouse; its minutes."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop_app.presentation.meeting_page import MeetingPage, Showing
from desktop_app.storage import half_texts, meeting_query
from desktop_app.storage.meeting_query import MeetingView as Held
from desktop_app.ui.meeting.meeting_view import MeetingView
from roadmap_core.assessment.answers import Choice, NotApplicable
from roadmap_core.assessment.meetings import Outcome
from tests.ui.pages.driving import Driver

DECIDED, LATER = Outcome


def opened(driver: Driver, policy_id: str = "ICT") -> MeetingView:
    driver.window.go_to("meeting", policy_id)
    driver.events()
    assert isinstance(driver.view, MeetingView)
    return driver.view


def begun(driver: Driver, present: str = "A. Mori") -> MeetingView:
    view = opened(driver)
    driver.type(view.begin.present, present)
    driver.click(view.begin.begin_button)
    return view


def held(driver: Driver) -> Held:
    (one,) = meeting_query.meetings(driver.store)
    return one


def model(view: MeetingView) -> MeetingPage:
    return view.model


def test_a_meeting_is_held_by_keyboard_alone(kaga: Driver) -> None:
    view = opened(kaga)
    assert QApplication.focusWidget() is view.begin.present
    kaga.key("A. Mori")
    kaga.key(Qt.Key.Key_Return)
    kaga.key("B. Ito")
    kaga.key(Qt.Key.Key_Tab)
    kaga.key(Qt.Key.Key_Return)
    assert model(view).asked.item == "ICT-01"
    assert (held(kaga).policy_id, held(kaga).present) == ("ICT", ("A. Mori", "B. Ito"))
    kaga.key("2")
    kaga.key("d")
    kaga.key("By autumn")
    kaga.key(Qt.Key.Key_Escape)
    kaga.key(Qt.Key.Key_Return)
    assert model(view).asked.item == "ICT-02"
    kaga.key(Qt.Key.Key_Return)
    assert kaga.says("Nothing is decided yet")
    kaga.key("l")
    assert model(view).asked.item == "ICT-03"
    first, second = held(kaga).said
    assert (first.answer, first.point.outcome, first.point.remark) == (Choice(1), DECIDED, "By autumn")
    assert (second.answer, second.point.outcome) == (None, LATER)
    assert kaga.stored("ICT-01").answer == Choice(1)
    kaga.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert held(kaga).spoken_of == {"ICT-01"}
    kaga.key("m")
    assert model(view).showing is Showing.MINUTES
    assert QApplication.focusWidget() is view.minutes.save_button


def test_what_waits_is_come_back_to_and_the_minutes_are_saved_by_mouse(kaga: Driver, tmp_path, monkeypatch) -> None:
    questions = kaga.page.desk.instrument.policy("ICT").question_ids
    view = begun(kaga)
    kaga.type(view.decision.remark, "The law is missing <b>")
    kaga.click(view.decision.later_button)
    assert view.decision.remark.text() == "", "the next question begins empty"
    for _question in questions[1:]:
        kaga.type(view.decision.remark, "Agreed")
        kaga.click(view.decision.decide_button)
    assert model(view).showing is Showing.MINUTES
    assert kaga.says(f"{len(questions) - 1} of {len(questions)} decided · 1 to come back to · 1 present")
    kaga.type(view.minutes.present, "B. Ito")
    kaga.key(Qt.Key.Key_Return)
    kaga.click(view.minutes.present_button)
    assert held(kaga).present == ("B. Ito", "A. Mori")
    file = tmp_path / "minutes"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(file), ""))
    kaga.click(view.minutes.save_button)
    page = file.with_name("minutes.html").read_text(encoding="utf-8")
    assert "The law is missing &lt;b&gt;" in page
    assert page.index("What was decided") < page.index("Agreed") < page.index("What stays open") < page.index("The law")
    assert kaga.says("The minutes are in")
    file.with_name("minutes.html").unlink()
    file.with_name("minutes.html").mkdir()
    kaga.click(view.minutes.save_button)
    assert kaga.says("The file was not written")
    kaga.click(view.minutes.go_on_button)
    assert model(view).asked.item == "ICT-01"
    kaga.click(view.decision.decide_button)
    assert held(kaga).decided == set(questions)
    kaga.click(view.minutes.list_button)
    assert model(view).showing is Showing.LIST
    kaga.click(kaga.button("Minutes"))
    assert model(view).showing is Showing.MINUTES


def test_texts_that_are_begun_outlive_the_program(start: Callable[..., Driver], kaga: Driver) -> None:
    view = begun(kaga)
    kaga.type(view.decision.remark, "By aut")
    kaga.click(view.decision.next_button)
    assert view.decision.remark.text() == ""
    kaga.type(view.decision.dissent, "B. I")
    kaga.quit()
    again = start()
    view = opened(again)
    again.type(view.begin.present, "C. Abe")
    again.click(again.button("Go on"))
    assert view.decision.remark.text() == "By aut"
    again.click(view.decision.next_button)
    assert view.decision.dissent.text() == "B. I"
    kept = half_texts.kept(again.store, half_texts.MEETING)
    assert sorted(kept.values()) == ["B. I", "By aut", "C. Abe"]


def test_an_answer_that_lacks_something_is_not_decided_over(kaga: Driver) -> None:
    view = begun(kaga)
    model(view).asked.pick_special("not_applicable")
    kaga.click(view.decision.decide_button)
    assert model(view).asked.item == "ICT-01"
    assert held(kaga).said == ()
    kaga.type(view.question.slot.box.field("reason"), "No such data")
    kaga.click(view.decision.decide_button)
    assert held(kaga).said[0].answer == NotApplicable("No such data")


def test_the_question_fills_the_screen_until_the_page_is_left(kaga: Driver) -> None:
    view, frame = begun(kaga), kaga.program.frame
    kaga.key(Qt.Key.Key_F11)
    assert kaga.window.isFullScreen()
    assert not frame.bar.isVisible()
    assert not frame.navigation.isVisible()
    kaga.key("2")
    kaga.key(Qt.Key.Key_Return)
    assert model(view).asked.item == "ICT-02"
    assert not frame.bar.isVisible(), "what is written down changes nothing of that"
    kaga.click(view.screen_button)
    assert not kaga.window.isFullScreen()
    assert frame.bar.isVisible()
    kaga.key(Qt.Key.Key_F11)
    kaga.window.go_to("overview")
    kaga.events()
    assert not kaga.window.isFullScreen()
    assert frame.navigation.isVisible()


def test_a_meeting_that_is_undone_leads_back_to_the_list_and_one_that_is_begun_needs_a_name(kaga: Driver) -> None:
    view = opened(kaga)
    kaga.click(view.begin.begin_button)
    assert kaga.says("Say who is present.")
    kaga.type(view.begin.present, "A. Mori")
    kaga.click(view.begin.begin_button)
    kaga.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert meeting_query.meetings(kaga.store) == ()
    assert model(view).showing is Showing.LIST
    assert view.begin.isVisible()
    assert kaga.says("No meeting yet")
