"""Register states and entries as the fold asks for them (roadmap_core.merge.fold.Held)."""

from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import Connection, bindparam, select

from roadmap_core.entries.entry import Entry, read_entry, read_genesis
from roadmap_core.entries.identifiers import LogId, Register, ShortHash
from roadmap_core.merge.registers import RegisterState
from roadmap_core.refusals import Refusal
from sync_server.storage import city_log
from sync_server.storage.tables import RegisterRow
from sync_server.storage.upsert import upsert

_REGISTER = RegisterRow.__table__  # type: ignore[attr-defined]
_COLUMNS = (_REGISTER.c.assessment, _REGISTER.c.item, _REGISTER.c.facet, _REGISTER.c.state)
_OF_ITEMS = select(*_COLUMNS).where(
    _REGISTER.c.city == bindparam("city"), _REGISTER.c.item.in_(bindparam("items", expanding=True))
)
_OF_ITEMS_BY_ARRAY = "SELECT assessment, item, facet, state FROM register WHERE city = %s AND item = ANY(%b::bigint[])"
"""The same for PostgreSQL, which parses and plans a hundred parameters anew each time."""


class HeldRegisters:
    """What a city's replica on this server held before some entries came, read once for the items that they touch."""

    def __init__(
        self,
        connection: Connection,
        city: str,
        items: Collection[int],
        keys_by_log: Mapping[LogId, bytes],
        before: int,
    ) -> None:
        """`before` is the position of the first of those entries: what stands there already has not been folded."""
        self._connection = connection
        self._city = city
        self._keys_by_log = keys_by_log
        self._before = before
        self._entries: dict[ShortHash, Entry | None] = {}
        self.states = States(states_of(connection, city, items))

    def registers(self, wanted: Collection[Register]) -> Mapping[Register, RegisterState]:
        return {register: self.states[register] for register in wanted if register in self.states}

    def entry(self, short: ShortHash) -> Entry | None:
        if short not in self._entries:
            self._entries[short] = self._read(short)
        return self._entries[short]

    def _read(self, short: ShortHash) -> Entry | None:
        found = city_log.entry_bytes(self._connection, self._city, short, self._before)
        if found is None:
            return None
        data, log = found
        entry = read_stored(data, self._keys_by_log[log])
        return None if isinstance(entry, Refusal) else entry


class States(Mapping[Register, RegisterState]):
    """States that are read from their bytes once, and only when somebody asks."""

    def __init__(self, stored: dict[Register, bytes]) -> None:
        self._stored = stored
        self._read: dict[Register, RegisterState] = {}

    def __getitem__(self, register: Register) -> RegisterState:
        state = self._read.get(register)
        if state is None:
            state = self._read[register] = RegisterState.from_bytes(self._stored[register])
        return state

    def __contains__(self, register: object) -> bool:
        return register in self._stored

    def __iter__(self) -> Iterator[Register]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)

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
    if connection.dialect.name == "postgresql":
        rows = connection.exec_driver_sql(_OF_ITEMS_BY_ARRAY, (city, sorted(items)))
    else:
        rows = connection.execute(_OF_ITEMS, {"city": city, "items": sorted(items)})
    return {Register(assessment, item, facet): state for assessment, item, facet, state in rows}


def keep(connection: Connection, city: str, states: Mapping[Register, bytes]) -> None:
    rows = [
        {"city": city, "item": item, "assessment": assessment, "facet": facet, "state": state}
        for (assessment, item, facet), state in sorted(states.items())
    ]
    upsert(connection, _REGISTER, rows)
