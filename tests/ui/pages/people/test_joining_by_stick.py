"""Joining with files alone: a request is saved, taken in, admitted by its code; the answer taken in at the asker's."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from desktop_app.operations.members import computer_code
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
    assert lead.says("N. Endo")
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
