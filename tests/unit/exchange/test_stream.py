"""Entries in travel: in any pieces, cut anywhere, never more than was allowed."""

import collections
import tracemalloc
import zlib
from collections.abc import Callable
from hashlib import shake_256

import pytest

from roadmap_core import limits
from roadmap_core.cbor import MalformedError
from roadmap_core.exchange.messages import RequestReader, SyncRequest
from roadmap_core.exchange.stream import DEFLATED, PLAIN, EntryReader, packed, read_sequence, to_sequence
from roadmap_core.refusals import Code

ENTRIES = [b"", b"a", b"b" * 23, b"c" * 24, b"d" * 255, b"e" * 256, b"f" * 65_535, b"g" * 65_536]


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(data) + packer.flush()


def code_of(feed: Callable[[bytes], object], *pieces: bytes) -> Code:
    with pytest.raises(MalformedError) as refused:
        collections.deque(map(feed, pieces), maxlen=0)
    return refused.value.code


def test_entries_of_every_width_come_back() -> None:
    assert read_sequence(to_sequence(ENTRIES)) == ENTRIES
    assert read_sequence(deflated(to_sequence(ENTRIES)), DEFLATED) == ENTRIES
    assert read_sequence(b"") == []


def test_a_stream_is_deflated_where_that_is_smaller() -> None:
    noise = shake_256(b"noise").digest(1000)
    assert packed([b"a" * 200]) == (PLAIN, to_sequence([b"a" * 200]))
    assert packed([noise]) == (PLAIN, to_sequence([noise]))
    encoding, stream = packed([b"a" * 1000])
    assert (encoding, len(stream) < 50, read_sequence(stream, encoding)) == (DEFLATED, True, [b"a" * 1000])


@pytest.mark.parametrize("encoding", [PLAIN, DEFLATED])
def test_a_stream_that_was_cut_gives_its_complete_entries_and_is_known_as_cut(encoding: int) -> None:
    entries = [b"first" * 20, b"second" * 20, b"third" * 20]
    plain = to_sequence(entries)
    stream = deflated(plain) if encoding == DEFLATED else plain
    whole = [len(to_sequence(entries[:count])) for count in range(4)]
    for cut in range(len(stream)):
        reader = EntryReader(encoding, 10_000)
        taken = reader.feed(stream[:cut])
        assert taken == entries[: len(taken)]
        assert not (encoding == DEFLATED and reader.is_between_entries)
        if encoding == PLAIN:
            assert reader.is_between_entries == (cut in whole)
    with pytest.raises(MalformedError, match="cut"):
        read_sequence(stream[:-1], encoding)


def test_the_last_byte_before_the_limit_is_taken_and_the_next_is_not() -> None:
    plain = to_sequence([b"x" * 98])
    assert len(plain) == 100
    for encoding, stream in ((PLAIN, plain), (DEFLATED, deflated(plain))):
        assert read_sequence(stream, encoding, 100) == [b"x" * 98]
        assert code_of(EntryReader(encoding, 99).feed, stream) == Code.SIZE


def test_a_bomb_stops_at_the_limit_and_takes_little_memory() -> None:
    """64 MiB in 64 kB. Peak measured: 8 MiB, twice the limit."""
    bomb = deflated(b"\x5a\x00\x01\x00\x00" + bytes(64 << 20))
    reader = EntryReader(DEFLATED, limits.PUSH_EXPANDED_BYTES)
    tracemalloc.start()
    try:
        assert code_of(reader.feed, bomb) == Code.SIZE
        assert code_of(reader.feed, bomb) == Code.SIZE
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3 * limits.PUSH_EXPANDED_BYTES


def test_a_bomb_of_empty_entries_stops_at_their_number() -> None:
    """4 kB that are 4 million entries took 5 s to part."""
    bomb = deflated(b"\x40" * limits.PUSH_EXPANDED_BYTES)
    assert len(bomb) < 5_000
    request = SyncRequest("kaga", 0, 0, 0).to_bytes()[:-1] + bytes([DEFLATED])
    reader = RequestReader()
    assert code_of(reader.feed, request + bomb) == Code.LIMIT


@pytest.mark.parametrize("stream", [b"\x60", b"\x80", b"\xf6", b"\x5b" + bytes(8), b"\x5f", b"\x40\x61a"])
def test_what_is_no_entry_stops_the_stream(stream: bytes) -> None:
    assert code_of(EntryReader(PLAIN, 100).feed, stream) == Code.DECODE


@pytest.mark.parametrize("stream", [b"\x58\x17", b"\x59\x00\xff", b"\x5a\x00\x00\xff\xff"])
def test_a_length_has_one_form(stream: bytes) -> None:
    assert code_of(EntryReader(PLAIN, 100).feed, stream) == Code.DECODE


def test_an_entry_larger_than_allowed_is_known_by_its_length_alone() -> None:
    assert code_of(EntryReader(PLAIN, 100).feed, b"\x5a\x00\x01\x00\x01") == Code.SIZE
    assert code_of(EntryReader(PLAIN, 100).feed, b"\x5a\xff\xff\xff\xff") == Code.SIZE


def test_nothing_follows_a_deflated_stream() -> None:
    stream = deflated(to_sequence([b"entry"]))
    assert code_of(EntryReader(DEFLATED, 100).feed, stream + b"\x00") == Code.DECODE
    assert code_of(EntryReader(DEFLATED, 100).feed, stream, b"\x00") == Code.DECODE
    reader = EntryReader(DEFLATED, 100)
    assert (reader.feed(stream), reader.feed(b""), reader.is_between_entries) == ([b"entry"], [], True)


def test_an_encoding_that_nobody_knows_is_refused() -> None:
    assert code_of(lambda piece: EntryReader(4, 100).feed(piece), b"") == Code.DECODE


def test_an_opening_may_come_in_pieces_and_tells_when_the_request_is_complete() -> None:
    data = SyncRequest("kaga", 5, 6, 7, (b"one", b"two")).to_bytes()
    reader = RequestReader()
    assert not reader.is_complete
    assert [entry for place in range(len(data)) for entry in reader.feed(data[place : place + 1])] == [b"one", b"two"]
    assert reader.is_complete
    assert reader.opening == SyncRequest("kaga", 5, 6, 7)


def test_an_opening_that_never_ends_is_refused_at_one_kibibyte() -> None:
    reader = RequestReader()
    assert reader.feed(b"\x88\x00\x59\xff\xff" + bytes(1019)) == []
    assert code_of(reader.feed, b"\x00") == Code.DECODE
