"""Signatures, and the rule that keeps weak keys out."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from roadmap_core.keys.ed25519 import SoftwareSigner, is_weak, verify
from tests.vectors import curve
from tests.vectors.key_vectors import ORDER_8, RFC_8032
from tests.vectors.make_vectors import FOLDER

VECTORS = json.loads((FOLDER / "keys.json").read_text())


@pytest.mark.parametrize(("seed", "message", "signature"), RFC_8032)
def test_signatures_are_those_of_rfc_8032(seed: str, message: str, signature: str) -> None:
    signer = SoftwareSigner(bytes.fromhex(seed))
    assert signer.sign(bytes.fromhex(message)).hex() == signature
    assert verify(signer.public_key, bytes.fromhex(signature), bytes.fromhex(message))
    assert not verify(signer.public_key, bytes.fromhex(signature), bytes.fromhex(message) + b"\x00")


@pytest.mark.parametrize("case", VECTORS["refused_signatures"], ids=lambda case: case["name"])
def test_a_signature_is_refused(case: dict[str, str]) -> None:
    assert not verify(*(bytes.fromhex(case[part]) for part in ("public_key", "signature", "message")))


def test_the_signature_of_a_shifted_point_is_one_that_multiplying_by_the_cofactor_would_take() -> None:
    case = VECTORS["refused_signatures"][2]
    key, signature, message = (bytes.fromhex(case[part]) for part in ("public_key", "signature", "message"))
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    hashed = curve.challenge(r, key, message)
    right = curve.add(curve.from_bytes(r), curve.times(hashed, curve.from_bytes(key)))
    left = curve.times(s, curve.BASE)
    assert left != right
    assert curve.times(8, left) == curve.times(8, right)


def test_the_14_weak_keys_are_refused_and_others_are_not() -> None:
    weak = {bytes.fromhex(key) for key in VECTORS["weak_keys"]}
    assert len(weak) == 14
    assert all(is_weak(key) for key in weak)
    assert all(curve.times(8, curve.from_bytes(key)) == curve.NEUTRAL for key in weak)
    assert not any(is_weak(SoftwareSigner(bytes([number]) * 32).public_key) for number in range(50))


def test_every_encoding_beyond_p_is_refused() -> None:
    beyond = [(curve.P + more | sign << 255).to_bytes(32, "little") for more in range(19) for sign in (0, 1)]
    assert all(is_weak(key) for key in beyond)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    key = SoftwareSigner(bytes(32)).public_key
    assert is_weak((key + key)[:length])


def test_the_library_alone_would_take_a_signature_that_was_made_without_a_private_key() -> None:
    neutral = curve.to_bytes(curve.NEUTRAL)
    forged = neutral + bytes(32)
    Ed25519PublicKey.from_public_bytes(neutral).verify(forged, b"anything")
    assert not verify(neutral, forged, b"anything")


def test_a_key_that_is_no_point_of_the_curve_verifies_nothing() -> None:
    assert not verify((2).to_bytes(32, "little"), bytes(64), b"")
    assert curve.times(8, curve.from_bytes(ORDER_8)) == curve.NEUTRAL
