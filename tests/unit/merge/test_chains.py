"""Where a log is held back because it has too many branches."""

import pytest

from roadmap_core.entries.identifiers import NO_ENTRY, EntryHash
from roadmap_core.merge.chains import held_from


def entry(number: int) -> EntryHash:
    return EntryHash(bytes([number]) * 32)


LINE = [(0, NO_ENTRY), *((seq, entry(seq)) for seq in range(1, 30))]


def test_a_line_has_one_branch_and_so_has_no_entry_at_all() -> None:
    assert held_from([]) is None
    assert held_from(LINE) is None


def test_eight_branches_are_kept_and_nine_held_back() -> None:
    assert held_from([*LINE, *[(5, entry(5))] * 7]) is None
    assert held_from([*LINE, *[(5, entry(5))] * 8]) == 5


def test_branches_that_leave_at_different_places_are_counted_together() -> None:
    comb = [(seq, entry(seq)) for seq in range(11, 19)]
    assert held_from([*LINE, *comb[:7]]) is None
    assert held_from([*LINE, *comb]) == 11


def test_entries_that_claim_one_sequence_after_entries_that_have_not_come_are_branches() -> None:
    astray = [(7, entry(100 + number)) for number in range(8)]
    assert held_from([*LINE, *astray[:7]]) is None
    assert held_from([*LINE, *astray]) == 7


@pytest.mark.parametrize("seqs", [(3, 90), (90, 3)])
def test_a_sequence_that_does_not_fit_makes_a_branch_from_the_lowest_on(seqs: tuple[int, int]) -> None:
    wild = [(seq, entry(2)) for seq in seqs]
    assert held_from([*LINE, *wild, *[(20, entry(20))] * 6]) == 2
