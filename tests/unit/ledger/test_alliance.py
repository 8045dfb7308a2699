"""The chain of alliance documents, row 23 of the list of faults among it."""

from dataclasses import replace
from hashlib import sha256

import cbor2
import pytest

from roadmap_core.entries.envelope import HEAD, close, open_envelope
from roadmap_core.entries.identifiers import EntryHash
from roadmap_core.ledger.alliance import (
    PURPOSE,
    AllianceDocument,
    claimed_root_key,
    read_chain,
    read_first,
    read_next,
)
from roadmap_core.refusals import Code, Refusal
from tests.vectors.computers import signer_of
from tests.vectors.key_vectors import weak_keys

ROOT, NEW_ROOT, STRANGER = signer_of("root"), signer_of("new root"), signer_of("stranger")
REGISTRAR, SERVER, NEW_SERVER = (signer_of(name).public_key for name in ("registrar", "server", "new server"))
FIRST = AllianceDocument("gsca-roadmap", 1, None, ROOT.public_key, {REGISTRAR: None}, (SERVER,), 1_800_000_000_000)
BYTES = FIRST.signed(ROOT)
REMOVED = {REGISTRAR: frozenset({EntryHash(bytes(32)), EntryHash(b"\1" * 32)}), STRANGER.public_key: None}
SECOND = replace(
    FIRST,
    version=2,
    previous=sha256(BYTES).digest(),
    root_key=NEW_ROOT.public_key,
    registrars=REMOVED,
    log_keys=(SERVER, NEW_SERVER),
)


def refused(outcome: AllianceDocument | Refusal) -> bool:
    assert isinstance(outcome, AllianceDocument) or (outcome.code == Code.ALLIANCE_DOC and outcome.detail)
    return isinstance(outcome, Refusal)


def by_hand(**changed: object) -> bytes:
    fields = {
        "version": 1, "alliance": "gsca-roadmap", "number": 1, "previous": None, "root": ROOT.public_key,
        "registrars": [[REGISTRAR, None]], "log_keys": [SERVER], "until": 5,
    }  # fmt: skip
    return close(cbor2.dumps(list((fields | changed).values())), PURPOSE, ROOT)


def test_a_chain_is_read_to_its_last_document() -> None:
    third = replace(SECOND, version=3, previous=sha256(SECOND.signed(ROOT)).digest(), root_key=ROOT.public_key)
    chain = [BYTES, SECOND.signed(ROOT), third.signed(NEW_ROOT)]
    assert [read_chain(chain[:size], ROOT.public_key) for size in (1, 2, 3)] == [FIRST, SECOND, third]
    assert read_first(by_hand(), ROOT.public_key) == replace(FIRST, until_ms=5)
    assert claimed_root_key(BYTES) == ROOT.public_key


def test_every_bit_counts() -> None:
    second = SECOND.signed(ROOT)
    for data in (BYTES, second):
        for bit in range(8 * len(data)):
            changed = bytearray(data)
            changed[bit // 8] ^= 1 << bit % 8
            assert refused(
                read_next(bytes(changed), BYTES, FIRST)
                if data is second
                else read_first(bytes(changed), ROOT.public_key)
            )


def test_row_23_a_skipped_or_repeated_version_is_refused() -> None:
    for version in (1, 3, 4):
        assert refused(read_next(replace(SECOND, version=version).signed(ROOT), BYTES, FIRST))
    assert refused(read_first(SECOND.signed(ROOT), ROOT.public_key))
    assert refused(read_first(replace(FIRST, previous=bytes(32)).signed(ROOT), ROOT.public_key))
    assert refused(read_first(replace(FIRST, version=2).signed(ROOT), ROOT.public_key))
    assert refused(read_chain([SECOND.signed(ROOT), BYTES], ROOT.public_key))
    assert refused(read_chain([BYTES, BYTES], ROOT.public_key))
    assert refused(read_chain([], ROOT.public_key))


def test_row_23_an_unknown_root_key_is_refused() -> None:
    assert refused(read_first(BYTES, STRANGER.public_key))
    assert refused(read_first(replace(FIRST, root_key=STRANGER.public_key).signed(STRANGER), ROOT.public_key))
    assert refused(read_next(SECOND.signed(STRANGER), BYTES, FIRST))
    assert refused(read_next(SECOND.signed(NEW_ROOT), BYTES, FIRST)), "the key before signs, not the one that comes"


def test_row_23_a_first_document_names_the_root_key_that_is_pinned() -> None:
    assert refused(read_first(replace(FIRST, root_key=NEW_ROOT.public_key).signed(ROOT), ROOT.public_key))


def test_row_23_a_document_that_names_no_log_key_is_refused() -> None:
    assert refused(read_first(by_hand(log_keys=[]), ROOT.public_key))


def test_a_document_after_other_bytes_or_of_another_alliance_is_refused() -> None:
    assert refused(read_next(replace(SECOND, previous=bytes(32)).signed(ROOT), BYTES, FIRST))
    assert refused(read_next(replace(SECOND, previous=None).signed(ROOT), BYTES, FIRST))
    assert refused(read_next(replace(SECOND, alliance="staging").signed(ROOT), BYTES, FIRST))


def test_a_signature_for_another_purpose_is_no_document() -> None:
    envelope = open_envelope(BYTES)
    assert not isinstance(envelope, Refusal)
    assert refused(read_first(close(envelope.payload, HEAD, ROOT), ROOT.public_key))


@pytest.mark.parametrize(
    "changed",
    [
        {"version": 2}, {"version": 0}, {"alliance": "x" * 65}, {"alliance": b""}, {"number": 0}, {"previous": b""},
        {"root": bytes(31)}, {"registrars": None}, {"registrars": [[REGISTRAR]]}, {"registrars": [[bytes(31), None]]},
        {"registrars": [[REGISTRAR, None], [REGISTRAR, []]]}, {"registrars": [[REGISTRAR, [bytes(31)]]]},
        {"log_keys": [SERVER[1:]]}, {"log_keys": None}, {"until": None}, {"until": -1}, {"more": 1},
        {"log_keys": [weak_keys()[0]]}, {"root": weak_keys()[5]}, {"registrars": [[weak_keys()[9], None]]},
    ],
    ids=str,
)  # fmt: skip
def test_a_document_of_another_shape_or_with_a_weak_key_is_refused(changed: dict[str, object]) -> None:
    assert refused(read_first(by_hand(**changed), ROOT.public_key))


def test_of_bytes_that_are_no_document_no_root_key_is_claimed() -> None:
    assert claimed_root_key(b"") is claimed_root_key(close(b"\x80", PURPOSE, ROOT)) is None
    assert refused(read_first(b"", ROOT.public_key))


def test_a_document_has_the_same_bytes_however_its_registrars_are_listed() -> None:
    turned = replace(SECOND, registrars=dict(reversed(REMOVED.items())))
    assert turned.signed(ROOT) == SECOND.signed(ROOT)
