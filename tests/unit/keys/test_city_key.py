"""The key that a city's computers share: what it seals, and how it travels."""

import pytest

from roadmap_core.keys.city_key import CityKey, agreement_key, key_id, unwrapped

KEY = CityKey(1, bytes(range(32)))
LOG, RANDOM, SECRET = b"12345678", bytes(range(16)), bytes([9] * 32)
SMALL_ORDER = [  # RFC 7748 computes 0 with them, so anybody would know what was agreed
    bytes(32),
    (1).to_bytes(32, "little"),
    bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
    bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
    *((2**255 - 19 + more).to_bytes(32, "little") for more in (-1, 0, 1)),
]


@pytest.mark.parametrize("size", [0, 1, 30, 31, 32, 33, 63, 64, 4_000])
def test_a_text_comes_back_and_only_its_length_in_steps_of_32_is_seen(size: int) -> None:
    text = b"\x80" * (size // 2) + bytes(size - size // 2)
    body = KEY.seal(text, LOG, 3, RANDOM)
    assert KEY.open(body, LOG, 3) == text
    assert len(body) == 1 + 4 + 16 + (size // 32 + 1) * 32 + 16
    assert (body[0], key_id(body), body[5:21]) == (1, KEY.id, RANDOM)


def test_every_bit_of_a_body_counts() -> None:
    body = KEY.seal(b"a note", LOG, 3, RANDOM)
    for bit in range(8 * len(body)):
        changed = bytearray(body)
        changed[bit // 8] ^= 1 << bit % 8
        assert KEY.open(bytes(changed), LOG, 3) is None


def test_another_log_sequence_or_key_opens_nothing_and_neither_does_a_part() -> None:
    body = KEY.seal(b"a note", LOG, 3, RANDOM)
    assert KEY.open(body, b"12345679", 3) is KEY.open(body, LOG, 4) is CityKey(1, bytes(32)).open(body, LOG, 3) is None
    assert {KEY.open(body[:size], LOG, 3) for size in range(len(body))} == {None}
    assert KEY.open(body + b"\0", LOG, 3) is None


def test_a_text_without_an_end_is_none() -> None:
    for padded in (bytes(32), b"\x80" + b"1" * 31):
        unended = KEY._cipher(RANDOM, LOG, 3).encrypt(bytes(12), padded, None)
        assert KEY.open(b"\1" + KEY.id + RANDOM + unended, LOG, 3) is None


def test_equal_texts_are_not_seen_to_be_equal() -> None:
    one, other = (KEY.seal(b"a note", LOG, 3, bytes([n] * 16)) for n in (1, 2))
    assert one[21:] != other[21:]
    assert one[21:] != KEY.seal(b"a note", LOG, 4, bytes([1] * 16))[21:]


def test_a_key_travels_in_80_bytes_other_ones_each_time_to_one_computer_of_one_city() -> None:
    wraps = {KEY.wrapped(agreement_key(SECRET), "kaga") for _ in range(3)}
    assert len(wraps) == 3
    for wrap in wraps:
        assert wrap is not None
        assert len(wrap) == 80
        assert unwrapped(wrap, 1, SECRET, "kaga") == KEY
        assert unwrapped(wrap, 1, SECRET, "leeds") is unwrapped(wrap, 1, bytes([8] * 32), "kaga") is None
        for place in range(80):
            assert unwrapped(wrap[:place] + bytes([wrap[place] ^ 4]) + wrap[place + 1 :], 1, SECRET, "kaga") is None


@pytest.mark.parametrize("size", [0, 1, 31, 32, 33, 47, 79, 81])
def test_what_is_no_wrapped_key_is_none(size: int) -> None:
    assert unwrapped(bytes([7] * size), 1, SECRET, "kaga") is None


@pytest.mark.parametrize("weak", [*SMALL_ORDER, b"", bytes(31), bytes(33)], ids=bytes.hex)
def test_no_key_is_wrapped_for_a_point_of_small_order_and_none_taken_from_one(weak: bytes) -> None:
    assert KEY.wrapped(weak, "kaga") is None
    assert unwrapped(weak + bytes(48), 1, SECRET, "kaga") is None
