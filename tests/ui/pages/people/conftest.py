"""Kaga with a lead, a viewer who wrote, a computer that was removed and wrote on, and one that waits."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from desktop_app.operations import members
from desktop_app.storage.people_view import people_view
from desktop_app.storage.views import CityComputer
from desktop_app.ui.people.join_view import JoinView
from desktop_app.ui.people.people_view import PeopleView
from desktop_app.ui.sending.rows import Row
from roadmap_core.entries.statements import Role
from tests.fakes.computer import Computer
from tests.server.running import RunningServer
from tests.ui.pages.driving import Driver
from tests.ui.pages.sharing.conftest import LiveDriver, live

__all__ = ["live"]


@dataclass(frozen=True)
class Kaga:
    """The disks of the server and of four officials' computers, with nothing running; the code of the one that waits.

    Ito, the viewer, answered ICT-03; Mori answered ICT-01, was removed, and answered ICT-02 after that.
    """

    folder: Path
    code: str

    def __getattr__(self, name: str) -> Path:
        return self.folder / name


@pytest.fixture(scope="session")
def kaga_kept(tmp_path_factory: pytest.TempPathFactory) -> Kaga:
    folder = tmp_path_factory.mktemp("people")
    with (
        RunningServer(folder / "server") as server,
        Computer(folder / "sato", "M. Sato") as sato,
        Computer(folder / "ito", "K. Ito") as ito,
        Computer(folder / "mori", "R. Mori") as mori,
        Computer(folder / "abe", "Y. Abe") as abe,
    ):
        sato.join_as_lead(server)
        for computer, role in ((ito, Role.VIEWER), (mori, Role.EDITOR)):
            computer.join(server.address, server.invite("kaga-jp"))
            sato.send()
            members.admit(sato.workspace, members.computer_code(computer.workspace), role)
        mori.answer("ICT-01", 1)
        ito.answer("ICT-03", 1)
        for computer in (sato, mori, ito, sato):
            computer.send()
        (removed,) = [one for one in members.people(sato.workspace) if one.official == "R. Mori"]
        members.revoke(sato.workspace, removed.log)
        mori.answer("ICT-02", 2)
        abe.join(server.address, server.invite("kaga-jp"))
        for computer in (mori, abe, sato, ito, mori):
            computer.send()
        return Kaga(folder, members.computer_code(abe.workspace))


@pytest.fixture
def city(kaga_kept: Kaga, tmp_path: Path) -> Kaga:
    """A copy for one test."""
    folder = tmp_path / "kaga"
    shutil.copytree(kaga_kept.folder, folder)
    return Kaga(folder, kaga_kept.code)


def people_page(driver: Driver) -> PeopleView:
    """Opened, and answered by the database."""
    driver.open("people") if isinstance(driver, LiveDriver) else driver.window.go_to("people")
    driver.events()
    assert isinstance(driver.view, PeopleView)
    return driver.view


def join_page(driver: Driver) -> JoinView:
    driver.open("join") if isinstance(driver, LiveDriver) else driver.window.go_to("join")
    driver.events()
    assert isinstance(driver.view, JoinView)
    return driver.view


def rows(within: QWidget) -> list[str]:
    """What a screen reader says of each row."""
    return [row.accessibleName() for row in within.findChildren(Row) if row.isVisible() and row.accessibleName()]


def stored(driver: Driver, official: str) -> CityComputer:
    """The computer of that official; the one that is nameless yet, because its names wait for the city's key."""
    computers = people_view(driver.store).computers
    (found,) = [one for one in computers if one.official == official] or [
        one for one in computers if not one.official and one.role is not Role.REGISTRAR
    ]
    return found
