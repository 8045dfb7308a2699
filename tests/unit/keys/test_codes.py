"""Codes that people read out and type."""

import json

import pytest

from roadmap_core.keys.codes import from_code, to_code
from tests.vectors.make_vectors import FOLDER

CODES = json.loads((FOLDER / "keys.json").read_text())["codes"]
DATA = bytes.fromhex("1f9a0c55e3b7")
CODE = to_code(DATA)
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@pytest.mark.parametrize("case", CODES, ids=lambda case: case["code"])
def test_a_code_is_read_as_the_bytes_that_it_was_made_of(case: dict[str, str]) -> None:
    data = bytes.fromhex(case["bytes"])
    assert to_code(data) == case["code"]
    assert from_code(case["code"], len(data)) == data


@pytest.mark.parametrize(
    "typed", [CODE.lower(), CODE.replace("-", ""), CODE.replace("-", " "), f" {CODE}\n", CODE.replace("1", "l")]
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert from_code(typed, 6) == DATA


def test_o_reads_as_0_and_i_as_1() -> None:
    assert from_code("oooo-OOOO-ooo", 6) == bytes(6)
    assert from_code(to_code(bytes([0, 0, 0, 0, 0, 1])).replace("1", "i"), 6) == bytes([0, 0, 0, 0, 0, 1])


def test_every_wrong_character_is_noticed() -> None:
    plain = CODE.replace("-", "")
    for place, right in enumerate(plain):
        for wrong in set(DIGITS) - {right}:
            assert from_code(plain[:place] + wrong + plain[place + 1 :], 6) is None


def test_every_two_swapped_neighbours_are_noticed() -> None:
    plain = CODE.replace("-", "")
    for place in range(len(plain) - 1):
        if plain[place] != plain[place + 1]:
            assert from_code(plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :], 6) is None


@pytest.mark.parametrize("typed", ["", "-", CODE[:-1], CODE + "0", "U" * 11, "ß" * 11, "٣" * 11, "*" * 11])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert from_code(typed, 6) is None


def test_a_code_has_one_form_because_bits_that_stand_for_no_byte_must_be_0() -> None:
    number = int.from_bytes(DATA) + (1 << 48)
    digits = "".join(DIGITS[number >> (5 * place) & 31] for place in range(9, -1, -1))
    assert all(from_code(digits + check, 6) is None for check in DIGITS + "*~$=U")
