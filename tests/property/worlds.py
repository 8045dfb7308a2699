"""Random worlds of one city, from a seed: registrars, leads and others who admit, revoke, endorse and write."""

import random
from dataclasses import dataclass, field

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import NO_ENTRY, EntryHash, LogId, Reference, Register, ShortHash
from roadmap_core.entries.operations import Write
from roadmap_core.entries.sealing import Claims, LogTip, seal
from roadmap_core.entries.statements import Endorse, Enrol, Erase, Rekey, Revoke, Role, Statement
from roadmap_core.ledger.alliance import AllianceDocument
from roadmap_core.merge.members import Judgement, Membership
from tests.vectors.computers import ALLIANCE, CITY, CLAIMED_MS, Computer, answered, signer_of

_KNOWN: dict[ShortHash, Reference] = {}
_COMPUTERS: dict[tuple[str, int], Computer] = {}


def computer(name: str, incarnation: int = 1) -> Computer:
    """A computer at its genesis; signing each again would take the time of the whole test."""
    if (name, incarnation) not in _COMPUTERS:
        _COMPUTERS[name, incarnation] = Computer(name, _KNOWN, incarnation=incarnation)
    made = _COMPUTERS[name, incarnation]
    made.tip = LogTip(made.genesis.log, 0, made.genesis.hash)
    return made


def document(registrars: dict[str, frozenset[EntryHash] | None]) -> AllianceDocument:
    keys = {signer_of(name).public_key: tips for name, tips in registrars.items()}
    root, log_key = signer_of("root").public_key, signer_of("server").public_key
    return AllianceDocument(ALLIANCE, 1, None, root, keys, (log_key,), CLAIMED_MS)


@dataclass
class Replica:
    """Whoever stores entries and asks who may write; `arrived` is what its storage would hold."""

    document: AllianceDocument
    entries: dict[EntryHash, Entry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.membership = Membership(CITY, self.document, self.place_of)

    def place_of(self, entry: EntryHash) -> tuple[LogId, EntryHash] | None:
        found = self.entries.get(entry)
        return None if found is None else (found.log, found.prev)

    def take(self, entries: list[Entry]) -> bool:
        fresh = {entry.hash: entry for entry in entries if entry.hash not in self.entries}
        self.entries.update(fresh)
        differs = self.membership.take(fresh.values())
        for log in {entry.log for entry in fresh.values()}:
            places = [(entry.seq, entry.prev) for entry in self.entries.values() if entry.log == log]
            if len({seq for seq, _ in places}) < len(places):
                differs |= self.membership.branch(log, places)
        return differs

    def judgements(self) -> dict[EntryHash, Judgement]:
        return {entry.hash: self.membership.judge(entry) for entry in self.entries.values()}


@dataclass
class World:
    """What is said in one city, by a seed."""

    seed: int

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        count = self.chance.randint
        self.registrars = [f"registrar {n}" for n in range(count(1, 2))]
        self.leads = [f"lead {n}" for n in range(count(1, 3))]
        self.others = [f"other {n}" for n in range(count(3, 5))]
        self.logs = [computer(name) for name in (*self.registrars, *self.leads, *self.others)]
        again = self.chance.sample(self.leads + self.others, count(0, 2))
        self.logs += [computer(name, 2) for name in again]
        self.entries: list[Entry] = [log.genesis for log in self.logs]
        for lead in self.leads:
            self._seal(self._log(self.registrars[0]), [Enrol(self._log(lead).genesis.hash, Role.LEAD, "", None)])
        for _ in range(count(6, 26)):
            log = self.chance.choice(self.logs)
            self._seal(log, [self._operation(log) for _ in range(self.chance.choice((1, 1, 1, 2)))])
        if self.chance.random() < 0.3:
            self._grow_a_thicket(self.chance.choice(self.logs))
        self.document = document({name: self._removed(name) for name in self.registrars})

    def _log(self, name: str) -> Computer:
        return next(log for log in self.logs if log.name == name)

    def _seal(self, log: Computer, operations: list[Write | Statement]) -> None:
        own = [entry for entry in self.entries if entry.log == log.genesis.log]
        tip = log.tip
        if self.chance.random() < 0.15:  # a copy of the computer goes on from somewhere else
            before = self.chance.choice(own)
            tip = LogTip(before.log, before.seq, before.hash)
        claims = Claims(CLAIMED_MS + self.chance.randint(0, 9), self.chance.randint(0, 5), 7)
        (entry,) = seal(tip, operations, {}, claims, log.signer)
        log.tip = LogTip(entry.log, entry.seq, entry.hash)
        if entry.hash not in {known.hash for known in self.entries}:
            self.entries.append(entry)

    def _grow_a_thicket(self, log: Computer) -> None:
        tip = log.tip
        for number in range(self.chance.choice((8, 9))):
            log.tip = tip
            for value in range(self.chance.choice((1, 2))):
                self.entries.append(log.seal(answered(10 * number + value)))

    def _operation(self, log: Computer) -> Write | Statement:
        chance, role = self.chance, log.name.split()[0]
        kinds = {"registrar": "eee rr oo aw", "lead": "eeee rrr ooo aaw k", "other": "wwwww e r o a"}[role]
        other, entry = chance.choice(self.logs), self._named()
        match chance.choice(kinds.replace(" ", "")):
            case "e":
                until = chance.choice((None, None, CLAIMED_MS + 4))
                return Enrol(other.genesis.hash, chance.choice((1, 2, 2, 2, 3, 4, 9)), "", until)
            case "r":
                return Revoke(other.genesis.log, self._named(other.genesis.log))
            case "o":
                return Endorse((entry, self._named()), with_earlier=chance.random() < 0.5)
            case "a":
                return Erase(entry, "asked for")
            case "k":
                return Rekey(chance.randint(1, 3), bytes(4), ((other.genesis.log, bytes(80)),))
        return answered(chance.randint(0, 4), register=Register(1, chance.randint(18, 20), Facet.ANSWER))

    def _named(self, log: LogId | None = None) -> EntryHash:
        """An entry to name, mostly of one log; sometimes none."""
        own = [entry.hash for entry in self.entries if log in (None, entry.log)]
        return self.chance.choice([*own[-6:], NO_ENTRY]) if self.chance.random() < 0.95 else EntryHash(bytes([7] * 32))

    def _removed(self, name: str) -> frozenset[EntryHash] | None:
        if name == self.registrars[0] and self.chance.random() < 0.8:
            return None
        own = [entry.hash for entry in self.entries if entry.log == self._log(name).genesis.log]
        return self.chance.choice((None, frozenset({self.chance.choice(own)})))
