"""The city-only part of an entry: operations that travel beside it, sealed for the city's computers (protocol.md, 9).

    text = 0 | ops, or 1 | deflated ops      of the same shapes as the entry's own, and with its references

An entry names its body by hash and size, so the signature covers it; without the body, or with it erased, the entry
still verifies. Private operations are numbered behind the public ones.
"""

import zlib
from collections.abc import Collection, Iterable
from hashlib import sha256

from roadmap_core import cbor, limits
from roadmap_core.cbor import Item, MalformedError
from roadmap_core.entries.entry import Entry, resolver
from roadmap_core.entries.identifiers import LogId
from roadmap_core.entries.operations import Blob, Unknown, Write, operations_from_wire
from roadmap_core.entries.statements import Rekey
from roadmap_core.keys.city_key import CityKey, unwrapped
from roadmap_core.refusals import Code, Refusal

_PLAIN, _DEFLATED = b"\0", b"\1"


def to_text(ops: Item) -> tuple[bytes, bool]:
    """What is sealed: private operations in their wire form. Also whether that is more than readers inflate."""
    plain = cbor.encode(ops)
    packer = zlib.compressobj(9, wbits=-15)
    deflated = packer.compress(plain) + packer.flush()
    text = _DEFLATED + deflated if len(deflated) < len(plain) else _PLAIN + plain
    return text, len(plain) > limits.BODY_EXPANDED_BYTES


def is_body_of(body: bytes, entry: Entry) -> bool:
    """Whether these are the bytes, at most 64 KiB, that the entry's author signed the hash of."""
    return len(body) <= limits.BODY_BYTES and entry.body == (sha256(body).digest(), len(body))


def opened(entry: Entry, body: bytes, key: CityKey) -> bytes | None:
    """What was sealed in the entry's private part; None if it isn't that, or was sealed with another key."""
    return key.open(body, entry.log, entry.seq) if is_body_of(body, entry) else None


def with_text(entry: Entry, text: bytes) -> Entry | Refusal:
    """The entry with the operations of its opened private part behind the public ones."""
    try:
        private = operations_from_wire(cbor.decode(_inflated(text)), resolver(entry))
    except MalformedError as error:
        return Refusal(error.code, error.detail)
    if not all(isinstance(operation, Write | Blob | Unknown) for operation in private):
        return Refusal(Code.SCHEMA, "a private operation that only the public part can hold")
    return entry._replace(operations=entry.operations + private)


def received_keys(rekeys: Iterable[Rekey], logs: Collection[LogId], secret: bytes, city: str) -> list[CityKey]:
    """The city's keys that were wrapped for the computer with these logs; the last one seals what it writes.

    A key that is not the one whose id was signed is left out: all computers are to hold the same.
    """
    wraps = ((said, wrapped) for said in rekeys for log, wrapped in said.wrapped if log in logs)
    keys = [(unwrapped(wrapped, said.number, secret, city), said.key_id) for said, wrapped in wraps]
    honest = {key for key, key_id in keys if key is not None and key.id == key_id}
    return sorted(honest, key=lambda key: (key.number, key.id))


def _inflated(text: bytes) -> bytes:
    kind, rest = text[:1], text[1:]
    if kind == _PLAIN:
        return rest
    if kind != _DEFLATED:
        raise MalformedError(Code.DECODE, "an unknown form of a private part")
    inflater = zlib.decompressobj(wbits=-15)
    try:
        plain = inflater.decompress(rest, limits.BODY_EXPANDED_BYTES)
    except zlib.error as error:
        raise MalformedError(Code.DECODE, str(error)) from error
    if not inflater.eof or inflater.unused_data:
        raise MalformedError(Code.SIZE, "a private part that was cut, or is larger than allowed")
    return plain
