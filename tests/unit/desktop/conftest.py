import pytest

from roadmap_core.entries.statements import Role
from tests.unit.desktop.profiles import Registrar, open_computer


@pytest.fixture
def sato(tmp_path):
    computer = open_computer(tmp_path / "sato", "M. Sato", seed=1, computer="Town hall 1")
    yield computer
    computer.workspace.close()


@pytest.fixture
def tanaka(tmp_path):
    computer = open_computer(tmp_path / "tanaka", "A. Tanaka", seed=2, computer="Works office")
    yield computer
    computer.workspace.close()


@pytest.fixture
def registrar():
    return Registrar()


@pytest.fixture
def members(sato, tanaka, registrar):
    """Sato as the lead and Tanaka as an editor, both admitted, with the city's key, which both computers know."""
    registrar.admit(sato)
    said = registrar.admit(tanaka, Role.EDITOR)
    for computer in (sato, tanaka):
        computer.trust(registrar)
        computer.take([sato.genesis, tanaka.genesis, *said])
    tanaka.take(sato.entries())  # the city's key, and who is who
    sato.take(tanaka.entries())
    return registrar
