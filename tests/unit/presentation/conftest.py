from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_app.presentation.background import Immediate
from desktop_app.presentation.change_bus import ChangeBus
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.line import Line
from desktop_app.presentation.places import Navigator
from tests.unit.desktop.profiles import open_computer


@pytest.fixture
def desk_of_kaga(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    """View-models without a window: database work runs at once, nothing is sent."""
    computer = open_computer(tmp_path / "kaga")
    yield Desk(computer.workspace, Immediate(), ChangeBus(), Navigator(), Line())
    computer.workspace.close()
