"""Connecting with a real server: refusals in words beside their field, admitting; what is typed stays."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop_app.errors import describe
from desktop_app.operations.changes import Changes
from desktop_app.storage import queries
from desktop_app.storage.views import Connection
from desktop_app.ui.people.join_view import JoinView
from roadmap_core.exchange.joining import INVITATION_BYTES
from roadmap_core.keys.codes import to_code
from tests.fakes.computer import Computer
from tests.server.running import RunningServer
from tests.ui.pages.driving import Driver
from tests.ui.pages.sharing.conftest import LiveDriver, closed_port, genesis_of, tab_to

INVITATION = to_code(bytes(INVITATION_BYTES))
"""Well typed, but not one of the server's."""


def opened(driver: Driver) -> JoinView:
    driver.window.go_to("join")
    driver.events()
    assert isinstance(driver.view, JoinView)
    return driver.view


def live_page(driver: LiveDriver) -> JoinView:
    driver.open("join")
    assert isinstance(driver.view, JoinView)
    return driver.view


@pytest.mark.parametrize(
    ("address", "code"), [("alliance example", "E-ADDRESS"), ("https://a.example:99999", "E-PORT"), ("", "E-ADDRESS")]
)
def test_a_wrong_address_is_explained_below_the_field_and_stays_there(live, tmp_path, address: str, code: str) -> None:
    Computer(tmp_path / "kaga", "M. Sato").close()
    driver: LiveDriver = live(tmp_path / "kaga")
    view = live_page(driver)
    driver.until(view.connect_card.connect_button.isEnabled)
    driver.type(view.connect_card.address, address)
    driver.type(view.connect_card.invitation, INVITATION)
    driver.click(view.connect_card.connect_button)
    driver.until(lambda: driver.says(f"({code})"))
    words = describe(code)
    assert driver.says(words.title)
    assert driver.says(words.what_is_safe)
    assert driver.says(words.what_next)
    assert view.connect_card.address.property("state") == "error"
    assert (view.connect_card.address.text(), view.connect_card.invitation.text()) == (address, INVITATION)
    assert f"({code})" in view.connect_card.address.accessibleDescription()
    assert view.connect_card.invitation.accessibleDescription() == ""
    problem, invitation = view.connect_card.problem, view.connect_card.invitation
    assert problem.geometry().bottom() < invitation.mapTo(view.connect_card, invitation.rect().topLeft()).y()


def test_a_closed_port_is_told_with_its_code_and_connecting_by_keyboard_works_once_the_server_runs(
    live, tmp_path
) -> None:
    port = closed_port()
    Computer(tmp_path / "kaga", "M. Sato").close()
    driver: LiveDriver = live(tmp_path / "kaga")
    view = live_page(driver)
    driver.type(view.connect_card.address, f"http://127.0.0.1:{port}")
    driver.key(Qt.Key.Key_Tab)
    driver.key(INVITATION)
    driver.key(Qt.Key.Key_Return)
    driver.until(lambda: driver.says("(E-OFFLINE)"))
    assert view.connect_card.address.text() == f"http://127.0.0.1:{port}"
    assert view.connect_card.invitation.text() == INVITATION
    assert "Sent to the alliance" not in driver.status()
    with RunningServer(tmp_path / "server", port=port) as server:
        driver.until(view.connect_card.connect_button.isEnabled)
        view.connect_card.invitation.setFocus()
        view.connect_card.invitation.selectAll()
        driver.key(server.invite("kaga-jp"))
        tab_to(driver, "Connect")
        driver.key(Qt.Key.Key_Return)
        driver.until(lambda: queries.status(driver.store).connection is Connection.PENDING)
        driver.until(lambda: not driver.says("(E-OFFLINE)"))
        driver.until(lambda: not view.connect_card.isVisible())
        assert view.code_card.code.isVisible(), "the code to be read out stays in sight"
        assert view.code_card.code.text() == queries.sending(driver.store).computer_code


def test_a_wrong_invitation_is_explained_and_can_be_mended(live, tmp_path) -> None:
    with RunningServer(tmp_path / "server") as server:
        Computer(tmp_path / "kaga", "M. Sato").close()
        driver: LiveDriver = live(tmp_path / "kaga")
        view = live_page(driver)
        driver.type(view.connect_card.address, server.address)
        driver.type(view.connect_card.invitation, "WRONG")
        driver.until(view.connect_card.connect_button.isEnabled)
        driver.click(view.connect_card.connect_button)
        driver.until(lambda: driver.says("(E-INVITE)"))
        assert view.connect_card.invitation.text() == "WRONG"
        assert view.connect_card.invitation.property("state") == "error"
        view.connect_card.invitation.selectAll()
        driver.type(view.connect_card.invitation, server.invite("kaga-jp"))
        driver.until(view.connect_card.connect_button.isEnabled)
        driver.click(view.connect_card.connect_button)
        driver.until(lambda: queries.status(driver.store).connection is Connection.PENDING)
        server.admit(genesis_of(driver))
        view.model.desk.line.send_wanted.emit()
        driver.until(lambda: queries.status(driver.store).connection is Connection.ADMITTED)
        driver.until(lambda: not view.connect_card.isVisible())


def test_the_code_of_this_computer_is_shown_copied_and_kept(start, empty_profile) -> None:
    driver: Driver = start()
    driver.begin("kaga-jp", "M. Sato")
    view = opened(driver)
    driver.click(view.code_card.show_button)
    code = view.code_card.code.text()
    assert len(code) == len("XXXX-XXXX-XXXX-X")
    driver.click(view.code_card.copy_button)
    assert QApplication.clipboard().text() == code
    opened(driver)
    assert view.code_card.code.text() == code


@pytest.mark.parametrize("field", ["address", "invitation"])
def test_typed_text_cursor_and_focus_survive_changes_rounds_and_a_language_switch(start, field: str) -> None:
    driver: Driver = start()
    driver.begin("kaga-jp", "M. Sato")
    view = opened(driver)
    edit = getattr(view.connect_card, field)
    assert isinstance(edit, QLineEdit)
    driver.type(edit, "https://alliance")
    edit.setCursorPosition(3)
    line = view.model.desk.line
    for busy in (True, False):
        line.set_busy(busy=busy)
    driver.program._bus.publish(Changes(outbox=True, connection=True, city=True, contested=True, origin="remote"))
    driver.events()
    assert edit.hasFocus()
    assert (edit.text(), edit.cursorPosition()) == ("https://alliance", 3)
    driver.program.appearance.choose_language("ja")
    driver.events()
    assert getattr(driver.view.connect_card, field).text() == "https://alliance"
