"""The whole window on a real profile in a temporary folder. Database work runs at once; nothing is sent."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QMainWindow, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.operations.start import CityChoice, begin
from desktop_app.operations.workspace import open_workspace
from desktop_app.presentation.background import Immediate
from desktop_app.program import Program
from desktop_app.settings import Settings, save_settings
from desktop_app.ui.incident import IncidentDialog
from tests.ui.pages.driving import Driver

Start = Callable[..., Driver]
MEANT = QMainWindow | QMenu | QDialog | QComboBox
"""Windows that are meant to be some."""


class WindowsShown(QObject):
    """Notes every widget that becomes a window though nobody meant it: one that was shown before it had a parent."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QShowEvent) and isinstance(watched, QWidget) and not isinstance(watched, MEANT):
            self.names += [type(watched).__name__] if watched.isWindow() else []
        return False


@pytest.fixture(scope="session")
def empty_profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile that nobody has begun; making its database takes longer than most tests."""
    folder = tmp_path_factory.mktemp("empty") / "profile"
    open_workspace(folder).close()
    return folder


@pytest.fixture(scope="session")
def begun_profile(tmp_path_factory: pytest.TempPathFactory, empty_profile: Path) -> Path:
    """Kaga's, as it lies there after the first start: nothing is answered, the first question was open."""
    folder = tmp_path_factory.mktemp("begun") / "profile"
    shutil.copytree(empty_profile, folder)
    workspace = open_workspace(folder)
    begin(workspace, CityChoice("kaga-jp", "Kaga", "JP"), "M. Sato")
    save_settings(folder, Settings(last_view="question", last_item=workspace.instrument.questions[0].id))
    workspace.close()
    return folder


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, tmp_path: Path, empty_profile: Path) -> Iterator[Start]:
    """Starts the program on the test's profile; can be called again after `driver.quit()`."""
    qapp.setProperty("test_look", "changed by a program")  # the look is put back after the test
    shown = WindowsShown()
    qapp.installEventFilter(shown)
    drivers: list[Driver] = []

    def begun(profile: Path | None = None, language: str = "en") -> Driver:
        folder = profile or tmp_path / "profile"
        if not folder.exists():
            shutil.copytree(empty_profile, folder)
        program = Program(qapp, folder, Immediate(), language=language, sends=False)
        sys.excepthook = program.previous_hook  # pytest-qt's, which fails the test
        driver = Driver(qtbot, program)
        drivers.append(driver)
        program.window.show()
        program.open_profile("own")
        with qtbot.waitActive(program.window):
            program.window.activateWindow()
        qapp.processEvents()
        return driver

    yield begun
    incidents = [d.window.findChild(IncidentDialog) for d in drivers if not d.expects_incident and d.is_running]
    said = [dialog.informativeText() for dialog in incidents if dialog is not None and dialog.isVisible()]
    for driver in drivers:
        driver.quit()
    assert not said, said
    qapp.processEvents()
    qapp.removeEventFilter(shown)
    assert not shown.names, f"these became windows of their own: {shown.names}"
    left = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    assert not left, f"windows stayed open: {left}"


@pytest.fixture
def kaga(start: Start, begun_profile: Path, tmp_path: Path) -> Driver:
    """A profile of Kaga with nothing answered, on the first question."""
    shutil.copytree(begun_profile, tmp_path / "profile")
    return start()
