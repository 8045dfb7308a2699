import pytest

from tests.unit.desktop.profiles import Registrar, make_colleagues, open_computer


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
    make_colleagues(sato, tanaka, registrar)
    return registrar
