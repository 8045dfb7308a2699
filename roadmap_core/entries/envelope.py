"""The COSE_Sign1 envelope (RFC 9052, section 4.2) with Ed25519, as bytes: one shape, nothing optional.

    envelope = 84 43 A10132 A0 bstr(payload) bstr(signature, 64)

The protected header says alg -19 (Ed25519, RFC 9864); the external_aad says what the signature is for, so that one
made for a head can't be offered as an entry.
"""

from functools import cache, lru_cache
from typing import NamedTuple

from roadmap_core import cbor, limits
from roadmap_core.keys.ed25519 import SIGNATURE_BYTES, Signer, verify
from roadmap_core.refusals import Code, Refusal

ENTRY = b"roadmap-entry-1"
HEAD = b"roadmap-head-1"
TOKEN = b"roadmap-token-1"

_OPENING = bytes.fromhex("8443a10132a0")
_HEAD_BYTES = {0x58: 2, 0x59: 3, 0x5A: 5}
"""Of a byte string of 24 bytes and more, by its first byte."""
_SIGNATURE_HEAD = b"\x58\x40"
_CLOSING_BYTES = len(_SIGNATURE_HEAD) + SIGNATURE_BYTES
_FRAMED_AT = len(_OPENING)
_SMALLEST = _FRAMED_AT + 1 + _CLOSING_BYTES


class Envelope(NamedTuple):
    """The parts of an envelope whose shape was found good; the signature is not yet checked.

    Attributes:
        framed: the payload as a byte string with its head, as it is signed.
    """

    payload: bytes
    signature: bytes
    framed: bytes

    def is_signed_by(self, public_key: bytes, purpose: bytes) -> bool:
        return verify(public_key, self.signature, _opening_of_signed(purpose) + self.framed)


def close(payload: bytes, purpose: bytes, signer: Signer) -> bytes:
    """The envelope around `payload`, signed for `purpose`."""
    framed = cbor.encode(payload)
    return _OPENING + framed + _SIGNATURE_HEAD + signer.sign(_opening_of_signed(purpose) + framed)


def open_envelope(data: bytes) -> Envelope | Refusal:
    """The parts of an envelope, judged by its shape alone. Takes microseconds, whatever the bytes."""
    size = len(data)
    if size > limits.ENTRY_BYTES:
        return Refusal(Code.SIZE, f"{size} bytes")
    if not data.startswith(_OPENING) or size < _SMALLEST:
        return Refusal(Code.ENVELOPE, "not a COSE_Sign1 with alg -19 alone")
    closing = size - _CLOSING_BYTES
    start = _FRAMED_AT + _HEAD_BYTES.get(data[_FRAMED_AT], 1)
    if data[_FRAMED_AT:start] != _head_of(max(0, closing - start)) or not data.startswith(_SIGNATURE_HEAD, closing):
        return Refusal(Code.ENVELOPE, "not one payload and one signature of 64 bytes")
    return Envelope(data[start:closing], data[closing + 2 :], data[_FRAMED_AT:closing])


@lru_cache(maxsize=1024)
def _head_of(size: int) -> bytes:
    return cbor.head(2, size)


@cache
def _opening_of_signed(purpose: bytes) -> bytes:
    """What stands before the payload in Sig_structure (RFC 9052, section 4.4).

    ["Signature1", protected, external_aad, payload]; there are a handful of purposes.
    """
    return b"\x84\x6aSignature1\x43\xa1\x01\x32" + cbor.encode(purpose)
