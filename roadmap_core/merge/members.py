"""Who may write to a city's log: a pure function of the set of its entries and of the alliance document.

The strata of protocol.md, section 8, are judged from the top, so nothing depends on the order of arrival and no two
statements can undo each other: registrars (by the alliance document), leads (by registrars), everybody else (by both).
A role belongs to a computer, which is its key: a copy that starts a new log with the same key keeps it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import IntEnum

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash, LogId
from roadmap_core.entries.operations import Write
from roadmap_core.entries.statements import Endorse, Enrol, Rekey, Revoke, Role
from roadmap_core.ledger.alliance import AllianceDocument, Tips
from roadmap_core.refusals import Code, Refusal

PlaceOf = Callable[[EntryHash], tuple[LogId, EntryHash] | None]
"""The log of an entry that has arrived, and the entry before it there; None for one that has not."""

_STATEMENTS = (Enrol, Revoke, Endorse, Rekey)
_ENROLLED_BY_LEADS = frozenset({Role.EDITOR, Role.APPROVER, Role.VIEWER})
_WRITERS = frozenset({Role.LEAD, Role.EDITOR, Role.APPROVER})


class Verdict(IntEnum):
    """What becomes of an entry that is stored and relayed in any case."""

    COUNTS = 0
    PENDING = 1
    QUARANTINED = 2


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and, unless the entry counts, why."""

    verdict: Verdict
    code: Code | None = None


COUNTS = Judgement(Verdict.COUNTS)
_NOT_ADMITTED = Judgement(Verdict.PENDING, Code.NOT_ADMITTED)


@dataclass(slots=True)
class _Word:
    """What one stratum says: its enrolments, cut-offs and endorsements."""

    enrolments: dict[EntryHash, tuple[tuple[int, EntryHash, int], Enrol]] = field(default_factory=dict)
    cut_offs: dict[LogId, set[EntryHash]] = field(default_factory=dict)
    endorsed: set[EntryHash] = field(default_factory=set)


