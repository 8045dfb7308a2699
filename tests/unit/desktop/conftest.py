import pytest

from tests.unit.desktop.profiles import open_computer


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
