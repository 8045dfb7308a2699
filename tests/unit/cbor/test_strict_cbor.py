"""The one strict way in and out of CBOR."""

import pytest

from roadmap_core import cbor
from roadmap_core.cbor import MalformedError
from roadmap_core.refusals import Code
from tests.vectors.refused_vectors import STRICT

BYTES_ONLY = [case for case in STRICT if case[0] not in (12, 17)]


@pytest.mark.parametrize(("row", "name", "code", "value"), BYTES_ONLY, ids=lambda part: str(part)[:50])
def test_a_value_is_refused_by_itself_too(row: int, name: str, code: Code, value: str) -> None:
    with pytest.raises(MalformedError) as refused:
        cbor.decode(bytes.fromhex(value))
    assert refused.value.code == code
    assert refused.value.detail == str(refused.value) != ""


@pytest.mark.parametrize(
    ("data", "item"),
    [
        ("00", 0), ("17", 23), ("1818", 24), ("18ff", 255), ("190100", 256), ("1a00010000", 65536),
        ("1b0000000100000000", 2**32), ("1b7fffffffffffffff", 2**63 - 1), ("20", -1), ("3818", -25),
        ("3b7fffffffffffffff", -(2**63)), ("40", b""), ("60", ""), ("610a", "\n"), ("62c3a9", "é"), ("80", []),
        ("8301820203f6", [1, [2, 3], None]), ("f6", None), ("5818" + "00" * 24, bytes(24)),
        ("64f09f8fb3", "\U0001f3f3"), ("63e2808d", "\u200d"),
    ],
)  # fmt: skip
def test_a_value_has_one_form(data: str, item: cbor.Item) -> None:
    assert cbor.decode(bytes.fromhex(data)) == item
    assert cbor.encode(item).hex() == data


def test_16_levels_are_taken_and_17_are_not() -> None:
    assert cbor.decode(b"\x81" * 15 + b"\x80")
    with pytest.raises(MalformedError, match="deeper"):
        cbor.decode(b"\x81" * 16 + b"\x80")


def test_many_neighbours_are_not_deep() -> None:
    assert len(cbor.decode(b"\x98\x64" + b"\x81\x80" * 100)) == 100


@pytest.mark.parametrize("data", ["", "18", "19ff", "82", "8201", "41", "6161 61", "f6f6"])
def test_bytes_that_end_too_early_or_too_late_are_refused(data: str) -> None:
    with pytest.raises(MalformedError) as refused:
        cbor.decode(bytes.fromhex(data))
    assert refused.value.code == Code.DECODE


def test_the_first_item_of_a_sequence_comes_with_the_place_behind_it() -> None:
    assert cbor.decode_first(bytes.fromhex("820102ff")) == ([1, 2], 3)
    assert cbor.item_end(bytes.fromhex("00820102"), 1) == 4


def test_the_lead_byte_of_a_refused_character_may_end_one_text_and_its_rest_begin_another() -> None:
    assert cbor.decode(bytes.fromhex("824180 41e2".replace(" ", ""))) == [b"\x80", b"\xe2"]


def test_shapes_are_checked_with_a_code_for_shape() -> None:
    wrong = [
        lambda: cbor.array(1), lambda: cbor.array([1], 2), lambda: cbor.array((1, 2), 2),
        lambda: cbor.integer("1"), lambda: cbor.integer(True), lambda: cbor.integer(-1), lambda: cbor.integer(9, 0, 8),
        lambda: cbor.byte_string("1"), lambda: cbor.byte_string(b"1", 2),
        lambda: cbor.text(b"1", 9), lambda: cbor.text("12", 1),
    ]  # fmt: skip
    for check in wrong:
        with pytest.raises(MalformedError) as refused:
            check()
        assert refused.value.code == Code.SCHEMA
    assert cbor.array([1], 1) == [1]
    assert cbor.integer(8, 0, 8) == 8
    assert cbor.byte_string(b"12", 2) == b"12"
    assert cbor.text("é", 1) == "é"
