"""The computers of the city: who they say they are, their roles, what of theirs counts and what is held back."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from desktop_app.storage import chain_queries, entry_log
from desktop_app.storage.authors import computer_name, computer_register, official_name, official_register
from desktop_app.storage.engine import Connection, driver_of
from desktop_app.storage.entry_log import Standing
from desktop_app.storage.membership import membership
from desktop_app.storage.snapshot import Snapshot
from desktop_app.storage.store import Store
from desktop_app.storage.views import CityComputer, ComputerState
from roadmap_core import cbor
from roadmap_core.entries.identifiers import EntryHash, LogId, Register, ShortHash
from roadmap_core.entries.operations import Write
from roadmap_core.entries.statements import Role
from roadmap_core.merge.members import Membership

MOST_WRONG_CODES = 5
"""After so many, the requests that are open are closed for good (faults.md, row 32)."""
_NAMED_WITHIN = 4
"""A computer names itself in one of its first entries."""
_LOGS = f"""
SELECT device.log, device.genesis, device.public_key, device.is_own, min(received_ms), max(claimed_ms),
       sum(CASE WHEN standing = {Standing.COUNTS.value} THEN changes ELSE 0 END),
       sum(CASE WHEN standing IN ({Standing.PENDING.value}, {Standing.QUARANTINED.value}) THEN changes ELSE 0 END),
       max(CASE WHEN standing = {Standing.QUARANTINED.value} THEN held ELSE '' END), tip
FROM device JOIN entry USING (log) GROUP BY device.log ORDER BY min(entry.number)"""  # noqa: S608

_ASKING = f"""
SELECT genesis FROM device CROSS JOIN entry USING (log)
WHERE is_own = 0 AND seq = 0 AND standing = {Standing.PENDING.value} GROUP BY public_key"""  # noqa: S608
"""CROSS: from the few computers to their first entries. The other way round all entries are read after each save."""


class _Log(NamedTuple):
    log: LogId
    genesis: EntryHash
    public_key: bytes
    is_own: int
    first_seen_ms: int
    last_ms: int
    changes: int
    held_back: int
    held: str
    tip: ShortHash


def people(store: Store, connection: Connection) -> tuple[CityComputer, ...]:
    """All computers whose first entry is here, in the order in which they came."""
    snapshot = Snapshot.take(store, connection, items=())
    members = membership(connection)
    twice = {found.log for found in chain_queries.findings(connection) if found.kind == "twice"}
    by_key: dict[bytes, list[_Log]] = {}
    for row in driver_of(connection).execute(_LOGS).fetchall():
        log = _Log(*row)
        by_key.setdefault(log.public_key, []).append(log)
    return tuple(_computer(snapshot, members, logs, twice) for logs in by_key.values())


def pending(store: Store, connection: Connection) -> tuple[CityComputer, ...]:
    """Those that ask to be admitted."""
    found = people(store, connection)
    return tuple(one for one in found if one.state is ComputerState.PENDING and not one.is_this_computer)


def _computer(snapshot: Snapshot, members: Membership, logs: Sequence[_Log], twice: set[LogId]) -> CityComputer:
    newest = logs[-1]
    last = entry_log.any_entry(snapshot.connection, newest.tip)
    role = members.role(newest.log)
    return CityComputer(
        log=newest.log,
        logs=tuple(log.log for log in logs),
        genesis=newest.genesis,
        name=computer_name(snapshot, newest.log) or _claimed(snapshot, newest.log, computer_register(newest.log)),
        official=_official(snapshot, newest.log, last.author) if last else "",
        role=Role(role) if role in tuple(Role) else None,
        state=_state(members, newest.log, role),
        is_this_computer=any(log.is_own for log in logs),
        is_twice=any(log.log in twice for log in logs),
        first_seen_ms=logs[0].first_seen_ms,
        last_ms=max(log.last_ms for log in logs),
        last_entry=last.hash if last else newest.genesis,
        changes=sum(log.changes for log in logs),
        held_back=sum(log.held_back for log in logs),
        held=next((log.held for log in reversed(logs) if log.held), ""),
    )


def _state(members: Membership, log: LogId, role: int | None) -> ComputerState:
    if members.is_revoked(log):
        return ComputerState.REVOKED
    return ComputerState.PENDING if role is None else ComputerState.ADMITTED


def _official(snapshot: Snapshot, log: LogId, author: int) -> str:
    return official_name(snapshot, author) or _claimed(snapshot, log, official_register(author))


def _claimed(snapshot: Snapshot, log: LogId, register: Register) -> str:
    """What a computer calls itself or its official, before that counts."""
    statement = "SELECT short FROM entry WHERE log = ? ORDER BY seq LIMIT ?"
    rows = driver_of(snapshot.connection).execute(statement, (log, _NAMED_WITHIN)).fetchall()
    entries = [entry_log.any_entry(snapshot.connection, ShortHash(short)) for (short,) in rows]
    writes = (one for entry in entries if entry for one in entry.operations if isinstance(one, Write))
    names = (cbor.decode(write.value) for write in writes if write.register == register and write.value)
    return next((name for name in names if type(name) is str), "")


def closed_requests(connection: Connection) -> frozenset[EntryHash]:
    """The geneses of computers that can't be admitted any more: too many wrong codes were typed while they asked."""
    rows = driver_of(connection).execute("SELECT genesis FROM request WHERE wrong_codes >= ?", (MOST_WRONG_CODES,))
    return frozenset(EntryHash(genesis) for (genesis,) in rows)


def count_asking(connection: Connection) -> int:
    """How many other computers ask to be admitted; 0 unless this computer is a lead's."""
    geneses = {EntryHash(genesis) for (genesis,) in driver_of(connection).execute(_ASKING)}
    asking = geneses - closed_requests(connection) if geneses else geneses
    return len(asking) if asking and is_lead(connection) else 0


def is_lead(connection: Connection) -> bool:
    """Whether this computer may write for the city who is admitted."""
    own = entry_log.own_log(connection)
    members = membership(connection)
    return own is not None and members.role(own[0].log) == Role.LEAD and not members.is_revoked(own[0].log)


def note_wrong_code(connection: Connection, requests: Iterable[EntryHash]) -> None:
    """A code was typed that fits none of these."""
    statement = """
INSERT INTO request VALUES (?, 1) ON CONFLICT (genesis) DO UPDATE SET wrong_codes = wrong_codes + 1"""
    driver_of(connection).executemany(statement, [(genesis,) for genesis in requests])


def entries_here(connection: Connection, hashes: Iterable[EntryHash]) -> set[EntryHash]:
    """Those of `hashes` that are here, as entries of a log."""
    return {whole for whole in hashes if entry_log.place_of(connection, whole) is not None}
