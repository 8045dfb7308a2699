"""Drafts become entries that every reader takes."""

import pytest

from roadmap_core import cbor, limits
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import OpId, Reference, Register, ShortHash, short
from roadmap_core.entries.operations import Genesis, OpCode, Write
from roadmap_core.entries.sealing import Claims, seal, seal_genesis
from roadmap_core.entries.statements import Enrol
from roadmap_core.merge.fold import InMemory
from tests.vectors.computers import CLAIMED_MS, Computer, answered, op, row, settled, without

CLAIMS = Claims(CLAIMED_MS, 1, 7)


def sealed(maker: Computer, *operations: Write | Enrol, known: dict[ShortHash, Reference] | None = None) -> list[Entry]:
    return seal(maker.tip, operations, known or {}, CLAIMS, maker.signer)


def test_operations_are_sorted_by_register_and_keep_their_order_in_one() -> None:
    maker = Computer("first computer")
    rows = [row("b"), row("a")]
    enrol = Enrol(maker.genesis.hash, 2, "", None)
    (entry,) = sealed(maker, *rows, answered(2, register=Register(1, 20, 1)), answered(1), enrol)
    assert [cbor.decode(write.value or b"") for write in entry.operations[1:] if isinstance(write, Write)] == [
        1,
        2,
        "b",
        "a",
    ]
    assert entry.operations[0] == enrol


def test_every_operation_comes_back_as_it_was_drafted() -> None:
    maker = Computer("first computer")
    first = maker.seal(answered(1), row(["x"]))
    drafted = [
        Enrol(maker.genesis.hash, 2, "all", 5),
        answered(["list", None, b"bytes", -5], op(first)),
        answered(None, register=Register(1, 20, Facet.ANSWER)),
        settled(4, op(first), reason="Agreed.", register=Register(1, 21, Facet.ANSWER)),
        row("row"),
        without(op(first, 1)),
    ]
    (entry,) = sealed(maker, *drafted)
    assert sorted(entry.operations, key=repr) == sorted(drafted, key=repr)


def test_a_cleared_answer_may_be_drafted_without_a_value() -> None:
    maker = Computer("first computer")
    (entry,) = sealed(maker, Write(OpCode.SET, Register(1, 18, 1), None, ()))
    assert entry.operations == (answered(None),)
    (entry,) = sealed(maker, Write(OpCode.SETTLE, Register(1, 18, 1), None, ()))
    assert entry.operations == (settled(None),)


def test_the_entry_before_is_named_without_being_known() -> None:
    maker = Computer("first computer")
    first = maker.seal(answered(1))
    (entry,) = sealed(maker, answered(2, op(first)))
    assert entry.refs == ()
    assert entry.operations == (answered(2, op(first)),)


def test_an_entry_is_named_once_however_many_operations_name_it() -> None:
    a = Computer("first computer")
    b = Computer("second computer", a.known)
    first = b.seal(answered(1), answered(1, register=Register(1, 19, 1)))
    seen = (a.known[first.short],)
    claims = Claims(CLAIMED_MS, 1, 7, newly_seen=seen)
    entry = a.seal(answered(2, op(first)), answered(2, op(first, 1), register=Register(1, 19, 1)), claims=claims)
    assert entry.refs == seen


def test_what_is_too_large_for_one_entry_becomes_a_chain_that_says_the_same() -> None:
    maker = Computer("first computer")
    before = maker.seal(*(answered(0, register=Register(1, item, Facet.NOTE)) for item in range(40)))
    notes = [
        answered(chr(97 + item % 26) * 4_000, op(before, item), register=Register(1, item, Facet.NOTE))
        for item in range(40)
    ]
    entries = sealed(maker, *notes)
    assert [entry.seq for entry in entries] == [2, 3, 4, 5]
    assert [entry.prev for entry in entries] == [before.hash, *(entry.hash for entry in entries[:-1])]
    assert all(len(entry.data) <= limits.ENTRY_BYTES for entry in entries)
    assert [write for entry in entries for write in entry.operations] == notes


def test_an_entry_is_filled_to_its_last_bytes_but_never_beyond() -> None:
    maker = Computer("first computer")
    counts = [len(sealed(maker, row(bytes(size)), row(bytes(size)))) for size in range(32_580, 32_760, 4)]
    assert counts == sorted(counts)
    assert set(counts) == {1, 2}


def test_more_predecessors_than_one_operation_can_name_become_several_that_agree() -> None:
    maker = Computer("first computer")
    many = maker.seal(*(answered(number) for number in range(150)))
    rows = maker.seal(*(row(number) for number in range(150)))
    replica = InMemory()
    replica.take([maker.genesis, many, rows])
    chosen = replica.states[Register(1, 18, 1)].ops
    entries = sealed(maker, settled(7, *chosen), without(*(op(rows, place) for place in range(150))), known=maker.known)
    replica.take(entries)
    state = replica.states[Register(1, 18, 1)]
    assert (state.values, state.is_contested, len(state.live)) == ((cbor.encode(7),), False, 3)
    assert replica.states[Register(1, 3, Facet.PLAN)].live == ()


@pytest.mark.parametrize(
    ("said", "signed"), [(-5, 0), (limits.LATEST_CLAIMED_MS + 1, limits.LATEST_CLAIMED_MS), (9, 9)]
)
def test_a_broken_clock_does_not_stop_the_work(said: int, signed: int) -> None:
    assert Computer("first computer").seal(answered(1), claims=Claims(said, 1, 7)).claimed_ms == signed


def test_a_counter_that_another_computer_drove_to_its_end_does_not_stop_the_work() -> None:
    entry = Computer("first computer").seal(answered(1), claims=Claims(0, limits.LARGEST_INTEGER + 1, 7))
    assert entry.lamport == limits.LARGEST_INTEGER


def test_what_nobody_would_take_is_a_bug_and_not_sent() -> None:
    maker = Computer("first computer")
    with pytest.raises(AssertionError, match="E-SIZE"):
        sealed(maker, row("x" * 4_000), row(["x" * 70_000]))
    with pytest.raises(AssertionError, match="E-KEY-WEAK"):
        seal_genesis(Genesis(bytes(32), b"", "a", "c", 1, b"", b""), CLAIMS, maker.signer)
    with pytest.raises(KeyError):
        sealed(maker, answered(1, OpId(short(bytes(31) + b"1"), 0)))
