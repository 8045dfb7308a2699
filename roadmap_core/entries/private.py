"""The city-only part of an entry: operations that travel beside it, sealed for the city's computers (protocol.md, 9).

    text = 0 | ops, or 1 | deflated ops      of the same shapes as the entry's own, and with its references

An entry names its body by hash and size, so the signature covers it; without the body, or with it erased, the entry
still verifies. Private operations are numbered behind the public ones.
"""

import zlib
from hashlib import sha256

from roadmap_core import cbor, limits
from roadmap_core.cbor import Item, MalformedError
from roadmap_core.entries.entry import Entry, resolver
from roadmap_core.entries.operations import Blob, Write, operations_from_wire
from roadmap_core.keys.city_key import CityKey
from roadmap_core.refusals import Code, Refusal

_PLAIN, _DEFLATED = b"\0", b"\1"


def to_text(ops: Item) -> bytes:
    """What is sealed: private operations in their wire form."""
    plain = cbor.encode(ops)
    packer = zlib.compressobj(9, wbits=-15)
    deflated = packer.compress(plain) + packer.flush()
    return _DEFLATED + deflated if len(deflated) < len(plain) else _PLAIN + plain


def is_body_of(body: bytes, entry: Entry) -> bool:
    """Whether these are the bytes that the entry's author signed the hash of."""
    return entry.body == (sha256(body).digest(), len(body))


def with_private(entry: Entry, body: bytes, key: CityKey) -> Entry | Refusal:
    """The entry with its private operations behind the public ones; E-BODY if they can't be read with this key."""
    text = key.open(body, entry.log, entry.seq) if is_body_of(body, entry) else None
    if text is None:
        return Refusal(Code.BODY, "not the body of this entry, or sealed with another key")
    try:
        private = operations_from_wire(cbor.decode(_inflated(text)), resolver(entry))
    except MalformedError as error:
        return Refusal(error.code, error.detail)
    if not all(isinstance(operation, Write | Blob) for operation in private):
        return Refusal(Code.SCHEMA, "a private operation that only the public part can hold")
    return entry._replace(operations=entry.operations + private)


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
