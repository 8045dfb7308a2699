"""An entry as its readers see it, and the order in which its bytes are judged (protocol.md, section 2).

payload = [version, log, seq, prev, claimed_ms, lamport, author, refs, head, ops, body]
"""

from typing import NamedTuple

from roadmap_core import PROTOCOL_VERSION, cbor, limits
from roadmap_core.cbor import Item, MalformedError
from roadmap_core.entries.envelope import ENTRY, Envelope, open_envelope
from roadmap_core.entries.identifiers import (
    NO_ENTRY,
    EntryHash,
    HeadSeen,
    LogId,
    OpId,
    Reference,
    ShortHash,
    entry_hash,
    short,
)
from roadmap_core.entries.one_write import fields_of_one_write
from roadmap_core.entries.operations import Genesis, Operation, Resolve, Write, operations_from_wire
from roadmap_core.keys.ed25519 import is_weak
from roadmap_core.refusals import Code, Refusal

GENESIS_BYTES = 4 * 1024
"""Anybody can sign a genesis, so it is decoded for strangers: 64 KiB would take 30 ms, and deflate to nothing."""
_FIELDS = 11
_LOG_HEAD = b"\x48"
_NULL_LOG = b"\xf6"
_SHORT_ARRAYS = range(0x80, 0x98)


class Entry(NamedTuple):
    """One signed update, verified.

    Attributes:
        data: the bytes that were signed; carried and stored as they are.
        claimed_ms: milliseconds since 1970 by the author's clock: a claim that decides nothing.
        lamport: a counter for sorting on screen, nothing else.
        author: the number of the official at the keyboard, in the city's directory.
        body: SHA-256 and size of the private part that is carried beside the entry.
    """

    data: bytes
    hash: EntryHash
    log: LogId
    seq: int
    prev: EntryHash
    claimed_ms: int
    lamport: int
    author: int
    refs: tuple[Reference, ...]
    head: HeadSeen | None
    operations: tuple[Operation, ...]
    body: tuple[bytes, int] | None

    @property
    def short(self) -> ShortHash:
        return short(self.hash)

    @property
    def genesis(self) -> Genesis | None:
        """What this entry says of its log, if it is the log's first."""
        first = self.operations[0] if self.operations else None
        return first if isinstance(first, Genesis) else None

    def writes(self, op: OpId) -> Write | None:
        """The write that `op` names, if it is one of this entry's."""
        if op.entry != self.short or op.place >= len(self.operations):
            return None
        operation = self.operations[op.place]
        return operation if isinstance(operation, Write) else None


def claimed_log(data: bytes) -> LogId | Refusal | None:
    """Whose key is to be tried: the log that the bytes claim, or None for a genesis, which brings its own key.

    Judges size, envelope and version, nothing else; with the codes that the whole entry would be refused with.
    """
    envelope = open_envelope(data)
    return envelope if isinstance(envelope, Refusal) else log_in(envelope)


def log_in(envelope: Envelope) -> LogId | Refusal | None:
    """As `claimed_log`, of an envelope that was opened."""
    opening = envelope.payload[:11]
    if len(opening) < 3 or opening[0] not in _SHORT_ARRAYS:
        return Refusal(Code.DECODE, "the payload is no array")
    if PROTOCOL_VERSION < opening[1] <= 0x1B:  # a newer one may have more fields
        return Refusal(Code.NEWER_ENTRY, "made by a newer program")
    if opening[0] != 0x8B or opening[1] != PROTOCOL_VERSION:
        return Refusal(Code.SCHEMA, "not the 11 fields of this version")
    if opening[2:3] == _NULL_LOG:
        return None
    if opening[2:3] != _LOG_HEAD or len(opening) < 11:
        return Refusal(Code.SCHEMA, "no log of 8 bytes")
    return LogId(opening[3:11])


def read_entry(data: bytes, public_key: bytes) -> Entry | Refusal:
    """The entry in `data`, if the key of the log that it claims signed it; else the first reason not to take it.

    `public_key` is the one that the reader holds for `claimed_log(data)`.
    """
    envelope = open_envelope(data)
    return envelope if isinstance(envelope, Refusal) else read_opened(data, envelope, entry_hash(data), public_key)


def read_opened(
    data: bytes, envelope: Envelope, whole: EntryHash, public_key: bytes, *, is_signed: bool | None = None
) -> Entry | Refusal:
    """As `read_entry`, where the envelope of `data` was opened and its hash, `whole`, is known.

    `is_signed` is whether the signature was found to fit this key; None if it has not been verified.
    """
    if not (envelope.is_signed_by(public_key, ENTRY) if is_signed is None else is_signed):
        return Refusal(Code.SIG, "the signature does not fit")
    entry = _decoded(data, envelope, whole)
    if isinstance(entry, Entry) and entry.seq == 0 and entry.genesis and entry.genesis.public_key != public_key:
        return Refusal(Code.LOG_KEY, "a genesis that brings another key")
    return entry


