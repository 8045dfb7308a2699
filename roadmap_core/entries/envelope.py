"""The COSE_Sign1 envelope (RFC 9052, section 4.2) with Ed25519, as bytes: one shape, nothing optional.

    envelope = 84 43 A10132 A0 bstr(payload) bstr(signature, 64)

The protected header says alg -19 (Ed25519, RFC 9864); the external_aad says what the signature is for, so that one
made for a head can't be offered as an entry.
"""

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


class Envelope(NamedTuple):
    """The two parts of an envelope whose shape was found good; the signature is not yet checked."""

    payload: bytes
    signature: bytes

    def is_signed_by(self, public_key: bytes, purpose: bytes) -> bool:
        return verify(public_key, self.signature, _to_be_signed(self.payload, purpose))


def close(payload: bytes, purpose: bytes, signer: Signer) -> bytes:
    """The envelope around `payload`, signed for `purpose`."""
    signature = signer.sign(_to_be_signed(payload, purpose))
    return _OPENING + cbor.encode(payload) + _SIGNATURE_HEAD + signature


def open_envelope(data: bytes) -> Envelope | Refusal:
    """The parts of an envelope, judged by its shape alone. Takes microseconds, whatever the bytes."""
    if len(data) > limits.ENTRY_BYTES:
        return Refusal(Code.SIZE, f"{len(data)} bytes")
    if not data.startswith(_OPENING) or len(data) < len(_OPENING) + 1 + _CLOSING_BYTES:
        return Refusal(Code.ENVELOPE, "not a COSE_Sign1 with alg -19 alone")
    closing = len(data) - _CLOSING_BYTES
    start = len(_OPENING) + _HEAD_BYTES.get(data[len(_OPENING)], 1)
    head = cbor.head(2, max(0, closing - start))
    if data[len(_OPENING) : start] != head or data[closing : closing + 2] != _SIGNATURE_HEAD:
        return Refusal(Code.ENVELOPE, "not one payload and one signature of 64 bytes")
    return Envelope(data[start:closing], data[closing + 2 :])


def _to_be_signed(payload: bytes, purpose: bytes) -> bytes:
    """Sig_structure of RFC 9052, section 4.4: ["Signature1", protected, external_aad, payload]."""
    return b"\x84\x6aSignature1\x43\xa1\x01\x32" + cbor.encode(purpose) + cbor.encode(payload)
