"""How a policy is handed in, judged and signed: what may follow what, who may, and what is frozen."""

from hashlib import sha256

import pytest

from roadmap_core import cbor
from roadmap_core.assessment.answers import Choice, NotApplicable
from roadmap_core.assessment.review import (
    NOTHING,
    Review,
    ReviewState,
    acts,
    as_allowed,
    changed,
    counting,
    frozen,
    review_from_wire,
    review_to_wire,
)
from roadmap_core.entries.statements import Role

DRAFT, READY, REVIEWED, SIGNED, RETURNED = ReviewState
ANSWERS = frozen({"DST-02": Choice(1), "DST-01": Choice(4)})


def test_an_act_is_read_back_as_it_was_written_and_its_digest_is_that_of_the_answers_in_order() -> None:
    signed = Review(SIGNED, ANSWERS)
    assert review_from_wire(cbor.decode(cbor.encode(review_to_wire(signed)))) == signed
    assert signed.digest == sha256(cbor.encode([["DST-01", 4], ["DST-02", 1]])).digest()
    assert Review(RETURNED, ANSWERS, "Which law?").digest == signed.digest


@pytest.mark.parametrize(
    "value", [None, 3, [3], [9, [], ""], [True, [], ""], [3, None, ""], [3, [["x"]], ""], [3, [], 1]]
)
def test_what_is_no_act_counts_as_nothing_said(value: object) -> None:
    assert review_from_wire(value) == NOTHING


def test_a_long_answer_is_frozen_as_its_digest_and_its_change_is_still_noticed() -> None:
    before, after = (frozen({"DST-01": NotApplicable(letter * 4000)}) for letter in "ab")
    assert len(cbor.encode(review_to_wire(Review(SIGNED, before)))) < 60
    assert changed(before, after) == ("DST-01",)


def test_changed_are_answers_that_differ_came_or_went() -> None:
    now = frozen({"DST-02": Choice(2), "DST-03": Choice(0)})
    assert changed(ANSWERS, now) == ("DST-01", "DST-02", "DST-03")
    assert changed(ANSWERS, frozen({"DST-01": Choice(4), "DST-02": Choice(1)})) == ()


@pytest.mark.parametrize(
    ("state", "role", "is_changed", "following"),
    [
        (DRAFT, Role.EDITOR, False, (READY,)),
        (READY, Role.EDITOR, False, (DRAFT,)),
        (READY, Role.APPROVER, False, (REVIEWED, RETURNED, DRAFT)),
        (REVIEWED, Role.LEAD, False, (SIGNED, RETURNED)),
        (REVIEWED, Role.EDITOR, False, ()),
        (REVIEWED, Role.LEAD, True, (READY, RETURNED, DRAFT)),
        (SIGNED, Role.APPROVER, False, (RETURNED,)),
        (SIGNED, Role.EDITOR, True, (READY,)),
        (RETURNED, Role.EDITOR, True, (READY,)),
        (READY, Role.VIEWER, False, ()),
        (REVIEWED, None, False, (SIGNED, RETURNED)),
    ],
)
def test_what_may_follow_depends_on_the_state_the_role_and_on_what_changed(
    state: ReviewState, role: Role | None, following: tuple[ReviewState, ...], *, is_changed: bool
) -> None:
    assert acts(Review(state), role, is_changed=is_changed) == following


def test_of_two_acts_that_did_not_know_of_each_other_the_one_that_says_least_counts() -> None:
    signed, returned = Review(SIGNED, ANSWERS), Review(RETURNED, ANSWERS, "Which law?")
    assert counting([signed, returned]) == counting([returned, signed]) == returned
    assert counting([signed, Review(REVIEWED, ANSWERS)]).state is REVIEWED
    assert counting([]) == NOTHING


def test_who_may_not_judge_has_handed_in_at_most() -> None:
    assert as_allowed(Review(SIGNED, ANSWERS), Role.EDITOR) == Review(READY, ANSWERS)
    assert as_allowed(Review(RETURNED, ANSWERS, "No."), Role.EDITOR) == Review(DRAFT, ANSWERS)
    assert as_allowed(Review(SIGNED, ANSWERS), Role.APPROVER) == Review(SIGNED, ANSWERS)
