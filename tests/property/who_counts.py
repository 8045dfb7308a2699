"""Who counts, rule by rule over a whole set of entries: slow, without caches, and without a line of the program's.

protocol.md, sections 4 and 8, as decided: the strictest cut-off; an endorsement lifts whatever holds an entry back;
a role and a revocation belong to a key; a lead answers to registrars alone; more than 8 branches are held back.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import NO_ENTRY
from roadmap_core.entries.operations import Write
from roadmap_core.entries.statements import Endorse, Enrol, Revoke
from roadmap_core.ledger.alliance import AllianceDocument

Told = tuple[str, str | None]


@dataclass
class ByTheRules:
    entries: Sequence[Entry]
    document: AllianceDocument

    def __post_init__(self) -> None:
        self.by_hash = {entry.hash: entry for entry in self.entries}
        self.keys = {entry.log: entry.genesis.public_key for entry in self.entries if entry.genesis}
        self.tips = dict(self.document.registrars)
        self.above = [entry for entry in self.entries if self.registrars_fault(entry) is None]
        self.leads = {key for key, enrolled in self.enrolled(self.above, {1, 2, 3, 4}).items() if enrolled.role == 1}
        self.leads -= self.tips.keys()
        is_leads = [entry for entry in self.entries if self.keys[entry.log] in self.leads]
        self.beside = [entry for entry in is_leads if self.members_verdict(entry, self.above)[0] == "counts"]

    def verdict(self, entry: Entry) -> Told:
        key = self.keys[entry.log]
        if key in self.tips:
            fault = self.registrars_fault(entry)
            return ("counts", None) if fault in (None, "no registrar") else ("quarantined", fault)
        return self.members_verdict(entry, self.above if key in self.leads else self.above + self.beside)

    def registrars_fault(self, entry: Entry) -> str | None:
        key = self.keys[entry.log]
        if key not in self.tips:
            return "no registrar"
        tips = self.tips[key]
        if tips is None and self.is_in_a_thicket(entry):
            return "E-FORK"
        if tips is not None and not any(entry in self.up_to(tip) for tip in tips):
            return "E-REVOKED"
        return "E-SCOPE" if any(isinstance(said, Write) for said in entry.operations) else None

    def members_verdict(self, entry: Entry, judges: list[Entry]) -> Told:
        key = self.keys[entry.log]
        enrolled = self.enrolled(self.above, {1, 2, 3, 4}).get(key)
        if enrolled is None and judges != self.above:
            enrolled = self.enrolled(self.beside, {2, 3, 4}).get(key)
        if enrolled is None:
            return "pending", "E-NOT-ADMITTED"
        said = [each for judge in judges for each in judge.operations]
        fault = self.fault(entry, enrolled, [each for each in said if isinstance(each, Revoke)])
        lifted = [each for each in said if isinstance(each, Endorse) and fault]
        if any(entry.hash in each.entries for each in lifted):
            return "counts", None
        if any(entry in self.up_to(tip) for each in lifted if each.with_earlier for tip in each.entries):
            return "counts", None
        return ("quarantined", fault) if fault else ("counts", None)

    def fault(self, entry: Entry, enrolled: Enrol, revoked: list[Revoke]) -> str | None:
        of_key = [each for each in revoked if self.keys.get(each.log) == self.keys[entry.log]]
        own = [each for each in of_key if each.log == entry.log]
        if of_key and (not own or not all(entry in self.up_to(each.cut_off) for each in own)):
            return "E-REVOKED"
        if enrolled.until_ms is not None and enrolled.until_ms < entry.claimed_ms:
            return "E-EXPIRED"
        if self.is_in_a_thicket(entry):
            return "E-FORK"
        writes = any(isinstance(said, Write) for said in entry.operations)
        return "E-SCOPE" if writes and enrolled.role == 4 else None

    def enrolled(self, judges: list[Entry], roles: set[int]) -> dict[bytes, Enrol]:
        said = [
            (each.role == 1, judge.lamport, judge.hash, place, each)
            for judge in judges
            for place, each in enumerate(judge.operations)
            if isinstance(each, Enrol) and each.role in roles and each.genesis in self.by_hash
        ]
        return {self.keys[self.by_hash[each.genesis].log]: each for *_, each in sorted(said, key=lambda one: one[:4])}

    def up_to(self, tip: bytes) -> list[Entry]:
        found: list[Entry] = []
        while tip in self.by_hash and (not found or self.by_hash[tip].log == found[0].log):
            found.append(self.by_hash[tip])
            tip = self.by_hash[tip].prev
        return found

    def is_in_a_thicket(self, entry: Entry) -> bool:
        own = [other for other in self.entries if other.log == entry.log]
        prevs, seqs = [other.prev for other in own], [other.seq for other in own]
        branches = 1 + len(prevs) - len(set(prevs))
        if max(branches, *(seqs.count(seq) for seq in seqs)) <= 8:
            return False
        twins = [o.seq for o in own if prevs.count(o.prev) > 1 or (seqs.count(o.seq) > 1 and o.prev != NO_ENTRY)]
        return entry.seq >= min(twins)
