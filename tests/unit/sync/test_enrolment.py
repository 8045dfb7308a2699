"""How a computer and a server come to know each other."""

import secrets
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.errors import AppError
from desktop_app.storage.views import Connection
from roadmap_core import cbor
from roadmap_core.exchange.joining import INVITATION_BYTES
from roadmap_core.keys.codes import to_code
from roadmap_core.keys.ed25519 import SoftwareSigner
from tests.fakes.computer import Computer
from tests.fakes.http_messages import response
from tests.fakes.server_simulator import CBOR, ServerSimulator


@pytest.fixture
def alone(tmp_path: Path) -> Computer:
    computer = Computer(tmp_path / "alone")
    yield computer
    computer.close()


def refused(computer: Computer, address: str, invitation: str | None = None) -> str:
    before = computer.log_state
    with pytest.raises(AppError) as raised:
        computer.join(address, invitation)
    assert computer.log_state == before, "nothing that was known is changed"
    return raised.value.code


def test_an_invitation_opens_the_city_once(alone: Computer, simulator: ServerSimulator) -> None:
    code = simulator.invite("kaga-jp")
    assert alone.join(simulator.address, code) is Connection.ADMITTED
    assert alone.log_state.log_keys == (simulator.signer.public_key,)
    assert alone.join(simulator.address, code.lower().replace("-", " ")) is Connection.ADMITTED, "repeating is safe"


def test_an_invitation_that_opens_nothing_is_refused_in_the_same_words(
    alone: Computer, simulator: ServerSimulator
) -> None:
    simulator.invite("kaga-jp")
    for wrong in (to_code(secrets.token_bytes(INVITATION_BYTES)), "ABCD", "ABCD-EFGH-JKM", "É" * 40):
        assert refused(alone, simulator.address, wrong) == "E-INVITE"


def test_without_an_invitation_a_computer_that_is_new_stays_outside(
    alone: Computer, simulator: ServerSimulator
) -> None:
    assert alone.join(simulator.address) is Connection.NOT_ADMITTED
    assert alone.status.connection is Connection.NOT_ADMITTED


def test_a_server_of_another_alliance_is_refused(alone: Computer) -> None:
    with ServerSimulator("other-alliance") as other:
        assert refused(alone, other.address, other.invite("kaga-jp")) == "E-ALLIANCE"


def test_a_server_with_another_root_key_than_the_first_one_is_refused(
    alone: Computer, simulator: ServerSimulator
) -> None:
    alone.join(simulator.address, simulator.invite("kaga-jp"))
    with ServerSimulator() as other:
        assert refused(alone, other.address, other.invite("kaga-jp")) == "E-SERVER-CHANGED"


def test_a_weak_key_of_the_log_is_refused(alone: Computer, simulator: ServerSimulator) -> None:
    simulator.documents = [replace(simulator.document, log_keys=(bytes(32),)).signed(simulator.root)]
    assert refused(alone, simulator.address) == "E-ALLIANCE-DOC"


def test_a_server_that_shows_no_document_is_refused(alone: Computer, simulator: ServerSimulator) -> None:
    simulator.documents = []
    assert refused(alone, simulator.address) == "E-ALLIANCE-DOC"


@pytest.mark.parametrize("body", [b"", b"\xff", cbor.encode([1]), cbor.encode([2, 1, []]), cbor.encode([1, 1, [1]])])
def test_what_is_no_alliance_is_refused(alone: Computer, simulator: ServerSimulator, body: bytes) -> None:
    simulator.on_request = lambda *_: response(200, body, content_type=CBOR)
    assert refused(alone, simulator.address) == "E-REPLY"


def test_a_wrong_address_or_port_is_told_before_anything_is_sent(alone: Computer, simulator: ServerSimulator) -> None:
    assert refused(alone, "http://sync.example.org") == "E-ADDRESS"
    assert refused(alone, "127.0.0.1:99999") == "E-PORT"
    assert refused(alone, "127.0.0.1:1") == "E-OFFLINE"
    assert simulator.connections == 0


def test_another_server_behind_the_address_is_found_out_by_its_heads(
    alone: Computer, simulator: ServerSimulator
) -> None:
    alone.join(simulator.address, simulator.invite("kaga-jp"))
    alone.send()
    alone.answer(alone.choice_questions[0], 1)
    simulator.signer = SoftwareSigner(secrets.token_bytes(32))
    assert alone.send().problem == "E-RECEIPT"
    assert alone.status.waiting_changes == 1
