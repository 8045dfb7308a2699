"""Request and reply of one sync, as bytes (protocol.md, section 5, and docs/decisions/0003).

    request = [1, city, epoch, position, limit, token or null, body requests, encoding] then the stream of entries
    reply   = [1, epoch, acks, runs, next position, more?, head, token or null, notices, encoding, stream bytes]
              then the stream of entries
    ack     = [log or null, seq, code, position]   or   [log or null, seq, 9, refusal code]

Acks stand in the order of the request's entries. `runs` are the positions of the reply's entries, as [first, count]
pairs; positions that the reply's acks name are left out of the stream, because their entries are the device's own.
Body requests, and what the
notice "lacks" names, are the first 16 bytes of their SHA-256.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from roadmap_core import PROTOCOL_VERSION, cbor, limits
from roadmap_core.cbor import Item, MalformedError
from roadmap_core.exchange.stream import EntryReader, packed, parted, read_sequence
from roadmap_core.refusals import Code

_OPENING_BYTES = 1024
NONCE_NOTICE = "nonce"
"""A notice [NONCE_NOTICE, bytes]: no valid token came, so nothing was given; sign this for one (token.py)."""
LACKS_NOTICE = "lacks"
"""A notice [LACKS_NOTICE, [16 bytes of a hash, ...]]: private parts of this request's entries that didn't come."""
ERASED_NOTICE = "erased"
"""A notice [ERASED_NOTICE, [16 bytes of a hash, ...]]: private parts that were pushed and stay erased (E-ERASED)."""
BODY_REQUESTS = 50
"""At most, in one request: 850 bytes."""
_BODY_NAME_BYTES = 16
_NOTICES = frozenset({NONCE_NOTICE, LACKS_NOTICE, ERASED_NOTICE})


class AckCode(IntEnum):
    """What became of one pushed entry."""

    ACCEPTED = 0
    KNOWN = 1
    QUARANTINED = 2
    PENDING = 3
    SEND_GENESIS_FIRST = 4
    NOT_ADMITTED = 5
    REFUSED = 9


STORED = frozenset({AckCode.ACCEPTED, AckCode.KNOWN, AckCode.QUARANTINED, AckCode.PENDING})
"""Codes that come with a position in the city's log."""


@dataclass(frozen=True, slots=True)
class Ack:
    """The server's word on one pushed entry; true only once the position was checked under a signed head.

    Attributes:
        log: whose entry it was; None if its bytes could not be read.
        position: where it stands in the city's log, from 1, for the codes in `STORED`; else 0.
        refusal: the stable code of a refusal, which is final.
    """

    log: bytes | None
    seq: int
    code: AckCode
    position: int = 0
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class SyncRequest:
    """One sync, as the device asks it.

    Attributes:
        epoch: the server's epoch that the device knows, 0 for none.
        position: how far the device holds the city's log without a gap.
        limit: how many bytes of entries the device wants in one reply.
        entries: its own entries, in order, each followed by its private part.
        body_requests: which private parts the device lacks, at most `BODY_REQUESTS`.
        token: opens the city's log; pushing needs none.
    """

    city: str
    epoch: int
    position: int
    limit: int
    entries: tuple[bytes, ...] = ()
    body_requests: tuple[bytes, ...] = ()
    token: bytes | None = None

    def to_bytes(self) -> bytes:
        encoding, stream = packed(self.entries)
        asked = [self.epoch, self.position, self.limit, self.token, list(self.body_requests)]
        return cbor.encode([PROTOCOL_VERSION, self.city, *asked, encoding]) + stream


@dataclass(frozen=True, slots=True)
class SyncReply:
    """One sync, as the server answers it.

    Attributes:
        entries: position and bytes, ascending.
        next_position: how far the log is held after this reply was applied.
        head: the signed head of the whole log, at `next_position` unless `more`.
        token: a fresh pull token, or None.
        nonce: set when the request brought no valid token: sign it to get one.
        bodies: private parts of `entries`, and those that were asked for.
        lacks: names of private parts that the server misses of what this request brought.
        erased: names of private parts that this request brought, and that were erased on request: delete them.
    """

    epoch: int
    acks: tuple[Ack, ...]
    entries: tuple[tuple[int, bytes], ...]
    next_position: int
    more: bool
    head: bytes
    token: bytes | None = None
    nonce: bytes | None = None
    bodies: tuple[bytes, ...] = ()
    lacks: tuple[bytes, ...] = ()
    erased: tuple[bytes, ...] = ()

    def to_bytes(self) -> bytes:
        encoding, stream = packed([*(entry for _, entry in self.entries), *self.bodies])
        notices: list[Item] = [[NONCE_NOTICE, self.nonce]] if self.nonce else []
        notices += [[LACKS_NOTICE, list(self.lacks)]] if self.lacks else []
        notices += [[ERASED_NOTICE, list(self.erased)]] if self.erased else []
        opening = [
            PROTOCOL_VERSION,
            self.epoch,
            [_ack_to_wire(ack) for ack in self.acks],
            _runs([position for position, _ in self.entries]),
            self.next_position,
            int(self.more),
            self.head,
            self.token,
            notices,
            encoding,
            len(stream),
        ]
        return cbor.encode(opening) + stream


