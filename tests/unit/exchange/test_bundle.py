"""Bundles: what goes in comes out, the same bytes each time, and any tool can look inside."""

import io
import json
import random
import zipfile
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from roadmap_core.exchange import bundle as bundles
from roadmap_core.exchange.bundle import Bundle, CityPart, ForeignHead, LogRange, belongs, read, write
from roadmap_core.exchange.pairs import is_body
from roadmap_core.exchange.stream import parted, read_sequence, to_sequence
from roadmap_core.ledger.heads import Head
from roadmap_core.refusals import Code, Refusal
from tests.vectors.bundle_vectors import SERVER, contents_of, members, month, small
from tests.vectors.computers import ALLIANCE, CITY, CLAIMED_MS, signer_of
from tests.vectors.forged_zips import Forged, zipped
from tests.vectors.make_vectors import FOLDER
from tests.vectors.readable import readable

VECTORS = json.loads((FOLDER / "carried.json").read_text())
EMPTY = Bundle(ALLIANCE, "Waymark")


def written(bundle: Bundle) -> bytes:
    data = write(bundle)
    assert isinstance(data, bytes)
    return data


def code_of(outcome: object) -> Code | None:
    return outcome.code if isinstance(outcome, Refusal) else None


@pytest.mark.parametrize("case", VECTORS["bundles"])
def test_a_bundle_is_read_with_its_meaning(case: dict[str, Any]) -> None:
    assert readable(read(io.BytesIO(bytes.fromhex(case["bytes"])))) == case["meaning"]


@pytest.mark.parametrize("case", VECTORS["refused_bundles"], ids=lambda case: case["name"])
def test_a_bundle_is_refused_with_its_code(case: dict[str, Any]) -> None:
    assert code_of(read(io.BytesIO(bytes.fromhex(case["bytes"])))) == case["code"]


def test_what_is_written_is_read_back_and_the_bytes_are_the_same_each_time() -> None:
    full = replace(small(), documents=(b"first", b"second"))
    assert read(io.BytesIO(written(full))) == full
    assert written(full) == written(full)
    assert read(io.BytesIO(written(EMPTY))) == EMPTY


def test_a_bundle_is_written_in_the_one_form_that_is_read() -> None:
    """The writer differs from the vectors in nothing but how it deflates."""
    data = written(small())
    told = [(one.name, len(one.content)) for one in members(contents_of(small()))[1:]]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert [(info.filename.encode(), info.file_size) for info in archive.infolist()][1:] == told
        assert archive.namelist()[0] == "bundle.json"


def test_any_tool_can_look_inside() -> None:
    bundle = small()
    with zipfile.ZipFile(io.BytesIO(written(bundle))) as archive:
        assert archive.testzip() is None
        told = json.loads(archive.read("bundle.json"))
        for name, digest in told["members"].items():
            assert sha256(archive.read(name)).hexdigest() == digest
        assert tuple(read_sequence(archive.read("entries/0000.cborseq"))) == bundle.cities[0].items
    (city,) = told["cities"]
    assert (city["city"], city["entries"], city["bodies"]) == (CITY, 2, 1)


def test_blobs_come_in_the_order_of_their_hashes() -> None:
    blobs = tuple(bytes([number]) for number in range(20))
    back = read(io.BytesIO(written(replace(EMPTY, blobs=blobs))))
    assert isinstance(back, Bundle)
    assert back.blobs == tuple(sorted(blobs, key=lambda blob: sha256(blob).digest()))


def test_a_courier_carries_many_cities_and_the_items_of_each_stay_together() -> None:
    cities = tuple(CityPart(f"city-{number}", (b"\x84%d" % number, b"\x01"), ()) for number in range(101))
    carried = replace(EMPTY, cities=cities)
    assert read(io.BytesIO(written(carried))) == carried


def test_a_bundle_of_a_month_is_at_most_one_twentieth_larger_than_its_entries() -> None:
    """Measured: 60 entries with a note each come to 0.86 of their sum of 17.3 kB, 12 to 1.04: 540 bytes are fixed."""
    for count in (12, 60):
        maker, items = month(count)
        head = Head(CITY, 5, count + 1, bytes(32), CLAIMED_MS).signed(SERVER)
        ranges = (LogRange(maker.genesis.log, 0, count),)
        data = written(Bundle(ALLIANCE, "Waymark 0.1.0", (CityPart(CITY, items, ranges),), (head,)))
        assert len(data) <= 1.05 * sum(map(len, items)), f"{count} entries: {len(data) / sum(map(len, items)):.3f}"
        entries, bodies = parted(items)
        assert (len(entries), len(bodies)) == (count + 1, count)


