"""Entries of the vectors are taken with their meaning; refused ones are refused with their code."""

import json
from typing import Any

import pytest

from roadmap_core import limits
from roadmap_core.entries.entry import Entry, claimed_log, read_entry, read_genesis
from roadmap_core.entries.envelope import ENTRY, close, open_envelope
from roadmap_core.entries.identifiers import LogId, OpId, entry_hash, short
from roadmap_core.refusals import Code, Refusal
from tests.vectors.computers import Computer
from tests.vectors.make_vectors import FOLDER
from tests.vectors.readable import readable

TAKEN = json.loads((FOLDER / "entries.json").read_text())["entries"]
REFUSED = json.loads((FOLDER / "refused.json").read_text())["refused"]


def judged(data: bytes, key: bytes | None) -> Entry | Refusal:
    """What a reader who knows one log does."""
    claimed = claimed_log(data)
    if isinstance(claimed, Refusal):
        return claimed
    return read_genesis(data) if claimed is None or key is None else read_entry(data, key)


@pytest.mark.parametrize("case", TAKEN, ids=lambda case: case["name"])
def test_an_entry_is_taken_with_its_meaning(case: dict[str, Any]) -> None:
    data, key = bytes.fromhex(case["bytes"]), bytes.fromhex(case["public_key"])
    entry = judged(data, key)
    assert isinstance(entry, Entry)
    assert readable(entry) == case["meaning"]
    assert (entry.data, entry.hash.hex(), entry.short) == (data, case["hash"], short(entry_hash(data)))
    assert entry.log == (claimed_log(data) or entry.hash[:8])
    assert read_entry(data, key) == entry


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: f"row {case['row']} {case['name']}")
def test_bytes_are_refused_with_their_code(case: dict[str, Any]) -> None:
    refusal = judged(bytes.fromhex(case["bytes"]), case["public_key"] and bytes.fromhex(case["public_key"]))
    assert isinstance(refusal, Refusal)
    assert (refusal.code, bool(refusal.detail)) == (case["code"], True)


def test_a_genesis_is_taken_under_its_own_key_only() -> None:
    maker, other = Computer("first computer"), Computer("another computer")
    brought = other.genesis.data
    assert isinstance(read_entry(brought, other.key), Entry)
    refusal = read_entry(brought, maker.key)
    assert isinstance(refusal, Refusal)
    assert refusal.code == Code.SIG


def test_a_genesis_signed_with_a_log_key_that_brings_another_is_refused() -> None:
    maker, other = Computer("first computer"), Computer("another computer")
    data = other.genesis.data
    envelope = open_envelope(data)
    assert not isinstance(envelope, Refusal)
    refusal = read_entry(close(envelope.payload, ENTRY, maker.signer), maker.key)
    assert isinstance(refusal, Refusal)
    assert refusal.code == Code.LOG_KEY


def test_an_entry_of_the_largest_size_is_taken_and_one_byte_more_is_not() -> None:
    maker = Computer("first computer")
    spare = limits.ENTRY_BYTES - len(maker.with_ops([77, bytes(60_000)])) + 60_000
    assert isinstance(read_entry(maker.with_ops([77, bytes(spare)]), maker.key), Entry)
    refusal = judged(maker.with_ops([77, bytes(spare + 1)]), maker.key)
    assert isinstance(refusal, Refusal)
    assert refusal.code == Code.SIZE
    assert read_genesis(maker.with_ops([77, bytes(spare + 1)])) == refusal
    assert read_entry(maker.with_ops([77, bytes(spare + 1)]), maker.key) == refusal


def test_the_claimed_log_is_told_without_a_key() -> None:
    maker = Computer("first computer")
    assert claimed_log(maker.genesis.data) is None
    assert claimed_log(maker.entry()) == maker.genesis.log == LogId(maker.genesis.hash[:8])


def test_an_entry_tells_which_of_its_operations_write() -> None:
    maker = Computer("first computer")
    entry = read_entry(maker.with_ops([77], [1, 1, [18], [1], [3], [[]]]), maker.key)
    assert isinstance(entry, Entry)
    assert entry.writes(OpId(entry.short, 1)) is entry.operations[1]
    assert entry.writes(OpId(entry.short, 0)) is None
    assert entry.writes(OpId(entry.short, 2)) is None
    assert entry.writes(OpId(maker.genesis.short, 1)) is None
    assert entry.genesis is None
    assert maker.genesis.genesis is maker.genesis.operations[0]
