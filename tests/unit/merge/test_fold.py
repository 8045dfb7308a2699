"""What becomes of sets of entries: the vectors, the rows of a list, and what a replica may hold already."""

import itertools
import json
import time
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pytest

from roadmap_core import cbor
from roadmap_core.entries.entry import Entry, read_entry
from roadmap_core.entries.identifiers import LogId, OpId, Register, ShortHash
from roadmap_core.merge.fold import InMemory, fold
from roadmap_core.merge.registers import EMPTY, Alternative, RegisterState
from tests.vectors.computers import ANSWER, PLAN, Computer, answered, op, row, without
from tests.vectors.entry_vectors import taken
from tests.vectors.make_vectors import FOLDER

MERGES = json.loads((FOLDER / "merges.json").read_text())["merges"]


def entries_of(case: dict[str, Any]) -> list[Entry]:
    entries = []
    keys = {LogId(bytes.fromhex(log)): bytes.fromhex(key) for log, key in case["keys_by_log"].items()}
    for data in map(bytes.fromhex, case["entries"]):
        entry = read_entry(data, keys[LogId(data[11:19])])
        assert isinstance(entry, Entry)
        entries.append(entry)
    return entries


def told(replica: InMemory) -> list[dict[str, Any]]:
    return [
        {
            "register": list(register),
            "state": state.to_bytes().hex(),
            "values": [value.hex() for value in state.values],
            "contested": state.is_contested,
        }
        for register, state in sorted(replica.states.items())
    ]


@pytest.mark.parametrize("case", MERGES, ids=lambda case: case["name"])
def test_a_set_gives_its_states_in_every_order_one_by_one_and_at_once(case: dict[str, Any]) -> None:
    for order in itertools.permutations(entries_of(case)):
        at_once, one_by_one = InMemory(), InMemory()
        at_once.take(order)
        for entry in order:
            one_by_one.take([entry])
            one_by_one.take([entry, order[0]])
        assert told(at_once) == told(one_by_one) == case["states"]


def test_a_state_comes_back_from_its_bytes() -> None:
    for case in MERGES:
        for state in case["states"]:
            data = bytes.fromhex(state["state"])
            assert RegisterState.from_bytes(data).to_bytes() == data


def test_the_deepest_value_that_an_entry_can_hold_has_a_place_in_a_state() -> None:
    (deep,) = (entry for name, _, entry in taken() if name == "a value of 16 levels")
    replica = InMemory()
    replica.take([deep])
    state = replica.states[PLAN]
    assert RegisterState.from_bytes(state.to_bytes()) == state


def test_a_state_tells_what_a_form_shows_and_names() -> None:
    one, two = OpId(ShortHash(bytes(16)), 0), OpId(ShortHash(bytes(16)), 1)
    equal = RegisterState((Alternative(one, b"\x01"), Alternative(two, b"\x01")))
    differing = RegisterState((Alternative(one, b"\x01"), Alternative(two, b"\x02")))
    assert (EMPTY.is_contested, EMPTY.values, EMPTY.ops) == (False, (), ())
    assert (equal.is_contested, equal.values, equal.ops) == (False, (b"\x01",), (one, two))
    assert (differing.is_contested, differing.values) == (True, (b"\x01", b"\x02"))


def test_adding_wins_against_removing_what_was_not_seen() -> None:
    a = Computer("first computer")
    b = Computer("second computer", a.known)
    first = a.seal(row("one"))
    replica = InMemory()
    replica.take([first, b.seal(without(op(first))), a.seal(row("one"))])
    assert replica.states[PLAN].values == (cbor.encode("one"),)


class StoresFirst(InMemory):
    """A replica whose storage has the new entries already when they are folded."""

    def take(self, entries: Sequence[Entry]) -> None:
        self.entries_by_short.update({entry.short: entry for entry in entries})
        self.states.update(fold(entries, self))


def test_it_does_not_matter_whether_a_batch_is_stored_before_it_is_folded() -> None:
    a = Computer("first computer")
    one = a.seal(answered(1))
    two = a.seal(answered(2, op(one)))
    for order in ((one, two), (two, one)):
        replica = StoresFirst()
        replica.take(order)
        assert replica.states[ANSWER].ops == (op(two),)
        assert replica.states[ANSWER].awaited == ()


def test_only_what_is_touched_is_asked_for() -> None:
    class Asked(InMemory):
        asked: tuple[Register, ...] = ()

        def registers(self, wanted: Collection[Register]) -> Mapping[Register, RegisterState]:
            self.asked = tuple(wanted)
            return super().registers(wanted)

    replica = Asked()
    assert fold([Computer("first computer").seal(answered(1), row(1))], replica).keys() == {ANSWER, PLAN}
    assert set(replica.asked) == {ANSWER, PLAN}
    assert fold([], replica) == {}


def test_an_entry_that_writes_one_register_a_thousand_times_costs_as_little_as_others() -> None:
    """One register, 12,000 writes in 60 KiB: 10 s when each write copied all others, 0.04 s now."""
    maker = Computer("first computer")
    count = 12_000
    crowded = maker.with_ops([1, 1, [18] * count, [1] * count, [0] * count, [[]] * count])
    replaced = [n for place in range(64) for n in (-1, place)]
    entry = read_entry(crowded, maker.key)
    assert isinstance(entry, Entry)
    maker._advance(entry)
    after = read_entry(maker.with_ops(*([15, 1, 18, 1, n, replaced, None] for n in range(150))), maker.key)
    assert isinstance(after, Entry)
    replica = InMemory()
    began = time.process_time()
    replica.take([entry])
    replica.take([after])
    assert time.process_time() - began < 2
    assert len(replica.states[ANSWER].live) == count - 64 + 150
