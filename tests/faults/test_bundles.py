"""Rows 99, 101, 102, 105 and 106 of the list of faults, as far as reading a bundle's bytes concerns them."""

import io
import json
import random
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_core.exchange.bundle import RECORDS, Bundle, CityPart, read, write
from roadmap_core.exchange.postcard import read_postcard
from roadmap_core.exchange.receipts import verify_receipts
from roadmap_core.exchange.stream import to_sequence
from roadmap_core.refusals import Code, Refusal
from tests.property import hostile
from tests.property.effort import examples
from tests.vectors.bundle_vectors import ENTRIES, SERVER, asked, contents_of, members, month, small
from tests.vectors.computers import ALLIANCE, CITY
from tests.vectors.forged_zips import Forged, stored, zipped
from tests.vectors.make_vectors import FOLDER

REFUSED = json.loads((FOLDER / "carried.json").read_text())["refused_bundles"]
MEMORY_BYTES = 32 * 2**20
GOOD = zipped(members(contents_of(small())))


def code_of(data: bytes) -> Code | None:
    outcome = read(io.BytesIO(data))
    return outcome.code if isinstance(outcome, Refusal) else None


def measured(data: bytes | Path, seconds: float = 1.0, memory: int = MEMORY_BYTES) -> Bundle | Refusal:
    """What reading gives; it is read twice, because to trace memory takes five times as long."""

    def outcome() -> Bundle | Refusal:
        with data.open("rb") if isinstance(data, Path) else io.BytesIO(data) as file:
            return read(file)

    began = time.process_time()
    first = outcome()
    assert time.process_time() - began < seconds
    del first
    tracemalloc.start()
    try:
        found = outcome()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < memory
    return found


def measured_code(data: bytes, memory: int = MEMORY_BYTES) -> Code | None:
    outcome = measured(data, memory=memory)
    return outcome.code if isinstance(outcome, Refusal) else None


def assert_row_is_refused(row: int) -> None:
    cases = {case["name"]: (case["code"], bytes.fromhex(case["bytes"])) for case in REFUSED if case["row"] == row}
    assert cases
    found = {name: measured_code(data, 2**20) for name, (_, data) in cases.items()}
    assert found == {name: code for name, (code, _) in cases.items()}


