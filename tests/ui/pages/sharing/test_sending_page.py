"""The sending page with a real server: what waits, what is sent; no claim without proof."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop_app.operations import answer_marks, answers
from desktop_app.operations.changes import Changes
from desktop_app.storage import queries
from desktop_app.storage.engine import transaction
from desktop_app.storage.views import Connection, WaitingItem
from desktop_app.ui.people.join_view import JoinView
from desktop_app.ui.sending.sending_view import SendingView
from roadmap_core.assessment.answers import Choice
from roadmap_core.assessment.confidence import Confidence
from roadmap_core.entries.facets import Facet
from tests.fakes.computer import Computer
from tests.server.running import RunningServer
from tests.ui.pages.driving import Driver
from tests.ui.pages.sharing.conftest import Kept, LiveDriver, closed_port, genesis_of, point_at, tab_to


def opened(driver: Driver) -> SendingView:
    driver.window.go_to("sending")
    driver.events()
    assert isinstance(driver.view, SendingView)
    return driver.view


def live_page(driver: LiveDriver) -> SendingView:
    driver.open("sending")
    assert isinstance(driver.view, SendingView)
    return driver.view


def rows(driver: Driver) -> list[str]:
    from desktop_app.ui.sending.rows import Row

    return [row.accessibleName() for row in driver.view.findChildren(Row) if row.isVisible() and row.accessibleName()]


@pytest.fixture
def sato(start, both: Kept) -> Driver:
    return start(both.sato)


def test_connecting_and_sending_with_the_keyboard_and_nothing_says_sent_before_the_receipt(live, tmp_path) -> None:
    with RunningServer(tmp_path / "server") as server, Computer(tmp_path / "kaga", "M. Sato") as computer:
        computer.answer("ICT-01", 2)
        computer.close()
        driver: LiveDriver = live(tmp_path / "kaga")
        view = live_page(driver)
        assert not view.send_button.isVisible()
        assert any("ICT-01" in row and "M. Sato" in row and "Counted" in row for row in rows(driver))
        assert "Sent to the alliance" not in driver.status()
        tab_to(driver, "Join a city")
        driver.key(Qt.Key.Key_Return)
        driver.until(lambda: isinstance(driver.view, JoinView) and driver.view.connect_card.invitation.isVisible())
        driver.view.connect_card.address.setFocus()
        driver.key(server.address)
        driver.key(Qt.Key.Key_Tab)
        driver.key(server.invite("kaga-jp"))
        said = []

        def note() -> None:
            status = queries.status(driver.store)
            said.append(("Sent to the alliance" in driver.status(), status.sent_ms is not None))

        driver.program._bus.changed.connect(note)
        driver.key(Qt.Key.Key_Return)
        driver.until(lambda: queries.status(driver.store).connection is Connection.PENDING)
        assert "Sent to the alliance" not in driver.status()
        server.admit(genesis_of(driver))
        view.model.desk.line.send_wanted.emit()
        driver.until(lambda: "Sent to the alliance" in driver.status())
        driver.program._bus.changed.disconnect(note)
        assert all(proved for claimed, proved in said if claimed), "said before it was so"
        driver.until(lambda: driver.says("This computer is admitted. Its role: Lead"))
        view = live_page(driver)
        assert not view.join_notice.isVisible()
        driver.until(lambda: any("Confirmed as no." in row for row in rows(driver)))
        driver.until(lambda: driver.says("Nothing waits to be sent."))
        answers.give_answer(driver.program.opened.workspace, "ICT-02", Choice(1), ())
        driver.program._bus.publish(Changes(outbox=True))
        driver.until(lambda: "waits to be sent" in driver.status())
        assert "Sent to the alliance" not in driver.status()
        driver.until(view.send_button.isEnabled)
        driver.click(view.send_button)
        driver.until(lambda: "Sent to the alliance" in driver.status())


def test_the_status_line_says_saved_waiting_and_sent_only_while_each_is_so(live, both: Kept) -> None:
    port = closed_port()
    point_at(f"http://127.0.0.1:{port}", both.sato)
    driver: LiveDriver = live(both.sato)
    view = live_page(driver)
    workspace = driver.program.opened.workspace
    seen = queries.question(driver.store, "ICT-03").seen
    driver.program._bus.publish(
        driver.program._background.call(lambda: answers.give_answer(workspace, "ICT-03", Choice(1), seen))
    )
    driver.until(lambda: "1 change waits to be sent" in driver.status())
    driver.until(lambda: driver.says("(E-OFFLINE)"))
    assert "Saved on this computer" in driver.status()
    assert "Sent to the alliance" not in driver.status()
    with RunningServer(both.server, port=port):
        driver.until(view.send_button.isEnabled)
        tab_to(driver, "Send now")
        driver.key(Qt.Key.Key_Space)
        driver.until(lambda: "Sent to the alliance" in driver.status())
        assert "wait" not in driver.status()
        assert queries.status(driver.store).waiting_changes == 0
        driver.until(lambda: not driver.says("(E-OFFLINE)"))


def test_while_a_round_runs_the_button_says_so_and_the_rows_stay_as_they_are(sato: Driver) -> None:
    view = opened(sato)
    shown = rows(sato)
    wanted = []
    view.model.desk.line.send_wanted.connect(lambda: wanted.append(1))
    sato.click(view.send_button)
    assert wanted == [1]
    before = view.findChildren(QLineEdit)
    view.model.desk.line.set_busy(busy=True)
    assert not view.send_button.isEnabled()
    assert "Sending" in view.send_button.text()
    view.model.desk.line.set_busy(busy=False)
    assert view.send_button.isEnabled()
    assert (rows(sato), view.findChildren(QLineEdit)) == (shown, before)


def test_what_waits_stands_row_by_row_with_user_text_as_typed(sato: Driver) -> None:
    workspace = sato.program.opened.workspace
    answers.write_note(workspace, "ICT-03", "<b>Not bold</b> & \u202eturned", ())
    view = opened(sato)
    texts = [row for row in rows(sato) if "ICT-03" in row]
    assert texts
    assert "<b>Not bold</b> &" in texts[0]
    assert "Only your city" in texts[0]
    assert sato.says("On a slow line of 64 kbit/s")
    assert view.model.nothing_waits()


def test_a_change_to_a_question_that_this_questionnaire_has_not_is_named_as_such(sato: Driver) -> None:
    workspace = sato.program.opened.workspace
    answers.give_answer(workspace, "ICT-03", Choice(1), ())
    answers.write_note(workspace, "ICT-03", "of another questionnaire", ())
    with transaction(workspace.engine) as connection:
        connection.exec_driver_sql("UPDATE draft SET item = 65000 WHERE item > 0")
    opened(sato)
    unknown = [row for row in rows(sato) if "something that this version of the questionnaire doesn't have" in row]
    assert len(unknown) == 2


def test_confidence_and_flag_are_named_with_who_will_see_them(sato: Driver) -> None:
    workspace = sato.program.opened.workspace
    answer_marks.say_confidence(workspace, "ICT-03", Confidence.SURE, ())
    answer_marks.set_flag(workspace, "ICT-04", raised=True, seen=())
    opened(sato)
    (sure,) = [row for row in rows(sato) if "How sure you are of ICT-03" in row]
    (flag,) = [row for row in rows(sato) if "ICT-04: flagged" in row]
    assert sure.endswith("Not counted")
    assert flag.endswith("Only your city")
    assert sato.says("no figure has it")


@pytest.mark.parametrize("facet", [Facet.ANSWER, Facet.NOTE, Facet.PLAN, Facet.EVIDENCE, Facet.FLAG])
def test_a_waiting_change_with_an_unknown_id_never_stops_the_page(sato: Driver, facet: Facet) -> None:
    page = opened(sato).model
    for question in ("", "NEW-99"):
        text = page.subject(WaitingItem(question, facet, Choice(1), "a text", "M. Sato", is_sealed=True, changed_ms=0))
        assert text


def test_two_answers_are_one_click_away(sato: Driver) -> None:
    opened(sato)
    sato.click(sato.button("3 questions need your choice"))
    assert sato.says("Two colleagues answered")


def test_being_offline_is_told_calmly_with_what_is_safe(live, both: Kept) -> None:
    point_at(f"http://127.0.0.1:{closed_port()}", both.sato)
    driver: LiveDriver = live(both.sato)
    live_page(driver)
    driver.until(lambda: driver.says("(E-OFFLINE)"))
    assert driver.says("Everything you wrote is saved on this computer and will be sent later.")
    assert "Saved on this computer" in driver.status()
