"""What travels: read with its meaning, or refused with its code."""

import collections
import dataclasses
import json
from typing import Any

import pytest

from roadmap_core import limits
from roadmap_core.cbor import MalformedError
from roadmap_core.entries.envelope import ENTRY, close, open_envelope
from roadmap_core.exchange.joining import JoinRequest
from roadmap_core.exchange.messages import STORED, AckCode, RequestReader, SyncReply, SyncRequest, read_reply
from roadmap_core.exchange.token import read_token_request, token_request
from roadmap_core.ledger.heads import Head
from roadmap_core.refusals import Code, Refusal
from tests.vectors.computers import CITY, Computer
from tests.vectors.make_vectors import FOLDER
from tests.vectors.readable import readable

VECTORS = json.loads((FOLDER / "exchange.json").read_text())


def read_request(data: bytes) -> SyncRequest:
    reader = RequestReader()
    entries = reader.feed(data)
    assert reader.opening is not None
    assert reader.is_complete
    return dataclasses.replace(reader.opening, entries=tuple(entries))


@pytest.mark.parametrize("case", VECTORS["requests"])
def test_a_request_is_read_with_its_meaning(case: dict[str, Any]) -> None:
    assert readable(read_request(bytes.fromhex(case["bytes"]))) == case["meaning"]


@pytest.mark.parametrize("case", VECTORS["replies"])
def test_a_reply_is_read_with_its_meaning_and_written_as_it_was(case: dict[str, Any]) -> None:
    reply = read_reply(bytes.fromhex(case["bytes"]))
    assert readable(reply) == case["meaning"]
    assert reply.to_bytes().hex() == case["bytes"]


@pytest.mark.parametrize("case", VECTORS["refused_requests"], ids=lambda case: case["name"])
def test_a_request_is_refused_with_its_code(case: dict[str, Any]) -> None:
    with pytest.raises(MalformedError) as refused:
        RequestReader().feed(bytes.fromhex(case["bytes"]))
    assert refused.value.code == case["code"]


@pytest.mark.parametrize("case", VECTORS["refused_requests"], ids=lambda case: case["name"])
def test_a_request_is_refused_in_the_smallest_pieces_too(case: dict[str, Any]) -> None:
    reader, data = RequestReader(), bytes.fromhex(case["bytes"])
    with pytest.raises(MalformedError):
        collections.deque((reader.feed(data[place : place + 1]) for place in range(len(data))), maxlen=0)


@pytest.mark.parametrize("case", VECTORS["refused_replies"], ids=lambda case: case["name"])
def test_a_reply_is_refused_with_its_code(case: dict[str, Any]) -> None:
    with pytest.raises(MalformedError) as refused:
        read_reply(bytes.fromhex(case["bytes"]))
    assert refused.value.code == case["code"]


def test_a_proof_for_a_token_is_read_and_verifies() -> None:
    (case,) = VECTORS["token_requests"]
    data, key = bytes.fromhex(case["bytes"]), bytes.fromhex(case["public_key"])
    asked = read_token_request(data)
    assert not isinstance(asked, Refusal)
    assert {name: readable(getattr(asked, name)) for name in ("city", "log", "nonce")} == case["meaning"]
    assert asked.is_signed_by(key)
    assert not asked.is_signed_by(Computer("another computer").key)
    assert token_request(asked.city, asked.log, asked.nonce, Computer("first computer").signer) == data


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Code.ENVELOPE),
        (Head(CITY, 1, 1, bytes(32), 0).signed(Computer("a").signer), Code.SCHEMA),
        (Computer("a").with_value(b"\xff"), Code.DECODE),
    ],
)
def test_what_is_no_proof_for_a_token_is_refused(data: bytes, code: Code) -> None:
    refusal = read_token_request(data)
    assert isinstance(refusal, Refusal)
    assert refusal.code == code


def test_an_entry_is_no_proof_for_a_token() -> None:
    maker = Computer("a")
    proof = token_request(CITY, maker.genesis.log, bytes(20), maker.signer)
    envelope = open_envelope(proof)
    assert not isinstance(envelope, Refusal)
    asked = read_token_request(close(envelope.payload, ENTRY, maker.signer))
    assert not isinstance(asked, Refusal)
    assert not asked.is_signed_by(maker.key)


def test_a_request_to_join_is_read_as_it_was_written() -> None:
    (case,) = VECTORS["joins"]
    asked = JoinRequest.from_bytes(bytes.fromhex(case["bytes"]))
    assert readable(asked) == case["meaning"]
    assert asked.to_bytes().hex() == case["bytes"]
    assert JoinRequest.from_bytes(JoinRequest(b"g", b"").to_bytes()).invitation == b""


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("83 01 41 67 45 0000000000", Code.INVITE),
        ("83 01 41 67 60", Code.SCHEMA),
        ("83 02 41 67 40", Code.SCHEMA),
        ("83 01 f6 40", Code.SCHEMA),
        ("82 01 41 67", Code.SCHEMA),
        ("83 01 41 67 40 00", Code.DECODE),
    ],
)
def test_what_is_no_request_to_join_is_refused(data: str, code: Code) -> None:
    with pytest.raises(MalformedError) as refused:
        JoinRequest.from_bytes(bytes.fromhex(data))
    assert refused.value.code == code


def test_the_codes_that_come_with_a_position_are_those_that_were_stored() -> None:
    assert set(AckCode) - STORED == {AckCode.SEND_GENESIS_FIRST, AckCode.NOT_ADMITTED, AckCode.REFUSED}


def test_a_code_or_notice_of_a_later_version_stops_nothing() -> None:
    reply = SyncReply(1, (), (), 0, more=False, head=b"").to_bytes()
    later = reply.replace(b"\x8b\x01\x01\x80", b"\x8b\x01\x01\x81\x84\xf6\x02\x18\x63\x05", 1)
    (ack,) = read_reply(later).acks
    assert (ack.code, ack.seq, ack.position) == (AckCode.PENDING, 2, 5)
    noticed = reply[:-3] + b"\x82\x82\x66closed\x01\x80" + reply[-2:]
    assert read_reply(noticed).nonce is None


def test_positions_travel_as_runs() -> None:
    entries = tuple((position, b"entry") for position in (3, 4, 5, 9, 11, 12))
    reply = SyncReply(1, (), entries, 12, more=False, head=b"")
    assert read_reply(reply.to_bytes()) == reply
    assert bytes.fromhex("83820303820901820b02") in reply.to_bytes()


def test_a_page_of_the_largest_number_of_entries_is_taken() -> None:
    entries = tuple((position, b"e%d" % position) for position in range(1, limits.PULL_PAGE_ENTRIES + 1))
    reply = SyncReply(1, (), entries, len(entries), more=True, head=b"h")
    assert read_reply(reply.to_bytes()) == reply
    request = SyncRequest(CITY, 1, 2, 3, tuple(entry for _, entry in entries[: limits.PUSH_ENTRIES]))
    assert read_request(request.to_bytes()) == request
