"""Whatever the bytes: a value, a refusal, or MalformedError. One meaning has one byte form."""

import dataclasses
import random
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import cbor2
from hypothesis import given
from hypothesis import strategies as st

from roadmap_core import cbor
from roadmap_core.cbor import MalformedError
from roadmap_core.entries.entry import Entry, claimed_log, read_entry, read_genesis
from roadmap_core.entries.envelope import ENTRY, Envelope, close, open_envelope
from roadmap_core.exchange.joining import JoinRequest
from roadmap_core.exchange.messages import RequestReader, SyncReply, SyncRequest, read_reply
from roadmap_core.exchange.stream import DEFLATED, PLAIN, read_sequence
from roadmap_core.exchange.token import TokenRequest, read_token_request
from roadmap_core.keys.ed25519 import verify
from roadmap_core.ledger.heads import Head, read_head
from roadmap_core.refusals import Refusal
from tests.property import hostile
from tests.property.effort import examples
from tests.vectors.computers import Computer

MAKER = Computer("first computer")
SEEDS = st.integers(0, 2**64)


def fed(data: bytes) -> object:
    reader = RequestReader()
    return reader.feed(data), reader.is_complete


READERS: list[tuple[Callable[[bytes], object], tuple[type, ...]]] = [
    (claimed_log, (Refusal, bytes, type(None))),
    (lambda data: read_entry(data, MAKER.key), (Entry, Refusal)),
    (read_genesis, (Entry, Refusal)),
    (open_envelope, (Envelope, Refusal)),
    (lambda data: read_head(data, MAKER.key), (Head, Refusal)),
    (read_token_request, (TokenRequest, Refusal)),
    (JoinRequest.from_bytes, (JoinRequest,)),
    (read_reply, (SyncReply,)),
    (fed, (tuple,)),
    (lambda data: read_sequence(data, PLAIN), (list,)),
    (lambda data: read_sequence(data, DEFLATED), (list,)),
    (cbor.decode, (list, int, str, bytes, type(None))),
    (cbor.decode_first, (tuple,)),
    (lambda data: verify(data[:32], data[32:], b""), (bool,)),
]


def outcome(read: Callable[[Any], object], data: Any) -> object:
    """What `read` gives, or the error that it may raise. Others are let through, and fail the test."""
    try:
        return read(data)
    except MalformedError as error:
        return error


@examples(60)
@given(seed=SEEDS)
def test_no_reader_raises_anything_but_malformed(seed: int) -> None:
    for data in hostile.anything(seed, 50):
        for read, gives in READERS:
            assert isinstance(outcome(read, data), (*gives, MalformedError)), data.hex()


