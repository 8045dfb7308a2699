"""Compares the heads that colleagues' entries name with what is held here: so a server that tells two stories is found
out once what its readers wrote meets, by whatever way (protocol.md, section 7; reliability.md, T10).

What is found is told and kept; it refuses nothing, because the entries are good.
"""

from collections.abc import Sequence

from desktop_app.storage.engine import Connection
from desktop_app.storage.known_roots import known_roots
from desktop_app.storage.membership import membership
from desktop_app.sync.judging import Placed
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import HeadSeen


def contradicting(connection: Connection, placed: Sequence[Placed], epoch: int) -> tuple[Entry, HeadSeen] | None:
    """The first entry of a member that names a head of `epoch` which doesn't fit the log, with that head.

    `placed` are entries whose positions are final. One that has seen more than stood before it has seen another log.
    """
    heads = [(one.position, one.entry, one.entry.head) for one in placed if one.entry and one.entry.head]
    told = [(position, entry, head) for position, entry, head in heads if head.epoch == epoch]
    if not told:
        return None
    members = membership(connection)
    named = [(position, entry, head) for position, entry, head in told if members.role(entry.log) is not None]
    roots = known_roots(connection, {head.position for _, _, head in named})
    for position, entry, head in named:
        if head.position >= position or roots.get(head.position, head.root16) != head.root16:
            return entry, head
    return None
