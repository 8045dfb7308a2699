"""People and computers, by mouse and by keyboard: what a lead signs, and what everybody else sees. Nothing is sent."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea

from desktop_app.errors import describe
from desktop_app.operations.changes import Changes
from desktop_app.storage.people import MOST_WRONG_CODES
from desktop_app.storage.people_view import people_view
from desktop_app.storage.views import ComputerState, QuestionState
from roadmap_core.entries.statements import Role
from tests.ui.pages.driving import Driver
from tests.ui.pages.people.conftest import Kaga, people_page, rows, stored
from tests.ui.pages.sharing.conftest import tab_to

ASKS, NAMELESS = "A computer that asks to join", "A computer whose name comes with its next update"
"""A computer's names are drafts until it has the city's key: before it was admitted, and at first afterwards."""


@pytest.fixture
def sato(start, city: Kaga) -> Driver:
    """The lead."""
    return start(city.sato)


def of(computers: list[str], official: str) -> str:
    named = [row for row in computers if official in row]
    (found,) = named or [row for row in computers if ASKS in row or NAMELESS in row]
    return found


def test_every_computer_stands_there_with_person_role_state_and_since_when(sato: Driver) -> None:
    view = people_page(sato)
    found = rows(view.computers)
    assert all("Known here since" in row for row in found if "registrar" not in row)
    assert "Lead. Admitted. This computer" in of(found, "M. Sato")
    assert "Viewer. Admitted" in of(found, "K. Ito")
    assert "Editor. Removed" in of(found, "R. Mori")
    assert "No role yet. Waits for admission" in of(found, "Y. Abe")
    assert sato.says("You are a lead of your city")
    count = sato.program.frame.navigation.findChildren(QAbstractButton)
    assert any("1 computer waits for you" in one.accessibleDescription() + one.accessibleName() for one in count)


def test_a_wrong_code_is_explained_below_its_field_and_stays_then_the_right_one_admits_as_viewer(
    sato: Driver, city: Kaga
) -> None:
    view = people_page(sato)
    card = view.admit_card
    sato.type(card.code, "ABCD-EFGH")
    sato.click(card.button)
    words = describe("E-DEVICE-CODE")
    assert sato.says(words.title)
    assert sato.says("(E-DEVICE-CODE)")
    assert card.code.text() == "ABCD-EFGH"
    assert card.code.property("state") == "error"
    assert words.what_next in card.code.accessibleDescription()
    assert stored(sato, "Y. Abe").state is ComputerState.PENDING
    card.code.selectAll()
    sato.type(card.code, city.code)
    sato.click(sato.button("Viewer"))
    sato.click(card.button)
    assert sato.says(NAMELESS)
    assert sato.says("is admitted")
    assert not sato.says("(E-DEVICE-CODE)")
    assert card.code.text() == ""
    assert (stored(sato, "Y. Abe").role, stored(sato, "Y. Abe").state) == (Role.VIEWER, ComputerState.ADMITTED)
    assert "Viewer. Admitted" in of(rows(view.computers), "Y. Abe")


def test_a_code_may_be_typed_small_with_spaces_and_with_letters_for_digits_by_keyboard_alone(
    sato: Driver, city: Kaga
) -> None:
    people_page(sato)
    tab_to(sato, "Code of the other computer")
    sato.key(city.code.lower().replace("-", " ").replace("0", "o").replace("1", "l"))
    sato.key(Qt.Key.Key_Return)
    assert stored(sato, "Y. Abe").role is Role.EDITOR


def test_after_five_wrong_codes_the_request_is_closed_and_says_so(sato: Driver, city: Kaga) -> None:
    view = people_page(sato)
    sato.type(view.admit_card.code, "ABCD-EFGH")
    for _ in range(MOST_WRONG_CODES):
        assert "Waits for admission" in of(rows(view.admit_card), "Y. Abe")
        sato.key(Qt.Key.Key_Return)
    assert "Request closed" in of(rows(view.admit_card), "Y. Abe")
    view.admit_card.code.selectAll()
    sato.type(view.admit_card.code, city.code)
    sato.key(Qt.Key.Key_Return)
    assert sato.says("(E-REQUEST-DEAD)")
    assert stored(sato, "Y. Abe").state is ComputerState.PENDING


def test_a_code_that_is_being_typed_survives_changes_and_another_language(sato: Driver) -> None:
    view = people_page(sato)
    sato.type(view.admit_card.code, "ABCD")
    view.admit_card.code.setCursorPosition(2)
    sato.program._bus.publish(Changes(outbox=True, connection=True, city=True, origin="remote"))
    sato.events()
    assert view.admit_card.code.hasFocus()
    assert (view.admit_card.code.text(), view.admit_card.code.cursorPosition()) == ("ABCD", 2)
    sato.program.appearance.choose_language("ar")
    sato.events()
    assert sato.view.admit_card.code.text() == "ABCD"


def test_removing_asks_first_says_what_is_safe_and_escape_or_keep_it_remove_nothing(sato: Driver) -> None:
    view = people_page(sato)
    sato.click(sato.button("Remove K. Ito"))
    assert sato.says("Nothing is deleted.")
    assert sato.says("This can't be undone")
    assert view.remove_card.keep_button.hasFocus(), "Enter is harmless"
    sato.key(Qt.Key.Key_Escape)
    assert not view.remove_card.isVisible()
    tab_to(sato, "Remove K. Ito")
    sato.key(Qt.Key.Key_Return)
    sato.key(Qt.Key.Key_Return)
    assert not view.remove_card.isVisible()
    assert stored(sato, "K. Ito").state is ComputerState.ADMITTED


def test_the_question_whether_to_remove_is_in_sight_when_it_was_asked_from_far_below(sato: Driver) -> None:
    sato.window.resize(1024, 500)
    sato.program.appearance.choose_text_percent(200)
    sato.events()
    view = people_page(sato)
    button = sato.button("Remove K. Ito")
    button.setFocus()
    view.findChild(QScrollArea).ensureWidgetVisible(button)
    sato.events()
    sato.key(Qt.Key.Key_Return)
    keep = view.remove_card.keep_button
    assert keep.hasFocus()
    sato.qtbot.waitUntil(lambda: keep.visibleRegion().boundingRect() == keep.rect())


@pytest.mark.parametrize("keeps", [True, False])
def test_a_removed_computers_earlier_work_counts_on_or_is_set_aside_as_was_chosen(
    sato: Driver, city: Kaga, *, keeps: bool
) -> None:
    view = people_page(sato)
    sato.type(view.admit_card.code, city.code)
    sato.key(Qt.Key.Key_Return)
    sato.click(sato.button(f"Remove {NAMELESS}"))
    if not keeps:
        sato.click(sato.button("Doesn't count either"))
        assert sato.says("all that it ever wrote is set aside")
    tab_to(sato, "Remove this computer")
    sato.key(Qt.Key.Key_Return)
    assert stored(sato, "Y. Abe").state is ComputerState.REVOKED
    assert "Removed" in of(rows(view.computers), "Y. Abe")
    assert not view.remove_card.isVisible()
    buttons = [b.accessibleName() for b in view.computers.findChildren(QAbstractButton) if b.isVisible()]
    assert buttons == ["Remove K. Ito"]


def test_what_is_set_aside_is_listed_with_its_reason_and_counts_once_the_lead_lets_it(sato: Driver) -> None:
    view = people_page(sato)
    found = rows(view.set_aside)
    assert any("ICT-02" in row and "(E-REVOKED)" in row for row in found)
    assert any("ICT-03" in row and "Written where only reading is allowed (E-SCOPE)" in row for row in found)
    assert sato.stored("ICT-02").state is QuestionState.EMPTY
    sato.click(sato.button("Let count what R. Mori wrote"))
    assert sato.stored("ICT-02").state is QuestionState.ANSWERED
    assert not any("ICT-02" in row for row in rows(view.set_aside))
    tab_to(sato, "Let count what K. Ito wrote")
    sato.key(Qt.Key.Key_Return)
    assert not view.set_aside.isVisible()
    assert people_view(sato.store).set_aside == {}


def test_who_is_not_the_lead_sees_everybody_and_who_the_lead_is_and_no_button_that_signs(start, city: Kaga) -> None:
    driver: Driver = start(city.ito)
    view = people_page(driver)
    assert driver.says("The lead of your city admits computers, and removes them: \u2068M. Sato\u2069")
    assert "This computer" in of(rows(view.computers), "K. Ito")
    assert any("ICT-03" in row for row in rows(view.set_aside))
    assert [b.text() for b in view.findChildren(QAbstractButton) if b.isVisible()] == ["Send and receive"]


def test_a_computer_that_waits_shows_its_code_and_the_top_bar_leads_to_what_happens_next(start, city: Kaga) -> None:
    driver: Driver = start(city.abe)
    view = people_page(driver)
    assert view.join_card.code.text() == city.code
    assert ", ".join(" ".join(group) for group in city.code.split("-")) in view.join_card.code.accessibleName()
    driver.window.go_to("overview")
    driver.events()
    driver.click(driver.button("Waits to be admitted"))
    assert driver.view.code_card.code.text() == city.code
    assert not driver.view.connect_card.isVisible()
    driver.click(driver.view.code_card.copy_button)
    assert QApplication.clipboard().text() == city.code
    tab_to(driver, "Use another address or invitation")
    driver.key(Qt.Key.Key_Return)
    assert driver.view.connect_card.isVisible()


def test_a_computer_by_itself_is_led_to_joining_and_back(kaga: Driver) -> None:
    people_page(kaga)
    assert kaga.says("This computer works by itself")
    assert kaga.says("Nobody is known here yet as the lead of your city")
    kaga.click(kaga.view.join_card.button)
    assert kaga.says("Connect to the alliance")
    kaga.click(kaga.view.findChildren(QAbstractButton)[0])
    assert kaga.says("This computer works by itself")
