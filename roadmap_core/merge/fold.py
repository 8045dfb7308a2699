"""Entries into registers: the same fold on every computer and on the server, in batches of any size."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import OpId, Register, ShortHash
from roadmap_core.entries.operations import Write
from roadmap_core.merge.registers import EMPTY, Operation, RegisterState, applied


class Held(Protocol):
    """What a replica holds already; the fold asks, the replica's storage answers."""

    def registers(self, wanted: Collection[Register]) -> Mapping[Register, RegisterState]:
        """The states of those of `wanted` that have one."""

    def entry(self, short: ShortHash) -> Entry | None:
        """An entry that was folded before, or None if it has not arrived."""


def fold(entries: Sequence[Entry], held: Held) -> dict[Register, RegisterState]:
    """The registers that `entries` change, as they are afterwards.

    Args:
        entries: entries that count, each once, none of which was folded before.
        held: what was folded before; whether it gives `entries` already doesn't matter.
    """
    operations: dict[Register, list[Operation]] = {}
    for entry in entries:
        for index, op in enumerate(entry.operations):
            if isinstance(op, Write):
                named = OpId(entry.short, index), op.value, op.predecessors
                operations.setdefault(op.register, []).append(named)
    before = held.registers(operations.keys())
    batch = {entry.short for entry in entries}
    return {
        register: applied(before.get(register, EMPTY), named, _arrival(register, batch, held.entry))
        for register, named in operations.items()
    }


def _arrival(
    register: Register, batch: Collection[ShortHash], held: Callable[[ShortHash], Entry | None]
) -> Callable[[OpId], bool]:
    def has_arrived(op: OpId) -> bool:
        entry = None if op.entry in batch else held(op.entry)
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
        """Folds those of `entries` that are new here."""
        fresh = {entry.short: entry for entry in entries if entry.short not in self.entries_by_short}
        self.states.update(fold(list(fresh.values()), self))
        self.entries_by_short.update(fresh)
