"""A file in sealed pieces: what comes back, what is refused, and what an onlooker learns."""

from hashlib import sha256

import pytest

from roadmap_core import limits
from roadmap_core.keys.sealed_file import (
    LARGEST_FILE_BYTES,
    LARGEST_SEALED_BYTES,
    PIECE_BYTES,
    address_of,
    count_good_pieces,
    open_file,
    seal_file,
    sealed_size,
)

SECRET, OTHER = bytes(range(32)), bytes([7] * 32)
THREE = seal_file(b"\x80\0" * 5_000, SECRET)


@pytest.mark.parametrize("size", [0, 1, 4_094, 4_095, 4_096, 4_097, 8_191, 8_192, 50_000])
def test_a_file_comes_back_and_only_its_length_in_steps_of_4_kib_is_seen(size: int) -> None:
    content = b"\x80" * (size // 2) + bytes(size - size // 2)
    sealed = seal_file(content, SECRET)
    assert open_file(sealed, SECRET) == content
    assert len(sealed) == sealed_size(size) == (size // 4_096 + 1) * PIECE_BYTES
    assert address_of(sealed) == sha256(sealed).digest()


def test_the_largest_file_is_as_much_as_the_server_takes() -> None:
    assert sealed_size(LARGEST_FILE_BYTES) == LARGEST_SEALED_BYTES <= limits.BLOB_BYTES
    assert sealed_size(LARGEST_FILE_BYTES + 1) > limits.BLOB_BYTES


def test_every_byte_counts_and_so_does_the_place_of_a_piece() -> None:
    one, two, three = (THREE[start : start + PIECE_BYTES] for start in range(0, len(THREE), PIECE_BYTES))
    for at in range(0, len(THREE), 97):
        changed = bytearray(THREE)
        changed[at] ^= 1
        assert open_file(bytes(changed), SECRET) is None
        assert count_good_pieces(bytes(changed), 0, len(THREE), SECRET) == at // PIECE_BYTES
    for other in (two + one + three, one + three, one + one + three, two + three, THREE + three):
        assert open_file(other, SECRET) is None
    assert open_file(THREE, OTHER) is open_file(b"", SECRET) is None


def test_a_cut_file_or_one_without_an_end_is_none() -> None:
    for size in (1, 15, 16, PIECE_BYTES - 1, PIECE_BYTES, 2 * PIECE_BYTES, len(THREE) - 1):
        assert open_file(THREE[:size], SECRET) is None


def test_a_file_that_was_sealed_without_an_end_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roadmap_core.keys.sealed_file._END", b"")
    unended = [seal_file(text, SECRET) for text in (b"1" * 4_095, b"\x80" + b"1" * 4_094)]
    monkeypatch.undo()
    assert [open_file(sealed, SECRET) for sealed in unended] == [None, None]


def test_pieces_are_judged_one_by_one_from_any_place() -> None:
    whole = len(THREE)
    for size, good in ((0, 0), (PIECE_BYTES - 1, 0), (PIECE_BYTES, 1), (whole - 1, 2), (whole, 3)):
        assert count_good_pieces(THREE[:size], 0, whole, SECRET) == good
    rest = THREE[PIECE_BYTES:]
    assert count_good_pieces(rest, PIECE_BYTES, whole, SECRET) == 2
    assert count_good_pieces(rest, PIECE_BYTES, whole + PIECE_BYTES, SECRET) == 1, "the last one is known by its place"
    assert count_good_pieces(rest, 0, whole, SECRET) == count_good_pieces(rest, PIECE_BYTES, whole, OTHER) == 0


def test_equal_files_and_equal_pieces_are_not_seen_to_be_equal() -> None:
    pieces = {THREE[start : start + PIECE_BYTES] for start in range(0, len(THREE), PIECE_BYTES)}
    zeros = seal_file(bytes(3 * 4_096), SECRET)
    assert len(pieces | {zeros[start : start + PIECE_BYTES] for start in range(0, len(zeros), PIECE_BYTES)}) == 3 + 4
    assert address_of(seal_file(b"one", SECRET)) != address_of(seal_file(b"one", OTHER))


def test_what_is_sealed_stays_what_it_is() -> None:
    """Any program that reads the first lines of sealed_file.py has to come to these bytes."""
    assert address_of(seal_file(b"Rule 7", SECRET)).hex() == (
        "5a9f91033c6c480e8cb75bb16f7e19d45cfb192b314f72b75a46fe2023d127d4"
    )
