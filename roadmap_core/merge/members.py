"""Who may write to a city's log: a pure function of the set of its entries and of the alliance document.

The strata of protocol.md, section 8, are judged from the top, so nothing depends on the order of arrival and no two
statements can undo each other: registrars (by the alliance document), leads (by registrars), everybody else (by both).
A role belongs to a computer, which is its key: a copy that starts a new log with the same key keeps it.
"""

from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import NamedTuple, get_args

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash, LogId
from roadmap_core.entries.operations import Blob, Genesis, Write
from roadmap_core.entries.statements import Enrol, Erase, Rekey, Role, Statement
from roadmap_core.ledger.alliance import AllianceDocument
from roadmap_core.merge.chains import Chains, PlaceOf, held_from
from roadmap_core.merge.strata import GRANTED_BY_LEADS, GRANTED_BY_REGISTRARS, Rank, Said, Word
from roadmap_core.refusals import Code, Refusal

_STATEMENTS = frozenset(get_args(Statement))
_SPEAKING = _STATEMENTS | {Genesis}
_WRITERS = frozenset({Role.LEAD, Role.EDITOR, Role.APPROVER})


class Verdict(IntEnum):
    """What becomes of an entry that is stored and relayed in any case."""

    COUNTS = 0
    PENDING = 1
    QUARANTINED = 2


class Judgement(NamedTuple):
    """A verdict and, unless the entry counts, why."""

    verdict: Verdict
    code: Code | None = None


COUNTS = Judgement(Verdict.COUNTS)
_NOT_ADMITTED = Judgement(Verdict.PENDING, Code.NOT_ADMITTED)


def is_statement(entry: Entry) -> bool:
    """Whether an entry says anything of who may write or read: a `Membership` is made anew of these and of geneses."""
    return not _STATEMENTS.isdisjoint(map(type, entry.operations))


