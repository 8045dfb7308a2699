"""What may be attached, by its content, and what a file is called afterwards (faults.md, rows 107 and 108)."""

import pytest

from desktop_app.operations.file_kinds import media_type_of
from desktop_app.operations.file_labels import LONGEST_BYTES, label_of
from tests.fakes.attachable import BAD, GOOD


@pytest.mark.parametrize("name", GOOD)
def test_row_107_a_file_whose_content_fits_its_name_may_be_attached(name):
    media_type, content = GOOD[name]
    assert media_type_of(name, content) == media_type


@pytest.mark.parametrize("which", BAD)
def test_row_107_a_file_that_could_run_something_or_is_not_what_its_name_says_may_not(which):
    assert media_type_of(*BAD[which]) is None


@pytest.mark.parametrize("name", GOOD)
def test_row_107_no_file_that_was_cut_or_damaged_anywhere_breaks_the_judging(name):
    content = GOOD[name][1]
    for at in range(0, len(content), max(len(content) // 40, 1)):
        media_type_of(name, content[:at])
        media_type_of(name, content[:at] + b"\xff" + content[at + 1 :])


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Rule 7.pdf", "Rule 7.pdf"),
        ("規則第7号.pdf", "規則第7号.pdf"),
        ("..\\..\\x.pdf", "x.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("CON.pdf", "_CON.pdf"),
        ("con.tar.pdf", "_con.tar.pdf"),
        ("lpt1.txt", "_lpt1.txt"),
        ("a:b.pdf", "a_b.pdf"),
        ("name.pdf. . ", "name.pdf"),
        ("name .pdf", "name.pdf"),
        ("gpj\u202e.exe.pdf", "gpj.exe.pdf"),
        ("one\ntwo\x07.pdf", "one two.pdf"),
        ("-rf.pdf", "rf.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        (".pdf", "pdf"),
        ("/.:.pdf", "_.pdf"),
        ("...", "file"),
        ("", "file"),
    ],
)
def test_row_108_a_name_becomes_a_label_that_is_no_trap(name, label):
    assert label_of(name) == label == label_of(label)


def test_row_108_a_long_name_is_cut_to_120_bytes_and_keeps_its_end():
    label = label_of("規" * 200 + ".pdf")
    assert len(label.encode()) <= LONGEST_BYTES
    assert label.endswith("規.pdf")
    assert len(label_of("x." + "y" * 300).encode()) <= LONGEST_BYTES
