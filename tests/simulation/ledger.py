"""What really happened, kept apart from the product: every entry that was sealed, and what people were shown.

The product is asked after each event and must agree. Names T1 to T15 are those of the reliability page.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from desktop_app.storage import drafts, projector
from desktop_app.storage.engine import driver_of, reading
from desktop_app.storage.entry_log import Standing
from desktop_app.storage.overlay import standing
from roadmap_core import cbor
from roadmap_core.entries.entry import Entry, read_entry, read_genesis
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import EntryHash, OpId, Register
from roadmap_core.entries.operations import Write
from roadmap_core.entries.private import with_text
from roadmap_core.merge.registers import Alternative, RegisterState
from roadmap_core.refusals import Refusal
from tests.simulation.computer import SimComputer

_ROWS = """
SELECT entry.number, entry.hash, entry.data, log, seq, position, confirmed_ms, standing, public_key,
       coalesce(public_key = (SELECT public_key FROM device WHERE is_own = 1), 0), private_part.text
FROM entry LEFT JOIN device USING (log) LEFT JOIN private_part USING (short) ORDER BY entry.number"""
_REGISTERS = "SELECT assessment, item, facet, state FROM register"


_SHOWN = (int(Standing.COUNTS), int(Standing.WAITING))


class BrokenPromiseError(Exception):
    """A promise that was broken."""


def require(holds: bool, promise: str, detail: str = "") -> None:
    if not holds:
        raise BrokenPromiseError(f"{promise}: {detail}")


class Ledger:
    """One run's truth."""

    def __init__(self, world: Any) -> None:
        self._world = world
        self.entries: dict[EntryHash, Entry] = {}
        self.opened: dict[EntryHash, Entry] = {}
        self.by_city: defaultdict[str, set[EntryHash]] = defaultdict(set)

    def look(self, computer: SimComputer) -> None:
        """Compares a computer with what happened, if anything in its files is different since the last time."""
        with reading(computer.workspace.engine) as connection:
            changes = id(computer.workspace), driver_of(connection).total_changes
            if changes == computer.looked_at:
                return
            computer.looked_at = changes
            rows = driver_of(connection).execute(_ROWS).fetchall()
            registers = driver_of(connection).execute(_REGISTERS).fetchall()
            stands = {register: self._standing(connection, register) for register in computer.saved}
        here = {EntryHash(row[1]) for row in rows}
        require(computer.held <= here, "T3 T15 an entry that was here is gone", computer.name)
        for row in rows:
            if row[1] not in computer.held:
                self._know(computer, row)
        computer.held = here
        self._check_confirmed(computer, rows)
        counting = [self._as_read(row) for row in rows if row[7] in _SHOWN]
        held_back = [self._as_read(row) for row in rows if row[7] == Standing.QUARANTINED]
        found = {Register(*row[:3]): row[3] for row in registers}
        require(found == by_definition(counting), "T1 T2 registers are not what the entries say", computer.name)
        self._forget_held_back(computer, held_back)
        self._check_saved(computer, counting, stands)

    def _as_read(self, row: tuple[Any, ...]) -> Entry:
        """The entry with as much of its private part as this computer has opened."""
        entry, text = self.entries[EntryHash(row[1])], row[10]
        if text is None:
            return entry
        whole = with_text(entry, text)
        assert isinstance(whole, Entry)
        same = self.opened.setdefault(entry.hash, whole)
        require(same == whole, "T12 a private part that reads differently", entry.hash.hex()[:12])
        return whole

    def _standing(self, connection: Any, register: Register) -> set[bytes]:
        state = next((state for _, state in projector.states(connection, [register])), None)
        draft = drafts.of_register(connection, register)
        return {one.value for one in standing(state, [draft] if draft else [])}

    def _know(self, computer: SimComputer, row: tuple[Any, ...]) -> None:
        whole = EntryHash(row[1])
        if whole in self.entries:
            require(whole in self.by_city[computer.city], "T9 an entry of another city", computer.name)
            return
        entry = read_genesis(row[2]) if row[4] == 0 else read_entry(row[2], row[8] or b"")
        is_registrars = whole in self._world.server.signed
        is_fresh = (bool(row[9]) or is_registrars) and isinstance(entry, Entry) and entry.hash == whole
        require(is_fresh, "T9 an entry that nobody sealed", f"{computer.name} {whole.hex()[:12]}")
        assert not isinstance(entry, Refusal)
        self.entries[whole] = entry
        self.by_city[computer.city].add(whole)
        if is_registrars:
            return
        self._world.counters["entries sealed"] += 1
        computer.own.add(whole)
        self._check_forms(computer, entry)

    def _check_forms(self, computer: SimComputer, entry: Entry) -> None:
        """T5: what an entry replaces was shown to the person, or was this installation's own.

        The count of a plan's rows is nobody's field: it is counted anew whenever a row is written.
        """
        own = {self.entries[whole].short for whole in computer.own}
        for write in entry.operations:
            if isinstance(write, Write) and write.register.facet != Facet.PLANNED:
                shown = computer.shown.get(write.register, set())
                unseen = [op for op in write.predecessors if op not in shown and op.entry not in own]
                require(not unseen, "T5 a value was replaced that nobody was shown", f"{computer.name} {write}")

    def _check_confirmed(self, computer: SimComputer, rows: Iterable[tuple[Any, ...]]) -> None:
        """T4: what is shown as being on the server is there, at that place, when it is shown first."""
        fresh = {row[1]: row[5] for row in rows if row[6] is not None and row[1] not in computer.confirmed}
        if not fresh:
            return
        there = self._world.places_on_server(computer.city)
        wrong = [whole.hex()[:12] for whole, position in fresh.items() if there.get(whole) != position]
        require(not wrong, "T4 shown as on the server, and isn't", f"{computer.name} {wrong}")
        self._world.counters["entries shown as on the server"] += len(fresh)
        computer.confirmed |= fresh.keys()

    def _forget_held_back(self, computer: SimComputer, held_back: Iterable[Entry]) -> None:
        """What was saved here need not stand once a lead has cut it off."""
        for entry in held_back:
            for write in entry.operations:
                if isinstance(write, Write) and write.value in computer.saved.get(write.register, ()):
                    del computer.saved[write.register]

    def _check_saved(self, computer: SimComputer, held: list[Entry], stands: dict[Register, set[bytes]]) -> None:
        """T6: what a person saved here stands until somebody who was shown it replaces it."""
        for register, values in list(computer.saved.items()):
            if values & (stands[register] or {cbor.NULL}):
                continue
            written = {
                OpId(entry.short, place)
                for entry in held
                for place, write in enumerate(entry.operations)
                if isinstance(write, Write) and write.register == register and write.value in values
            }
            replaced = any(
                write.register == register and not written.isdisjoint(write.predecessors)
                for entry in held
                for write in entry.operations
                if isinstance(write, Write) and entry.hash not in computer.own
            )
            was_nothing = cbor.NULL in values and not written  # what was cleared had never been sealed
            require(replaced or was_nothing, "T6 what was saved here no longer stands", f"{computer.name} {register}")
            del computer.saved[register]


def by_definition(entries: Iterable[Entry]) -> dict[Register, bytes]:
    """Section 3 of the protocol word for word, without any order: the states that all replicas must come to."""
    writes: defaultdict[Register, dict[OpId, Write]] = defaultdict(dict)
    for entry in entries:
        for place, write in enumerate(entry.operations):
            if isinstance(write, Write):
                writes[write.register][OpId(entry.short, place)] = write
    states: dict[Register, bytes] = {}
    for register, ops in writes.items():
        named = {predecessor for write in ops.values() for predecessor in write.predecessors}
        live = [
            Alternative(op, write.value) for op, write in ops.items() if write.value is not None and op not in named
        ]
        states[register] = RegisterState(tuple(sorted(live)), tuple(sorted(named - ops.keys()))).to_bytes()
    return states
