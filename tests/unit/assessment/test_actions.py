"""Actions of a plan: their rows, which are late, and which comes next."""

from datetime import date

import pytest

from roadmap_core import cbor
from roadmap_core.assessment.actions import Action, Effort, Status, action_from_wire, action_to_wire, next_step

FULL = Action(
    "Hire an auditor", "A. Mori", "2026-05-31", b"k" * 16, "ICT-03", "2026-04-01", Effort.WEEKS, "Contract", Status.DONE
)


@pytest.mark.parametrize("action", [Action("Hire"), Action("Hire", "A. Mori", "2026-05-31"), FULL])
def test_an_action_comes_back_out_of_its_row(action: Action) -> None:
    assert action_from_wire(cbor.decode(cbor.encode(action_to_wire(action)))) == action


def test_a_row_of_the_first_form_is_read_and_written_as_it_was() -> None:
    row = ["Hire", "A. Mori", "2026-05-31"]
    action = action_from_wire(row)
    assert action is not None
    assert (action.text, action.status, action.is_open) == ("Hire", "todo", True)
    assert action_to_wire(action) == row


def test_fields_and_words_of_later_versions_are_passed_over_and_kept() -> None:
    row = action_to_wire(FULL)
    assert isinstance(row, list)
    assert action_from_wire([*row, 7]) == FULL
    later = action_from_wire([*row[:8], "put off"])
    assert later is not None
    assert (later.status, later.is_open) == ("put off", True)


@pytest.mark.parametrize(
    "row", [None, "Hire", [], ["Hire"], ["Hire", "Mori", 3], ["Hire", "", "", b"k" * 15, *[""] * 5], ["", "", "", b""]]
)
def test_what_is_no_action_is_not_read(row: cbor.Item) -> None:
    assert action_from_wire(row) is None


def test_an_open_action_is_late_on_the_day_after_its_day() -> None:
    action = Action("Hire", due="2026-05-31")
    assert not action.is_late(date(2026, 5, 31))
    assert action.is_late(date(2026, 6, 1))
    assert not FULL.is_late(date(2027, 1, 1)), "it is done"
    assert not Action("Hire", due="some day").is_late(date.max)


def test_the_next_step_is_what_is_due_first_then_what_is_under_way_then_the_least_work() -> None:
    done = Action("a", due="2020-01-01", status=Status.DONE)
    soon, later, some_day = Action("b", due="2026-05-01"), Action("c", due="2026-06-01"), Action("d")
    begun = Action("e", due="2026-05-01", effort=Effort.MONTHS, status=Status.UNDER_WAY)
    small = Action("z", due="2026-05-01", effort=Effort.DAYS)
    assert next_step([done]) is None
    assert next_step([some_day, done, later, soon]) == soon
    assert next_step([soon, small]) == small
    assert next_step([small, soon, begun]) == begun
    assert next_step([done, some_day]) == some_day
