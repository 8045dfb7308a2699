"""What a registrar has announced for a city and not done yet, and who of the city objects (decision 0026).

It changes no verdict: an honest registrar waits and listens, and a dishonest one needs no announcement.
"""

from collections import defaultdict
from typing import NamedTuple

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash
from roadmap_core.entries.statements import Announce, Objection, Role
from roadmap_core.merge.members import Membership

OBJECTING = frozenset({Role.LEAD, Role.EDITOR, Role.APPROVER})


class Announced(NamedTuple):
    """An announcement, the entry that makes it, and each objection with its entry, the earliest first."""

    entry: Entry
    said: Announce
    objections: tuple[tuple[Entry, Objection], ...]

    def is_done(self, members: Membership) -> bool:
        """Whether what was announced has been said."""
        if self.said.role == Role.REGISTRAR:
            return members.is_revoked(self.said.log)
        return members.role(self.said.log) == self.said.role


def announced(members: Membership) -> list[Announced]:
    """All announcements of registrars that count, the earliest first; done or not."""
    objections: defaultdict[EntryHash, list[tuple[Entry, Objection]]] = defaultdict(list)
    found: list[tuple[Entry, Announce]] = []
    for entry, said in members.counting_statements():
        match said:
            case Objection() if members.role(entry.log) in OBJECTING:
                objections[said.entry].append((entry, said))
            case Announce() if members.role(entry.log) == Role.REGISTRAR:
                found.append((entry, said))
            case _:
                pass
    return [Announced(*one, tuple(sorted(objections[one[0].hash], key=_order))) for one in sorted(found, key=_order)]


def _order(one: tuple[Entry, Announce | Objection]) -> tuple[int, EntryHash]:
    return one[0].lamport, one[0].hash
