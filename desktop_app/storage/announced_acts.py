"""What the alliance's registrar has announced for the city and waits with, and who objects."""

from collections.abc import Iterator, Sequence

from desktop_app.storage.engine import Connection
from desktop_app.storage.membership import membership
from desktop_app.storage.views import AnnouncedAct, CityComputer
from roadmap_core.entries.identifiers import LogId
from roadmap_core.entries.statements import Role
from roadmap_core.merge.announced import announced

_GIVEN = frozenset(Role) - {Role.REGISTRAR}


def announced_acts(connection: Connection, computers: Sequence[CityComputer]) -> Iterator[AnnouncedAct]:
    """Those that aren't done, the earliest first; `computers` are all that are known."""
    members = membership(connection)
    by_log: dict[LogId, CityComputer] = {log: one for one in computers for log in one.logs}
    own = {log for log, one in by_log.items() if one.is_this_computer}
    for one in announced(members):
        if one.is_done(members):
            continue
        yield AnnouncedAct(
            entry=one.entry.hash,
            log=one.said.log,
            role=Role(one.said.role) if one.said.role in _GIVEN else None,
            computer=by_log.get(one.said.log),
            reason=one.said.reason,
            claimed_ms=one.entry.claimed_ms,
            objections=tuple((by_log.get(entry.log), said.reason) for entry, said in one.objections),
            is_own_objection=any(entry.log in own for entry, _ in one.objections),
        )
