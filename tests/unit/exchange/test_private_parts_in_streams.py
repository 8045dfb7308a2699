"""Private parts in travel: told apart by their first byte, counted, named by the first half of their hash."""

from hashlib import sha256

import pytest

from roadmap_core import cbor, limits
from roadmap_core.cbor import MalformedError
from roadmap_core.entries.entry import read_entry
from roadmap_core.exchange.messages import BODY_REQUESTS, RequestReader, SyncReply, SyncRequest, read_reply
from roadmap_core.exchange.pairs import is_body, shortened
from roadmap_core.exchange.stream import PLAIN, SHORTENED, EntryReader, packed, parted, read_sequence, to_sequence
from roadmap_core.keys.city_key import CityKey
from roadmap_core.refusals import Code, Refusal
from tests.vectors.computers import Computer, answered
from tests.vectors.exchange_vectors import with_part

MAKER = Computer("first computer")
ENTRY = MAKER.seal(answered(3)).data
BODY = CityKey(1, bytes(32)).seal(b"note", MAKER.genesis.log, 1, bytes(16))
PAIR = with_part()


def test_an_entry_and_a_private_part_are_told_apart_by_their_first_byte() -> None:
    assert (is_body(ENTRY), is_body(BODY), is_body(b"")) == (False, True, False)
    assert parted([ENTRY, BODY, b"", BODY]) == ([ENTRY, b""], [BODY, BODY])


def test_a_request_brings_each_entry_with_its_private_part_behind_it_and_asks_for_others() -> None:
    names = tuple(sha256(bytes([number])).digest()[:16] for number in range(BODY_REQUESTS))
    request = SyncRequest(
        "k" * limits.CITY_CHARACTERS, 2**63 - 1, 2**63 - 1, 2**21, (ENTRY, BODY, ENTRY), names, b"token"
    )
    reader = RequestReader()
    assert reader.feed(request.to_bytes()) == [ENTRY, BODY, ENTRY]
    assert reader.opening is not None
    assert reader.opening.body_requests == names
    assert reader.opening.token == b"token"
    with pytest.raises(MalformedError) as refused:
        RequestReader().feed(SyncRequest("kaga", 0, 0, 0, (), (*names, names[0])).to_bytes())
    assert refused.value.code == Code.LIMIT


def test_a_reply_gives_entries_their_positions_and_private_parts_none() -> None:
    reply = SyncReply(
        1, (), ((3, ENTRY), (7, ENTRY)), 7, more=False, head=b"", nonce=b"n", bodies=(BODY, BODY), lacks=(bytes(16),)
    )
    assert read_reply(reply.to_bytes()) == reply


def test_messages_without_private_parts_are_not_a_byte_longer() -> None:
    assert len(SyncRequest("kaga", 0, 0, 0).to_bytes()) == 13
    assert len(SyncReply(1, (), (), 0, more=False, head=b"").to_bytes()) == 12


def test_private_parts_are_counted_by_themselves() -> None:
    pairs = [ENTRY, BODY] * limits.PUSH_ENTRIES
    reader = EntryReader(PLAIN, limits.PUSH_EXPANDED_BYTES, limits.PUSH_ENTRIES)
    assert reader.feed(to_sequence(pairs)) == pairs
    with pytest.raises(MalformedError) as refused:
        reader.feed(cbor.encode(BODY))
    assert refused.value.code == Code.LIMIT


def test_a_cut_between_an_entry_and_its_private_part_leaves_the_entry() -> None:
    stream = to_sequence([ENTRY, BODY])
    reader = EntryReader(PLAIN, len(stream))
    assert reader.feed(stream[:-1]) == [ENTRY]
    assert not reader.is_between_entries
    assert read_sequence(stream[: -len(cbor.encode(BODY))]) == [ENTRY]


def test_an_entry_travels_without_the_hash_and_the_size_of_the_part_that_goes_with_it() -> None:
    items = [ENTRY, *PAIR, BODY, ENTRY]
    travelling = shortened(items)
    assert travelling == [ENTRY, PAIR[1], PAIR[0][:-103] + PAIR[0][-66:], ENTRY, BODY, b""]
    encoding, stream = packed(PAIR)
    assert (encoding, len(stream)) == (SHORTENED, len(to_sequence(PAIR)) - 37)
    encoding, stream = packed(items)
    assert encoding & SHORTENED
    assert read_sequence(stream, encoding) == [ENTRY, *PAIR, ENTRY, BODY]


def test_a_part_waits_for_what_follows_it_wherever_the_line_is_cut() -> None:
    stream = to_sequence(shortened([*PAIR, ENTRY, BODY]))
    complete = [len(to_sequence(shortened(items))) for items in ([], PAIR, [*PAIR, ENTRY])]
    for cut in range(len(stream)):
        reader = EntryReader(SHORTENED, 10_000)
        first = reader.feed(stream[:cut])
        assert reader.is_between_entries == (cut in complete)
        assert first + reader.feed(stream[cut:]) == [*PAIR, ENTRY, BODY]
        assert reader.is_between_entries


def test_a_part_that_was_changed_on_the_way_gives_an_entry_that_nobody_signed() -> None:
    part, rest = shortened(PAIR)
    changed = part[:-1] + bytes([part[-1] ^ 1])
    entry, _ = read_sequence(to_sequence([changed, rest]), SHORTENED)
    refused = read_entry(entry, MAKER.key)
    assert isinstance(refused, Refusal)
    assert refused.code == Code.SIG
    assert not isinstance(read_entry(PAIR[0], MAKER.key), Refusal)


def test_parts_that_follow_each_other_are_all_given_and_counted() -> None:
    reader = EntryReader(SHORTENED, 10_000, 3)
    assert reader.feed(to_sequence([BODY, BODY, BODY, b"", b"", b""])) == [BODY, BODY, BODY, b"", b""]
    with pytest.raises(MalformedError) as refused:
        reader.feed(to_sequence([BODY, b""]))
    assert refused.value.code == Code.LIMIT
