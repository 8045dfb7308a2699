"""Entries into registers: the same fold on every computer and on the server, in batches of any size."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import OpId, Register, ShortHash
from roadmap_core.entries.operations import Write
from roadmap_core.merge.registers import EMPTY, Operation, RegisterState, applied, replaced


class Held(Protocol):
    """What a replica holds already; the fold asks, the replica's storage answers."""

    def registers(self, wanted: Collection[Register]) -> Mapping[Register, RegisterState]:
        """The states of those of `wanted` that have one."""

    def entry(self, short: ShortHash) -> Entry | None:
        """An entry that was folded before, or None if it has not arrived."""


_NOTHING_FOLDED: Mapping[ShortHash, int] = {}


def fold(
    entries: Sequence[Entry], held: Held, folded: Mapping[ShortHash, int] = _NOTHING_FOLDED
) -> dict[Register, RegisterState]:
    """The registers that `entries` change, as they are afterwards.

    Args:
        entries: entries that count, each once, with the private operations where those can be read.
        held: what was folded before; whether it gives `entries` already doesn't matter, any other as it was folded.
        folded: how many operations of an entry were folded before: of those whose private part came later.
    """
    operations: dict[Register, list[Operation]] = {}
    batch: dict[ShortHash, Entry] = {}
    for entry in entries:
        own = entry.short
        batch[own] = entry
        new_from = folded.get(own, 0)
        for index, op in enumerate(entry.operations[new_from:], new_from):
            if isinstance(op, Write):
                operations.setdefault(op.register, []).append((OpId(own, index), op.value, op.predecessors))
    before = held.registers(operations.keys())

    def folded_before(op: OpId) -> Entry | None:
        if op.entry not in batch:
            return held.entry(op.entry)
        return batch[op.entry] if op.place < folded.get(op.entry, 0) else None

    return {
        register: replaced(state, named) or applied(state, named, _arrival(register, folded_before))
        for register, named in operations.items()
        for state in (before.get(register, EMPTY),)
    }


def _arrival(register: Register, folded_before: Callable[[OpId], Entry | None]) -> Callable[[OpId], bool]:
    def has_arrived(op: OpId) -> bool:
        entry = folded_before(op)
        write = entry.writes(op) if entry else None
        return write is not None and write.register == register

    return has_arrived


class InMemory:
    """A replica that lives in memory: for rebuilding from nothing, for exports, and for tests."""

    def __init__(self) -> None:
        self.states: dict[Register, RegisterState] = {}
        self.entries_by_short: dict[ShortHash, Entry] = {}

    def registers(self, wanted: Collection[Register]) -> Mapping[Register, RegisterState]:
        return {register: self.states[register] for register in wanted if register in self.states}

    def entry(self, short: ShortHash) -> Entry | None:
        return self.entries_by_short.get(short)

    def take(self, entries: Sequence[Entry]) -> None:
        """Folds those of `entries` that are new here, or bring their private operations only now."""
        fresh: dict[ShortHash, Entry] = {}
        for entry in entries:
            known = fresh.get(entry.short) or self.entries_by_short.get(entry.short)
            if known is None or len(known.operations) < len(entry.operations):
                fresh[entry.short] = entry
        before = self.entries_by_short
        folded = {short: len(before[short].operations) for short in fresh if short in before}
        self.states.update(fold(list(fresh.values()), self, folded))
        self.entries_by_short.update(fresh)
