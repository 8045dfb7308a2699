"""The table of faults and the tests agree: no row is claimed that no test names (`python -m tests.faults.rows`)."""

import re

from tests.faults import evil_table, promises, rows


def test_every_test_that_names_a_row_names_one_of_the_table():
    assert set(rows.tests_by_row()) <= set(rows.faults())
    assert list(rows.faults()) == list(range(1, 123))


def test_every_test_that_the_page_names_is_there():
    there = {n: {rows.sentence(*one) for one in found} for n, found in rows.tests_by_row().items()}
    lines = re.findall(r"^\| (\d+) \| .* \| (`.*) \|$", rows.EVIDENCE.read_text(encoding="utf-8"), re.MULTILINE)
    claimed = {int(number): set(names.split("<br>")) for number, names in lines}
    assert len(claimed) > 90
    gone = {number: names - there.get(number, set()) for number, names in claimed.items()}
    assert {number: names for number, names in gone.items() if names} == {}


def test_the_page_of_lies_says_what_the_tests_tell():
    assert evil_table.EVIDENCE.read_text(encoding="utf-8") == evil_table.table()


def test_each_promise_names_tests_that_are_there():
    assert promises.gone() == []
    assert list(promises.PROMISES) == [f"T{number}" for number in range(1, 15)]
    assert all(len(names) > 1 for _, names in promises.PROMISES.values())
    assert promises.EVIDENCE.read_text(encoding="utf-8") == promises.table()
