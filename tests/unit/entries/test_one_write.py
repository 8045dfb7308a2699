"""An entry of one write is read by a pattern to what reading it field by field gives, or not by the pattern at all."""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from roadmap_core import cbor, limits
from roadmap_core.entries import entry
from roadmap_core.entries.entry import Entry, read_entry
from roadmap_core.entries.envelope import ENTRY, close
from roadmap_core.entries.one_write import fields_of_one_write
from roadmap_core.refusals import Refusal
from tests.vectors.computers import Computer

MAKER = Computer("first computer")
LOG, PREV, REF = b"log, yes", bytes(range(32)), bytes(range(50, 66))
PLAIN: dict[str, Any] = {
    "version": 1, "log": LOG, "seq": 24, "prev": PREV, "claimed_ms": 1_790_000_000_000, "lamport": 300, "author": 7,
    "refs": [], "head": None, "ops": [[1, 1, [17], [1], [0], [[]]]], "body": None,
}  # fmt: skip
ONE_REF = [[LOG, 5, REF]]
MATCHING: list[dict[str, Any]] = [
    {},
    {"refs": ONE_REF},
    {"head": [70_000, 2**40, bytes(16)]},
    {"body": [bytes(32), 2**16]},
    {"claimed_ms": limits.LATEST_CLAIMED_MS, "lamport": 2**63 - 1, "seq": 2**32},
    {"ops": [[1, 2**31 - 1, [2**31 - 1], [2**31 - 1], [None], [[-1, 2**31 - 1]]]]},
    {"refs": ONE_REF, "ops": [[1, 1, [300], [1], [[2, 1, 3, ""]], [[0, 70_000]]]]},
    *({"ops": [[1, 1, [300], [1], [v], [[-1, 0]]]]} for v in (23, 24, -25, -300, 2**33, -(2**63), "", [], [2, -7, 10])),
]
OTHERS: list[dict[str, Any]] = [
    {"seq": 0},
    {"prev": bytes(32)},
    {"claimed_ms": limits.LATEST_CLAIMED_MS + 1},
    {"version": 2},
    {"log": None},
    {"refs": ONE_REF * 2},
    {"refs": [*ONE_REF, [LOG, 6, bytes(16)]]},
    {"author": -1},
    {"ops": []},
    {"ops": [[1, 1, [17, 18], [1, 1], [0, 0], [[], []]]]},
    {"ops": [[1, 2**31, [17], [1], [0], [[]]]]},
    {"ops": [[1, 1, [17], [1], [0], [[0, 0]]]]},
    {"ops": [[1, 1, [17], [1], [0], [[-1, 2**31]]]]},
    {"ops": [[1, 1, [17], [1], [0], [[-1, 0, -1, 1]]]]},
    {"ops": [[1, 1, [17], [1], ["text"], [[]]]]},
    {"ops": [[1, 1, [17], [1], [[1] * 5], [[]]]]},
    {"ops": [[1, 1, [17], [1], [[[1]]], [[]]]]},
    {"ops": [[15, 1, 17, 1, 0, [], None]]},
]


def payload(changed: dict[str, Any]) -> bytes:
    return cbor.encode(list({**PLAIN, **changed}.values()))


def read_both_ways(data: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[Entry | Refusal, Entry | Refusal]:
    signed = close(data, ENTRY, MAKER.signer)
    with monkeypatch.context() as patched:
        patched.setattr(entry, "fields_of_one_write", lambda _payload: None)
        by_fields = read_entry(signed, MAKER.key)
    return read_entry(signed, MAKER.key), by_fields


@pytest.mark.parametrize("changed", MATCHING)
def test_the_pattern_reads_what_reading_by_fields_gives(
    changed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fields_of_one_write(payload(changed)) is not None
    found, by_fields = read_both_ways(payload(changed), monkeypatch)
    assert isinstance(found, Entry)
    assert found == by_fields
    assert repr(found) == repr(by_fields)  # True and 1 are equal


@pytest.mark.parametrize("changed", OTHERS)
def test_the_pattern_leaves_all_others_alone(changed: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    assert fields_of_one_write(payload(changed)) is None
    found, by_fields = read_both_ways(payload(changed), monkeypatch)
    assert found == by_fields


def damaged(chance: random.Random) -> Iterator[bytes]:
    """A payload that the pattern reads, with a byte changed, put in, or left away, anywhere."""
    for changed in MATCHING:
        data = payload(changed)
        for place in range(len(data)):
            for kept in (place, place + 1):
                yield (
                    data[:place]
                    + bytes((chance.choice((0x18, 0x20, 0x80, 0xF6, chance.randrange(256))),))
                    + data[kept:]
                )
            yield data[:place] + data[place + 1 :]


def test_no_damage_is_read_by_the_pattern_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    seed = random.randrange(2**32)
    matched = [data for data in damaged(random.Random(seed)) if fields_of_one_write(data) is not None]
    assert len(matched) > 500
    for data in matched:
        found, by_fields = read_both_ways(data, monkeypatch)
        assert isinstance(found, Entry), (seed, data.hex())
        assert repr(found) == repr(by_fields), (seed, data.hex())
