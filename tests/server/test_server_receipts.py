"""Proofs for those who hold no log: couriers and auditors, who know whole hashes of entries."""

import random
import time
from dataclasses import replace

import httpx
import pytest

from roadmap_core.entries.identifiers import EntryHash
from roadmap_core.exchange.receipts import QUESTIONS, ReceiptQuestion, Receipts, verify_receipts
from roadmap_core.ledger.tree import inclusion_proof, leaf_hash
from roadmap_core.refusals import Refusal
from sync_server.services.read_receipts import inclusion_proofs
from sync_server.settings import Limits
from tests.server.conftest import client_of
from tests.server.device import CBOR, Device
from tests.server.running import RunningServer

UNKNOWN = EntryHash(b"?" * 32)


def asked(client: httpx.Client, question: ReceiptQuestion, **headers: str) -> httpx.Response:
    return client.post("/v1/receipts", content=question.to_bytes(), headers=CBOR | headers)


def test_who_knows_whole_hashes_gets_proofs_under_the_signed_head(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    entries = [lead.answer(20 + n, 1) for n in range(11)]
    positions = [ack.position for ack in lead.push(client, entries).acks]
    question = ReceiptQuestion("kaga-jp", (entries[7].hash, UNKNOWN, entries[0].hash, lead.genesis.hash))
    answer = asked(client, question)
    assert answer.status_code == 200
    found = verify_receipts(question.to_bytes(), answer.content, [server.server.log_key])
    assert isinstance(found, Receipts), found
    assert found.positions == (positions[7], None, positions[0], 1)
    assert (found.head.city, found.head.size) == ("kaga-jp", positions[-1])


def test_who_holds_an_earlier_head_is_proven_that_the_log_goes_on(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    heads, entry = [], lead.answer(20, 1)
    for number in range(5):
        lead.push(client, [entry] if not number else [lead.answer(20 + number, 1)])
        question = ReceiptQuestion("kaga-jp", (entry.hash,), heads[0].size if heads else 0)
        answer = asked(client, question).content
        for earlier in heads[:1]:
            found = verify_receipts(question.to_bytes(), answer, [server.server.log_key], earlier)
            assert isinstance(found, Receipts), found
            other = replace(earlier, root=bytes(32))
            assert isinstance(verify_receipts(question.to_bytes(), answer, [server.server.log_key], other), Refusal)
        found = verify_receipts(question.to_bytes(), answer, [server.server.log_key])
        assert isinstance(found, Receipts), found
        heads.append(found.head)
    assert len({head.size for head in heads}) == 5


def test_who_knows_no_entry_learns_nothing_not_even_that_there_is_a_city(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    questions = [
        ReceiptQuestion("kaga-jp", (UNKNOWN,)),
        ReceiptQuestion("kaga-jp", ()),
        ReceiptQuestion("belfast-gb", (lead.genesis.hash,)),
        ReceiptQuestion("nowhere-xx", (lead.genesis.hash,)),
        ReceiptQuestion("../kaga-jp", (lead.genesis.hash,)),
    ]
    answers = [asked(client, question) for question in questions]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(404, "E-NOT-FOUND")}


def test_a_member_is_told_that_its_entries_are_not_there(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    question = ReceiptQuestion("kaga-jp", (UNKNOWN,))
    answer = asked(client, question, **lead.headers())
    found = verify_receipts(question.to_bytes(), answer.content, [server.server.log_key])
    assert isinstance(found, Receipts), found
    assert found.positions == (None,)


@pytest.mark.parametrize("body", [b"", b"\x00" * 100, ReceiptQuestion("kaga-jp", (UNKNOWN,)).to_bytes() + b"\0"])
def test_a_question_that_can_not_be_read_is_refused(client: httpx.Client, lead: Device, body: bytes) -> None:
    assert client.post("/v1/receipts", content=body, headers=CBOR).status_code == 400


def test_a_question_over_more_entries_than_allowed_is_refused(client: httpx.Client, lead: Device) -> None:
    most = ReceiptQuestion("kaga-jp", (lead.genesis.hash,) * QUESTIONS)
    assert asked(client, most).status_code == 200
    assert asked(client, ReceiptQuestion("kaga-jp", (UNKNOWN,) * (QUESTIONS + 1))).status_code == 413


def test_one_address_may_ask_so_often_in_a_minute(tmp_path_factory: pytest.TempPathFactory) -> None:
    few = Limits(questions_per_minute=3, counts_loopback=True, enrolments_per_hour=100)
    with RunningServer(tmp_path_factory.mktemp("few") / "server", limits=few) as server, client_of(server) as client:
        question = ReceiptQuestion("kaga-jp", (UNKNOWN,))
        assert [asked(client, question).status_code for _ in range(5)] == [404, 404, 404, 429, 429]


def test_proofs_made_level_by_level_are_those_of_the_rfc() -> None:
    for size in [*range(1, 40), 63, 64, 65, 127, 128, 129]:
        leaves = [leaf_hash(EntryHash(bytes([n]) * 32)) for n in range(size)]
        proofs = inclusion_proofs(leaves, range(1, size + 1))
        for position, proof in proofs.items():
            assert list(proof) == inclusion_proof(leaves, position - 1), (size, position)


def test_fifty_proofs_in_a_log_of_ten_thousand_entries_take_little_time() -> None:
    leaves = [leaf_hash(EntryHash(n.to_bytes(32))) for n in range(10_000)]
    positions = random.Random(1).sample(range(1, 10_001), 50)
    started = time.process_time()
    proofs = inclusion_proofs(leaves, positions)
    took = time.process_time() - started
    assert list(proofs[positions[0]]) == inclusion_proof(leaves, positions[0] - 1)
    assert took < 0.5, f"{took:.3f} s"
