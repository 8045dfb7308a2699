"""The city-only part of an entry: sealed beside it, opened by who has the key, and never needed to verify anything."""

import os
import tracemalloc
import zlib
from collections.abc import Callable
from hashlib import sha256

import cbor2
import pytest

from roadmap_core import cbor, limits
from roadmap_core.entries.entry import Entry, read_entry
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import OpId, Register
from roadmap_core.entries.operations import Unknown, Write
from roadmap_core.entries.private import is_body_of, received_keys
from roadmap_core.entries.sealing import Claims, Private, Sealed, seal_with
from roadmap_core.entries.statements import Rekey
from roadmap_core.keys.city_key import CityKey, agreement_key
from roadmap_core.refusals import Code, Refusal
from tests.opening import with_private
from tests.vectors.computers import CITY, CLAIMED_MS, Computer, answered, op, row

KEY, OTHER = CityKey(1, bytes(range(32))), CityKey(2, bytes([5] * 32))
NOTE = Register(1, 18, Facet.NOTE)
EVIDENCE = Register(1, 18, Facet.EVIDENCE)
CLAIMS = Claims(CLAIMED_MS, 1, 7)


def sealed(maker: Computer, public: list[Write], private: list[Write]) -> list[Sealed]:
    hidden = Private(private, KEY, lambda: os.urandom(16))
    return seal_with(maker.tip, public, hidden, maker.known, CLAIMS, maker.signer)


def beside(text: bytes) -> tuple[Entry, bytes]:
    """An entry with a private part that nobody would seal."""
    maker = Computer("first computer")
    body = KEY.seal(text, maker.genesis.log, 1, bytes(16))
    entry = read_entry(maker.with_ops(body=cbor2.dumps([sha256(body).digest(), len(body)])), maker.key)
    assert isinstance(entry, Entry)
    return entry, body


def code(outcome: Entry | Refusal) -> Code | None:
    return outcome.code if isinstance(outcome, Refusal) else None


def test_private_operations_come_back_behind_the_public_ones() -> None:
    maker = Computer("first computer")
    first = maker.seal(answered(1), answered("before", register=NOTE))
    note, evidence = answered("加賀市 " * 40, op(first, 1), register=NOTE), row(["Minutes", None], EVIDENCE)
    ((entry, body),) = sealed(maker, [answered(2, op(first))], [evidence, note])
    assert body is not None
    assert entry.operations == (answered(2, op(first)),)
    opened = with_private(entry, body, KEY)
    assert isinstance(opened, Entry)
    assert opened == entry._replace(operations=(answered(2, op(first)), note, evidence))
    assert "加賀市".encode() not in entry.data + body


def test_an_entry_without_private_operations_has_no_body() -> None:
    maker = Computer("first computer")
    assert [body for _, body in sealed(maker, [answered(2)], [])] == [None]
    ((entry, _),) = sealed(maker, [answered(2)], [])
    assert entry.body is None
    assert code(with_private(entry, b"", KEY)) == Code.BODY