class Membership:
    """The computers of one city and what they may do; learns by `take`, in any order."""

    def __init__(self, city: str, document: AllianceDocument, place_of: PlaceOf) -> None:
        self.city = city
        self.document = document
        self.genesis_by_log: dict[LogId, Entry] = {}
        self.statements: dict[EntryHash, Entry] = {}
        self._place_of = place_of
        self._logs_by_key: dict[bytes, list[LogId]] = {}
        self._keys_by_genesis: dict[EntryHash, bytes] = {}
        self._chains: dict[EntryHash, frozenset[EntryHash]] = {}
        self._settled = False
        self._enrolments: dict[bytes, Enrol] = {}
        self._leads: frozenset[bytes] = frozenset()
        self._registrars_word = _Word()
        self._leads_word = _Word()
        self._rekeys: list[Rekey] = []

    def refuses_genesis(self, entry: Entry) -> Refusal | None:
        """Why this genesis can't start a log of the city, whoever enrols it; None if it can."""
        genesis = entry.genesis
        if genesis is None:
            return Refusal(Code.SCHEMA, "not a genesis")
        if genesis.alliance != self.document.alliance:
            return Refusal(Code.ALLIANCE, genesis.alliance)
        if genesis.city != self.city:
            return Refusal(Code.CITY, genesis.city)
        held = self.genesis_by_log.get(entry.log, entry)
        return None if held.hash == entry.hash else Refusal(Code.LOG_KEY, "another log has this id")

    def take(self, entries: Iterable[Entry]) -> bool:
        """Learns from entries of this city. Whether what was said of earlier entries may have changed by it."""
        may_differ = False
        for entry in entries:
            genesis = entry.genesis
            if genesis is not None and entry.log not in self.genesis_by_log and self.refuses_genesis(entry) is None:
                self.genesis_by_log[entry.log] = entry
                self._keys_by_genesis[entry.hash] = genesis.public_key
                self._logs_by_key.setdefault(genesis.public_key, []).append(entry.log)
                may_differ = True
            if any(isinstance(operation, _STATEMENTS) for operation in entry.operations):
                self.statements[entry.hash] = entry
                may_differ = True
            elif self._chains and self._is_cut_or_endorsed(entry.log):
                may_differ = True
        if may_differ:
            self._settled = False
        return may_differ

    def key(self, log: LogId) -> bytes | None:
        """The public key of a log whose genesis has arrived, admitted or not."""
        entry = self.genesis_by_log.get(log)
        return entry.genesis.public_key if entry and entry.genesis else None

    def logs_of(self, public_key: bytes) -> tuple[LogId, ...]:
        """The logs that a computer has started."""
        return tuple(self._logs_by_key.get(public_key, ()))

    def role(self, log: LogId) -> int | None:
        """The role of a log's computer, revoked or not; None while nobody has admitted it."""
        key = self.key(log)
        if key is None:
            return None
        if key in self.document.registrars:
            return Role.REGISTRAR
        self._settle()
        enrolment = self._enrolments.get(key)
        return None if enrolment is None else enrolment.role

    def is_revoked(self, log: LogId) -> bool:
        """Whether any log of the same computer has a cut-off that counts."""
        key = self.key(log)
        self._settle()
        return key is not None and any(self._cut_offs(other, key) is not None for other in self._logs_by_key[key])

    def reads(self, log: LogId) -> bool:
        """Whether a log's computer may read the city's log."""
        return self.role(log) is not None and not self.is_revoked(log)

    def rekeys(self) -> list[Rekey]:
        """The city's keys as its leads gave them out: each wrap is for one computer."""
        self._settle()
        return list(self._rekeys)

    def judge(self, entry: Entry) -> Judgement:
        """What becomes of an entry that was taken."""
        key = self.key(entry.log)
        if key is None:
            return _NOT_ADMITTED
        self._settle()
        if key in self.document.registrars:
            return self._judge_registrar(entry, self.document.registrars[key])
        enrolment = self._enrolments.get(key)
        if enrolment is None:
            return _NOT_ADMITTED
        is_lead = key in self._leads
        if not self._is_endorsed(entry.hash, is_lead=is_lead):
            if self._lies_beyond(entry, key):
                return Judgement(Verdict.QUARANTINED, Code.REVOKED)
            if enrolment.until_ms is not None and entry.claimed_ms > enrolment.until_ms:
                return Judgement(Verdict.QUARANTINED, Code.EXPIRED)
        return self._judge_scope(entry, enrolment.role)

    def _judge_registrar(self, entry: Entry, tips: Tips | None) -> Judgement:
        if tips is not None and not any(entry.hash in self._chain(tip) for tip in tips):
            return Judgement(Verdict.QUARANTINED, Code.REVOKED)
        return self._judge_scope(entry, Role.REGISTRAR)

    def _judge_scope(self, entry: Entry, role: int) -> Judgement:
        if role not in _WRITERS and any(isinstance(operation, Write) for operation in entry.operations):
            return Judgement(Verdict.QUARANTINED, Code.SCOPE)
        return COUNTS

    def _settle(self) -> None:
        """Reads the statements stratum by stratum; each judges with what the ones above it said."""
        if self._settled:
            return
        self._settled, self._chains = True, {}
        self._registrars_word, self._leads_word = _Word(), _Word()
        self._enrolments, self._leads = {}, frozenset()
        self._rekeys = []
        signed = [(self.key(entry.log), entry) for entry in self.statements.values()]
        registrars = self.document.registrars
        for key, entry in signed:
            if key is not None and key in registrars and self._judge_registrar(entry, registrars[key]) == COUNTS:
                self._listen(entry, self._registrars_word, frozenset(Role))
        self._enrolments = self._by_key(self._registrars_word)
        self._leads = frozenset(key for key, said in self._enrolments.items() if said.role == Role.LEAD)
        for key, entry in signed:
            if key in self._leads and self.judge(entry) == COUNTS:
                self._listen(entry, self._leads_word, _ENROLLED_BY_LEADS)
                self._rekeys += [said for said in entry.operations if isinstance(said, Rekey)]
        below = {key: said for key, said in self._by_key(self._leads_word).items() if key not in self._enrolments}
        self._enrolments |= below

    def _listen(self, entry: Entry, word: _Word, grants: frozenset[Role]) -> None:
        for place, said in enumerate(entry.operations):
            match said:
                case Enrol() if said.role in grants:
                    order = (entry.lamport, entry.hash, place)
                    known = word.enrolments.get(said.genesis)
                    if known is None or known[0] < order:
                        word.enrolments[said.genesis] = order, said
                case Revoke():
                    word.cut_offs.setdefault(said.log, set()).add(said.cut_off)
                case Endorse():
                    word.endorsed.update(said.entries)
                    if said.with_earlier:
                        word.endorsed.update(*map(self._chain, said.entries))

    def _by_key(self, word: _Word) -> dict[bytes, Enrol]:
        """The enrolment that holds for each computer: of several the one that was said last, a lead's before all."""
        said: dict[bytes, tuple[tuple[bool, tuple[int, EntryHash, int]], Enrol]] = {}
        for genesis, (order, enrolment) in word.enrolments.items():
            key = self._keys_by_genesis.get(genesis)
            rank = (enrolment.role == Role.LEAD, order)
            if key is not None and (key not in said or said[key][0] < rank):
                said[key] = rank, enrolment
        return {key: enrolment for key, (_, enrolment) in said.items()}

    def _cut_offs(self, log: LogId, key: bytes) -> set[EntryHash] | None:
        """The cut-offs of a log that count; None where nobody who may has set one."""
        above, beside = self._registrars_word.cut_offs.get(log), self._leads_word.cut_offs.get(log)
        if key in self.document.registrars:
            return None
        if key in self._leads:
            return above
        return above if beside is None else beside | (above or set())

    def _lies_beyond(self, entry: Entry, key: bytes) -> bool:
        own = self._cut_offs(entry.log, key)
        if own is None:  # the other logs of a revoked computer have no entry that is known to be its owner's
            return any(self._cut_offs(log, key) is not None for log in self._logs_by_key[key])
        return not all(entry.hash in self._chain(cut_off) for cut_off in own)

    def _is_endorsed(self, entry: EntryHash, *, is_lead: bool) -> bool:
        return entry in self._registrars_word.endorsed or (not is_lead and entry in self._leads_word.endorsed)

    def _is_cut_or_endorsed(self, log: LogId) -> bool:
        if self.document.registrars.get(self.key(log) or b"") is not None:
            return True
        words = (self._registrars_word, self._leads_word)
        return any(log in word.cut_offs or word.endorsed for word in words)

    def _chain(self, tip: EntryHash) -> frozenset[EntryHash]:
        """An entry and those before it in its log, as far as they have arrived."""
        if tip not in self._chains:
            found: set[EntryHash] = set()
            at, place = tip, self._place_of(tip)
            log = place and place[0]
            while place is not None and place[0] == log and at not in found:
                found.add(at)
                at, place = place[1], self._place_of(place[1])
            self._chains[tip] = frozenset(found)
        return self._chains[tip]


def counting(entries: Iterable[Entry], membership: Membership) -> list[Entry]:
    """Those of `entries` that count."""
    return [entry for entry in entries if membership.judge(entry) == COUNTS]
