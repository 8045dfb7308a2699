"""Texts as they are signed."""

import pytest

from roadmap_core import cbor
from roadmap_core.entries.wording import as_signed


def is_taken(text: str) -> bool:
    try:
        return bool(cbor.decode(b"\x79" + (len(data := text.encode("utf-8", "surrogatepass"))).to_bytes(2) + data))
    except cbor.MalformedError:
        return False


def test_of_every_character_there_is_exactly_those_go_that_a_reader_refuses() -> None:
    padding = "x" * 256
    refused = [chr(point) for point in (*range(0x3000), *range(0xD7F0, 0x10000), *range(0xE0000, 0xE0100))
               if not is_taken(padding + chr(point))]  # fmt: skip
    assert len(refused) > 2_048 + 128
    assert {as_signed(character) for character in refused} == {"", " ", "\n"}
    assert as_signed("".join(refused)).strip() == ""
    assert is_taken(padding + as_signed("".join(refused)))


@pytest.mark.parametrize(
    ("typed", "signed"),
    [
        ("cafe\u0301", "café"),
        ("a\r\nb\rc\u2028d\u2029e\x0bf\x85\n", "a\nb\nc\nd\ne\nf\n\n"),
        ("a\tb", "a b"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("\u202eevil", "evil"),
        ("می‌خواهم \u200f(\u200e1)", "می‌خواهم \u200f(\u200e1)"),
        ("\ud800x", "x"),
        ("加賀市 🏳️‍🌈", "加賀市 🏳️‍🌈"),
    ],
)
def test_a_text_is_signed_as_it_looks(typed: str, signed: str) -> None:
    assert as_signed(typed) == signed
    assert as_signed(signed) == signed
