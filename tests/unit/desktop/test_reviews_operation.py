"""Review and sign-off through the operations, on two real profiles: a lead's and an editor's."""

import pytest

from desktop_app.errors import AppError
from desktop_app.operations.answers import clear_answer, give_answer
from desktop_app.operations.registers import set_register
from desktop_app.operations.reviews import bring_to
from desktop_app.operations.undoing import redo, undo
from desktop_app.storage import drafts, review_query
from desktop_app.storage.drafts import Draft
from desktop_app.storage.engine import reading, transaction
from desktop_app.storage.review_query import PolicyReview
from roadmap_core import cbor
from roadmap_core.assessment.answers import Choice
from roadmap_core.assessment.review import Review, ReviewState, frozen, review_to_wire
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import Register
from roadmap_core.entries.operations import OpCode
from tests.unit.desktop.profiles import Computer

DRAFT, READY, REVIEWED, SIGNED, RETURNED = ReviewState
POLICY, QUESTION = "ICT", "ICT-01"


def found(computer: Computer) -> PolicyReview:
    return next(one for one in review_query.reviews(computer.workspace.store) if one.policy_id == POLICY)


def answer(computer: Computer, option: int, question: str = QUESTION) -> None:
    give_answer(computer.workspace, question, Choice(option), computer.view(question).seen)


def bring(computer: Computer, *states: ReviewState, reason: str = "") -> None:
    for state in states:
        shown = found(computer)
        bring_to(computer.workspace, POLICY, state, shown.seen, shown.now, reason)


def exchange(one: Computer, other: Computer) -> None:
    first, second = one.entries(), other.entries()
    one.take(second)
    other.take(first)


def refusal(computer: Computer, state: ReviewState, reason: str = "") -> str:
    with pytest.raises(AppError) as refused:
        bring(computer, state, reason=reason)
    return refused.value.code


def test_a_policy_goes_from_draft_to_signed_with_its_answers_frozen_and_sealed(members, sato) -> None:
    answer(sato, 2)
    assert found(sato).following == (READY,)
    bring(sato, READY, REVIEWED, SIGNED)
    signed = found(sato)
    assert (signed.review.state, signed.review.answers) == (SIGNED, frozen({QUESTION: Choice(2)}))
    assert (signed.changed, signed.following) == ((), (RETURNED,))
    assert [act.review.state for act in signed.said] == [SIGNED]
    with reading(sato.workspace.engine) as connection:
        assert not drafts.every(connection), "what is signed is sealed at once"


def test_what_changed_since_it_was_signed_is_told_until_it_is_signed_again(members, sato) -> None:
    answer(sato, 2)
    answer(sato, 1, "ICT-02")
    bring(sato, READY, REVIEWED, SIGNED)
    answer(sato, 3)
    clear_answer(sato.workspace, "ICT-02", sato.view("ICT-02").seen)
    changed = found(sato).changed
    assert [(one.question_id, one.before, one.after) for one in changed] == [
        (QUESTION, Choice(2), Choice(3)),
        ("ICT-02", Choice(1), None),
    ]
    assert found(sato).following == (READY, RETURNED)
    bring(sato, READY, REVIEWED, SIGNED)
    assert found(sato).changed == ()


def test_an_editor_hands_in_and_may_not_judge(members, sato, tanaka) -> None:
    answer(tanaka, 2)
    bring(tanaka, READY)
    assert refusal(tanaka, REVIEWED) == "E-SCOPE"
    assert refusal(tanaka, SIGNED) == "E-REVIEW", "it was not reviewed yet"
    exchange(sato, tanaka)
    bring(sato, REVIEWED, SIGNED)
    exchange(sato, tanaka)
    assert found(tanaka).review.state is SIGNED
    assert [act.author for act in found(tanaka).said] == ["M. Sato", "A. Tanaka"]
    assert found(tanaka).following == ()


def test_a_signature_of_a_computer_that_may_not_sign_counts_as_handed_in_on_every_computer(
    members, sato, tanaka
) -> None:
    answer(tanaka, 2)
    workspace = tanaka.workspace
    with transaction(workspace.engine) as connection:  # as a program would that doesn't ask for the role
        register = Register(1, workspace.catalogue.number(POLICY), int(Facet.REVIEW))
        value = cbor.encode(review_to_wire(Review(SIGNED, found(tanaka).now)))
        set_register(connection, Draft(OpCode.SET, register, value, (), 1, workspace.clock()))
    exchange(sato, tanaka)
    for computer in (sato, tanaka):
        assert found(computer).review.state is READY
        assert [act.is_cut for act in found(computer).standing] == [True]


def test_a_return_needs_a_reason_which_the_others_read(members, sato, tanaka) -> None:
    answer(tanaka, 2)
    bring(tanaka, READY)
    exchange(sato, tanaka)
    assert refusal(sato, RETURNED) == "E-REASON"
    bring(sato, RETURNED, reason="Which law?")
    exchange(sato, tanaka)
    assert (found(tanaka).review.state, found(tanaka).review.reason) == (RETURNED, "Which law?")
    bring(tanaka, READY)
    assert found(tanaka).review.state is READY


def test_acts_of_two_computers_stand_side_by_side_and_the_one_that_says_least_counts(members, sato, tanaka) -> None:
    answer(sato, 2)
    bring(sato, READY)
    exchange(sato, tanaka)
    bring(sato, REVIEWED, SIGNED)
    bring(tanaka, DRAFT)
    exchange(sato, tanaka)
    for computer in (sato, tanaka):
        two = found(computer)
        assert {(act.author, act.review.state) for act in two.standing} == {("M. Sato", SIGNED), ("A. Tanaka", DRAFT)}
        assert two.review.state is DRAFT
    bring(tanaka, READY)
    exchange(sato, tanaka)
    assert [act.review.state for act in found(sato).standing] == [READY]


def test_nobody_signs_what_was_not_shown_or_is_contested_or_empty(members, sato, tanaka) -> None:
    assert refusal(sato, READY) == "E-NOTHING-ANSWERED"
    answer(sato, 2)
    shown = found(sato)
    answer(sato, 3)
    with pytest.raises(AppError) as refused:
        bring_to(sato.workspace, POLICY, READY, shown.seen, shown.now)
    assert refused.value.code == "E-REVIEW"
    answer(tanaka, 1)
    exchange(sato, tanaka)
    assert refusal(sato, READY) == "E-TWO-ANSWERS"
    with pytest.raises(AppError) as refused:
        bring_to(sato.workspace, "XXX", READY, (), ())
    assert refused.value.code == "E-POLICY"


def test_a_signature_is_undone_and_done_again(members, sato) -> None:
    answer(sato, 2)
    bring(sato, READY, REVIEWED, SIGNED)
    turned = undo(sato.workspace)
    assert turned is not None
    assert (turned.items, turned.changes.policies) == ((POLICY,), {POLICY})
    assert found(sato).review.state is REVIEWED
    redo(sato.workspace)
    assert found(sato).review.state is SIGNED
