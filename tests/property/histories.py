"""Histories of a city for hypothesis: three computers that write, see some of each other's entries, and go on."""

from dataclasses import dataclass, field

from hypothesis import strategies as st

from roadmap_core.entries.entry import Entry, read_entry
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import OpId, Reference, Register, ShortHash
from roadmap_core.entries.operations import Write
from roadmap_core.merge.fold import InMemory
from roadmap_core.merge.registers import EMPTY, Alternative, RegisterState
from tests.vectors.computers import Computer, answered, row, settled, without

ANSWERS = [Register(1, 18, Facet.ANSWER), Register(1, 19, Facet.ANSWER)]
LISTS = [Register(1, 3, Facet.PLAN), Register(1, 4, Facet.TAGS)]
VALUES = [None, 0, 1, "note"]
_KNOWN: dict[ShortHash, Reference] = {}
COMPUTERS = [Computer(name, _KNOWN) for name in ("first computer", "second computer", "third computer")]

Step = tuple[int, str, int, int, int]
"""Who, what, and three numbers that say which."""
STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(
            ["answer", "answer", "blind", "settle", "add", "remove", "unknown", "fork", "stray", "receive"]
        ),
        st.integers(0, 1),
        st.integers(0, 3),
        st.integers(0, 50),
    ),
    max_size=14,
)


@dataclass
class City:
    """What happened, as a list of entries; each computer keeps to what it has seen."""

    entries: list[Entry] = field(default_factory=list)
    computers: list[Computer] = field(default_factory=lambda: [Computer(each.name, {}) for each in COMPUTERS])
    replicas: list[InMemory] = field(default_factory=lambda: [InMemory() for _ in COMPUTERS])

    def play(self, steps: list[Step]) -> "City":
        for who, what, which, value, other in steps:
            if what == "receive":
                if self.entries:
                    self.replicas[who].take([self.entries[other % len(self.entries)]])
                continue
            entry = self._write(who, what, which, value, other)
            self.entries.append(entry)
            self.replicas[who].take([entry])
            for computer in self.computers:
                computer.known[entry.short] = Reference(entry.log, entry.seq, entry.short)
        return self

    def _write(self, who: int, what: str, which: int, value: int, other: int) -> Entry:
        maker, replica = self.computers[who], self.replicas[who]
        register, listed = ANSWERS[which], LISTS[which]
        shown = replica.states.get(register, EMPTY).ops
        rows = replica.states.get(listed, EMPTY).ops
        match what:
            case "answer":
                return maker.seal(answered(VALUES[value], *shown, register=register), row(other, listed))
            case "blind":
                return maker.seal(answered(VALUES[value], register=register))
            case "settle":
                return maker.seal(settled(VALUES[value], *shown, register=register))
            case "add":
                return maker.seal(row(value, listed), row(value, listed))
            case "remove":
                return maker.seal(without(*rows[: value + 1], register=listed))
            case "stray":
                return maker.seal(answered(VALUES[value], *self._strays(other), register=register))
        data = maker.with_ops([77], [1, 1, [18, 19], [1, 1], [value, other], [[-1, which], []]])
        entry = read_entry(data, maker.key)
        assert isinstance(entry, Entry)
        if what == "unknown":
            maker._advance(entry)
        return entry

    def _strays(self, other: int) -> list[OpId]:
        """Names of operations that may be on another register, of another kind, or none."""
        return [OpId(self.entries[other % len(self.entries)].short, other % 5)] if self.entries else []


def by_definition(entries: list[Entry]) -> dict[Register, RegisterState]:
    """protocol.md, section 3, word for word, without any order: what `fold` has to come to."""
    writes: dict[Register, dict[OpId, Write]] = {}
    for entry in entries:
        for place, write in enumerate(entry.operations):
            if isinstance(write, Write):
                writes.setdefault(write.register, {})[OpId(entry.short, place)] = write
    states = {}
    for register, ops in writes.items():
        named = {predecessor for write in ops.values() for predecessor in write.predecessors}
        live = [
            Alternative(op, write.value) for op, write in ops.items() if write.value is not None and op not in named
        ]
        states[register] = RegisterState(tuple(sorted(live)), tuple(sorted(named - ops.keys())))
    return states
