"""The keys that seal notes, names and plans: made and given out by a lead's computer (protocol.md, section 9)."""

from collections.abc import Iterator, Sequence

from desktop_app.operations.workspace import Workspace
from desktop_app.storage import city_keys, city_log, entry_log
from desktop_app.storage.engine import Connection
from desktop_app.storage.membership import membership
from roadmap_core.entries.identifiers import LogId
from roadmap_core.entries.statements import Rekey, Role
from roadmap_core.keys.city_key import KEY_BYTES, CityKey
from roadmap_core.merge.members import Membership

_HIGHEST = 2**31 - 1


def due(workspace: Workspace, connection: Connection) -> list[Rekey]:
    """What this computer has to say of the city's keys; nothing unless it is a lead's that knows the whole log.

    A key is made where the city has none, and where the newest one was given to a computer that is blocked by now.
    Every key that is held here is given to those who may read and don't have it yet.
    """
    own, log = entry_log.own_log(connection), city_log.state(connection)
    if own is None or log is None or log.position != log.head_size:
        return []
    members = membership(connection)
    if members.role(own[0].log) != Role.LEAD or members.is_revoked(own[0].log):
        return []
    keys = held(workspace, connection, members)
    newest = members.rekeys()[-1].number if members.rekeys() else 0
    if newest < _HIGHEST and _is_worn(members, newest):
        keys = [*keys, CityKey(newest + 1, workspace.random(KEY_BYTES))]
    return list(given(members, keys))


def held(workspace: Workspace, connection: Connection, members: Membership | None = None) -> list[CityKey]:
    """The keys that this computer can open parts with; the last one seals what it writes."""
    return city_keys.held(connection, workspace.keys.secret(), members)


def _is_worn(members: Membership, newest: int) -> bool:
    """Whether the newest key is none at all, or in the hands of a computer that may not read any more."""
    logs = [log for said in members.rekeys() if said.number == newest for log, _ in said.wrapped]
    return not logs or any(map(members.is_revoked, logs))


def given(members: Membership, keys: Sequence[CityKey]) -> Iterator[Rekey]:
    """`keys` for the computers of the city that may read and were not given them."""
    readers = _readers(members)
    for key in keys:
        served = {members.key(log) for said in members.rekeys() if said.key_id == key.id for log, _ in said.wrapped}
        wraps = [(log, _wrapped(members, key, log)) for reader, log in readers.items() if reader not in served]
        wrapped = tuple((log, wrap) for log, wrap in wraps if wrap is not None)
        if wrapped:
            yield Rekey(key.number, key.id, wrapped)


def _readers(members: Membership) -> dict[bytes, LogId]:
    """A log of each computer of the city that may read, by its key. Registrars are not of the city."""
    logs = [log for log in members.genesis_by_log if members.reads(log) and members.role(log) != Role.REGISTRAR]
    return {key: log for log in logs if (key := members.key(log))}


def _wrapped(members: Membership, key: CityKey, log: LogId) -> bytes | None:
    genesis = members.genesis_by_log[log].genesis
    return key.wrapped(genesis.agreement_key, members.city) if genesis else None