def test_nothing_is_written_that_nobody_would_read(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = random.Random(3).randbytes(9 * 2**20)
    blobs = tuple(noise + bytes([number]) for number in range(4))
    assert code_of(write(replace(EMPTY, blobs=blobs))) == Code.BUNDLE_SIZE
    assert code_of(write(replace(EMPTY, blobs=(noise + bytes(2**20 + 1),)))) == Code.BUNDLE_SIZE
    assert code_of(write(replace(EMPTY, maker="Way\u202emark"))) == Code.BUNDLE
    monkeypatch.setattr(bundles, "RECORDS", 3)
    fits = CityPart(CITY, (b"\x84", b"\x01") * 3)
    assert code_of(write(replace(EMPTY, cities=(fits,)))) is None
    assert code_of(write(replace(EMPTY, cities=(replace(fits, items=(*fits.items, b"\x84")),)))) == Code.BUNDLE
    assert code_of(write(replace(EMPTY, cities=(replace(fits, items=(*fits.items, b"\x01")),)))) == Code.BUNDLE
    assert code_of(write(replace(EMPTY, cities=(fits,), heads=(b"\x84",)))) == Code.BUNDLE


def test_more_members_than_any_courier_carries_are_refused() -> None:
    named = [Forged(b"entries/%04d.cborseq" % number) for number in range(4_000)]
    assert code_of(read(io.BytesIO(zipped([Forged(b"bundle.json", b"{}"), *named])))) == Code.BUNDLE


def test_a_stick_that_is_pulled_while_it_is_read_gives_nothing() -> None:
    class Pulled(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 500:
                raise OSError("no such device")
            return super().read(size)

    assert code_of(read(Pulled(written(small())))) == Code.BUNDLE_CUT


def test_a_file_that_shrinks_while_it_is_read_is_cut() -> None:
    class Shrunk(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(size) if self.tell() < 500 else b""

    large = replace(EMPTY, blobs=(bytes(100_000),))
    assert code_of(read(Shrunk(written(large)))) == Code.BUNDLE_CUT


def test_a_bundle_of_another_alliance_or_under_another_key_is_known() -> None:
    """Row 103."""
    bundle, old, new = small(), SERVER.public_key, signer_of("new server").public_key
    assert belongs(bundle, ALLIANCE, [new, old]) is None
    assert code_of(belongs(bundle, "other", [old])) == Code.ALLIANCE
    foreign = belongs(bundle, ALLIANCE, [new])
    assert isinstance(foreign, ForeignHead)
    assert (foreign.code, foreign.city, foreign.server_ms) == (Code.BUNDLE_KEY, CITY, CLAIMED_MS)
    broken = belongs(replace(bundle, heads=(b"head",)), ALLIANCE, [])
    assert isinstance(broken, ForeignHead)
    assert (broken.code, broken.city, broken.server_ms) == (Code.BUNDLE_KEY, "", 0)


def test_a_forged_entry_among_good_ones_takes_none_of_them_away() -> None:
    """Row 106, the reading side: items are parted, not judged."""
    _, items = month(2)
    forged = (items[0], b"\x84forged", items[1], b"\xff", *items[2:])
    back = read(io.BytesIO(written(replace(EMPTY, cities=(CityPart(CITY, forged),)))))
    assert isinstance(back, Bundle)
    assert back.cities[0].items == forged
    assert [item for item in back.cities[0].items if is_body(item)] == [items[2], items[4]]


def test_the_entries_of_a_file_are_found_be_it_a_bundle_or_a_plain_sequence() -> None:
    bundle = small()
    items = [item for part in bundle.cities for item in part.items]
    assert bundles.carried_items(written(bundle)) == items
    assert bundles.carried_items(to_sequence(items)) == items


@pytest.mark.parametrize(("data", "code"), [(b"PK\x03\x04", Code.BUNDLE_CUT), (b"\x44ab", Code.DECODE)])
def test_a_file_that_carries_nothing_is_refused_with_its_code(data: bytes, code: Code) -> None:
    assert code_of(bundles.carried_items(data)) is code
