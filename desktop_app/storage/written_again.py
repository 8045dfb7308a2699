"""What this computer signed with a former key, and never counted, becomes drafts again (protocol.md, sections 4 and 8).

A computer that was removed comes back with a new key, and its new log goes on where the old one stood. What the city
set aside of the old one stays set aside, for its lead to let count or not; here it is written again, under the new key.
Each such draft names what it repeats as its predecessor: if a lead lets the old one count as well, nothing is doubled.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from desktop_app.storage import drafts, entry_log
from desktop_app.storage.authors import computer_register
from desktop_app.storage.drafts import Draft
from desktop_app.storage.engine import Connection, driver_of
from desktop_app.storage.projector import states
from roadmap_core import limits
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.facets import LIST_FACETS
from roadmap_core.entries.identifiers import NO_ENTRY, EntryHash, LogId, OpId, Register, short
from roadmap_core.entries.operations import OpCode, Write
from roadmap_core.merge.registers import EMPTY

MOST = limits.PREDECESSORS_PER_OPERATION
_SET_ASIDE = f"SELECT 1 FROM entry WHERE log = ? AND NOT {entry_log.IS_SHOWN} LIMIT 1"  # noqa: S608


@dataclass(slots=True)
class _Old:
    """What never counted of one register.

    Attributes:
        last: the newest operation, as a draft.
        own: what set the register, or the rows that stand, the oldest first.
        replaced: what any of it named as its predecessors.
    """

    last: Draft
    own: dict[OpId, Draft] = field(default_factory=dict)
    replaced: set[OpId] = field(default_factory=set)

    def note(self, op: OpId, draft: Draft) -> None:
        """`draft` is newer than all that were noted before."""
        self.last = draft
        self.replaced |= set(draft.predecessors)
        if draft.code in (OpCode.ADD_ROW, OpCode.REMOVE_ROWS):
            for gone in draft.predecessors:
                self.own.pop(gone, None)
        if draft.code != OpCode.REMOVE_ROWS:
            self.own[op] = draft


def write_again(connection: Connection) -> int:
    """Makes drafts of it, in the caller's transaction; how many. What was written again before is passed over."""
    old: dict[Register, _Old] = {}
    for entry in _set_aside(connection):
        for place, operation in enumerate(entry.operations):
            if isinstance(operation, Write) and operation.register != computer_register(entry.log):
                draft = _draft(entry, operation)
                old.setdefault(operation.register, _Old(draft)).note(OpId(entry.short, place), draft)
    found = [draft for register, one in old.items() for draft in _again(connection, register, one)]
    for draft in sorted(found, key=lambda one: one.changed_ms):
        drafts.save(connection, draft)
    return len(found)


def _draft(entry: Entry, write: Write) -> Draft:
    when = entry.author, entry.claimed_ms
    return Draft(write.code, write.register, write.value, write.predecessors, *when, write.reason)


def _again(connection: Connection, register: Register, old: _Old) -> list[Draft]:
    """What writes `old` again, naming it and what it replaced; what people wrote since then stays as it is."""
    state = next((state for _, state in states(connection, [register])), EMPTY)
    later = [draft for draft in drafts.every(connection) if draft.register == register]
    named = {op for draft in later for op in draft.predecessors}
    standing = [op for op in state.ops if op in old.replaced and op not in named]
    missing = {op: draft for op, draft in old.own.items() if op not in named.union(state.awaited)}
    names = [*standing, *missing]
    if register.facet in LIST_FACETS:
        removing = [
            replace(
                old.last,
                code=OpCode.REMOVE_ROWS,
                value=None,
                predecessors=tuple(names[start : start + MOST]),
                reason=None,
            )
            for start in range(0, len(names), MOST)
        ]
        return [*removing, *(replace(draft, predecessors=()) for draft in missing.values())]
    newest = later[-1] if later else old.last if missing else None
    if newest is None or not names:
        return []
    before = newest.predecessors if later else ()
    return [replace(newest, predecessors=(*before, *names)[:MOST])]


def _set_aside(connection: Connection) -> list[Entry]:
    """Entries of this computer's logs of former keys that count for nothing, the oldest first."""
    found: list[Entry] = []
    driver = driver_of(connection)
    for log, tip in _former_logs(connection):
        if driver.execute(_SET_ASIDE, (log,)).fetchone():
            found += [entry for entry in _back_from(connection, tip) if not entry_log.is_shown(connection, entry.short)]
    return found[::-1]


def _former_logs(connection: Connection) -> Iterator[tuple[LogId, EntryHash]]:
    """With the entry at which each was left, the newest first. What a twin wrote behind that isn't this computer's."""
    own = entry_log.own_log(connection)
    key = entry_log.public_key(connection, own[0].log) if own else None
    at = own[1] if own else NO_ENTRY
    while (genesis := entry_log.any_entry(connection, short(at))) is not None and genesis.genesis is not None:
        tip = EntryHash(genesis.genesis.continues)
        row = entry_log.place_of(connection, tip)
        if row is None:
            return
        if entry_log.public_key(connection, row[0]) != key:
            yield row[0], tip
        at = entry_log.genesis_of(connection, row[0])


def _back_from(connection: Connection, tip: EntryHash) -> Iterator[Entry]:
    """The entries of one log, from `tip` back to its first."""
    at = tip
    while (entry := entry_log.any_entry(connection, short(at))) is not None:
        yield entry
        at = entry.prev
