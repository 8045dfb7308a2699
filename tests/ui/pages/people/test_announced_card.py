"""What the registrar was asked to do, on the page and on the overview; a click objects to it."""

from collections.abc import Callable

import pytest

from roadmap_core.entries.statements import Announce, Role
from sync_server.services.take_entries import take_entries
from tests.fakes.computer import Computer
from tests.server.running import RunningServer
from tests.ui import audit
from tests.ui.pages.driving import Driver
from tests.ui.pages.people.conftest import Kaga, people_page


@pytest.fixture
def announced(city: Kaga) -> Kaga:
    """To the city, that the lead's computer is to be removed."""
    with RunningServer(city.server) as server, Computer(city.sato, "M. Sato") as sato:
        said = [Announce(sato.genesis.log, Role.REGISTRAR, "A letter of 3 May")]
        signed = server.office.act("kaga-jp", said, server.server.now_ms())
        take_entries(server.server, [entry.data for entry in signed])
        sato.join(server.address)
        assert sato.send().problem == ""
    return city


def test_row_38_the_lead_reads_it_at_once_and_objects_with_a_click(
    start: Callable[..., Driver], announced: Kaga
) -> None:
    sato = start(announced.sato)
    assert sato.says("The alliance's registrar was asked to change who belongs to your city")
    view = people_page(sato)
    assert sato.says("is to be removed")
    assert sato.says("A letter of 3 May")
    assert not any(audit.audit(sato.window))
    (button,) = view.announced_card.buttons
    sato.click(button)
    assert sato.says("objects.")
    assert view.announced_card.buttons == []
    assert not any(audit.audit(sato.window))


def test_a_viewer_reads_it_and_has_no_button(start: Callable[..., Driver], announced: Kaga) -> None:
    with RunningServer(announced.server) as server, Computer(announced.ito, "K. Ito") as ito:
        ito.join(server.address)
        ito.send()
    driver = start(announced.ito)
    view = people_page(driver)
    assert view.announced_card.isVisible()
    assert view.announced_card.buttons == []


def test_nothing_is_shown_while_nothing_is_announced(start: Callable[..., Driver], city: Kaga) -> None:
    assert not people_page(start(city.sato)).announced_card.isVisible()
