"""Making entries: drafts that were durable already become one signed batch (protocol.md, section 2, Sealing)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby
from typing import NamedTuple, TypeAlias, TypeVar

from roadmap_core import PROTOCOL_VERSION, cbor, limits
from roadmap_core.cbor import Item
from roadmap_core.entries import statements
from roadmap_core.entries.entry import Entry, read_entry, read_genesis
from roadmap_core.entries.envelope import ENTRY, close
from roadmap_core.entries.identifiers import NO_ENTRY, EntryHash, HeadSeen, LogId, OpId, Reference, ShortHash, short
from roadmap_core.entries.operations import Genesis, OpCode, Write
from roadmap_core.entries.private import to_text
from roadmap_core.entries.statements import Statement
from roadmap_core.keys.city_key import CityKey
from roadmap_core.keys.ed25519 import Signer
from roadmap_core.refusals import Refusal


@dataclass(frozen=True, slots=True)
class LogTip:
    """Where a log stands: what the next entry continues."""

    log: LogId
    seq: int
    entry: EntryHash


class Reserved(NamedTuple):
    """How far a key may have signed: at and before `seq` of its newest log nothing is ever signed again."""

    log: LogId
    seq: int
    incarnation: int


@dataclass(frozen=True, slots=True)
class Claims:
    """What an author says of an entry, beside its operations.

    Attributes:
        author: the official's number in the city's directory.
        newly_seen: the entries of other logs that came in since this log's last entry, the newest of each log.
    """

    claimed_ms: int
    lamport: int
    author: int
    head: HeadSeen | None = None
    newly_seen: tuple[Reference, ...] = ()


def seal_genesis(genesis: Genesis, claims: Claims, signer: Signer) -> Entry:
    """The first entry of a new log; its hash defines the log's id."""
    op = [
        OpCode.GENESIS.value,
        genesis.public_key,
        genesis.agreement_key,
        genesis.alliance,
        genesis.city,
        genesis.incarnation,
        genesis.invitation,
        genesis.continues,
    ]
    payload = _payload([None, 0, NO_ENTRY], claims, [], [op])
    return _trusted(read_genesis(close(payload, ENTRY, signer)))


@dataclass(frozen=True, slots=True)
class Private:
    """What only the city's computers may read of what is sealed, and how.

    Attributes:
        random: gives 16 bytes that were never used before, for each body.
    """

    operations: Sequence[Write]
    key: CityKey
    random: Callable[[], bytes]


class Sealed(NamedTuple):
    """An entry as it is carried: with the private part that it names, if it has one."""

    entry: Entry
    body: bytes | None


def seal(
    tip: LogTip,
    operations: Sequence[Write | Statement],
    references: Mapping[ShortHash, Reference],
    claims: Claims,
    signer: Signer,
) -> list[Entry]:
    """One entry with all `operations`, or as many as the size of an entry makes needed, chained in order.

    Args:
        tip: the entry that the first of them continues.
        operations: sorted by register here, because neighbours in columns pack smaller.
        references: where the entries that predecessors name stand.
        claims: said of each of them.
        signer: the key of the log.
    """
    return [sealed.entry for sealed in seal_with(tip, operations, None, references, claims, signer)]


def seal_with(
    tip: LogTip,
    operations: Sequence[Write | Statement],
    private: Private | None,
    references: Mapping[ShortHash, Reference],
    claims: Claims,
    signer: Signer,
) -> list[Sealed]:
    """As `seal`, with operations for the city's computers only; each entry brings its own private part."""
    references = {**references, short(tip.entry): Reference(tip.log, tip.seq, short(tip.entry))}
    ordered = _ordered(operations)
    hidden = replace(private, operations=_ordered(private.operations)) if private and private.operations else None
    sealed = _sealed(tip, ordered, hidden, references, claims, signer)
    if sealed is not None:
        return [sealed]
    first_half, second_half = _halves(ordered, hidden)
    first = seal_with(tip, *first_half, references, claims, signer)
    last = first[-1].entry
    return first + seal_with(LogTip(tip.log, last.seq, last.hash), *second_half, references, claims, signer)


Op = TypeVar("Op", Write, Write | Statement)
_Half: TypeAlias = tuple[Sequence[Write | Statement], Private | None]


def _ordered(operations: Sequence[Op]) -> list[Op]:
    return sorted((part for operation in operations for part in _within_limits(operation)), key=_place)


def _halves(operations: Sequence[Write | Statement], private: Private | None) -> tuple[_Half, _Half]:
    middle = len(operations) // 2
    if private is None:
        return (operations[:middle], None), (operations[middle:], None)
    cut = len(private.operations) // 2
    first, second = private.operations[:cut], private.operations[cut:]
    return (operations[:middle], replace(private, operations=first)), (
        operations[middle:],
        replace(private, operations=second),
    )