class RequestReader:
    """Takes a request's body in pieces, so that what came of a cut upload still counts."""

    def __init__(self) -> None:
        self.opening: SyncRequest | None = None
        self._head = b""
        self._reader: EntryReader | None = None

    def feed(self, piece: bytes) -> list[bytes]:
        """The entries and private parts that `piece` completes. Raises MalformedError."""
        if self._reader is None:
            self._head += piece
            piece = self._read_opening()
        if self._reader is None:
            return []
        return self._reader.feed(piece)

    @property
    def is_complete(self) -> bool:
        return self._reader is not None and self._reader.is_between_entries

    def _read_opening(self) -> bytes:
        try:
            fields, end = cbor.decode_first(self._head)
        except MalformedError:
            if len(self._head) > _OPENING_BYTES:
                raise
            return b""
        if end > _OPENING_BYTES:  # also when it came in one piece
            raise MalformedError(Code.SIZE, f"an opening of {end} bytes")
        _, city, epoch, position, limit, token, bodies, encoding = cbor.array(fields, 8)
        cbor.integer(fields[0], PROTOCOL_VERSION, PROTOCOL_VERSION)
        self.opening = SyncRequest(
            city=cbor.text(city, limits.CITY_CHARACTERS),
            epoch=cbor.integer(epoch),
            position=cbor.integer(position),
            limit=cbor.integer(limit, 0, limits.PULL_PAGE_BYTES),
            body_requests=_names(bodies, BODY_REQUESTS),
            token=None if token is None else cbor.byte_string(token),
        )
        self._reader = EntryReader(cbor.integer(encoding), limits.PUSH_EXPANDED_BYTES, limits.PUSH_ENTRIES)
        return self._head[end:]


def read_reply(data: bytes) -> SyncReply:
    """The reply in `data`, whole. Raises MalformedError."""
    fields, end = cbor.decode_first(data)
    version, epoch, acks, runs, next_position, more, head, token, notices, encoding, size = cbor.array(fields, 11)
    cbor.integer(version, PROTOCOL_VERSION, PROTOCOL_VERSION)
    if len(data) - end != cbor.integer(size):
        raise MalformedError(Code.DECODE, "the reply was cut, or goes on")
    stream = read_sequence(data[end:], cbor.integer(encoding), limits.REPLY_BYTES, limits.PULL_PAGE_ENTRIES)
    sent, bodies = parted(stream)
    positions = _positions(runs, len(sent))
    told = _told(notices)
    return SyncReply(
        epoch=cbor.integer(epoch),
        acks=tuple(_ack(ack) for ack in cbor.array(acks)),
        entries=tuple(zip(positions, sent, strict=True)),
        next_position=cbor.integer(next_position),
        more=bool(cbor.integer(more, 0, 1)),
        head=cbor.byte_string(head),
        token=None if token is None else cbor.byte_string(token),
        nonce=cbor.byte_string(told[NONCE_NOTICE]) if NONCE_NOTICE in told else None,
        bodies=tuple(bodies),
        lacks=_names(told.get(LACKS_NOTICE, []), limits.PUSH_ENTRIES),
        erased=_names(told.get(ERASED_NOTICE, []), limits.PUSH_ENTRIES),
    )


def _told(notices: Item) -> dict[str, Item]:
    """What the notices say, by their kind; those of a later version are left out."""
    pairs = ([*cbor.array(notice), None, None][:2] for notice in cbor.array(notices))
    return {kind: value for kind, value in pairs if type(kind) is str and kind in _NOTICES}


def _names(bodies: Item, most: int) -> tuple[bytes, ...]:
    if len(cbor.array(bodies)) > most:
        raise MalformedError(Code.LIMIT, f"more than {most} private parts are named")
    return tuple(cbor.byte_string(name, _BODY_NAME_BYTES) for name in bodies)


def _ack_to_wire(ack: Ack) -> list[Item]:
    last = ack.refusal if ack.code == AckCode.REFUSED else ack.position
    return [ack.log, ack.seq, int(ack.code), last]


def _ack(ack: Item) -> Ack:
    log, seq, code, last = cbor.array(ack, 4)
    whose = None if log is None else cbor.byte_string(log, 8)
    known = AckCode(code) if cbor.integer(code) in set(AckCode) else AckCode.PENDING
    if known == AckCode.REFUSED:
        return Ack(whose, cbor.integer(seq), known, refusal=cbor.text(last, 40))
    return Ack(whose, cbor.integer(seq), known, cbor.integer(last))


def _runs(positions: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for position in positions:
        if runs and runs[-1][0] + runs[-1][1] == position:
            runs[-1][1] += 1
        else:
            runs.append([position, 1])
    return runs


def _positions(runs: Item, count: int) -> list[int]:
    positions: list[int] = []
    for run in cbor.array(runs):
        first, length = cbor.array(run, 2)
        cbor.integer(first, 1, limits.LARGEST_INTEGER - count)
        if cbor.integer(length, 1) > count - len(positions) or (positions and first <= positions[-1]):
            raise MalformedError(Code.SCHEMA, "positions that don't fit the entries")
        positions.extend(range(first, first + length))
    if len(positions) != count:
        raise MalformedError(Code.SCHEMA, "positions that don't fit the entries")
    return positions
