"""A lead invites another computer of the city, with a real server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.errors import AppError
from desktop_app.storage.views import Connection
from desktop_app.sync.inviting import Invitation, invite
from roadmap_core import limits
from tests.fakes.computer import Computer
from tests.server.running import RunningServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with RunningServer(tmp_path / "server") as running:
        yield running


@pytest.fixture
def lead(tmp_path: Path, server: RunningServer) -> Iterator[Computer]:
    with Computer(tmp_path / "lead") as computer:
        computer.join_as_lead(server)
        yield computer


def invited(computer: Computer) -> Invitation:
    return invite(computer.workspace, computer.session)


def refused(computer: Computer) -> str:
    with pytest.raises(AppError) as raised:
        invited(computer)
    return raised.value.code


def test_an_invitation_of_the_lead_opens_the_city_to_one_computer_and_admits_it_not(
    lead: Computer, server: RunningServer, tmp_path: Path
) -> None:
    made = invited(lead)
    assert made.server == server.address
    left_ms = made.until_ms - lead.workspace.clock()
    assert 0 < left_ms <= limits.INVITATION_SECONDS * 1000
    with Computer(tmp_path / "second", "Ben") as second, Computer(tmp_path / "third", "Chiyo") as third:
        assert second.join(server.address, made.code.lower()) is Connection.PENDING
        with pytest.raises(AppError, match="E-INVITE"):
            third.join(server.address, made.code)


def test_a_token_that_has_run_out_at_the_server_is_asked_for_anew(lead: Computer, server: RunningServer) -> None:
    invited(lead)
    server.clock.offset += limits.TOKEN_SECONDS + 60
    assert invited(lead).code


def test_who_is_not_the_lead_opens_none_and_nothing_is_asked_of_the_server(
    lead: Computer, server: RunningServer, tmp_path: Path
) -> None:
    with Computer(tmp_path / "second", "Ben") as second:
        second.join(server.address, invited(lead).code)
        lead.admit(second)
        assert lead.send().problem == second.send().problem == ""
        before = second.session.server(server.address).traffic.requests
        assert refused(second) == "E-SCOPE"
        assert second.session.server(server.address).traffic.requests == before


def test_twenty_are_open_at_most_and_the_next_is_refused_in_words(lead: Computer) -> None:
    codes = {invited(lead).code for _ in range(20)}
    assert len(codes) == 20
    assert refused(lead) == "E-INVITES"


def test_without_a_line_it_says_so(lead: Computer, server: RunningServer) -> None:
    server.stop()
    lead.session.close()
    assert refused(lead) == "E-OFFLINE"
