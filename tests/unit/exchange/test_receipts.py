"""Receipts: proven whole, or not believed; codes of heads that people type from paper."""

import json
from typing import Any

import pytest

from roadmap_core.cbor import MalformedError
from roadmap_core.entries.identifiers import EntryHash
from roadmap_core.exchange.receipts import (
    QUESTIONS,
    Place,
    ReceiptAnswer,
    ReceiptQuestion,
    Receipts,
    head_code,
    is_head_code,
    read_signed_head,
    verify_receipts,
)
from roadmap_core.keys.codes import same_code
from roadmap_core.ledger.heads import Head
from roadmap_core.ledger.tree import consistency_proof, inclusion_proof, leaf_hash, root_of
from roadmap_core.refusals import Code, Refusal
from tests.vectors.bundle_vectors import SERVER, asked, month
from tests.vectors.computers import CITY, CLAIMED_MS, signer_of
from tests.vectors.make_vectors import FOLDER
from tests.vectors.readable import readable

VECTORS = json.loads((FOLDER / "carried.json").read_text())
HEAD = Head(CITY, 5, 5, bytes(32), CLAIMED_MS)
OTHER = signer_of("new server").public_key


@pytest.mark.parametrize("case", VECTORS["receipts"])
def test_an_answer_proves_where_the_entries_stand(case: dict[str, Any]) -> None:
    question, answer, key = (bytes.fromhex(case[name]) for name in ("question", "answer", "log_key"))
    found = verify_receipts(question, answer, [OTHER, key])
    assert isinstance(found, Receipts)
    assert readable(found) == case["meaning"]
    assert found.positions == (1, None, 5)
    assert ReceiptQuestion.from_bytes(question).to_bytes() == question
    assert ReceiptAnswer.from_bytes(answer).to_bytes() == answer
    assert head_code(HEAD) == case["head_code"]


@pytest.mark.parametrize("case", VECTORS["refused_receipts"], ids=lambda case: case["name"])
def test_an_answer_that_proves_too_little_is_refused_whole(case: dict[str, Any]) -> None:
    refused = verify_receipts(bytes.fromhex(case["question"]), bytes.fromhex(case["answer"]), [SERVER.public_key])
    assert isinstance(refused, Refusal)
    assert refused.code == case["code"]


def test_an_answer_with_one_bit_changed_proves_nothing_else() -> None:
    question, answer = (part.to_bytes() for part in asked(month(1)[1]))
    proven = verify_receipts(question, answer, [SERVER.public_key])
    for bit in range(len(answer) * 8):
        changed = bytearray(answer)
        changed[bit // 8] ^= 1 << bit % 8
        found = verify_receipts(question, bytes(changed), [SERVER.public_key])
        assert isinstance(found, Refusal), f"bit {bit}"
    assert isinstance(proven, Receipts)


LEAVES = [EntryHash(bytes([number] * 32)) for number in range(1, 8)]


def grown(size: int, since: int, epoch: int = 5) -> tuple[bytes, bytes]:
    """A question for the second entry, and the answer of a log of `size` entries, with the proof from `since` on."""
    leaves = [leaf_hash(entry) for entry in LEAVES[:size]]
    head = Head(CITY, epoch, size, root_of(leaves), CLAIMED_MS).signed(SERVER)
    place = Place(2, tuple(inclusion_proof(leaves, 1)))
    answer = ReceiptAnswer(head, (place,), tuple(consistency_proof(leaves, since)))
    return ReceiptQuestion(CITY, (LEAVES[1],), since).to_bytes(), answer.to_bytes()


def earlier(size: int, *changed: EntryHash) -> Head:
    leaves = [leaf_hash(entry) for entry in [*changed, *LEAVES][:size]]
    return Head(CITY, 5, size, root_of(leaves), CLAIMED_MS)


@pytest.mark.parametrize("since", range(1, 8))
def test_an_answer_proves_that_the_log_goes_on_from_an_earlier_head(since: int) -> None:
    question, answer = grown(7, since)
    assert ReceiptQuestion.from_bytes(question).since == since
    assert ReceiptAnswer.from_bytes(answer).to_bytes() == answer
    assert isinstance(verify_receipts(question, answer, [SERVER.public_key], earlier(since)), Receipts)
    rewritten = verify_receipts(question, answer, [SERVER.public_key], earlier(since, EntryHash(bytes(32))))
    assert isinstance(rewritten, Refusal)
    assert rewritten.code == Code.HEAD


def test_a_log_that_became_shorter_or_proves_nothing_does_not_go_on() -> None:
    question, answer = grown(3, 5)
    assert isinstance(verify_receipts(question, answer, [SERVER.public_key], earlier(5)), Refusal)
    unproven = ReceiptAnswer(ReceiptAnswer.from_bytes(answer).head, ReceiptAnswer.from_bytes(answer).places).to_bytes()
    assert isinstance(verify_receipts(question, unproven, [SERVER.public_key]), Receipts)
    assert isinstance(verify_receipts(question, unproven, [SERVER.public_key], earlier(2)), Refusal)


def test_in_a_new_epoch_there_is_nothing_to_go_on_from() -> None:
    question, answer = grown(3, 5, epoch=6)
    assert isinstance(verify_receipts(question, answer, [SERVER.public_key], earlier(5)), Receipts)


def test_without_a_log_key_no_head_is_believed() -> None:
    refused = read_signed_head(HEAD.signed(SERVER), [])
    assert isinstance(refused, Refusal)
    assert refused.code == Code.SIG


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ReceiptQuestion(CITY, (EntryHash(bytes(32)),) * (QUESTIONS + 1)).to_bytes(), Code.LIMIT),
        (ReceiptQuestion(CITY, (EntryHash(bytes(31)),)).to_bytes(), Code.SCHEMA),
        (ReceiptQuestion("x" * 65, ()).to_bytes(), Code.SCHEMA),
        (b"\x83\x02\x64kaga\x80", Code.SCHEMA),
        (b"\x82\x01\x64kaga", Code.SCHEMA),
        (b"\x84\x01\x64kaga\x80\x00", Code.SCHEMA),
        (b"\x85\x01\x64kaga\x80\x01\x01", Code.SCHEMA),
        (b"", Code.DECODE),
    ],
)
def test_what_is_no_question_is_refused(data: bytes, code: Code) -> None:
    with pytest.raises(MalformedError) as refused:
        ReceiptQuestion.from_bytes(data)
    assert refused.value.code == code


def test_the_largest_question_of_a_city_is_taken() -> None:
    largest = ReceiptQuestion(CITY, tuple(EntryHash(bytes([number] * 32)) for number in range(QUESTIONS)))
    assert ReceiptQuestion.from_bytes(largest.to_bytes()) == largest


def test_the_code_on_paper_is_of_the_logs_content_and_mistakes_in_typing_are_found() -> None:
    code = head_code(HEAD)
    assert len(code) == 21
    assert same_code(code.lower().replace("-", " "), head_code(Head("other", 5, 5, bytes(32), 1)))
    others = (Head(CITY, 6, 5, bytes(32), 0), Head(CITY, 5, 6, bytes(32), 0), Head(CITY, 5, 5, b"\1" * 32, 0))
    assert not any(same_code(code, head_code(other)) for other in others)
    assert is_head_code(code)
    assert is_head_code(" " + code.lower().replace("0", "o"))
    wrong = {code[:place] + digit + code[place + 1 :] for place in range(21) for digit in "0123456789ABCDEF*"}
    assert [typed for typed in wrong if is_head_code(typed)] == [code]
    assert not is_head_code("")
