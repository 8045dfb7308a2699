"""The alliance's documents on a computer: pinned at the first contact, followed, never replaced (faults.md, 23, 24)."""

import secrets
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from desktop_app.errors import AppError
from desktop_app.operations.trust import trust
from roadmap_core.exchange.stream import to_sequence
from roadmap_core.keys.ed25519 import SoftwareSigner
from tests.fakes.computer import Computer
from tests.fakes.server_simulator import ServerSimulator

FAR_MS = 4_000_000_000_000


def day_later(computer: Computer) -> None:
    """The clock of the computer goes on by more than a day."""
    clock = computer.workspace.clock
    computer.workspace = replace(computer.workspace, clock=lambda: clock() + 25 * 3600 * 1000)


def version(computer: Computer) -> int:
    return computer.log_state.trust.document.version


def test_a_new_log_key_is_learned_from_the_next_document_when_a_head_needs_it(
    aiko: Computer, simulator: ServerSimulator
) -> None:
    old, simulator.signer = simulator.signer, SoftwareSigner(secrets.token_bytes(32))
    simulator.add_document(log_keys=(old.public_key, simulator.signer.public_key))
    aiko.answer(aiko.choice_questions[0], 1)
    simulator.requests.clear()
    outcome = aiko.send()
    assert (outcome.problem, outcome.sent, version(aiko)) == ("", 1, 2)
    assert [request.path for request in simulator.requests[:3]] == ["/v1/sync", "/v1/alliance", "/v1/sync"]


def test_documents_are_asked_for_once_a_day_and_not_with_every_sending(
    aiko: Computer, simulator: ServerSimulator
) -> None:
    simulator.add_document()
    assert (aiko.send().problem, version(aiko)) == ("", 1)
    day_later(aiko)
    assert (aiko.send().problem, version(aiko)) == ("", 2)


def test_a_registrar_who_was_removed_admits_nobody_and_what_was_admitted_is_judged_anew(
    aiko: Computer, ben: Computer, simulator: ServerSimulator
) -> None:
    question = ben.choice_questions[0]
    ben.answer(question, 1)
    ben.send()
    aiko.send()
    assert aiko.choices(question) == {1}
    simulator.add_document(registrars={simulator.registrar.public_key: frozenset()})
    day_later(aiko)
    aiko.send()
    assert aiko.choices(question) == set(), "nobody whom the registrar admitted counts any more"
    assert aiko.contested == ()


@pytest.mark.parametrize("wrong", ["skipped", "unknown root", "another past", "rubbish"])
def test_row_23_a_document_that_does_not_follow_is_refused_and_the_old_one_stays_in_force(
    aiko: Computer, simulator: ServerSimulator, wrong: str
) -> None:
    first, stranger = simulator.documents[0], SoftwareSigner(secrets.token_bytes(32))
    following = replace(simulator.document, version=2, previous=sha256(first).digest())
    simulator.documents = {
        "skipped": [first, replace(following, version=3).signed(simulator.root)],
        "unknown root": [first, following.signed(stranger)],
        "another past": [replace(simulator.document, until_ms=FAR_MS + 1).signed(simulator.root)],
        "rubbish": [first, b"\x84rubbish"],
    }[wrong]
    held = aiko.log_state.trust
    day_later(aiko)
    aiko.answer(aiko.choice_questions[0], 1)
    outcome = aiko.send()
    assert (outcome.problem, aiko.status.problem) == ("E-ALLIANCE-DOC", "E-ALLIANCE-DOC")
    assert outcome.sent == 1, "work and sending go on under the old one"
    assert aiko.log_state.trust == held


def test_row_23_an_older_chain_than_the_held_one_changes_nothing(aiko: Computer, simulator: ServerSimulator) -> None:
    simulator.add_document()
    day_later(aiko)
    aiko.send()
    simulator.documents.pop()
    day_later(aiko)
    assert (aiko.send().problem, version(aiko)) == ("", 2)


def test_row_24_after_the_document_has_run_out_work_and_sending_go_on_and_a_person_is_told(
    aiko: Computer, simulator: ServerSimulator
) -> None:
    simulator.add_document(until_ms=1)
    day_later(aiko)
    aiko.answer(aiko.choice_questions[0], 1)
    outcome = aiko.send()
    assert (outcome.problem, outcome.sent, outcome.is_failure) == ("E-TRUST-OLD", 1, False)
    assert aiko.status.problem == "E-TRUST-OLD"
    simulator.add_document(until_ms=FAR_MS)
    day_later(aiko)
    assert aiko.send().problem == ""


def test_a_trust_file_pins_the_root_key_before_any_server_and_another_one_is_refused_later(
    tmp_path: Path, simulator: ServerSimulator
) -> None:
    file = tmp_path / "alliance.cborseq"
    file.write_bytes(to_sequence(simulator.documents))
    with Computer(tmp_path / "alone") as alone, ServerSimulator() as other:
        document, _ = trust(alone.workspace, file)
        assert (document.version, version(alone)) == (1, 1)
        with pytest.raises(AppError) as refused:
            alone.join(other.address, other.invite("kaga-jp"))
        assert refused.value.code == "E-SERVER-CHANGED"
        file.write_bytes(to_sequence(other.documents))
        with pytest.raises(AppError) as refused:
            trust(alone.workspace, file)
        assert refused.value.code == "E-ALLIANCE-DOC"
        assert alone.log_state.trust.chain == tuple(simulator.documents)


@pytest.mark.parametrize(("data", "code"), [(b"", "E-ALLIANCE-DOC"), (b"a text\n", "E-ALLIANCE-DOC"), (None, "E-FILE")])
def test_what_is_no_trust_file_is_a_sentence(tmp_path: Path, data: bytes | None, code: str) -> None:
    file = tmp_path / "alliance.cborseq"
    if data is not None:
        file.write_bytes(data)
    with Computer(tmp_path / "alone") as alone:
        with pytest.raises(AppError) as refused:
            trust(alone.workspace, file)
        assert refused.value.code == code
