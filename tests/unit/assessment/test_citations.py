"""The row of a citation: with a file, without one, and of other versions."""

from dataclasses import replace

import pytest

from roadmap_core import cbor
from roadmap_core.assessment.attached import AttachedFile, file_from_wire, file_to_wire
from roadmap_core.assessment.citations import Citation, citation_from_wire, citation_to_wire
from roadmap_core.cbor import Item
from roadmap_core.keys.sealed_file import LARGEST_SEALED_BYTES, PIECE_BYTES

FILE = AttachedFile(bytes(32), 2 * PIECE_BYTES, bytes([1] * 32), "application/pdf", "Rule 7.pdf")
RULE = Citation(bytes(16), "Rule 7", "law", "Council", "2026-05-31", "https://kaga.jp/7", "§ 3", "All sites", "ja", "")


def read(row: Item) -> Citation | None:
    return citation_from_wire(cbor.decode(cbor.encode(row)))


def row_of(citation: Citation) -> list[Item]:
    row = citation_to_wire(citation)
    assert type(row) is list
    return row


@pytest.mark.parametrize("file", [None, FILE])
def test_a_citation_comes_back_with_and_without_its_file(file: AttachedFile | None) -> None:
    assert read(citation_to_wire(replace(RULE, file=file))) == replace(RULE, file=file)


def test_a_citation_without_a_file_is_written_as_ever_and_one_with_it_reads_as_before() -> None:
    assert len(row_of(RULE)) == 10
    assert row_of(replace(RULE, file=FILE))[:10] == row_of(RULE)


def test_fields_of_later_versions_are_passed_over() -> None:
    wire = file_to_wire(FILE)
    assert type(wire) is list
    assert read([*row_of(RULE), [*wire, "more"], "more"]) == replace(RULE, file=FILE)
    assert read([*row_of(RULE), None, "more"]) == RULE


@pytest.mark.parametrize(
    "row", ["Rule 7", [], row_of(RULE)[:9], [7, *row_of(RULE)[1:]], ["a", b"short", *[""] * 8], [*row_of(RULE)[:9], 7]]
)
def test_what_is_no_citation_is_none(row: Item) -> None:
    assert read(row) is None


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (0, "a name"),
        (0, bytes(31)),
        (1, "large"),
        (1, True),
        (1, 0),
        (1, -PIECE_BYTES),
        (1, PIECE_BYTES + 1),
        (1, LARGEST_SEALED_BYTES + PIECE_BYTES),
        (2, None),
        (2, bytes(33)),
        (3, 7),
        (3, "x" * 201),
        (4, b"Rule"),
        (4, "x" * 201),
    ],
)
def test_what_is_no_file_leaves_the_citation_without_one(at: int, value: Item) -> None:
    wire = file_to_wire(FILE)
    assert type(wire) is list
    wire[at] = value
    assert file_from_wire(wire) is None
    if value is not True:
        assert read([*row_of(RULE), wire]) == RULE


def test_the_secret_is_in_no_message() -> None:
    assert FILE.secret.hex() not in repr(FILE)
    assert repr(FILE.secret) not in repr(FILE)
    assert file_from_wire([bytes(32)]) is None


def test_a_grade_follows_from_what_is_said_and_no_file_changes_it() -> None:
    assert [replace(RULE, **change, file=FILE).grade for change in ({}, {"date": ""}, {"checked_by": "Kobe"})] == [
        "E2",
        "E1",
        "E3",
    ]
