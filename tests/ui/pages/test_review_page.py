"""Review and sign-off through the window: handed in, signed, changed since, returned; by mouse and keyboard."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_app.operations.answers import give_answer
from desktop_app.storage import half_texts, review_query
from desktop_app.ui.review.review_view import ReviewView
from desktop_app.ui.widgets.text_view import TextView
from roadmap_core.assessment.answers import Choice
from roadmap_core.assessment.review import ReviewState
from tests.ui import audit
from tests.ui.pages.driving import Driver


def opened(driver: Driver, policy_id: str = "") -> ReviewView:
    driver.window.go_to("review", policy_id)
    driver.events()
    assert isinstance(driver.view, ReviewView)
    return driver.view


def answer(driver: Driver, option: int, seen: tuple = ()) -> None:
    driver.view.model.desk.act(lambda workspace: give_answer(workspace, "ICT-01", Choice(option), seen))
    driver.events()


def state(driver: Driver) -> ReviewState:
    return review_query.reviews(driver.store)[0].review.state


def test_a_policy_is_signed_by_keyboard_and_what_changes_later_is_shown_and_opens(kaga: Driver) -> None:
    answer(kaga, 2)
    view = opened(kaga)
    assert QApplication.focusWidget() is view.list
    for expected in (ReviewState.READY, ReviewState.REVIEWED, ReviewState.SIGNED):
        kaga.key(Qt.Key.Key_Return)  # into the policy, to the first act
        kaga.key(Qt.Key.Key_Return)
        assert state(kaga) is expected
        assert QApplication.focusWidget() is view.list, "a key that is held does one thing"
    assert kaga.says("1 policy is signed.")
    digest = review_query.reviews(kaga.store)[0].review.digest.hex()
    assert any(digest[:8] in text.toPlainText() for text in view.card.findChildren(TextView))
    answer(kaga, 3)
    assert kaga.says("0 policies are signed.")
    assert str(view.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)).endswith(
        "Signed · 1 answer changed since"
    )
    assert audit.audit(kaga.window) == []
    kaga.click(view.card.change_buttons[0])
    assert kaga.page.item == "ICT-01"


def test_a_return_without_a_reason_is_explained_and_with_one_it_is_a_finding_of_the_checks(kaga: Driver) -> None:
    answer(kaga, 2)
    view = opened(kaga, "ICT")
    kaga.click(view.card.buttons[ReviewState.READY])
    kaga.click(view.card.buttons[ReviewState.RETURNED])
    assert kaga.says("Say why it is returned")
    kaga.type(view.card.reason, "Which law?")
    kaga.click(view.card.buttons[ReviewState.RETURNED])
    assert state(kaga) is ReviewState.RETURNED
    assert kaga.says("Why it was returned")
    assert view.card.reason.text() == ""
    kaga.window.go_to("checks")
    kaga.events()
    assert "Which law?" in kaga.view.list.titles
    kaga.key(Qt.Key.Key_Home)
    kaga.key(Qt.Key.Key_Return)
    assert (kaga.program.frame.place.page, kaga.program.frame.place.item) == ("review", "ICT")


def test_a_reason_that_is_begun_outlives_the_program(start: Callable[..., Driver], kaga: Driver) -> None:
    answer(kaga, 2)
    view = opened(kaga)
    kaga.click(view.card.buttons[ReviewState.READY])
    kaga.type(view.card.reason, "Which")
    kaga.quit()
    again = start()
    assert half_texts.kept(again.store, "ICT") == {"reason": "Which"}
    assert opened(again).card.reason.text() == "Which"