def test_each_bit_of_a_body_counts_and_so_do_log_and_sequence() -> None:
    maker, other = Computer("first computer"), Computer("second computer")
    ((entry, body),) = sealed(maker, [], [answered("note", register=NOTE)])
    assert body is not None
    for bit in range(8 * len(body)):
        changed = bytearray(body)
        changed[bit // 8] ^= 1 << bit % 8
        assert not is_body_of(bytes(changed), entry)
        assert code(with_private(entry, bytes(changed), KEY)) == Code.BODY
    for elsewhere in (entry._replace(log=other.genesis.log), entry._replace(seq=2)):
        assert code(with_private(elsewhere, body, KEY)) == Code.BODY
    assert code(with_private(entry, body, OTHER)) == Code.BODY


def test_what_is_too_much_for_one_body_is_sealed_in_several() -> None:
    maker = Computer("first computer")
    notes = [answered(os.urandom(2_000), register=Register(1, item, Facet.NOTE)) for item in range(100)]
    answers = [answered(1, register=Register(1, item, Facet.ANSWER)) for item in range(100)]
    parts = sealed(maker, answers, notes)
    assert len(parts) > 2
    assert all(len(body or b"") <= limits.BODY_BYTES for _, body in parts)
    opened = [with_private(entry, body, KEY) for entry, body in parts if body]
    found = {each for entry in opened if isinstance(entry, Entry) for each in entry.operations}
    assert found == {*notes, *answers}
    assert [entry.seq for entry, _ in parts] == list(range(1, len(parts) + 1))


def test_notes_that_deflate_well_are_sealed_in_parts_that_everybody_inflates() -> None:
    maker = Computer("first computer")
    notes = [answered("x" * 4_000, register=Register(1, item, Facet.NOTE)) for item in range(100)]
    parts = sealed(maker, [], notes)
    opened = [with_private(entry, body or b"", KEY) for entry, body in parts]
    assert [each for entry in opened if isinstance(entry, Entry) for each in entry.operations] == notes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"", Code.DECODE),
        (b"\2\x80", Code.DECODE),
        (b"\0", Code.DECODE),
        (b"\0\x80\x80", Code.DECODE),
        (b"\0\xa0", Code.DECODE),
        (b"\1", Code.SIZE),
        (b"\1\xff\xff", Code.DECODE),
        (b"\1" + zlib.compress(b"\x80", wbits=-15) + b"x", Code.SIZE),
        (b"\0\x00", Code.SCHEMA),
        (b"\0" + cbor2.dumps([[1, 1, [18], [2], ["note"], [[0, 0]]]]), Code.SCHEMA),
        (b"\0" + cbor2.dumps([[9, bytes(32), b"", "", "", 0, b"", b""]]), Code.SCHEMA),
        (b"\0" + cbor2.dumps([[11, bytes(8), bytes(32)]]), Code.SCHEMA),
        (b"\0" + cbor2.dumps([[1, 1, [18], [2], ["\u202e"], [[]]]]), Code.TEXT),
    ],
)
def test_a_text_that_nobody_would_seal_is_refused(text: bytes, expected: Code) -> None:
    assert code(with_private(*beside(text), KEY)) == expected


def test_private_operations_of_a_later_version_keep_their_places() -> None:
    entry = with_private(*beside(b"\0" + cbor2.dumps([[77, 1], [4, bytes(32), 5, "text/plain", "Minutes"]])), KEY)
    assert isinstance(entry, Entry)
    assert entry.operations[0] == Unknown(77)


@pytest.mark.parametrize("fill", [bytes, lambda size: cbor2.dumps(["x" * 4_000] * (size // 4_000))])
def test_a_bomb_is_refused_in_little_memory(fill: Callable[[int], bytes]) -> None:
    packer = zlib.compressobj(9, wbits=-15)
    entry, body = beside(b"\1" + packer.compress(fill(40 * 2**20)) + packer.flush())
    assert len(body) < limits.BODY_BYTES
    tracemalloc.start()
    try:
        assert code(with_private(entry, body, KEY)) == Code.SIZE
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2 * 2**20


def test_a_body_of_more_than_64_kib_is_none_even_where_its_hash_was_signed() -> None:
    entry, body = beside(b"\0" + cbor.encode([[1, 1, [18], [2], [bytes(limits.BODY_BYTES)], [[]]]]))
    assert not is_body_of(body, entry)
    assert code(with_private(entry, body, KEY)) == Code.BODY


def test_an_operation_names_private_ones_of_another_entry() -> None:
    maker = Computer("first computer")
    ((entry, _),) = sealed(maker, [], [answered("note", register=NOTE)])
    maker._advance(entry)
    ((later, body),) = sealed(maker, [], [answered("other", op(entry), register=NOTE)])
    assert body is not None
    opened = with_private(later, body, KEY)
    assert isinstance(opened, Entry)
    assert opened.operations == (answered("other", OpId(entry.short, 0), register=NOTE),)


def test_keys_are_received_by_their_computer_and_only_those_whose_id_was_signed() -> None:
    maker, secret = Computer("first computer"), bytes([3] * 32)
    mine, log = agreement_key(secret), maker.genesis.log

    def said(key: CityKey, key_id: bytes, agreement: bytes = mine) -> Rekey:
        wrapped = key.wrapped(agreement, CITY)
        assert wrapped is not None
        return Rekey(key.number, key_id, ((bytes(8), bytes(80)), (log, wrapped)))  # type: ignore[arg-type]

    rekeys = [said(OTHER, OTHER.id), said(KEY, KEY.id), said(KEY, KEY.id), said(CityKey(3, bytes(32)), KEY.id)]
    rekeys.append(said(CityKey(4, bytes(32)), CityKey(4, bytes(32)).id, agreement_key(bytes([4] * 32))))
    assert received_keys(rekeys, [log], secret, CITY) == [KEY, OTHER]
    assert received_keys(rekeys, [], secret, CITY) == received_keys(rekeys, [log], secret, "leeds") == []
