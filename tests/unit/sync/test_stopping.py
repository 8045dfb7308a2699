"""The program closes a profile while a round is under way, and a server that hangs can't hold it up."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication

from desktop_app.presentation import exchange
from desktop_app.presentation.background import Immediate
from desktop_app.presentation.change_bus import ChangeBus
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.exchange import Exchange
from desktop_app.presentation.line import Line
from desktop_app.presentation.places import Navigator
from desktop_app.sync.profile import ClosedError, Door
from desktop_app.sync.session import Session
from tests.fakes.computer import Computer
from tests.fakes.http_messages import Request
from tests.fakes.server_simulator import ServerSimulator

T = TypeVar("T")
PATIENCE_SECONDS = 10


class Watched(Immediate):
    """Database work runs where it is asked for, until the file is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.is_let_go = False
        self.came_too_late = 0

    def call(self, work: Callable[[], T]) -> T:
        self.came_too_late += self.is_let_go
        return super().call(work)


class HangingServer:
    """Lets requests to sync wait until `let_go`."""

    def __init__(self, simulator: ServerSimulator) -> None:
        self.is_reached, self.may_answer = threading.Event(), threading.Event()
        simulator.on_request = self._wait

    def _wait(self, request: Request, _connection: socket.socket) -> bytes | None:
        if request.path == "/v1/sync":
            self.is_reached.set()
            self.may_answer.wait(PATIENCE_SECONDS)
        return None


@pytest.fixture
def hanging(simulator: ServerSimulator, aiko: Computer) -> Iterator[HangingServer]:
    server = HangingServer(simulator)
    yield server
    server.may_answer.set()


@pytest.fixture
def database() -> Watched:
    return Watched()


@pytest.fixture
def running(
    qapp: QApplication, aiko: Computer, hanging: HangingServer, database: Watched, monkeypatch: pytest.MonkeyPatch
) -> Exchange:
    """An answer waits, and the round that sends it waits for the server."""
    monkeypatch.setattr(exchange, "STOP_SECONDS", 0.05)
    aiko.answer(aiko.choice_questions[0], 1)
    found = Exchange(Desk(aiko.workspace, database, ChangeBus(), Navigator(), Line()))
    found.start()
    assert hanging.is_reached.wait(PATIENCE_SECONDS)
    return found


def sending_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "sync"]


def test_a_round_that_waits_for_a_hanging_server_is_woken_and_ends(
    running: Exchange, aiko: Computer, hanging: HangingServer, database: Watched
) -> None:
    began = time.monotonic()
    running.stop()
    assert time.monotonic() - began < 1, "no wait for the server's patience"
    assert sending_threads() == []
    assert not hanging.may_answer.is_set()
    assert aiko.status.waiting_changes == 1
    assert aiko.status.problem == "", "a round that was cut short leaves no trace"


def test_a_round_that_can_not_be_woken_never_reaches_the_file_again(
    running: Exchange, aiko: Computer, hanging: HangingServer, database: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As while a name is looked up: nothing wakes that."""
    monkeypatch.setattr(Session, "hang_up", lambda _session: None)
    monkeypatch.setattr(exchange, "_WAKE_SECONDS", 0.05)
    running.stop()
    (thread,) = sending_threads()
    database.is_let_go = True
    hanging.may_answer.set()
    thread.join(PATIENCE_SECONDS)
    assert not thread.is_alive()
    assert database.came_too_late == 0
    assert aiko.status.waiting_changes == 1, "the answer was on the server, and is sent again: a repetition is harmless"


def test_a_door_that_closes_waits_for_the_work_inside_and_lets_nothing_in_afterwards() -> None:
    door, is_inside, may_leave, done = Door(Immediate()), threading.Event(), threading.Event(), []

    def work() -> None:
        is_inside.set()
        may_leave.wait(PATIENCE_SECONDS)
        done.append("work")

    inside = threading.Thread(target=door.call, args=(work,))
    inside.start()
    assert is_inside.wait(PATIENCE_SECONDS)
    closing = threading.Thread(target=lambda: (door.close(), done.append("closed")))
    closing.start()
    may_leave.set()
    for thread in (inside, closing):
        thread.join(PATIENCE_SECONDS)
    assert done == ["work", "closed"]
    with pytest.raises(ClosedError):
        door.call(lambda: done.append("late"))
    assert done == ["work", "closed"]
