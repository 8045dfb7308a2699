"""Profiles of Kaga that really disagree, made once through a real server; and the program with its sending thread."""

import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.presentation.background import DatabaseThread
from desktop_app.program import Program
from desktop_app.storage import entry_log
from desktop_app.storage.engine import reading
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import short
from tests.fakes.computer import Computer
from tests.peeking import peek
from tests.server.running import RunningServer
from tests.ui.pages.driving import Driver

MILLISECONDS = 30_000
"""The longest wait for a condition, on a slow and loaded machine."""
LONG_ADDRESS = "https://kaga.example/" + "a-path-without-any-space/" * 6


def tab_to(driver: Driver, text: str) -> None:
    """Press Tab until a button with this text has the focus."""
    for _ in range(40):
        focus = QApplication.focusWidget()
        if focus is not None and text in (getattr(focus, "text", str)(), focus.accessibleName()):
            return
        driver.key(Qt.Key.Key_Tab)
    pytest.fail(f"Tab does not reach {text!r}")


@dataclass(frozen=True)
class Kept:
    """What a server and two computers of Kaga have on their disks, with nothing running."""

    folder: Path

    @property
    def sato(self) -> Path:
        return self.folder / "sato"

    @property
    def tanaka(self) -> Path:
        return self.folder / "tanaka"

    @property
    def server(self) -> Path:
        return self.folder / "server"


def closed_port() -> int:
    """A port of this computer at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def point_at(address: str, *profiles: Path) -> None:
    """A server that is started again has another port."""
    for profile in profiles:
        with peek(profile / "waymark.sqlite3") as database:
            database.execute("UPDATE sync_state SET server = ?", (address,))


@pytest.fixture(scope="session")
def disagreement(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Answers and notes differ on ICT-06, answers on ICT-01, notes on ICT-02; all is sent, both computers know."""
    kept = Kept(tmp_path_factory.mktemp("disagreement"))
    with (
        RunningServer(kept.server) as server,
        Computer(kept.sato, "M. Sato") as sato,
        Computer(kept.tanaka, "<b>A.</b> Tanaka") as tanaka,
    ):
        sato.join_as_lead(server)
        tanaka.join(server.address, server.invite("kaga-jp"))
        sato.admit(tanaka)
        for computer in (sato, tanaka):
            computer.send()
        for computer, option, note in (
            (sato, 2, "Since April. <i>Public works</i> follow."),
            (tanaka, 4, LONG_ADDRESS),
        ):
            computer.answer("ICT-06", option)
            computer.note("ICT-06", note)
            computer.answer("ICT-01", option - 1)
            computer.note("ICT-02", f"Note of {computer.official}")
        for computer in (sato, tanaka, sato):
            computer.send()
    return kept


@pytest.fixture
def both(disagreement: Kept, tmp_path: Path) -> Kept:
    """A copy for one test."""
    copy = tmp_path / "kaga"
    shutil.copytree(disagreement.folder, copy)
    return Kept(copy)


def genesis_of(driver: Driver) -> Entry:
    """The first entry of this computer's log, as the registrar gets it."""
    with reading(driver.store.engine) as connection:
        own = entry_log.own_log(connection)
        found = entry_log.any_entry(connection, short(own[1])) if own else None
    assert found is not None
    return found


class LiveDriver(Driver):
    """A program with its real threads: what happens there is waited for."""

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=MILLISECONDS)

    def open(self, page: str, item: str = "") -> None:
        """Go there and wait until the database has answered."""
        self.window.go_to(page, item)
        done: list[bool] = []
        self.program.when_idle(lambda: done.append(True))
        self.until(lambda: bool(done))
        self.events()

    def status(self) -> str:
        """What the status line says."""
        return " | ".join(fact.text for fact in self.program.frame._shell.facts())


@pytest.fixture
def live(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[[Path], LiveDriver]]:
    """Starts the whole program, sending thread included, on a profile."""
    qapp.setProperty("test_look", "changed by a program")
    drivers: list[LiveDriver] = []

    def begin(profile: Path) -> LiveDriver:
        program = Program(qapp, profile, DatabaseThread(), language="en")
        sys.excepthook = program.previous_hook
        driver = LiveDriver(qtbot, program)
        drivers.append(driver)
        opened: list[bool] = []
        program.when_open(lambda: opened.append(True))
        program.window.show()
        program.open_profile("own")
        driver.until(lambda: bool(opened))
        driver.until(lambda: program._exchange is not None)
        with qtbot.waitActive(program.window):
            program.window.activateWindow()
        return driver

    yield begin
    for driver in drivers:
        driver.quit()
    qapp.processEvents()
    assert not [w for w in QApplication.topLevelWidgets() if w.isVisible()]
