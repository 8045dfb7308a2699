"""A policy on its way from draft to signed between a lead's and an editor's computer, over the real server."""

from pathlib import Path

import pytest

from desktop_app.errors import AppError
from desktop_app.operations.reviews import bring_to
from desktop_app.storage import review_query
from desktop_app.storage.review_query import PolicyReview
from roadmap_core.assessment.review import ReviewState
from tests.fakes.computer import Computer

DRAFT, READY, REVIEWED, SIGNED, RETURNED = ReviewState
QUESTION = "ICT-01"


def found(computer: Computer) -> PolicyReview:
    return next(one for one in review_query.reviews(computer.workspace.store) if one.policy_id == "ICT")


def bring(computer: Computer, state: ReviewState, reason: str = "") -> None:
    shown = found(computer)
    bring_to(computer.workspace, "ICT", state, shown.seen, shown.now, reason)


def send_all(*computers: Computer) -> None:
    for one in computers:
        assert one.send().problem == ""


def test_a_policy_is_handed_in_returned_signed_and_its_change_is_seen_by_both(
    tmp_path: Path, aiko: Computer, ben: Computer
) -> None:
    ben.answer(QUESTION, 2)
    bring(ben, READY)
    send_all(ben, aiko)
    bring(aiko, RETURNED, "Which law?")
    send_all(aiko, ben)
    assert (found(ben).review.state, found(ben).review.reason) == (RETURNED, "Which law?")

    ben.answer(QUESTION, 3)
    bring(ben, READY)
    send_all(ben, aiko)
    bring(aiko, REVIEWED)
    bring(aiko, SIGNED)
    bring(ben, DRAFT)  # without knowing of it
    send_all(aiko, ben, aiko)
    for one in (aiko, ben):
        assert {act.review.state for act in found(one).standing} == {SIGNED, DRAFT}
        assert found(one).review.state is DRAFT

    bring(ben, READY)
    send_all(ben, aiko)
    bring(aiko, REVIEWED)
    bring(aiko, SIGNED)
    ben.answer(QUESTION, 1)
    send_all(aiko, ben, aiko)
    assert found(aiko).review == found(ben).review
    assert found(aiko).review.digest == found(ben).review.digest
    assert (
        [one.question_id for one in found(aiko).changed]
        == [one.question_id for one in found(ben).changed]
        == [QUESTION]
    )
    kept = b"".join(path.read_bytes() for path in (tmp_path / "server").rglob("*") if path.is_file())
    assert b"Which law?" not in kept, "the server can't read why"
    with pytest.raises(AppError, match="E-SCOPE"):
        bring(ben, RETURNED, "No.")
    assert aiko.root == ben.root
