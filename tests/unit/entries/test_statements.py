"""Statements to and from their bytes."""

import pytest

from roadmap_core.entries.entry import Entry, read_entry
from roadmap_core.entries.identifiers import NO_ENTRY, EntryHash
from roadmap_core.entries.statements import Announce, Endorse, Enrol, Erase, Objection, Rekey, Revoke, Statement
from roadmap_core.refusals import Code, Refusal
from tests.vectors.computers import Computer

MAKER = Computer("first computer")
LOG, HASH = MAKER.genesis.log, MAKER.genesis.hash
GOOD: list[Statement] = [
    Enrol(HASH, 3, "health", 5),
    Enrol(HASH, 99, "", None),
    Revoke(LOG, NO_ENTRY),
    Endorse((HASH, EntryHash(bytes(32))), with_earlier=True),
    Endorse((), with_earlier=False),
    Rekey(2**31 - 1, b"1234", ((LOG, bytes(80)),)),
    Erase(HASH, "Request of 3 May"),
    Announce(LOG, 0, "Asked by letter on 3 May"),
    Announce(LOG, 1, ""),
    Objection(HASH, "Nobody of us wrote that letter"),
]
H, L, W = bytes(32), bytes(8), bytes(80)
BAD = [
    [10, H, 0, "", None], [10, H, -1, "", None], [10, H, 2, "x" * 201, None], [10, H, 2, "", "now"], [10, H, 2, ""],
    [10, H[1:], 2, "", None], [10, H, 2, None, None], [10, H, 2, "", None, 1], [10, H, 2**31, "", None],
    [11, L, H[1:]], [11, L[1:], H], [11, L], [11, L, H, 1], [11, L, None],
    [12, H, 0], [12, [H], 2], [12, [H], -1], [12, [H[1:]], 0], [12, [H]], [12, [[H]], 0],
    [13, 0, b"1234", []], [13, 2**31, b"1234", []], [13, 1, b"123", []], [13, 1, b"1234", [[L, W[1:]]]],
    [13, 1, b"1234", [[L[1:], W]]], [13, 1, b"1234", [[L]]], [13, 1, b"1234", None], [13, 1, b"1234", [[L, W, 1]]],
    [16, H[1:], ""], [16, H, "x" * 201], [16, H, None], [16, H], [16, H, "", 1],
    [17, L, 0], [17, L[1:], 0, ""], [17, L, -1, ""], [17, L, 2**31, ""], [17, L, 0, "x" * 201], [17, L, 0, "", 1],
    [18, H[1:], ""], [18, H, "x" * 201], [18, H, None], [18, H], [18, H, "", 1],
]  # fmt: skip


def test_a_statement_comes_back_as_it_was_said_in_its_place() -> None:
    assert MAKER.seal(*GOOD).operations == tuple(GOOD)


@pytest.mark.parametrize("ops", BAD, ids=str)
def test_a_statement_of_another_shape_is_refused(ops: list[object]) -> None:
    refusal = read_entry(MAKER.with_ops(ops), MAKER.key)
    assert isinstance(refusal, Refusal)
    assert refusal.code == Code.SCHEMA


def test_an_endorsement_of_as_many_as_an_entry_holds_is_taken() -> None:
    data = MAKER.with_ops([12, [bytes([n % 256] * 32) for n in range(1_900)], 0])
    assert isinstance(read_entry(data, MAKER.key), Entry)
