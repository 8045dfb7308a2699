"""Entries, heads and proofs verify with `cwt`, a COSE library that we didn't write.

cwt 3.3 knows alg -19 (Ed25519, RFC 9864) and takes an external_aad, so nothing is bent: the tag 18 that says "this is
a COSE_Sign1" is put in front of our bytes, and its ordinary `COSE.decode` parses the envelope, builds the Sig_structure
and verifies. What is not independent: cwt hands the arithmetic to `cryptography`, as we do; the last test does that
part in integers.
"""

import pytest
from cwt import COSE, COSEKey
from cwt.exceptions import VerifyError

from roadmap_core import cbor
from roadmap_core.entries.entry import Entry, read_entry
from roadmap_core.entries.envelope import ENTRY, HEAD, TOKEN, open_envelope
from roadmap_core.exchange.token import token_request
from roadmap_core.ledger.heads import Head
from roadmap_core.refusals import Refusal
from tests.vectors import curve
from tests.vectors.computers import Computer, signer_of
from tests.vectors.entry_vectors import taken

COSE_SIGN1 = b"\xd2"
CASES = [pytest.param(maker.key, entry, id=name) for name, maker, entry in taken()]


def their_key(public_key: bytes) -> COSEKey:
    return COSEKey.new({1: 1, 3: -19, -1: 6, -2: public_key})


def payload_of(data: bytes) -> bytes:
    envelope = open_envelope(data)
    assert not isinstance(envelope, Refusal)
    return envelope.payload


@pytest.mark.parametrize(("key", "entry"), CASES)
def test_another_library_verifies_the_entry(key: bytes, entry: Entry) -> None:
    protected, unprotected, payload = COSE.new().decode_with_headers(
        COSE_SIGN1 + entry.data, their_key(key), external_aad=ENTRY
    )
    assert (protected, unprotected) == ({1: -19}, {})
    assert payload == payload_of(entry.data)


def test_another_library_refuses_it_for_another_purpose_or_with_a_bit_changed() -> None:
    entry = Computer("first computer").genesis
    key = their_key(Computer("first computer").key)
    changed = entry.data[:-1] + bytes([entry.data[-1] ^ 1])
    for data, purpose in ((entry.data, HEAD), (entry.data, b""), (changed, ENTRY)):
        with pytest.raises(VerifyError):
            COSE.new().decode(COSE_SIGN1 + data, key, external_aad=purpose)


def test_another_library_verifies_heads_and_proofs_for_tokens() -> None:
    server = signer_of("server")
    head = Head("kaga", 1, 0, bytes(32), 0).signed(server)
    assert COSE.new().decode(COSE_SIGN1 + head, their_key(server.public_key), external_aad=HEAD) == payload_of(head)
    proof = token_request("kaga", Computer("a").genesis.log, bytes(20), server)
    assert COSE.new().decode(COSE_SIGN1 + proof, their_key(server.public_key), external_aad=TOKEN) == payload_of(proof)


def test_an_entry_that_another_library_signed_is_taken_and_has_the_same_bytes() -> None:
    maker = Computer("first computer")
    ours = maker.entry()
    seed = maker.signer._key.private_bytes_raw()
    key = COSEKey.new({1: 1, 3: -19, -1: 6, -2: maker.key, -4: seed})
    theirs = COSE.new().encode_and_sign(payload_of(ours), key, protected={1: -19}, external_aad=ENTRY)
    assert theirs == COSE_SIGN1 + ours
    assert isinstance(read_entry(theirs[1:], maker.key), Entry)


def test_the_signature_fits_the_equation_of_rfc_8032_in_integers() -> None:
    maker = Computer("first computer")
    data = maker.entry()
    signed = cbor.encode(["Signature1", bytes.fromhex("a10132"), ENTRY, payload_of(data)])
    r, s = data[-64:-32], int.from_bytes(data[-32:], "little")
    hashed = curve.times(curve.challenge(r, maker.key, signed), curve.from_bytes(maker.key))
    assert curve.times(s, curve.BASE) == curve.add(curve.from_bytes(r), hashed)
