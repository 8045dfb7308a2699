"""Who may write to a city's log, folded from the log itself, the same on the server and on every computer.

For now: the first genesis of the log is the lead's, whose invitation the server checked; a lead's `enrol` admits the
city's other logs. The rules with registrars, roles and revocation will replace this behind the same interface.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash, LogId
from roadmap_core.entries.statements import Enrol, Role
from roadmap_core.refusals import Code, Refusal


@dataclass(slots=True)
class Membership:
    """The logs of one city, and which of them count. Changes only by `take`, in the order of the city's log."""

    city: str
    alliance: str
    roles_by_genesis: dict[EntryHash, int] = field(default_factory=dict)
    genesis_by_log: dict[LogId, EntryHash] = field(default_factory=dict)
    keys_by_log: dict[LogId, bytes] = field(default_factory=dict)

    def key(self, log: LogId) -> bytes | None:
        """The public key of a log whose genesis was taken."""
        return self.keys_by_log.get(log)

    def refuses_genesis(self, entry: Entry) -> Refusal | None:
        """Why this genesis may not start a log of the city, or None. The city's first one is the lead's."""
        genesis = entry.genesis
        if genesis is None:
            return Refusal(Code.SCHEMA, "not a genesis")
        if genesis.alliance != self.alliance:
            return Refusal(Code.ALLIANCE, genesis.alliance)
        if genesis.city != self.city:
            return Refusal(Code.CITY, genesis.city)
        if self.genesis_by_log and entry.hash not in self.roles_by_genesis:
            return Refusal(Code.NOT_ADMITTED, "no lead has enrolled this computer")
        if self.genesis_by_log.get(entry.log, entry.hash) != entry.hash:
            return Refusal(Code.LOG_KEY, "another log has this id")
        return None

    def take(self, entries: Iterable[Entry]) -> None:
        """Learns from entries in the order of the city's log; what `refuses_genesis` refuses teaches nothing."""
        for entry in entries:
            genesis = entry.genesis
            if genesis is not None and self.refuses_genesis(entry) is None:
                self._take_genesis(entry, genesis.public_key)
            for operation in entry.operations:
                if isinstance(operation, Enrol) and self.role(entry.log) == Role.LEAD:
                    self.roles_by_genesis.setdefault(operation.genesis, operation.role)

    def _take_genesis(self, entry: Entry, public_key: bytes) -> None:
        if not self.genesis_by_log:
            self.roles_by_genesis[entry.hash] = Role.LEAD
        self.genesis_by_log[entry.log] = entry.hash
        self.keys_by_log[entry.log] = public_key

    def role(self, log: LogId) -> int | None:
        """The role of an admitted log, or None."""
        genesis = self.genesis_by_log.get(log)
        return None if genesis is None else self.roles_by_genesis.get(genesis)
