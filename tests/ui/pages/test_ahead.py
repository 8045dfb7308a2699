"""Pages are made before somebody opens them, while nobody touches anything, and nobody notices."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_app.presentation.plan_page import PlanPage
from desktop_app.ui.pages import PAGES
from desktop_app.ui.shell import ahead
from tests.ui.pages.driving import Driver


def pieces(driver: Driver) -> int:
    pages, count = driver.program.frame.pages, 0
    assert pages is not None
    while pages.prepare():
        count += 1
        driver.events()
    return count


def test_every_page_is_ready_and_what_is_in_front_typed_and_focused_stays(kaga: Driver) -> None:
    pages = kaga.program.frame.pages
    note = kaga.question.question_pane.note
    kaga.type(note, "Half a sentence")
    assert pieces(kaga) > 0
    assert kaga.view is kaga.question
    assert QApplication.focusWidget() is note
    assert note.toPlainText() == "Half a sentence"
    assert all(pages.model(page.key) is not None for page in PAGES if page.is_prepared)
    built = pages.count()
    for page in PAGES:
        if page.is_prepared:
            kaga.window.go_to(page.key)
            kaga.events()
    assert pages.count() == built, "nothing was made a second time"


def test_what_is_done_after_a_page_was_made_is_on_it_when_it_opens(kaga: Driver) -> None:
    pieces(kaga)
    kaga.key("1")
    kaga.window.go_to("review")
    kaga.events()
    kaga.window.go_to("plan")
    kaga.events()
    plan = kaga.view.model
    assert isinstance(plan, PlanPage)
    assert plan.view is not None
    assert plan.view.policies[0].standing.answered == 1


def test_in_another_language_the_pages_are_made_anew(kaga: Driver) -> None:
    pieces(kaga)
    kaga.program.appearance.choose_language("es")
    assert pieces(kaga) > 0


def test_nothing_is_made_while_somebody_works(kaga: Driver, monkeypatch) -> None:
    monkeypatch.setattr(ahead, "QUIET_MS", 60_000)
    made: list[str] = []
    waiting = ahead.Ahead(lambda: bool(made.append("a piece")), kaga.program)
    waiting.start()
    waiting._timer.timeout.emit()
    assert made == ["a piece"]
    waiting._timer.stop()
    kaga.key(Qt.Key.Key_Tab)
    assert waiting._timer.remainingTime() > 50_000, "a key makes it wait again"
    waiting._timer.stop()
