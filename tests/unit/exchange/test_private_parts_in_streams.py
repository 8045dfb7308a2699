"""Private parts in travel: told apart by their first byte, counted, named by the first half of their hash."""

from hashlib import sha256

import pytest

from roadmap_core import cbor, limits
from roadmap_core.cbor import MalformedError
from roadmap_core.exchange.messages import BODY_REQUESTS, RequestReader, SyncReply, SyncRequest, read_reply
from roadmap_core.exchange.stream import PLAIN, EntryReader, is_body, parted, read_sequence, to_sequence
from roadmap_core.keys.city_key import CityKey
from roadmap_core.refusals import Code
from tests.vectors.computers import Computer, answered

MAKER = Computer("first computer")
ENTRY = MAKER.seal(answered(3)).data
BODY = CityKey(1, bytes(32)).seal(b"note", MAKER.genesis.log, 1, bytes(16))


def test_an_entry_and_a_private_part_are_told_apart_by_their_first_byte() -> None:
    assert (is_body(ENTRY), is_body(BODY), is_body(b"")) == (False, True, False)
    assert parted([ENTRY, BODY, b"", BODY]) == ([ENTRY, b""], [BODY, BODY])


def test_a_request_brings_each_entry_with_its_private_part_behind_it_and_asks_for_others() -> None:
    names = tuple(sha256(bytes([number])).digest()[:16] for number in range(BODY_REQUESTS))
    request = SyncRequest("k" * limits.CITY_CHARACTERS, 2**63 - 1, 2**63 - 1, 2**21, (ENTRY, BODY, ENTRY), names)
    reader = RequestReader()
    assert reader.feed(request.to_bytes()) == [ENTRY, BODY, ENTRY]
    assert reader.opening is not None
    assert reader.opening.body_requests == names
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
