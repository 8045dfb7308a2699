"""Codes that people read out and type."""

import json

import pytest

from roadmap_core.keys import codes
from roadmap_core.keys.codes import device_code, from_code, from_sheet, same_code, to_code, to_sheet, wrong_row
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


DEVICE = device_code(bytes(range(32)))


def test_a_device_code_is_12_characters_and_a_check_character() -> None:
    assert [len(part) for part in DEVICE.split("-")] == [4, 4, 4, 1]
    assert device_code(bytes(32)) != DEVICE


def test_row_33_a_device_code_is_the_same_however_it_is_typed() -> None:
    code = "01AB-CDE1-FG0H-*"
    for typed in (code, code.lower(), "oiab cdel fgoh *", "OLabCDEIFGOH*", f" {code}\n", "0 1 A B-CDE1--FG0H*"):
        assert same_code(typed, code)
    for typed in ("", code[:-1], code + "0", code.replace("A", "4"), "01AB-CDE1-FG0H-$", "\u0660" + code[1:]):
        assert not same_code(typed, code)


SECRET = bytes(range(7, 39))
ROWS = to_sheet(SECRET)


def test_a_sheet_gives_the_secret_back_however_it_is_typed() -> None:
    assert [len(row) for row in ROWS] == [5] * 13
    assert (from_sheet(ROWS, 32), wrong_row(ROWS)) == (SECRET, None)
    assert (
        from_sheet([f" {row[:2].lower()}-{row[2:]} ".replace("0", "o").replace("1", "l") for row in ROWS], 32) == SECRET
    )
    assert {from_sheet(to_sheet(bytes([n] * 32)), 32) for n in (0, 255)} == {bytes(32), b"\xff" * 32}


def test_row_37_every_wrong_character_is_found_in_its_row() -> None:
    for place, row in enumerate(ROWS):
        for at, right in enumerate(row):
            for wrong in set(DIGITS + "*~$=U") - {right}:
                typed = [*ROWS[:place], row[:at] + wrong + row[at + 1 :], *ROWS[place + 1 :]]
                assert (wrong_row(typed), from_sheet(typed, 32)) == (place, None)


def test_row_37_two_swapped_characters_and_two_swapped_rows_are_found() -> None:
    for place, row in enumerate(ROWS):
        for one in range(5):
            for other in range(one):
                swapped = list(row)
                swapped[one], swapped[other] = row[other], row[one]
                typed = [*ROWS[:place], "".join(swapped), *ROWS[place + 1 :]]
                assert wrong_row(typed) == (None if swapped == list(row) else place)
    for place in range(12):
        typed = [*ROWS[:place], ROWS[place + 1], ROWS[place], *ROWS[place + 2 :]]
        assert (wrong_row(typed), from_sheet(typed, 32)) == (place, None)


@pytest.mark.parametrize("rows", [[], ROWS[:-1], [*ROWS, "00000"], [*ROWS[:-1], ""], [*ROWS[:-1], ROWS[-1][:-1]]])
def test_a_sheet_with_a_row_too_few_or_too_many_or_cut_is_none(rows: list[str]) -> None:
    assert from_sheet(rows, 32) is None


def test_a_sheet_of_bits_that_stand_for_no_byte_is_none() -> None:
    rows = ["ZZZZ" + codes._row_check(place, "ZZZZ") for place in range(13)]
    assert (wrong_row(rows), from_sheet(rows, 32)) == (None, None)