def _within_limits(operation: Op) -> Sequence[Op]:
    """An operation that replaces more others than one can name, as several: equal values are one answer."""
    if not isinstance(operation, Write):
        return [operation]
    named, most = operation.predecessors, limits.PREDECESSORS_PER_OPERATION
    starts = range(0, max(1, len(named)), most)
    return [operation._replace(predecessors=named[start : start + most]) for start in starts]


def _place(operation: Write | Statement) -> tuple[int, ...]:
    if not isinstance(operation, Write):
        return (0,)
    return (1, operation.register.assessment, operation.register.facet, operation.register.item)


def _sealed(
    tip: LogTip,
    operations: Sequence[Write | Statement],
    private: Private | None,
    references: Mapping[ShortHash, Reference],
    claims: Claims,
    signer: Signer,
) -> Sealed | None:
    refs = _References(tip, references, claims.newly_seen)
    ops = _to_wire(operations, refs)
    body, is_large = None, False
    if private is not None:
        text, is_large = to_text(_to_wire(private.operations, refs))
        body = private.key.seal(text, tip.log, tip.seq + 1, private.random())
    named = body and [sha256(body).digest(), len(body)]
    payload = _payload([tip.log, tip.seq + 1, tip.entry], claims, refs.to_wire(), ops, named)
    count = len(operations) + (len(private.operations) if private else 0)
    is_large = is_large or len(payload) > limits.ENTRY_BYTES - 128 or len(body or b"") > limits.BODY_BYTES
    if is_large and count > 1:
        return None
    return Sealed(_trusted(read_entry(close(payload, ENTRY, signer), signer.public_key)), body)


def _payload(place: list[Item], claims: Claims, refs: Item, ops: Item, body: Item = None) -> bytes:
    head = claims.head and [claims.head.epoch, claims.head.position, claims.head.root16]
    claimed_ms = min(max(claims.claimed_ms, 0), limits.LATEST_CLAIMED_MS)  # a broken clock must not stop the work,
    lamport = min(claims.lamport, limits.LARGEST_INTEGER)  # and neither must another's last number, plus one
    said = [claimed_ms, lamport, claims.author]
    return cbor.encode([PROTOCOL_VERSION, *place, *said, refs, head, ops, body])


def _trusted(entry: Entry | Refusal) -> Entry:
    """What we sealed goes through the same reader as what others sealed; a refusal is our bug."""
    if isinstance(entry, Refusal):
        raise AssertionError(f"sealed an entry that no one would take: {entry.code} {entry.detail}")  # noqa: TRY004
    return entry


class _References:
    """Numbers the entries that one entry names, each once."""

    def __init__(self, tip: LogTip, known: Mapping[ShortHash, Reference], seen: Iterable[Reference]) -> None:
        self._previous = short(tip.entry)
        self._known = known
        self._numbered: dict[ShortHash, Reference] = {reference.entry: reference for reference in seen}

    def pairs(self, predecessors: Iterable[OpId]) -> list[int]:
        flat: list[int] = []
        for entry, index in predecessors:
            flat += (self._number(entry), index)
        return flat

    def _number(self, entry: ShortHash) -> int:
        if entry == self._previous:
            return -1
        if entry not in self._numbered:
            self._numbered[entry] = self._known[entry]
        return list(self._numbered).index(entry)

    def to_wire(self) -> list[Item]:
        return [list(reference) for reference in self._numbered.values()]


def _to_wire(operations: Sequence[Write | Statement], refs: _References) -> list[Item]:
    wire: list[Item] = []
    for (code, assessment), group in groupby(operations, key=_group):
        members = list(group)
        if code == OpCode.SET:
            wire.append(_columns(assessment, [member for member in members if isinstance(member, Write)], refs))
        else:
            wire.extend(_single(member, refs) for member in members)
    return wire


def _group(operation: Write | Statement) -> tuple[OpCode, int]:
    if not isinstance(operation, Write):
        return OpCode.ENROL, 0  # statements stand one by one, in the order in which they were said
    return operation.code, operation.register.assessment


def _columns(assessment: int, writes: Sequence[Write], refs: _References) -> Item:
    return [
        OpCode.SET.value,
        assessment,
        [write.register.item for write in writes],
        [write.register.facet for write in writes],
        [cbor.decode(write.value or cbor.NULL) for write in writes],
        [refs.pairs(write.predecessors) for write in writes],
    ]


def _single(operation: Write | Statement, refs: _References) -> Item:
    if not isinstance(operation, Write):
        return statements.to_wire(operation)
    pairs = refs.pairs(operation.predecessors)
    opening = [operation.code.value, *operation.register]
    if operation.code == OpCode.REMOVE_ROWS:
        return [*opening, pairs]
    value = cbor.decode(operation.value or cbor.NULL)
    if operation.code == OpCode.ADD_ROW:
        return [*opening, value]
    return [*opening, value, pairs, operation.reason]
