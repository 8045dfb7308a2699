"""Judges pushed entries one by one, in the order of protocol.md, section 2: the first failure decides."""

from collections.abc import Callable, Sequence

from roadmap_core import cbor, limits
from roadmap_core.entries.entry import Entry, claimed_log, read_entry, read_genesis, read_opened
from roadmap_core.entries.envelope import Envelope, open_envelope
from roadmap_core.entries.identifiers import EntryHash, LogId
from roadmap_core.entries.operations import Unknown
from roadmap_core.exchange.messages import Ack, AckCode
from roadmap_core.merge.members import is_statement
from roadmap_core.refusals import Code, Refusal
from sync_server.services.verify_ahead import Pushed, verified_ahead
from sync_server.settings import BAD_SIGNATURES
from sync_server.storage import city_log
from sync_server.storage.city_log import CityLog, Gap, Tip
from sync_server.storage.database import Connection

_SEQ_AT = 11
"""Where the sequence begins in a payload whose log was read: after array, version and log of 8 bytes."""
_NO_LOG = LogId(b"")
_ACCEPTED = AckCode.ACCEPTED
"""Python 3.11 looks members of enums up slowly; this one is asked for with each entry."""
_OTHER_KEYS = 200
"""How many keys of other logs one push may have tried, at 0.1 ms each: anybody can push, and a city may have many."""


