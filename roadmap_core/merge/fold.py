"""Entries into registers: the same fold on every computer and on the server, in batches of any size."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Protocol

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import OpId, Register, ShortHash
from roadmap_core.entries.operations import Write
from roadmap_core.merge.registers import EMPTY, RegisterState, applied


class Held(Protocol):
    """What a replica holds already; the fold asks, the replica's storage answers."""

    def registers(self, wanted: Collection[Register]) -> Mapping[Register, RegisterState]:
        """The states of those of `wanted` that have one."""

    def entry(self, short: ShortHash) -> Entry | None:
        """An entry that was folded before, or None if it has not arrived."""


def fold(entries: Sequence[Entry], held: Held) -> dict[Register, RegisterState]:
    """The registers that `entries` change, as they are afterwards.

    Args:
        entries: entries that count, none of which was folded before.
        held: what was folded before.
    """
    writes = [(entry, index, write) for entry in entries for index, write in _writes(entry)]
    touched = {write.register for _, _, write in writes}
    before = held.registers(touched)
    states = {register: before.get(register, EMPTY) for register in touched}
    arrived: dict[ShortHash, Entry] = {}
    for entry, index, write in writes:
        arrived[entry.short] = entry
        states[write.register] = applied(
            states[write.register],
            OpId(entry.short, index),
            write.value,
            write.predecessors,
            _arrival(write.register, arrived, held.entry),
        )
    return states


def _writes(entry: Entry) -> Iterable[tuple[int, Write]]:
    return ((index, op) for index, op in enumerate(entry.operations) if isinstance(op, Write))


def _arrival(
    register: Register,
    arrived: Mapping[ShortHash, Entry],
    held: Callable[[ShortHash], Entry | None],
) -> Callable[[OpId], bool]:
    def has_arrived(op: OpId) -> bool:
        entry = arrived.get(op.entry) or held(op.entry)
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