class Membership:
    """The computers of one city and what they may do; learns in any order."""

    def __init__(self, city: str, document: AllianceDocument, place_of: PlaceOf) -> None:
        """`place_of` knows each entry that has arrived, counting or not, before it is taken here."""
        self.city = city
        self.document = document
        self.genesis_by_log: dict[LogId, Entry] = {}
        self._keys: dict[LogId, bytes] = {}
        self._logs_by_key: dict[bytes, list[LogId]] = {}
        self._keys_by_genesis: dict[EntryHash, bytes] = {}
        self._statements: dict[EntryHash, Entry] = {}
        self._chains = Chains(place_of)
        self._held_from: dict[LogId, int] = {}
        self._known: Said | None = None

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

    def learn(self, entries: Iterable[Entry]) -> None:
        """Learns from entries of this city that have arrived: from all, or at least geneses and `is_statement`s."""
        for entry in entries:
            genesis = entry.genesis
            if genesis is not None and entry.log not in self.genesis_by_log and self.refuses_genesis(entry) is None:
                self.genesis_by_log[entry.log] = entry
                self._keys[entry.log] = self._keys_by_genesis[entry.hash] = genesis.public_key
                self._logs_by_key.setdefault(genesis.public_key, []).append(entry.log)
                self._known = None
            if is_statement(entry):
                self._statements[entry.hash] = entry
                self._known = None
            if self._chains.go_on_at(entry.hash):
                self._known = None

    def take(self, entries: Iterable[Entry]) -> bool:
        """As `learn`; whether what was said of earlier entries may have changed by it. Settles the statements twice."""
        taken = list(entries)
        if all(map(self._changes_nothing, taken)):
            return False
        before = self._said()
        self.learn(taken)
        after = self._said()
        return (after is not before and after != before) or any(map(self._bears_on_earlier_ones, taken))

    def branch(self, log: LogId, places: Iterable[tuple[int, EntryHash]]) -> bool:
        """Learns of a log in which two entries claim one place. Whether what was said of its entries has changed.

        Args:
            log: only of such logs, and again with each entry of theirs that arrives.
            places: sequence and entry before, of each entry of the log that has arrived.
        """
        start = held_from(places)
        if start is None or start == self._held_from.get(log):
            return False
        self._held_from[log] = start
        self._known = None
        return True

    def key(self, log: LogId) -> bytes | None:
        """The public key of a log whose genesis has arrived, admitted or not."""
        return self._keys.get(log)

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
        enrolment = self._said().enrolments.get(key)
        return None if enrolment is None else enrolment.role

    def admits(self, genesis: Entry) -> bool:
        """Whether the computer of a genesis has a role, or gets one by its arrival."""
        key = genesis.genesis.public_key if genesis.genesis else b""
        said = self._said()
        named = genesis.hash in said.registrars.enrolments or genesis.hash in said.leads.enrolments
        return named or key in self.document.registrars or key in said.enrolments

    def is_revoked(self, log: LogId) -> bool:
        """Whether any log of the same computer has a cut-off that counts, or its registrar was removed."""
        key = self.key(log)
        if key is None:
            return False
        if key in self.document.registrars:
            return self.document.registrars[key] is not None
        return self._has_cut_offs(key, self._said().over(key))

    def reads(self, log: LogId) -> bool:
        """Whether a log's computer may read the city's log."""
        return self.role(log) is not None and not self.is_revoked(log)

    def rekeys(self) -> list[Rekey]:
        """The city's keys as its leads gave them out, by number: each wrap is for one computer."""
        return sorted(self._said().leads.rekeys, key=lambda said: (said.number, said.key_id, said.wrapped))

    def counting_statements(self) -> Iterator[tuple[Entry, object]]:
        """Each operation of the entries that say anything of members, and that count; in no order."""
        for entry in self._statements.values():
            if self.judge(entry) == COUNTS:
                yield from ((entry, said) for said in entry.operations)

    def erased(self) -> frozenset[EntryHash]:
        """The entries whose private parts are to be deleted: by their own computer, or by a lead."""
        signed = [(entry, said) for entry in self._statements.values() for said in entry.operations]
        asked = [(entry, said.entry) for entry, said in signed if isinstance(said, Erase)]
        return frozenset(erased for entry, erased in asked if self._erases(entry, erased))

    def judge(self, entry: Entry) -> Judgement:
        """What becomes of an entry that was taken."""
        key = self.key(entry.log)
        if key is None:
            return _NOT_ADMITTED
        said = self._said()
        if key in self.document.registrars:
            return self._judge_registrar(entry, key)
        return self._judge_member(entry, key, said)

    def _said(self) -> Said:
        """What the statements come to, stratum by stratum; each is judged by what those above it said."""
        if self._known is None:
            said, registrars = Said(), self.document.registrars
            for key, entry in self._signed():
                if key in registrars and self._judge_registrar(entry, key) == COUNTS:
                    said.registrars.listen(entry, GRANTED_BY_REGISTRARS)
            said.enrolments = self._by_key(said.registrars)
            leads = {key for key, enrolment in said.enrolments.items() if enrolment.role == Role.LEAD}
            said.lead_keys = frozenset(leads - registrars.keys())
            for key, entry in self._signed():
                if key in said.lead_keys and self._judge_member(entry, key, said) == COUNTS:
                    said.leads.listen(entry, GRANTED_BY_LEADS)
            said.enrolments = self._by_key(said.leads) | said.enrolments
            self._known = said
        return self._known

    def _signed(self) -> Iterator[tuple[bytes, Entry]]:
        for entry in self._statements.values():
            key = self.key(entry.log)
            if key is not None:
                yield key, entry

    def _by_key(self, word: Word) -> dict[bytes, Enrol]:
        """The enrolment that holds for each computer whose genesis has arrived."""
        found: dict[bytes, tuple[Rank, Enrol]] = {}
        for genesis, ranked in word.enrolments.items():
            key = self._keys_by_genesis.get(genesis)
            if key is not None and (key not in found or found[key][0] < ranked[0]):
                found[key] = ranked
        return {key: enrolment for key, (_, enrolment) in found.items()}

    def _judge_registrar(self, entry: Entry, key: bytes) -> Judgement:
        tips = self.document.registrars[key]
        if tips is None and self._lies_in_a_thicket(entry):
            return Judgement(Verdict.QUARANTINED, Code.FORK)
        if tips is not None and not any(entry.hash in self._chains.up_to(tip) for tip in tips):
            return Judgement(Verdict.QUARANTINED, Code.REVOKED)
        return Judgement(Verdict.QUARANTINED, Code.SCOPE) if _writes(entry) else COUNTS

    def _judge_member(self, entry: Entry, key: bytes, said: Said) -> Judgement:
        enrolment = said.enrolments.get(key)
        if enrolment is None:
            return _NOT_ADMITTED
        words = said.over(key)
        code = self._fault(entry, key, enrolment, words)
        if code is None or any(self._endorses(word, entry.hash) for word in words):
            return COUNTS
        return Judgement(Verdict.QUARANTINED, code)

    def _fault(self, entry: Entry, key: bytes, enrolment: Enrol, words: tuple[Word, ...]) -> Code | None:
        if self._lies_beyond(entry, key, words):
            return Code.REVOKED
        if enrolment.until_ms is not None and entry.claimed_ms > enrolment.until_ms:
            return Code.EXPIRED
        if self._lies_in_a_thicket(entry):
            return Code.FORK
        return Code.SCOPE if enrolment.role not in _WRITERS and _writes(entry) else None

    def _lies_beyond(self, entry: Entry, key: bytes, words: tuple[Word, ...]) -> bool:
        own = [cut_off for word in words for cut_off in word.cut_offs.get(entry.log, ())]
        if own:
            return not all(entry.hash in self._chains.up_to(cut_off) for cut_off in own)
        # the other logs of a revoked computer have no entry that is known to be its owner's
        return self._has_cut_offs(key, words)

    def _has_cut_offs(self, key: bytes, words: tuple[Word, ...]) -> bool:
        return any(log in word.cut_offs for word in words for log in self._logs_by_key[key])

    def _lies_in_a_thicket(self, entry: Entry) -> bool:
        start = self._held_from.get(entry.log)
        return start is not None and entry.seq >= start

    def _endorses(self, word: Word, entry: EntryHash) -> bool:
        return entry in word.endorsed or any(entry in self._chains.up_to(tip) for tip in word.endorsed_up_to)

    def _changes_nothing(self, entry: Entry) -> bool:
        """Whether an entry says nothing of who may write, and nobody says anything of its log: what most are like."""
        said = self._said()
        if entry.log not in said.unnamed:
            words, key = (said.registrars, said.leads), self.key(entry.log)
            if key is None or key in self.document.registrars:
                return False
            if any(word.endorsed_up_to or entry.log in word.cut_offs for word in words):
                return False
            said.unnamed.add(entry.log)
        return not self._chains.were_walked and _SPEAKING.isdisjoint(map(type, entry.operations))

    def _bears_on_earlier_ones(self, entry: Entry) -> bool:
        """Whether by its mere arrival a cut-off reaches further logs, or a chain further entries."""
        words = (self._said().registrars, self._said().leads)
        cut_offs = [cut_off for word in words for cut_off in word.cut_offs.get(entry.log, ())]
        if entry.genesis is not None:
            return bool(cut_offs)
        removed_at = self.document.registrars.get(self.key(entry.log) or b"") or ()
        up_to = [tip for word in words for tip in word.endorsed_up_to if self._chains.log_of(tip) == entry.log]
        return any(entry.hash in self._chains.up_to(tip) for tip in (*cut_offs, *removed_at, *up_to))

    def _erases(self, entry: Entry, erased: EntryHash) -> bool:
        if self.judge(entry) != COUNTS:
            return False
        key, log = self.key(entry.log), self._chains.log_of(erased)
        return key in self._said().lead_keys or (log is not None and self.key(log) == key)


def _writes(entry: Entry) -> bool:
    """Whether an entry says anything of the city itself. Who can't look into a private part judges alike."""
    return entry.body is not None or any(isinstance(operation, Write | Blob) for operation in entry.operations)


def counting(entries: Iterable[Entry], membership: Membership) -> list[Entry]:
    """Those of `entries` that count."""
    return [entry for entry in entries if membership.judge(entry) == COUNTS]
