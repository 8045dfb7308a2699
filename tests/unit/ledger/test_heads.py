"""Signed heads."""

import json
from typing import Any

import pytest

from roadmap_core.ledger.heads import Head, read_head
from roadmap_core.refusals import Refusal
from tests.vectors.computers import signer_of
from tests.vectors.key_vectors import weak_keys
from tests.vectors.make_vectors import FOLDER
from tests.vectors.readable import readable

VECTORS = json.loads((FOLDER / "heads.json").read_text())
LOG_KEY = bytes.fromhex(VECTORS["log_key"])


@pytest.mark.parametrize("case", VECTORS["heads"])
def test_a_head_is_read_with_its_meaning(case: dict[str, Any]) -> None:
    head = read_head(bytes.fromhex(case["bytes"]), LOG_KEY)
    assert readable(head) == case["meaning"]
    assert isinstance(head, Head)
    assert head.signed(signer_of("server")).hex() == case["bytes"]


@pytest.mark.parametrize("case", VECTORS["refused"], ids=lambda case: case["name"])
def test_a_head_is_refused_with_its_code(case: dict[str, Any]) -> None:
    refusal = read_head(bytes.fromhex(case["bytes"]), LOG_KEY)
    assert isinstance(refusal, Refusal)
    assert refusal.code == case["code"]


def test_every_changed_bit_of_a_head_is_refused() -> None:
    data = bytes.fromhex(VECTORS["heads"][1]["bytes"])
    for bit in range(len(data) * 8):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        assert isinstance(read_head(bytes(changed), LOG_KEY), Refusal)


def test_a_head_is_as_small_as_the_design_says() -> None:
    assert len(Head("kaga", 2**32, 10_000, bytes(32), 1_790_000_000_000).signed(signer_of("server"))) <= 135


def test_a_weak_log_key_signs_no_head() -> None:
    data = bytes.fromhex(VECTORS["heads"][0]["bytes"])
    assert all(isinstance(read_head(data, key), Refusal) for key in weak_keys())
