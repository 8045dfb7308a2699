"""Statements that nobody follows although their entry counts, with the reason to show (faults.md, 20 to 22)."""

from collections.abc import Collection

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash, LogId
from roadmap_core.entries.operations import Operation
from roadmap_core.entries.statements import Announce, Endorse, Enrol, Erase, Objection, Rekey, Revoke, Role
from roadmap_core.merge.announced import OBJECTING
from roadmap_core.merge.members import Membership
from roadmap_core.merge.strata import GRANTED_BY_LEADS, GRANTED_BY_REGISTRARS
from roadmap_core.refusals import Code

_GRANTS: dict[int | None, frozenset[Role]] = {Role.REGISTRAR: GRANTED_BY_REGISTRARS, Role.LEAD: GRANTED_BY_LEADS}
_CANT_REVOKE: dict[int | None, frozenset[Role]] = {
    Role.REGISTRAR: frozenset({Role.REGISTRAR}),
    Role.LEAD: frozenset({Role.REGISTRAR, Role.LEAD}),
}
_SAID_BY: dict[type, Collection[int | None]] = {
    Endorse: _GRANTS.keys(),
    Rekey: {Role.LEAD},
    Announce: {Role.REGISTRAR},
    Objection: OBJECTING,
}
"""Whose word counts, where nothing else decides."""


def not_honoured(entry: Entry, membership: Membership) -> dict[int, Code]:
    """The places of the statements in a counting entry that have no effect, with E-SCOPE or E-POSSESSION.

    E-POSSESSION is said of an enrolment of a computer whose own signature has not come: it takes effect when it does.
    """
    codes = ((place, _fault(entry, said, membership)) for place, said in enumerate(entry.operations))
    return {place: code for place, code in codes if code is not None}


def _fault(entry: Entry, said: Operation, membership: Membership) -> Code | None:
    role = membership.role(entry.log)
    match said:
        case Enrol():
            if said.role not in _GRANTS.get(role, ()):
                return Code.SCOPE
            return None if _has_come(said.genesis, membership) else Code.POSSESSION
        case Revoke():
            is_heard = role in _GRANTS and membership.role(said.log) not in _CANT_REVOKE[role]
        case Erase():
            is_heard = said.entry in membership.erased()
        case _:
            is_heard = role in _SAID_BY.get(type(said), {role})
    return None if is_heard else Code.SCOPE


def _has_come(genesis: EntryHash, membership: Membership) -> bool:
    held = membership.genesis_by_log.get(LogId(genesis[:8]))
    return held is not None and held.hash == genesis
