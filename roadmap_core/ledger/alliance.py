"""The alliance document: who the registrars are and which key signs heads (protocol.md, section 8).

document = COSE_Sign1([1, alliance, version, previous, root key, registrars, log keys, until_ms]),
           external_aad "roadmap-alliance-1"
registrar = [public key, tips]        tips: null, or the last entries that count of one who was removed

Its root key is kept off the server. Each document is signed with the root key that the one before it names; the first
one with its own, which a device pins. A document that runs out stops no work: it says that a newer one is due.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

from roadmap_core import PROTOCOL_VERSION, cbor, limits
from roadmap_core.cbor import Item, MalformedError
from roadmap_core.entries.envelope import close, open_envelope
from roadmap_core.entries.identifiers import EntryHash
from roadmap_core.keys.ed25519 import KEY_BYTES, Signer, is_weak
from roadmap_core.refusals import Code, Refusal

PURPOSE = b"roadmap-alliance-1"

Tips = frozenset[EntryHash]
"""Hashes of the last entries that count, one for each log."""


@dataclass(frozen=True, slots=True)
class AllianceDocument:
    """What one version says.

    Attributes:
        alliance: the id that every genesis names.
        version: from 1, without gaps.
        previous: SHA-256 of the document before it; None for the first.
        root_key: the public key that signs the next version.
        registrars: public keys; None where all that they sign counts, else the tips at which they were removed.
        log_keys: public keys of heads: the newest last, older ones stay good for older heads.
        until_ms: when the next version is due, in milliseconds since 1970.
    """

    alliance: str
    version: int
    previous: bytes | None
    root_key: bytes
    registrars: Mapping[bytes, Tips | None]
    log_keys: tuple[bytes, ...]
    until_ms: int

    def signed(self, root: Signer) -> bytes:
        registrars = [[key, None if tips is None else sorted(tips)] for key, tips in sorted(self.registrars.items())]
        said = [self.alliance, self.version, self.previous, self.root_key, registrars, list(self.log_keys)]
        return close(cbor.encode([PROTOCOL_VERSION, *said, self.until_ms]), PURPOSE, root)


def read_first(data: bytes, root_key: bytes) -> AllianceDocument | Refusal:
    """The document in `data`, if it is a first one and the pinned root key signed it."""
    document = _read(data, root_key)
    if isinstance(document, Refusal):
        return document
    if (document.version, document.previous, document.root_key) != (1, None, root_key):
        return Refusal(Code.ALLIANCE_DOC, f"version {document.version}, or another root key, where the first is due")
    return document


def read_next(data: bytes, before: bytes, held: AllianceDocument) -> AllianceDocument | Refusal:
    """The document in `data`, if it follows `held`, whose bytes are `before`."""
    document = _read(data, held.root_key)
    if isinstance(document, Refusal):
        return document
    if document.version != held.version + 1 or document.previous != sha256(before).digest():
        return Refusal(Code.ALLIANCE_DOC, f"version {document.version} does not follow version {held.version}")
    if document.alliance != held.alliance:
        return Refusal(Code.ALLIANCE_DOC, f"of another alliance: {document.alliance}")
    return document


def read_chain(documents: Sequence[bytes], root_key: bytes) -> AllianceDocument | Refusal:
    """The document in force: the last of a whole chain, whose first one the pinned root key signed."""
    if not documents:
        return Refusal(Code.ALLIANCE_DOC, "no document")
    held = read_first(documents[0], root_key)
    for before, data in pairwise(documents):
        if isinstance(held, Refusal):
            break
        held = read_next(data, before, held)
    return held


def claimed_root_key(data: bytes) -> bytes | None:
    """The root key that bytes name, for pinning at the first contact; nothing is verified."""
    envelope = open_envelope(data)
    if isinstance(envelope, Refusal):
        return None
    try:
        return _parsed(envelope.payload).root_key
    except MalformedError:
        return None


def _read(data: bytes, root_key: bytes) -> AllianceDocument | Refusal:
    envelope = open_envelope(data)
    if isinstance(envelope, Refusal):
        return Refusal(Code.ALLIANCE_DOC, envelope.detail)
    if not envelope.is_signed_by(root_key, PURPOSE):
        return Refusal(Code.ALLIANCE_DOC, "not signed with the root key that is held")
    try:
        return _parsed(envelope.payload)
    except MalformedError as error:
        return Refusal(Code.ALLIANCE_DOC, error.detail)


def _parsed(payload: bytes) -> AllianceDocument:
    version, alliance, number, previous, root_key, registrars, log_keys, until = cbor.array(cbor.decode(payload), 8)
    cbor.integer(version, PROTOCOL_VERSION, PROTOCOL_VERSION)
    document = AllianceDocument(
        alliance=cbor.text(alliance, limits.CITY_CHARACTERS),
        version=cbor.integer(number, 1),
        previous=None if previous is None else cbor.byte_string(previous, 32),
        root_key=_key(root_key),
        registrars=dict(_registrar(registrar) for registrar in cbor.array(registrars)),
        log_keys=tuple(_key(key) for key in cbor.array(log_keys)),
        until_ms=cbor.integer(until),
    )
    if not document.log_keys or len(document.registrars) != len(registrars):
        raise MalformedError(Code.SCHEMA, "no log key, or a registrar named twice")
    return document


def _registrar(registrar: Item) -> tuple[bytes, Tips | None]:
    key, tips = cbor.array(registrar, 2)
    if tips is None:
        return _key(key), None
    return _key(key), frozenset(EntryHash(cbor.byte_string(tip, 32)) for tip in cbor.array(tips))


def _key(item: Item) -> bytes:
    key = cbor.byte_string(item, KEY_BYTES)
    if is_weak(key):
        raise MalformedError(Code.KEY_WEAK, "a key of small order, or not canonical")
    return key