@examples(40)
@given(seed=SEEDS)
def test_no_field_of_a_signed_entry_makes_a_reader_raise(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(25):
        start = {"log": b"\xf6", "seq": b"\x00", "prev": cbor2.dumps(bytes(32))} if chance.random() < 0.5 else {}
        fields = MAKER.fields(**start)
        fields[chance.randrange(11)] = cbor2.dumps(hostile.item(chance))
        data = close(b"\x8b" + b"".join(fields), ENTRY, MAKER.signer)
        assert isinstance(read_entry(data, MAKER.key), Entry | Refusal)
        assert isinstance(read_genesis(data), Entry | Refusal)


@examples(40)
@given(seed=SEEDS)
def test_no_operation_of_a_signed_entry_makes_a_reader_raise(seed: int) -> None:
    chance = random.Random(seed)
    lengths = {1: 5, 2: 4, 3: 4, 4: 4, 9: 7, 10: 4, 15: 6}
    for _ in range(25):
        code = chance.choice(list(lengths))
        length = lengths[code] + chance.choice((-1, 0, 0, 0, 0, 0, 1))
        fields = [
            chance.randint(0, 20) if chance.random() < 0.6 else hostile.item(chance, depth=2) for _ in range(length)
        ]
        assert isinstance(read_entry(MAKER.with_ops([code, *fields]), MAKER.key), Entry | Refusal)


REPLY = [1, 5, [[None, 0, 0, 0]], [[1, 1]], 1, 0, b"", None, [["nonce", b""]], 0, 2]


@examples(40)
@given(seed=SEEDS)
def test_no_field_of_a_reply_or_request_makes_a_reader_raise(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(50):
        reply, opening = list(REPLY), [1, "kaga", 0, 0, 0, None, [], 0]
        place, value = chance.randrange(11), hostile.item(chance, depth=2)
        parts = [chance.choice((0, value, None, 1)) for _ in range(chance.choice((1, 2, 4)))]
        reply[place] = chance.choice((value, [value], [parts], [parts, parts]))
        opening[place % 8] = value
        assert isinstance(outcome(read_reply, cbor2.dumps(reply) + b"\x41a"), SyncReply | MalformedError)
        assert isinstance(outcome(fed, cbor2.dumps(opening) + b"\x41a"), tuple | MalformedError)


@examples(60)
@given(seed=SEEDS)
def test_what_is_decoded_has_no_other_byte_form(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(50):
        whole = hostile.damaged(chance)
        data = chance.choice((whole, whole[8:-66], cbor2.dumps(hostile.item(chance)), chance.randbytes(4)))
        item = outcome(cbor.decode, data)
        if not isinstance(item, MalformedError):
            assert cbor.encode(item) == data
            assert cbor2.loads(data) == item


def heads(chance: random.Random) -> bytes:
    """Heads and strings of all widths, in any order, often of the lengths that count."""
    pieces = []
    for _ in range(chance.randint(1, 12)):
        width = chance.choice((0, 0, 0, 0, 1, 1, 2, 4, 8))
        info = chance.randrange(24) if width == 0 else 23 + width.bit_length()
        first = chance.choice((0, 1, 2, 2, 4, 4, 4)) << 5 | info
        rest = bytes(chance.randrange(width + 1)) + chance.randbytes(8) if width else b""
        pieces.append(bytes((first,)) + rest[:width] + chance.randbytes(chance.choice((0, 0, info))))
        pieces.append(
            chance.choice((b"", b"", b"\xf6", b"\x80", b"\xf5", b"\x50" + bytes(16), b"\x58\x20" + bytes(32)))
        )
    return b"".join(pieces)


@examples(60)
@given(seed=SEEDS)
def test_what_is_decoded_in_one_go_is_what_the_scanner_makes_of_it(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(100):
        whole = hostile.damaged(chance)
        deep = b"\x81" * chance.randrange(20) + chance.choice((b"\x80", b"\x00", b"\x81", b"\x82\x00"))
        item = cbor2.dumps(hostile.item(chance, forbidden=0.02))
        for data in (whole, whole[8:-66], item, heads(chance), b"\x82" + heads(chance), deep):
            assert told(cbor.decode, data) == told(cbor._scanned, data), data.hex()


def told(read: Callable[[bytes], object], data: bytes) -> object:
    """The item, or the code and the words of its refusal."""
    found = outcome(read, data)
    return (found.code, found.detail) if isinstance(found, MalformedError) else found


@examples(40)
@given(seed=SEEDS)
def test_what_is_encoded_is_as_cbor2_encodes_it(seed: int) -> None:
    chance = random.Random(seed)
    for width in range(65):
        number = (1 << width) + chance.randint(-2, 2)
        assert cbor.encode(number) == cbor2.dumps(number)
        assert cbor.encode(-number) == cbor2.dumps(-number)
    for length in (0, 1, 23, 24, 255, 256, 65_535, 65_536):
        assert cbor.encode(bytes(length)) == cbor2.dumps(bytes(length))


@examples(40)
@given(seed=SEEDS)
def test_what_is_encoded_is_decoded(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(50):
        item = hostile.item(chance, depth=3, forbidden=0)
        for _ in range(chance.randint(0, 12)):
            item = [item]
        data = cbor.encode(item)
        assert cbor.decode(data) == item
        assert cbor.decode_first(data + b"\xff") == (item, len(data))


@examples(50)
@given(item=st.integers(-(2**63), 2**63 - 1) | st.binary(max_size=70_000) | st.lists(st.integers(0, 2**63 - 1)))
def test_every_integer_and_length_has_its_shortest_form(item: object) -> None:
    assert cbor.decode(cbor.encode(item)) == item


@examples(40)
@given(seed=SEEDS)
def test_changed_bytes_of_an_entry_are_never_another_entry(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(25):
        data = hostile.damaged(chance)
        assert isinstance(read_entry(data, MAKER.key), Refusal) or data in hostile.SAMPLES


def in_pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    edges = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    return [data[start:end] for start, end in pairwise(edges)]


def read_pieces(pieces: list[bytes]) -> SyncRequest | None:
    """The request, if it is whole. Raises MalformedError."""
    reader = RequestReader()
    entries = tuple(entry for piece in pieces for entry in reader.feed(piece))
    return dataclasses.replace(reader.opening, entries=entries) if reader.opening and reader.is_complete else None


@examples(100)
@given(
    city=st.from_regex(r"[a-z]{0,64}", fullmatch=True),
    numbers=st.tuples(*[st.integers(0, 2**63 - 1)] * 2, st.integers(0, 2**21)),
    entries=st.lists(st.binary(max_size=400), max_size=12),
    cuts=st.lists(st.integers(0, 2_000), max_size=8),
)
def test_a_request_is_the_same_in_any_pieces(
    city: str, numbers: tuple[int, int, int], entries: list[bytes], cuts: list[int]
) -> None:
    request = SyncRequest(city, *numbers, tuple(entries))
    assert read_pieces(in_pieces(request.to_bytes(), cuts)) == request


@examples(40)
@given(seed=SEEDS)
def test_hostile_bytes_come_to_the_same_in_any_pieces(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(25):
        data = hostile.damaged(chance)
        pieces = in_pieces(data, [chance.randint(0, 700) for _ in range(6)])
        at_once, piecewise = outcome(read_pieces, [data]), outcome(read_pieces, pieces)
        assert isinstance(at_once, MalformedError) == isinstance(piecewise, MalformedError)
        assert isinstance(at_once, MalformedError) or at_once == piecewise
