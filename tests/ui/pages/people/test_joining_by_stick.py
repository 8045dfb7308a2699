"""Joining with files alone: a request is saved, taken in, admitted by its code; the answer taken in at the asker's."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from desktop_app.operations.members import admit, computer_code
from tests.fakes.computer import Computer
from tests.ui.pages.driving import Driver
from tests.ui.pages.people.conftest import Kaga, join_page, people_page


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one file that every dialog is answered with."""
    file = tmp_path / "stick.roadmap"
    for dialog in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, dialog, lambda *_: (str(file), ""))
    return file


def test_a_computer_without_a_line_joins_its_city_by_two_files(start, city: Kaga, stick, tmp_path) -> None:
    asks: Driver = start(tmp_path / "new")
    asks.begin("kaga-jp", "N. Endo")
    page = join_page(asks)
    asks.click(page.file_card.save_button)
    assert asks.says("Saved: ")
    asks.quit()

    lead: Driver = start(city.sato)
    view = people_page(lead)
    lead.click(view.file_card.take_button)
    assert lead.says("A computer that asks to join")
    lead.click(view.file_card.take_panel.take_button)
    with_code = Computer(tmp_path / "new")
    code = computer_code(with_code.workspace)
    with_code.close()
    lead.type(view.admit_card.code, code)
    lead.click(view.admit_card.button)
    assert lead.says("is admitted")
    lead.click(view.file_card.save_button)
    lead.quit()

    asks = start(tmp_path / "new")
    page = join_page(asks)
    asks.click(page.file_card.take_button)
    assert asks.says("the first documents of the alliance")
    asks.click(page.file_card.take_panel.take_button)
    assert asks.says("This computer is admitted. Its role: Editor")
    assert not people_page(asks).join_card.isVisible()
    assert asks.stored("ICT-01").answer is not None, "what the city has came along"


def test_a_computer_that_waits_asks_anew_and_is_admitted_by_its_new_code_and_invitation(live, city: Kaga) -> None:
    from tests.server.running import RunningServer
    from tests.ui.pages.sharing.conftest import point_at

    with RunningServer(city.server) as server:
        point_at(server.address, city.sato, city.abe)
        waits = live(city.abe)
        page = join_page(waits)
        before = waits.view.model.code
        waits.click(page.code_card.anew_button)
        waits.until(lambda: waits.view.model.code not in ("", before))
        waits.until(page.connect_card.isVisible)
        page.connect_card.invitation.setFocus()
        waits.key(server.invite("kaga-jp"))
        waits.click(page.connect_card.connect_button)
        waits.until(lambda: not waits.view.model.is_busy and not page.connect_card.isVisible())
        code = waits.view.model.code
        with Computer(city.sato, "M. Sato") as sato:
            sato.send()
            admit(sato.workspace, code)
            sato.send()
        waits.click(page.code_card.ask_button)
        waits.until(lambda: waits.says("This computer is admitted. Its role: Editor"))
