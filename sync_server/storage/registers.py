"""Register states and entries as the fold asks for them (roadmap_core.merge.fold.Held)."""

from collections.abc import Callable, Collection, Iterator, Mapping

from sqlalchemy import Connection, bindparam, select

from roadmap_core.entries.entry import Entry, read_entry, read_genesis
from roadmap_core.entries.identifiers import LogId, Register, ShortHash
from roadmap_core.merge.registers import EMPTY, RegisterState
from roadmap_core.refusals import Refusal
from sync_server.storage import city_log
from sync_server.storage.tables import RegisterRow
from sync_server.storage.upsert import rows_among, upsert_tuples

_REGISTER = RegisterRow.__table__  # type: ignore[attr-defined]
_COLUMNS = (_REGISTER.c.assessment, _REGISTER.c.item, _REGISTER.c.facet, _REGISTER.c.state)
_OF_ITEMS = "SELECT assessment, item, facet, state FROM register WHERE city = {city} AND item {among}"
_ALL = select(*_COLUMNS).where(_REGISTER.c.city == bindparam("city"))
KeyOf = Callable[[LogId], bytes | None]


class HeldRegisters:
    """What a city's replica on this server held before some entries came, read once for the items that they touch."""

    def __init__(
        self,
        connection: Connection,
        city: str,
        items: Collection[int],
        key_of: KeyOf,
        before: int,
    ) -> None:
        """`before` is the position of the first of those entries: what stands there already has not been folded."""
        self._connection = connection
        self._city = city
        self._key_of = key_of
        self._before = before
        self._entries: dict[ShortHash, Entry | None] = {}
        self.states = States(states_of(connection, city, items))

    def registers(self, wanted: Collection[Register]) -> Mapping[Register, RegisterState]:
        return self.states.among(wanted)

    def entry(self, short: ShortHash) -> Entry | None:
        if short not in self._entries:
            self._entries[short] = self._read(short)
        return self._entries[short]

    def _read(self, short: ShortHash) -> Entry | None:
        found = city_log.entry_bytes(self._connection, self._city, short, self._before)
        if found is None:
            return None
        data, log = found
        entry = read_stored(data, self._key_of(log) or b"")
        return None if isinstance(entry, Refusal) else entry


class States:
    """States that are read from their bytes once, and only when somebody asks."""

    def __init__(self, stored: dict[Register, bytes]) -> None:
        self._stored = stored
        self._read: dict[Register, RegisterState] = {}

    def get(self, register: Register) -> RegisterState:
        """The state of a register, `EMPTY` if nothing was written there."""
        state = self._read.get(register)
        if state is None:
            stored = self._stored.get(register)
            state = self._read[register] = EMPTY if stored is None else RegisterState.from_bytes(stored)
        return state

    def among(self, wanted: Collection[Register]) -> dict[Register, RegisterState]:
        """The states of those of `wanted` that have one."""
        return {register: self.get(register) for register in wanted if register in self._stored}

    def __iter__(self) -> Iterator[Register]:
        return iter(self._stored)

    def update(self, changed: Mapping[Register, RegisterState]) -> dict[Register, bytes]:
        """Takes newer states. Returns their bytes."""
        data = {register: state.to_bytes() for register, state in changed.items()}
        self._read.update(changed)
        self._stored.update(data)
        return data


def read_stored(data: bytes, public_key: bytes) -> Entry | Refusal:
    """An entry out of the database, verified again."""
    entry = read_entry(data, public_key)
    return read_genesis(data) if isinstance(entry, Refusal) else entry


def states_of(connection: Connection, city: str, items: Collection[int]) -> dict[Register, bytes]:
    """The states of all registers of these items, in every assessment."""
    rows = rows_among(connection, _OF_ITEMS, city, sorted(items), "bigint")
    return {Register(assessment, item, facet): state for assessment, item, facet, state in rows}


def all_states(connection: Connection, city: str) -> dict[Register, bytes]:
    rows = connection.execute(_ALL, {"city": city})
    return {Register(assessment, item, facet): state for assessment, item, facet, state in rows}


def keep(connection: Connection, city: str, states: Mapping[Register, bytes]) -> None:
    rows = [(city, item, assessment, facet, state) for (assessment, item, facet), state in states.items()]
    upsert_tuples(connection, _REGISTER, rows)
