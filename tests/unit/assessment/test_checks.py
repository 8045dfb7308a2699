"""What the checks find, rule by rule."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from roadmap_core.assessment.checks import STALE_AFTER, Answered, Check, Finding, Judged, Promised, findings
from roadmap_core.assessment.confidence import Confidence

TODAY = date(2026, 11, 23)
SOUND = Answered(
    "ICT-01",
    is_answered=True,
    is_contested=False,
    is_flagged=False,
    is_supported=True,
    confidence=Confidence.SURE,
    touched=TODAY,
)


def kinds(*questions: Answered) -> list[Check]:
    return [finding.check for finding in findings(questions, (), (), TODAY)]


def test_an_answer_with_evidence_that_is_new_and_sure_is_nothing_to_look_at() -> None:
    assert findings([SOUND], [], [], TODAY) == ()


@pytest.mark.parametrize(
    ("question", "check"),
    [
        (replace(SOUND, is_contested=True), Check.CONTESTED),
        (replace(SOUND, is_flagged=True), Check.FLAGGED),
        (replace(SOUND, is_supported=False), Check.UNSUPPORTED),
        (replace(SOUND, confidence=Confidence.GUESS), Check.GUESSED),
        (replace(SOUND, touched=TODAY - STALE_AFTER - timedelta(days=1)), Check.STALE),
    ],
)
def test_each_fault_is_found_by_itself(question: Answered, check: Check) -> None:
    assert kinds(question) == [check]


def test_an_answer_of_a_year_ago_is_not_old_yet_and_one_that_is_fairly_sure_is_no_guess() -> None:
    assert kinds(replace(SOUND, touched=TODAY - STALE_AFTER, confidence=Confidence.FAIRLY_SURE)) == []


def test_an_open_question_is_only_found_for_what_people_said_of_it() -> None:
    long_ago = TODAY - timedelta(days=900)
    opened = replace(SOUND, is_answered=False, is_supported=False, confidence=Confidence.GUESS, touched=long_ago)
    assert kinds(opened) == []
    assert kinds(replace(opened, is_flagged=True, is_contested=True)) == [Check.CONTESTED, Check.FLAGGED]


def test_findings_stand_by_kind_and_then_in_the_order_of_the_questions() -> None:
    both = replace(SOUND, is_supported=False, is_flagged=True)
    found = findings([both, replace(both, question_id="ICT-02")], [], [], TODAY)
    assert [(one.check, one.item_id) for one in found] == [
        (Check.FLAGGED, "ICT-01"),
        (Check.FLAGGED, "ICT-02"),
        (Check.UNSUPPORTED, "ICT-01"),
        (Check.UNSUPPORTED, "ICT-02"),
    ]


def test_an_action_is_late_from_the_day_after_it_was_due() -> None:
    promised = [Promised("ICT", "Hire", TODAY), Promised("OD", "Publish", TODAY - timedelta(days=1))]
    assert findings([], promised, [], TODAY) == (Finding(Check.LATE, "OD", TODAY - timedelta(days=1), "Publish"),)


def test_a_policy_that_was_returned_is_found_with_its_reason_and_one_that_changed_since_it_was_signed() -> None:
    judged = [
        Judged("OD", is_returned=False, reason="", is_changed=True),
        Judged("ICT", is_returned=True, reason="Which law?", is_changed=False),
        Judged("DST", is_returned=False, reason="", is_changed=False),
    ]
    assert findings([], [], judged, TODAY) == (
        Finding(Check.RETURNED, "ICT", action="Which law?"),
        Finding(Check.CHANGED, "OD"),
    )
