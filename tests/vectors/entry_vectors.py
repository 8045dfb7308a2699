"""Vectors of entries that everybody takes, with what they mean, and of sets of entries with what becomes of them."""

from collections.abc import Iterator, Sequence
from typing import Any

import cbor2

from roadmap_core.entries.entry import Entry, read_entry
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import HeadSeen, Register
from roadmap_core.entries.sealing import Claims
from roadmap_core.entries.statements import Enrol, Role
from roadmap_core.merge.fold import InMemory
from tests.vectors.computers import Computer, answered, op, row, settled, without
from tests.vectors.readable import readable

OTHER = Register(1, 19, Facet.ANSWER)


def entries() -> dict[str, Any]:
    return {
        "entries": [
            {
                "name": name,
                "public_key": maker.key.hex(),
                "bytes": entry.data.hex(),
                "hash": entry.hash.hex(),
                "meaning": readable(entry),
            }
            for name, maker, entry in taken()
        ]
    }


def taken() -> Iterator[tuple[str, Computer, Entry]]:
    """Name, author and entry."""
    first = Computer("first computer")
    second = Computer("second computer", first.known)
    yield "genesis", first, first.genesis
    yield "genesis of another computer", second, second.genesis
    yield "one answer", first, (one := first.seal(answered(3)))
    yield "an answer that replaces the one before", first, (two := first.seal(answered(2, op(one))))
    yield "another computer's answer", second, second.seal(answered(1, op(one)))
    note = "Zuständig: 加賀市\nمدينة ذكية, नगर (ZWNJ: \u200c)"
    several = [
        answered(note, register=Register(1, 18, Facet.NOTE)),
        answered(None, register=OTHER),
        row(["Plan", "A", ""]),
    ]
    yield "note, cleared answer and row", first, (three := first.seal(*several))
    yield "settle and remove a row", first, first.seal(settled(2, op(two), reason="Agreed."), without(op(three, 0)))
    yield "enrol", first, first.seal(Enrol(second.genesis.hash, Role.EDITOR, "", None))
    head = HeadSeen(7, 5, bytes(range(16)))
    yield (
        "a head, and entries newly seen",
        second,
        second.seal(
            answered(2, register=OTHER), claims=Claims(0, 2**63 - 1, 2**63 - 1, head, (first.known[two.short],))
        ),
    )
    for name, data in _by_hand(first):
        entry = read_entry(data, first.key)
        assert isinstance(entry, Entry), name
        yield name, first, entry


def _by_hand(maker: Computer) -> Iterator[tuple[str, bytes]]:
    yield (
        "operations of a later version",
        maker.with_ops([77, "anything", [1, None]], [1, 1, [18], [1], [3], [[]]], [78]),
    )
    yield "a row of a list that a later version added", maker.with_ops([2, 1, 18, 99, ["a", 1]])
    yield (
        "a blob, and a private body",
        maker.with_ops([4, bytes(32), 5, "text/plain", "Minutes"], body=cbor2.dumps([bytes(32), 99])),
    )
    yield "text that is not NFC", maker.with_value(cbor2.dumps("e\u0301"))
    yield "text with joiners and direction marks", maker.with_value(cbor2.dumps("\u200c\u200d\u200e\u200f\u061c"))
    yield "a value of 16 levels", maker.with_ops([2, 1, 3, 11, _nested(13)])
    yield "the largest and the smallest integer", maker.with_value(cbor2.dumps([2**63 - 1, -(2**63)]))
    yield "a note of 4,000 characters", maker.with_value(cbor2.dumps("x" * 4_000))
    yield "64 predecessors", maker.with_ops([1, 1, [18], [1], [3], [[n for place in range(64) for n in (-1, place)]]])
    yield "the end of 9999", maker.entry(claimed_ms=cbor2.dumps(253_402_300_799_999))
    yield "no operations", maker.with_ops()


def _nested(depth: int) -> list[Any]:
    return [] if depth == 1 else [_nested(depth - 1)]


def merges() -> dict[str, Any]:
    return {"merges": [_merge(name, *made) for name, made in _sets()]}


def _merge(name: str, makers: Sequence[Computer], folded: Sequence[Entry]) -> dict[str, Any]:
    replica = InMemory()
    replica.take(folded)
    return {
        "name": name,
        "keys_by_log": {maker.genesis.log.hex(): maker.key.hex() for maker in makers},
        "entries": [entry.data.hex() for entry in folded],
        "states": [
            {
                "register": list(register),
                "state": state.to_bytes().hex(),
                "values": [value.hex() for value in state.values],
                "contested": state.is_contested,
            }
            for register, state in sorted(replica.states.items())
        ],
    }


def _sets() -> Iterator[tuple[str, tuple[list[Computer], list[Entry]]]]:
    a = Computer("first computer")
    b, c = Computer("second computer", a.known), Computer("third computer", a.known)
    makers = [a, b, c]
    one = a.seal(answered(3))
    by_b, by_c = b.seal(answered(2, op(one))), c.seal(answered(1, op(one)))
    yield "one answer", (makers, [one])
    yield "an answer replaced", (makers, [one, by_b])
    yield "two answers to one question", (makers, [one, by_b, by_c])
    same = c.seal(answered(2, op(one)))
    yield "two equal answers", (makers, [one, by_b, same])
    done = a.seal(settled(2, op(by_b), op(by_c), reason="Agreed."))
    yield "settled", (makers, [one, by_b, by_c, done])
    yield "settled, and what was settled has not come", (makers, [one, done])
    late = b.seal(answered(4, op(by_b)))
    yield "settled, and changed by who did not know", (makers, [one, by_b, by_c, done, late])
    cleared = c.seal(answered(None, op(by_b), op(by_c)))
    yield "cleared against settled", (makers, [one, by_b, by_c, done, cleared])
    rows = a.seal(row(["one", "A", ""]), row(["two", "B", "2030-01-31"]), row(["two", "B", "2030-01-31"]))
    gone = b.seal(without(op(rows, 0), op(rows, 1)))
    more = c.seal(row(["three", "", ""]), without(op(rows, 0)))
    yield "rows added and removed", (makers, [rows, gone, more])
    yield "rows removed before they come", (makers, [gone, more])
    wrong = b.seal(answered(5, op(rows, 0), op(one, 9)))
    yield "predecessors of another register, and of no operation", (makers, [rows, one, wrong])
    later = _read(a, a.with_ops([77], [1, 1, [18], [1], [6], [[-1, 0]]], [15, 1, 19, 1, 0, [-1, 0], None]))
    yield "operations of a later version between others", (makers, [one, later])


def _read(maker: Computer, data: bytes) -> Entry:
    entry = read_entry(data, maker.key)
    assert isinstance(entry, Entry)
    return entry
