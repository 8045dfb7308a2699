"""Each field of an entry that is not of its kind is refused; the signature is always good."""

from typing import Any

import pytest

from roadmap_core import cbor
from roadmap_core.entries.entry import Entry, read_entry
from roadmap_core.entries.envelope import ENTRY, close, open_envelope
from roadmap_core.refusals import Code, Refusal
from tests.vectors.computers import Computer

MAKER = Computer("first computer")
FIELDS = ("version", "log", "seq", "prev", "claimed_ms", "lamport", "author", "refs", "head", "ops", "body")
LOG, SHORT = bytes(8), bytes(16)
WRONG: dict[str, list[Any]] = {
    "log": [7, "log", bytes(7), bytes(9)],
    "seq": [-1, "1", b"1", [1]],
    "prev": [None, 1, bytes(31), bytes(33)],
    "lamport": [None, -1, "1"],
    "author": [None, -1, "1"],
    "refs": [None, [[LOG, 1]], [[LOG, -1, SHORT]], [[LOG, None, SHORT]], [[bytes(7), 1, SHORT]], [[LOG, 1, LOG]]],
    "head": [0, [], b"", [1, 2], [1, 2, LOG]],
    "ops": [None, [[1, 1, [1], [1], [0], [[0, -1]]]], [[1, 1, [1], [1, 2], [0], [[]]]], [[1, 1, [], [], [], []]]],
    "body": [0, [], b"", [bytes(32)], [bytes(31), 1]],
}


def read_with(changed: dict[str, Any], *, fields: int = len(FIELDS)) -> Entry | Refusal:
    envelope = open_envelope(MAKER.entry())
    assert not isinstance(envelope, Refusal)
    payload = [changed.get(name, held) for name, held in zip(FIELDS, cbor.decode(envelope.payload), strict=True)]
    return read_entry(close(cbor.encode(payload[:fields]), ENTRY, MAKER.signer), MAKER.key)


def test_nothing_changed_is_taken() -> None:
    assert isinstance(read_with({}), Entry)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_field_that_is_not_of_its_kind_is_refused(name: str, value: object) -> None:
    refusal = read_with({name: value})
    assert isinstance(refusal, Refusal)
    assert refusal.code == Code.SCHEMA


@pytest.mark.parametrize("fields", [0, 1, 10])
def test_a_payload_with_too_few_fields_is_refused(fields: int) -> None:
    refusal = read_with({}, fields=fields)
    assert isinstance(refusal, Refusal)
    assert refusal.code == Code.SCHEMA


def test_an_entry_of_a_newer_version_is_told_apart() -> None:
    refusal = read_with({"version": 2}, fields=10)
    assert isinstance(refusal, Refusal)
    assert refusal.code == Code.NEWER_ENTRY
