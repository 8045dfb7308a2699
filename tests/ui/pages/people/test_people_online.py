"""The same pages with a real server: what one computer signs, the other one hears of."""

from desktop_app.operations import members
from desktop_app.storage import queries
from desktop_app.storage.people_view import people_view
from desktop_app.storage.views import Connection
from roadmap_core.entries.statements import Role
from tests.fakes.computer import Computer
from tests.server.running import RunningServer
from tests.ui.pages.people.conftest import Kaga, join_page, people_page, stored
from tests.ui.pages.sharing.conftest import LiveDriver, closed_port, point_at


def test_a_colleague_comes_in_with_the_leads_invitation_and_is_admitted_by_the_code(live, city: Kaga, tmp_path) -> None:
    with RunningServer(city.server) as server, Computer(tmp_path / "ono", "Z. Ono") as ono:
        point_at(server.address, city.sato)
        driver: LiveDriver = live(city.sato)
        view = people_page(driver)
        driver.click(view.invite_card.button)
        driver.until(view.invite_card.code.isVisible)
        assert driver.says("For one computer, until")
        assert server.address in view.invite_card._address.toPlainText()
        assert ono.join(server.address, view.invite_card.code.text()) is Connection.PENDING
        ono.send()
        driver.until(view.receive_button.isEnabled)
        driver.click(view.receive_button)
        driver.until(lambda: ono.genesis.log in {one.log for one in people_view(driver.store).computers})
        driver.type(view.admit_card.code, queries.sending(ono.workspace.store).computer_code)
        driver.click(view.admit_card.button)
        driver.until(lambda: driver.says("is admitted"))
        driver.until(lambda: queries.sending(driver.store).waiting_bytes == 0)
        ono.send()
        assert ono.status.connection is Connection.ADMITTED
        (found,) = [one for one in people_view(driver.store).computers if one.log == ono.genesis.log]
        assert found.role is Role.EDITOR


def test_without_a_connection_no_invitation_is_made_in_words_and_admitting_works_all_the_same(live, city: Kaga) -> None:
    point_at(f"http://127.0.0.1:{closed_port()}", city.sato)
    driver: LiveDriver = live(city.sato)
    view = people_page(driver)
    driver.click(view.invite_card.button)
    driver.until(lambda: driver.says("(E-OFFLINE)"))
    driver.until(view.invite_card.button.isEnabled)
    assert not view.invite_card.code.isVisible()
    driver.type(view.admit_card.code, city.code)
    driver.click(view.admit_card.button)
    driver.until(lambda: driver.says("is admitted"))
    assert stored(driver, "Y. Abe").role is Role.EDITOR
    assert queries.sending(driver.store).waiting_bytes > 0


def test_a_computer_that_waits_learns_of_its_admission_and_the_top_bar_falls_silent(live, city: Kaga) -> None:
    with RunningServer(city.server) as server, Computer(city.sato) as sato:
        point_at(server.address, city.sato, city.abe)
        driver: LiveDriver = live(city.abe)
        view = join_page(driver)
        driver.until(view.code_card.code.isVisible)
        members.admit(sato.workspace, city.code)
        sato.send()
        driver.until(view.code_card.ask_button.isEnabled)
        driver.click(view.code_card.ask_button)
        driver.until(lambda: driver.says("This computer is admitted. Its role: Editor"))
        driver.until(lambda: not driver.says("This computer waits to be admitted"))
        assert not [
            b
            for b in driver.program.frame.bar.findChildren(type(view.code_card.ask_button))
            if b.isVisible() and b.accessibleName() == "Waits to be admitted"
        ]
