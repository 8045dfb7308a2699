"""Judges a sequence of entries by the order of checks of protocol.md, section 2; the first failure is the verdict."""

from dataclasses import dataclass, field, replace
from hashlib import sha256

from roadmap_core import cbor
from roadmap_core.cbor import MalformedError
from roadmap_core.entries.entry import Entry, claimed_log, read_entry, read_genesis
from roadmap_core.entries.identifiers import EntryHash, LogId
from roadmap_core.entries.operations import Unknown
from roadmap_core.exchange.pairs import is_body
from roadmap_core.ledger.alliance import AllianceDocument
from roadmap_core.merge.honoured import not_honoured
from roadmap_core.merge.members import Membership
from roadmap_core.merge.members import Verdict as Counting
from roadmap_core.refusals import Code, Refusal

FORK, GAP, NO_GENESIS, NEWER, KNOWN = "fork", "gap", "no-genesis", "newer", "known"
PENDING, HELD_BACK, NOT_FOLLOWED = "pending", "held-back", "not-followed"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found about one entry of a file.

    Attributes:
        offset: where it begins in the file, in bytes.
        code: why it is bad; None for a good one.
        remark: worth telling of one that isn't bad. fork: another entry has its place in the log, both count. gap:
            the entry before it is missing. pending: its computer isn't admitted, or it says something that this program
            doesn't know. held-back: its computer was revoked, or may not write this; `detail` is the code.
            not-followed: it counts, but nobody follows a statement in it of who may write or read; `detail` is the
            code. no-genesis: its log's first entry isn't in the file, so nothing can be said. newer: made by a newer
            program. known: it came before in the file.
        detail: for developers, in English.
    """

    offset: int
    log: bytes | None
    seq: int | None
    code: Code | None
    remark: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """All verdicts, in file order.

    Attributes:
        is_membership_judged: whether there was an alliance document to say who may write; without one, a good entry
            is one that the key of its log signed, and nothing is said of who that is.
    """

    verdicts: tuple[Verdict, ...]
    is_membership_judged: bool

    @property
    def bad(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.code is not None)

    @property
    def unproven(self) -> tuple[Verdict, ...]:
        """Neither good nor bad: the key that would tell isn't in the file, or this program can't read them yet."""
        return tuple(verdict for verdict in self.verdicts if verdict.remark in (NO_GENESIS, NEWER))


def verify(data: bytes, alliance: str, document: AllianceDocument | None = None) -> Verification:
    """Judges the entries in `data`, a CBOR sequence of byte strings; all that follows a broken frame is one verdict.

    Behind an entry its private part may stand.

    Whose entries count is judged by `document`, if there is one.
    """
    verifier = _Verifier(alliance, document)
    verdicts: list[Verdict] = []
    offset = 0
    while offset < len(data):
        try:
            end = cbor.item_end(data, offset)
            entry = cbor.byte_string(cbor.decode(data[offset:end]))
        except MalformedError as error:
            verdicts.append(Verdict(offset, None, None, Code.DECODE, detail=error.detail))
            break
        if not verifier.knows_body(entry):
            verdicts.append(replace(verifier.judge(entry), offset=offset))
        offset = end
    remarked = tuple(verifier.remarked(place, verdict) for place, verdict in enumerate(verdicts))
    return Verification(remarked, document is not None)


@dataclass(slots=True)
class _Verifier:
    """What was learned from the entries before."""

    alliance: str
    document: AllianceDocument | None = None
    members_by_city: dict[str, Membership] = field(default_factory=dict)
    city_by_log: dict[LogId, str] = field(default_factory=dict)
    keys_by_log: dict[LogId, bytes] = field(default_factory=dict)
    log_by_hash: dict[EntryHash, LogId] = field(default_factory=dict)
    place_by_hash: dict[EntryHash, tuple[LogId, EntryHash]] = field(default_factory=dict)
    places: dict[tuple[LogId, int], EntryHash] = field(default_factory=dict)
    taken: dict[int, Entry] = field(default_factory=dict)
    bodies: set[bytes] = field(default_factory=set)
    count: int = 0

    def knows_body(self, item: bytes) -> bool:
        """Whether this is a private part that an entry before it names: nothing else can be said of it."""
        return is_body(item) and sha256(item).digest() in self.bodies

    def judge(self, data: bytes) -> Verdict:
        """The verdict on the next entry; remarks that need the whole file come later."""
        self.count += 1
        if is_body(data):
            return Verdict(0, None, None, Code.BODY, detail="a private part that no entry before it names")
        log = claimed_log(data)
        if isinstance(log, Refusal):
            return _refused(log, None)
        if log is not None and log not in self.keys_by_log:
            return Verdict(0, log, None, None, NO_GENESIS)
        entry = read_genesis(data) if log is None else read_entry(data, self.keys_by_log[log])
        if isinstance(entry, Refusal):
            return _refused(self._whose(data, entry), log)
        refusal = self._refuses_place(entry)
        if refusal is not None:
            return Verdict(0, entry.log, entry.seq, refusal.code, detail=refusal.detail)
        return Verdict(0, entry.log, entry.seq, None, self._take(entry))

    def _whose(self, data: bytes, refusal: Refusal) -> Refusal:
        """A signature that another log's key verifies is told apart from a broken one."""
        if refusal.code is Code.SIG:
            for log, key in self.keys_by_log.items():
                if isinstance(read_entry(data, key), Entry):
                    return Refusal(Code.LOG_KEY, f"signed by log {log.hex()}")
        return refusal

    def _refuses_place(self, entry: Entry) -> Refusal | None:
        genesis = entry.genesis
        if genesis is not None:
            return Refusal(Code.ALLIANCE, genesis.alliance) if genesis.alliance != self.alliance else None
        if self.log_by_hash.get(entry.prev, entry.log) != entry.log:
            return Refusal(Code.CHAIN, "the entry before it belongs to another log")
        return None

    def _take(self, entry: Entry) -> str:
        if entry.hash in self.log_by_hash:
            return KNOWN
        genesis = entry.genesis
        if genesis is not None:
            self.keys_by_log[entry.log] = genesis.public_key
            self.city_by_log[entry.log] = genesis.city
        if entry.body:
            self.bodies.add(entry.body[0])
        self.log_by_hash[entry.hash] = entry.log
        self.place_by_hash[entry.hash] = (entry.log, entry.prev)
        self.taken[self.count - 1] = entry
        members = self._members(entry.log)
        if members is not None:
            members.take([entry])
        is_fork = self.places.setdefault((entry.log, entry.seq), entry.hash) != entry.hash
        return FORK if is_fork else ""

    def _members(self, log: LogId) -> Membership | None:
        city = self.city_by_log[log]
        if self.document is not None and city not in self.members_by_city:
            self.members_by_city[city] = Membership(city, self.document, self.place_by_hash.get)
        return self.members_by_city.get(city)

    def remarked(self, place: int, verdict: Verdict) -> Verdict:
        """The verdict on the entry at `place`, with what only the whole file can tell."""
        entry = self.taken.get(place)
        if entry is None or verdict.remark:
            return verdict
        if entry.genesis is None and entry.prev not in self.log_by_hash:
            return replace(verdict, remark=GAP)
        members = self._members(entry.log)
        judged = members.judge(entry) if members else None
        if judged is not None and judged.verdict == Counting.QUARANTINED:
            return replace(verdict, remark=HELD_BACK, detail=judged.code.value if judged.code else "")
        is_known = not any(isinstance(operation, Unknown) for operation in entry.operations)
        is_pending = judged is not None and judged.verdict == Counting.PENDING
        if is_pending or not is_known:
            return replace(verdict, remark=PENDING)
        codes = list(not_honoured(entry, members).values()) if members else []
        return replace(verdict, remark=NOT_FOLLOWED, detail=codes[0].value) if codes else verdict


def _refused(refusal: Refusal, log: LogId | None) -> Verdict:
    if refusal.code is Code.NEWER_ENTRY:
        return Verdict(0, log, None, None, NEWER, refusal.detail)
    return Verdict(0, log, None, refusal.code, detail=refusal.detail)
