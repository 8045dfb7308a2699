"""A server that can be told to lie, and a computer of a city on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.computer import Computer
from tests.fakes.server_simulator import ServerSimulator


@pytest.fixture
def simulator() -> Iterator[ServerSimulator]:
    with ServerSimulator() as running:
        yield running


@pytest.fixture
def aiko(simulator: ServerSimulator, tmp_path: Path) -> Iterator[Computer]:
    """The lead's computer, joined, with everything sent."""
    with Computer(tmp_path / "aiko") as computer:
        computer.join(simulator.address, simulator.invite("kaga-jp"))
        assert computer.send().problem == ""
        yield computer


@pytest.fixture
def ben(simulator: ServerSimulator, aiko: Computer, tmp_path: Path) -> Iterator[Computer]:
    """The second computer of the city, admitted by the lead."""
    with Computer(tmp_path / "ben", "Ben") as computer:
        computer.join(simulator.address, simulator.invite("kaga-jp"))
        aiko.admit(computer)
        for one in (aiko, computer, aiko):
            assert one.send().problem == ""
        yield computer
