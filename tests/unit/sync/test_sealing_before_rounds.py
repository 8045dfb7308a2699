"""When the sending thread seals what is written: not while nothing can be sent (protocol.md, section 2)."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desktop_app.operations import start
from desktop_app.operations.workspace import open_workspace
from desktop_app.presentation.background import Immediate
from desktop_app.presentation.change_bus import ChangeBus
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.exchange import Exchange
from desktop_app.presentation.line import Line
from desktop_app.presentation.places import Navigator
from desktop_app.storage import drafts
from desktop_app.storage.engine import driver_of, reading
from desktop_app.sync.outcome import Outcome
from tests.fakes.computer import Computer
from tests.fakes.http_messages import response
from tests.fakes.server_simulator import ServerSimulator


@pytest.fixture
def sending(qapp: QApplication, aiko: Computer) -> Iterator[Exchange]:
    """Its thread never starts: a test runs the rounds."""
    found = Exchange(Desk(aiko.workspace, Immediate(), ChangeBus(), Navigator(), Line()))
    yield found
    found.stop()


def run(sending: Exchange, *, is_polling: bool) -> Outcome:
    outcome = sending._round(is_polling)
    sending._publish(outcome)
    return outcome


def held(computer: Computer) -> tuple[int, int]:
    """Entries and drafts."""
    with reading(computer.workspace.engine) as connection:
        count = driver_of(connection).execute("SELECT count(*) FROM entry").fetchone()[0]
        return count, len(drafts.every(connection))


def test_drafts_stay_drafts_while_the_server_is_away_and_go_in_one_entry_when_it_is_back(
    sending: Exchange, aiko: Computer, simulator: ServerSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = threading.Event()
    monkeypatch.setattr(sending._worker, "outbox_changed", wanted.set)
    simulator.on_request = lambda _request, _connection: response(503)
    aiko.answer(aiko.choice_questions[0], 1)
    assert run(sending, is_polling=False).problem == "E-SERVER-BUSY"
    entries, _ = held(aiko)
    for question in aiko.choice_questions[1:5]:
        aiko.answer(question, 1)
        run(sending, is_polling=True)
    assert held(aiko) == (entries, 4)
    simulator.on_request = None
    assert run(sending, is_polling=True).sent == 1
    assert wanted.is_set(), "what was written meanwhile follows"
    assert run(sending, is_polling=False).sent == 1
    assert held(aiko) == (entries + 1, 0)


def test_a_person_who_asks_has_everything_sealed_whatever_failed_before(
    sending: Exchange, aiko: Computer, simulator: ServerSimulator
) -> None:
    simulator.on_request = lambda _request, _connection: response(503)
    run(sending, is_polling=True)
    aiko.answer(aiko.choice_questions[0], 1)
    run(sending, is_polling=False)
    assert held(aiko)[1] == 0


def test_without_a_server_nothing_is_sealed(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> None:
    workspace = open_workspace(tmp_path_factory.mktemp("profiles") / "alone")
    start.begin(workspace, start.CityChoice("kaga-jp", "Kaga", "JP"), "Aiko")
    alone = Exchange(Desk(workspace, Immediate(), ChangeBus(), Navigator(), Line()))
    with reading(workspace.engine) as connection:
        before = len(drafts.every(connection))
    assert before
    assert run(alone, is_polling=False).problem == "E-NOT-JOINED"
    with reading(workspace.engine) as connection:
        assert len(drafts.every(connection)) == before
        assert driver_of(connection).execute("SELECT count(*) FROM entry").fetchone() == (0,)
    alone.stop()
    workspace.close()
