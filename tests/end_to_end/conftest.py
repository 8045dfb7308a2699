"""The real server over real HTTP, and computers of one city."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.fakes.computer import Computer
from tests.server.running import RunningServer

NewComputer = Callable[[str], Computer]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with RunningServer(tmp_path / "server") as running:
        yield running


@pytest.fixture
def computer(tmp_path: Path) -> Iterator[NewComputer]:
    """`computer("Aiko")` opens that official's profile; opening it again is a restart."""
    with ExitStack() as opened:

        def opened_for(official: str) -> Computer:
            return opened.enter_context(Computer(tmp_path / official, official))

        yield opened_for


@pytest.fixture
def aiko(server: RunningServer, computer: NewComputer) -> Computer:
    """The lead's computer, joined, with everything sent."""
    lead = computer("Aiko")
    lead.join_as_lead(server)
    return lead


@pytest.fixture
def ben(server: RunningServer, computer: NewComputer, aiko: Computer) -> Computer:
    """The second computer of the city, admitted, with everything sent and received on both."""
    second = computer("Ben")
    second.join(server.address, server.invite("kaga-jp"))
    aiko.admit(second)
    for one in (aiko, second, aiko):
        assert one.send().problem == ""
    return second