def test_row_99_a_bundle_cut_at_every_one_hundredth_of_its_length_is_incomplete() -> None:
    data = write(
        Bundle(ALLIANCE, "Waymark", (CityPart(CITY, month(60)[1]),), blobs=(random.Random(1).randbytes(9_000),))
    )
    assert isinstance(data, bytes)
    assert {percent: code_of(data[: len(data) * percent // 100]) for percent in range(1, 101)} == {
        **dict.fromkeys(range(1, 100), Code.BUNDLE_CUT),
        100: None,
    }


def test_row_99_a_bundle_cut_at_any_byte_is_incomplete() -> None:
    assert {code_of(GOOD[:cut]) for cut in range(1, len(GOOD))} == {Code.BUNDLE_CUT}


def test_row_99_a_bundle_whose_end_was_never_written_is_incomplete() -> None:
    """What a stick that is pulled leaves behind: the length is right, and zeros stand where data should."""
    assert len(GOOD) > 2_000
    for cut in range(64, len(GOOD), 8):
        assert code_of(GOOD[:cut] + bytes(len(GOOD) - cut)) == Code.BUNDLE_CUT


def test_row_99_no_changed_bit_changes_what_is_read() -> None:
    """Five bits of a block's head are nobody's (RFC 1951, section 3.2.4): with them the same is read."""
    good = zipped(members({ENTRIES: b""}, cities=[{"city": CITY, "entries": 0, "bodies": 0, "logs": []}]))
    bundle = read(io.BytesIO(good))
    assert isinstance(bundle, Bundle)
    for bit in range(len(good) * 8):
        changed = bytearray(good)
        changed[bit // 8] ^= 1 << bit % 8
        outcome = read(io.BytesIO(bytes(changed)))
        assert isinstance(outcome, Refusal) or outcome == bundle, f"bit {bit}"


def test_row_99_cut_bundles_of_the_vectors_are_incomplete() -> None:
    assert_row_is_refused(99)


def test_row_101_what_was_never_a_bundle_is_known_as_such() -> None:
    assert_row_is_refused(101)
    chance = random.Random(101)
    assert {code_of(chance.randbytes(size)) for size in (1, 10, 1_000, 100_000)} == {Code.BUNDLE}


@pytest.mark.parametrize(
    ("opening", "code"), [(b"", Code.BUNDLE), (b"\xff\xd8\xff\xe0", Code.BUNDLE), (GOOD, Code.BUNDLE_SIZE)]
)
def test_row_101_ten_gigabytes_take_less_than_a_second(tmp_path: Path, opening: bytes, code: Code) -> None:
    file = tmp_path / "large.roadmap"
    with file.open("wb") as out:
        out.write(opening)
        out.truncate(10 * 2**30)
    outcome = measured(file, memory=2**20)
    assert isinstance(outcome, Refusal)
    assert outcome.code == code


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(data) + packer.flush()


def holding(entries: Forged) -> bytes:
    first, *_ = members({ENTRIES: b""})
    return zipped([first, entries])


NAME = ENTRIES.encode()
HUGE = bytes(200 * 2**20)


def test_row_102_a_bomb_takes_no_memory() -> None:
    bomb = deflated(HUGE)
    for size in (1, 30 * len(bomb), 24 * 2**20, len(HUGE)):
        data = holding(Forged(NAME, packed=bomb, size=size))
        assert measured_code(data, 4 * 2**20) == Code.BUNDLE_SIZE


@pytest.mark.parametrize("record", [b"\x41\x01", b"\x43eee"])
def test_row_102_millions_of_records_within_the_ratio_are_counted_as_they_come(record: bytes) -> None:
    """23 MiB of records of one byte would be a list of 12 million."""
    content = record * (23 * 2**20 // len(record))
    share = len(content) // 28
    packed = packer_of(content[:-share]) + stored(content[-share:])
    data = holding(Forged(NAME, content, packed))
    assert len(content) > 20 * len(packed)
    assert measured_code(data) == Code.BUNDLE


def packer_of(data: bytes) -> bytes:
    """Deflated, and open for another block."""
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH)


def test_row_102_the_members_together_are_counted_too() -> None:
    content = (b"\x59\xff\xff" + b"\x84" * 65_535) * 195
    share = len(content) // 28
    packed = packer_of(content[:-share]) + stored(content[-share:])
    one = Forged(NAME, content, packed)
    told = [{"city": city, "entries": 195, "bodies": 0, "logs": []} for city in ("kaga", "kobe")]
    named = {one.name.decode(): content, "entries/0001.cborseq": content}
    description = members(named, cities=told)[0]
    assert measured_code(zipped([members({ENTRIES: content}, cities=told[:1])[0], one])) is None
    assert measured_code(zipped([description, one, replace(one, name=b"entries/0001.cborseq")])) == Code.BUNDLE_SIZE


def test_row_102_an_honest_bundle_of_the_largest_size_stays_within_its_memory() -> None:
    """23 MiB of entries that pack 20 times smaller: the items and nothing beside them."""
    chance = random.Random(7)
    items = tuple(b"\x84" + chance.randbytes(40) * 24 for _ in range(24_500))
    data = write(Bundle(ALLIANCE, "Waymark", (CityPart(CITY, items),)))
    assert isinstance(data, bytes)
    outcome = measured(data)
    assert isinstance(outcome, Bundle)
    assert sum(map(len, outcome.cities[0].items)) > 22 * 2**20


def test_row_102_sizes_that_lie_are_refused() -> None:
    assert_row_is_refused(102)


def test_row_102_a_description_that_is_deeply_nested_is_refused() -> None:
    for content in (b"[" * 200_000, b'{"a":' * 40_000, b"9" * 200_000, b"[[]," * 60_000 + b"[]"):
        data = zipped([Forged(b"bundle.json", content), *members({ENTRIES: b""})[1:]])
        assert measured_code(data) == Code.BUNDLE


def test_row_105_records_that_are_none_are_refused() -> None:
    assert_row_is_refused(105)


def test_row_105_fifty_thousand_records_are_taken_and_one_more_is_not() -> None:
    chance = random.Random(105)
    items = tuple(b"\x84" + chance.randbytes(4) for _ in range(RECORDS))
    assert isinstance(write(Bundle(ALLIANCE, "Waymark", (CityPart(CITY, items),))), bytes)
    assert code_of(holding(Forged(NAME, to_sequence([*items, b"\x84"])))) == Code.BUNDLE


def test_row_106_forged_items_stand_among_the_good_ones_and_hide_none() -> None:
    maker, items = month(3)
    other = maker.entry()
    forged = (items[0][:-1] + b"\0", b"\x84", b"\x00", b"\x01forged", other[:-3])
    mixed = tuple(item for pair in zip(items, [*forged, *items], strict=False) for item in pair)
    data = write(Bundle(ALLIANCE, "Waymark", (CityPart(CITY, mixed),)))
    assert isinstance(data, bytes)
    outcome = read(io.BytesIO(data))
    assert isinstance(outcome, Bundle)
    assert outcome.cities[0].items == mixed


def mutated(chance: random.Random) -> bytes:
    """A good bundle with some bytes changed, cut, doubled, moved or put in, mostly where a zip has its numbers."""
    data = bytearray(GOOD)
    marks = [place for mark in (b"PK\3\4", b"PK\1\2", b"PK\5\6") for place in places(GOOD, mark)]
    for _ in range(chance.randint(1, 4)):
        near = chance.choice(marks) + chance.randint(0, 60) if chance.random() < 0.7 else chance.randint(0, len(data))
        start = min(near, len(data))
        end = min(len(data), start + chance.choice((0, 1, 1, 2, 4, 30, 500)))
        fresh = chance.choice(
            (b"", b"\xff" * 4, bytes(4), chance.randbytes(chance.choice((1, 2, 4, 40))), GOOD[start:end] * 2)
        )
        data[start:end] = fresh
    return bytes(data)


def places(data: bytes, mark: bytes) -> Iterator[int]:
    found = data.find(mark)
    while found >= 0:
        yield found
        found = data.find(mark, found + 1)


@examples(25)
@given(seed=st.integers(0, 2**64))
def test_no_mutated_bundle_raises_or_takes_more_than_50_milliseconds_or_32_mebibytes(seed: int) -> None:
    chance = random.Random(seed)
    for data in [mutated(chance) for _ in range(20)]:
        outcome = measured(data, seconds=0.05)
        assert isinstance(outcome, Bundle | Refusal)
        if isinstance(outcome, Bundle):
            assert outcome == small()
        else:
            assert outcome.code in {Code.BUNDLE, Code.BUNDLE_CUT, Code.BUNDLE_SIZE}


@examples(25)
@given(seed=st.integers(0, 2**64))
def test_no_hostile_bytes_make_a_reader_of_what_is_carried_raise(seed: int) -> None:
    question, answer = (part.to_bytes() for part in asked(month(1)[1]))
    for data in hostile.anything(seed, 40):
        assert isinstance(verify_receipts(data, answer, [SERVER.public_key]), Refusal)
        assert isinstance(verify_receipts(question, data, [SERVER.public_key]), Refusal)
        assert isinstance(read(io.BytesIO(data)), Refusal)
        assert isinstance(read_postcard(data.decode("latin-1")), Refusal)
