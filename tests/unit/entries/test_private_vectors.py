"""Keys and private parts of the vectors open, with a wrap that was made by hand."""

import json
from typing import Any

import pytest

from roadmap_core.entries.entry import Entry, read_entry
from roadmap_core.keys.city_key import CityKey, agreement_key, unwrapped
from roadmap_core.keys.codes import device_code, from_sheet, to_sheet
from tests.opening import with_private
from tests.vectors.make_vectors import FOLDER
from tests.vectors.readable import readable

VECTORS = json.loads((FOLDER / "private.json").read_text())
KEYS = json.loads((FOLDER / "keys.json").read_text())
KEY = CityKey(1, bytes.fromhex(VECTORS["city_key"]["secret"]))


def test_a_wrap_of_rfc_9180_gives_the_key() -> None:
    for case in VECTORS["wraps"]:
        secret = bytes.fromhex(case["agreement_secret"])
        assert agreement_key(secret).hex() == case["agreement_key"]
        assert unwrapped(bytes.fromhex(case["wrapped"]), 1, secret, case["city"]) == KEY
        assert KEY.id.hex() == VECTORS["city_key"]["id"]


@pytest.mark.parametrize("case", VECTORS["bodies"], ids=lambda case: case["name"])
def test_a_body_opens_to_its_operations(case: dict[str, Any]) -> None:
    entry = read_entry(bytes.fromhex(case["entry"]), bytes.fromhex(case["public_key"]))
    assert isinstance(entry, Entry)
    whole = with_private(entry, bytes.fromhex(case["body"]), KEY)
    assert isinstance(whole, Entry)
    assert readable(whole.operations) == case["operations"]


def test_a_body_gives_its_text() -> None:
    for case in VECTORS["texts"]:
        opened = KEY.open(bytes.fromhex(case["body"]), bytes.fromhex(VECTORS["log"]), case["seq"])
        assert opened == bytes.fromhex(case["text"])


def test_device_codes_and_sheets_are_those_of_the_vectors() -> None:
    for case in KEYS["device_codes"]:
        assert device_code(bytes.fromhex(case["genesis"])) == case["code"]
    for case in KEYS["sheets"]:
        assert to_sheet(bytes.fromhex(case["secret"])) == case["rows"]
        assert from_sheet(case["rows"], 32) == bytes.fromhex(case["secret"])