class Judge:
    """One push's view of a city's log.

    Attributes:
        accepted: what is to be appended, in order.
        known: the positions of entries that are in the log already, and of the accepted ones.
        gaps, filled, forks: what the accepted entries say about the chains of their logs.
        changed_logs: logs whose tip or key is to be kept anew.
        said: the positions of accepted geneses and statements.
        is_decisive: whether what was said of entries that are stored already may have changed.
    """

    def __init__(
        self,
        connection: Connection,
        log: CityLog,
        known: dict[EntryHash, int],
        vouched: Callable[[Entry], bool],
        bad_signatures: int = BAD_SIGNATURES,
    ) -> None:
        """`bad_signatures`: after so many nothing more is verified: what follows is refused, and may come again."""
        self.accepted: list[Entry] = []
        self.known = known
        self.gaps: set[Gap] = set()
        self.filled: set[EntryHash] = set()
        self.forks: set[tuple[LogId, int]] = set()
        self.changed_logs: set[LogId] = set()
        self.said: list[int] = []
        self.is_decisive = False
        self._connection = connection
        self._log = log
        self._vouched = vouched
        self._places: dict[EntryHash, tuple[LogId, int]] = {}
        self._turned_away: set[LogId] = set()
        self._missing = {gap.missing for gap in log.gaps}
        self._bad_left = bad_signatures
        self._keys_left = _OTHER_KEYS
        self._fits: dict[EntryHash, bool] = {}

    def judge(self, pushed: Sequence[Pushed]) -> list[Ack]:
        """What becomes of each entry; the next are judged as if those before stood in the log already."""
        self._fits = verified_ahead(pushed, self.known, self._log.membership.key, self._bad_left)
        return [self._judge(one) for one in pushed]

    def _judge(self, pushed: Pushed) -> Ack:
        data, whole, envelope, log = pushed
        if whole in self.known:
            return self._ack(data, AckCode.KNOWN, whole)
        if isinstance(envelope, Refusal):
            return self._refused(data, envelope)
        if isinstance(log, Refusal):
            return self._refused(data, log)
        if self._bad_left <= 0:
            return self._refused(data, Refusal(Code.LIMIT, "behind too many bad signatures"))
        return self._judge_genesis(data) if log is None else self._judge_signed(data, envelope, whole, log)

    def _judge_signed(self, data: bytes, envelope: Envelope, whole: EntryHash, log: LogId) -> Ack:
        key = self._log.membership.key(log)
        if key is None:
            unknown = AckCode.NOT_ADMITTED if log in self._turned_away else AckCode.SEND_GENESIS_FIRST
            return self._ack(data, unknown, whole)
        entry = read_opened(data, envelope, whole, key, is_signed=self._fits.get(whole))
        if isinstance(entry, Refusal):
            return self._refused(data, self._told_apart(data, log, entry))
        if self._log.membership.role(log) is None and self._is_too_much(entry):
            return self._refused(data, Refusal(Code.LIMIT, "a computer that nobody has admitted yet"))
        return self._judge_place(entry)

    def _is_too_much(self, entry: Entry) -> bool:
        """Whether a computer without a role would leave more here than it may."""
        count, size = city_log.weight(self._connection, self._log.city, entry.log)
        own = [other for other in self.accepted if other.log == entry.log]
        size += sum(len(other.data) for other in (*own, entry))
        return count + len(own) >= limits.PENDING_ENTRIES or size > limits.PENDING_BYTES

    def _judge_genesis(self, data: bytes) -> Ack:
        entry = read_genesis(data)
        if isinstance(entry, Refusal):
            return self._refused(data, entry)
        members = self._log.membership
        refusal = members.refuses_genesis(entry)
        if refusal is not None:
            return self._refused(data, refusal)
        if not members.admits(entry) and not self._vouched(entry):
            self._turned_away.add(entry.log)
            return Ack(entry.log, 0, AckCode.NOT_ADMITTED)
        return self._accept(entry)

    def _told_apart(self, data: bytes, log: LogId, refusal: Refusal) -> Refusal:
        """A signature that another computer of the city made is said to be that, as long as keys may be tried."""
        if refusal.code != Code.SIG:
            return refusal
        for other in self._log.membership.genesis_by_log:
            if other == log:
                continue
            if self._keys_left <= 0:
                break
            self._keys_left -= 1
            read = read_entry(data, self._log.membership.key(other) or b"")
            if isinstance(read, Entry) or read.code != Code.SIG:
                return Refusal(Code.LOG_KEY, "signed with the key of another log")
        return refusal

    def _judge_place(self, entry: Entry) -> Ack:
        tip = self._log.tips[entry.log]
        if entry.prev == tip.entry and entry.seq == tip.seq + 1:
            return self._accept(entry)
        before = self._place_of(entry.prev)
        if before is not None and before[0] != entry.log:
            return self._refused(entry.data, Refusal(Code.CHAIN, "continues an entry of another log"))
        if before is None:
            self.gaps.add(Gap(entry.prev, entry.log, entry.seq - 1))
            self._missing.add(entry.prev)
        does_not_fit = before is not None and before[1] != entry.seq - 1
        if does_not_fit or (entry.seq <= tip.seq and self._is_taken(entry.log, entry.seq)):
            self.forks.add((entry.log, entry.seq))
        return self._accept(entry)

    def _place_of(self, entry: EntryHash) -> tuple[LogId, int] | None:
        if entry in self._places:
            return self._places[entry]
        return city_log.place_of(self._connection, self._log.city, entry)

    def _is_taken(self, log: LogId, seq: int) -> bool:
        if (log, seq) in self._places.values():
            return True
        return city_log.has_entry_at(self._connection, self._log.city, log, seq)

    def _accept(self, entry: Entry) -> Ack:
        self.accepted.append(entry)
        position = self._log.frontier.size + len(self.accepted)
        self.known[entry.hash] = position
        self._places[entry.hash] = (entry.log, entry.seq)
        self._log.arrived[entry.hash] = (entry.log, entry.prev)
        self.is_decisive |= self._log.membership.take([entry])
        if entry.genesis or is_statement(entry):
            self.said.append(position)
        tip = self._log.tips.get(entry.log)
        if tip is None or entry.seq > tip.seq:
            self._log.tips[entry.log] = Tip(entry.seq, entry.hash)
            self.changed_logs.add(entry.log)
        if entry.hash in self._missing:
            self._fill(entry)
        code = AckCode.PENDING if Unknown in map(type, entry.operations) else _ACCEPTED
        return Ack(entry.log, entry.seq, code, position)

    def _fill(self, entry: Entry) -> None:
        """What waited for this entry; where it stands elsewhere than it was said to, the chain parts."""
        self.filled.add(entry.hash)
        for gap in self._log.gaps | self.gaps:
            if gap.missing == entry.hash and (gap.log, gap.seq) != (entry.log, entry.seq):
                self.forks.add((gap.log, gap.seq + 1))

    def _ack(self, data: bytes, code: AckCode, whole: EntryHash) -> Ack:
        log, seq = claimed_place(data)
        return Ack(log or whole[:8], seq, code, self.known.get(whole, 0))

    def _refused(self, data: bytes, refusal: Refusal) -> Ack:
        self._bad_left -= refusal.code in (Code.SIG, Code.LOG_KEY)
        log, seq = claimed_place(data)
        return Ack(log or None, seq, AckCode.REFUSED, refusal=refusal.code.value)


def claimed_place(data: bytes) -> tuple[LogId, int]:
    """The log and sequence that bytes claim, so that the sender knows them again; empty and 0 if they claim none."""
    log = claimed_log(data)
    envelope = open_envelope(data)
    if log is None or isinstance(log, Refusal) or isinstance(envelope, Refusal):
        return _NO_LOG, 0
    try:
        seq, _ = cbor.decode_first(envelope.payload[_SEQ_AT : _SEQ_AT + 9])
    except cbor.MalformedError:
        return log, 0
    return log, seq if type(seq) is int and seq >= 0 else 0