def read_genesis(data: bytes) -> Entry | Refusal:
    """The entry that starts a log, signed with the key that it brings (proof of possession)."""
    envelope = open_envelope(data)
    if isinstance(envelope, Refusal):
        return envelope
    if len(data) > GENESIS_BYTES:
        return Refusal(Code.SIZE, f"a genesis of {len(data)} bytes")
    entry = _decoded(data, envelope, entry_hash(data))
    if isinstance(entry, Refusal):
        return entry
    genesis = entry.genesis
    if genesis is None:
        return Refusal(Code.SCHEMA, "a first entry that is no genesis")
    if is_weak(genesis.public_key):
        return Refusal(Code.KEY_WEAK, "a key of small order, or not canonical")
    if not envelope.is_signed_by(genesis.public_key, ENTRY):
        return Refusal(Code.SIG, "not signed with the key that it brings")
    return entry


def resolver(entry: Entry) -> Resolve:
    """What the references of predecessors stand for in an entry, its private part included."""
    return _Resolver(entry.refs, entry.prev)


def _decoded(data: bytes, envelope: Envelope, whole: EntryHash) -> Entry | Refusal:
    fields = fields_of_one_write(envelope.payload)
    if fields is not None:
        return Entry(data, whole, *fields)
    try:
        return _entry_from_payload(data, whole, cbor.decode(envelope.payload))
    except MalformedError as error:
        return Refusal(error.code, error.detail)


def _entry_from_payload(data: bytes, whole: EntryHash, payload: Item) -> Entry:
    if type(payload) is not list or len(payload) != _FIELDS or payload[0] != PROTOCOL_VERSION:
        _check_shape(payload)
    _, log, seq, prev, claimed_ms, lamport, author, refs, head, ops, body = payload
    if type(claimed_ms) is not int or not 0 <= claimed_ms <= limits.LATEST_CLAIMED_MS:
        raise MalformedError(Code.TIME, "a claimed time that no calendar can show")
    if type(prev) is not bytes or len(prev) != len(NO_ENTRY):
        raise MalformedError(Code.SCHEMA, "no hash of the entry before")
    references = tuple([_reference(reference) for reference in cbor.array(refs)])
    if len(references) > 1 and len({reference.entry for reference in references}) != len(references):
        raise MalformedError(Code.SCHEMA, "an entry is named twice")
    operations = operations_from_wire(ops, _Resolver(references, EntryHash(prev)))
    _check_start(log, seq, prev, operations)
    if not _are_numbers(seq, lamport, author) or (log is not None and (type(log) is not bytes or len(log) != 8)):
        raise MalformedError(Code.SCHEMA, "no log, or no sequence, time and author from 0")
    own = LogId(whole[:8] if log is None else log)
    seen, part = None if head is None else _head(head), None if body is None else _body(body)
    return Entry(
        data, whole, own, seq, EntryHash(prev), claimed_ms, lamport, author, references, seen, operations, part
    )


def _check_shape(payload: Item) -> None:
    """Says why a payload has not the fields of this version."""
    version = cbor.integer(cbor.array(payload)[0] if payload else None, PROTOCOL_VERSION)
    if version > PROTOCOL_VERSION:
        raise MalformedError(Code.NEWER_ENTRY, "made by a newer program")
    cbor.array(payload, _FIELDS)


def _are_numbers(one: Item, two: Item, three: Item) -> bool:
    """Written out, as above: these run for each entry that anybody sends, and a call for each field took 4 us."""
    return type(one) is int and type(two) is int and type(three) is int and one >= 0 and two >= 0 and three >= 0


class _Resolver:
    """What a reference of a predecessor stands for in one entry."""

    __slots__ = ("previous", "references")

    def __init__(self, references: tuple[Reference, ...], previous: EntryHash) -> None:
        self.references, self.previous = references, short(previous)

    def __call__(self, reference: Item) -> ShortHash:
        if reference == -1:
            return self.previous
        if type(reference) is not int or not 0 <= reference < len(self.references):
            raise MalformedError(Code.SCHEMA, "a predecessor that refers to nothing")
        return self.references[reference].entry


def _check_start(log: Item, seq: Item, prev: bytes, operations: tuple[Operation, ...]) -> None:
    is_first = log is None
    if is_first != (seq == 0) or is_first != (prev == NO_ENTRY):
        raise MalformedError(Code.SCHEMA, "only a genesis has sequence 0, no log and no entry before it")
    kinds = list(map(type, operations))
    if kinds.count(Genesis) != is_first or (is_first and kinds[0] is not Genesis):
        raise MalformedError(Code.SCHEMA, "a genesis stands first in a log's first entry, and nowhere else")


def _reference(reference: Item) -> Reference:
    log, seq, entry = cbor.array(reference, 3)
    if type(log) is not bytes or type(entry) is not bytes or len(log) != 8 or len(entry) != 16:
        raise MalformedError(Code.SCHEMA, "an entry is named by 8 bytes of its log and 16 of its hash")
    if type(seq) is not int or seq < 0:
        raise MalformedError(Code.SCHEMA, "expected a sequence from 0")
    return Reference(LogId(log), seq, ShortHash(entry))


def _head(head: Item) -> HeadSeen:
    epoch, position, root16 = cbor.array(head, 3)
    return HeadSeen(cbor.integer(epoch), cbor.integer(position), cbor.byte_string(root16, 16))


def _body(body: Item) -> tuple[bytes, int]:
    digest, size = cbor.array(body, 2)
    return cbor.byte_string(digest, 32), cbor.integer(size)
