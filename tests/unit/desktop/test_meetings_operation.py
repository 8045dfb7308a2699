"""Meetings through the operations: written, changed, undone, and kept side by side when two computers write."""

import pytest

from desktop_app.errors import AppError
from desktop_app.operations.answers import give_answer
from desktop_app.operations.meetings import begin_meeting, change_present, write_point
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.undoing import redo, undo
from desktop_app.storage import half_texts, meeting_query, queries
from desktop_app.storage.meeting_query import MeetingView
from roadmap_core.assessment.answers import Choice
from roadmap_core.assessment.meetings import Meeting, Outcome, Point
from roadmap_core.entries.facets import Facet
from tests.unit.desktop.profiles import Computer

KEY = bytes(range(16))
DECIDED, LATER = Outcome
POLICY, QUESTION = "ICT", "ICT-01"


def begin(computer: Computer, present: str = "A. Mori\nB. Ito", day: str = "2026-05-31", policy: str = POLICY) -> None:
    begin_meeting(computer.workspace, policy, Meeting(KEY, day, present), {})


def found(computer: Computer) -> MeetingView:
    (one,) = meeting_query.meetings(computer.workspace.store)
    return one


def say(computer: Computer, outcome: Outcome, remark: str = "", dissent: str = "", question: str = QUESTION) -> None:
    shown = [one.point for one in found(computer).of(question)]
    write_point(computer.workspace, POLICY, Point(KEY, question, outcome, remark, dissent), shown, {})


def exchange(one: Computer, other: Computer) -> None:
    for computer in (one, other):
        seal_drafts(computer.workspace)
    first, second = one.entries(), other.entries()
    one.take(second)
    other.take(first)


@pytest.mark.parametrize("is_sealed", [False, True])
def test_what_a_meeting_says_of_a_question_replaces_what_it_said_before_and_is_one_step_to_undo(sato, is_sealed):
    begin(sato)
    say(sato, LATER, "The law is missing")
    if is_sealed:
        seal_drafts(sato.workspace)
    give_answer(sato.workspace, QUESTION, Choice(2), ())
    say(sato, DECIDED, "By autumn", "B. Ito")
    (one,) = found(sato).said
    assert (one.point.outcome, one.point.remark, one.point.dissent) == (DECIDED, "By autumn", "B. Ito")
    assert (one.answer, one.author, found(sato).author) == (Choice(2), "M. Sato", "M. Sato")
    turned = undo(sato.workspace)
    assert (turned.items, turned.facet, turned.changes.policies) == ((POLICY,), Facet.MEETING, {POLICY})
    (one,) = found(sato).said
    assert (one.point.outcome, one.point.remark, one.answer) == (LATER, "The law is missing", None)
    redo(sato.workspace)
    assert found(sato).decided == {QUESTION}
    waiting = queries.sending(sato.workspace.store).waiting
    assert (waiting[-1].facet, waiting[-1].note) == (Facet.MEETING, "")


def test_the_answer_in_the_minutes_stays_as_it_was_when_the_question_was_decided(sato):
    begin(sato)
    give_answer(sato.workspace, QUESTION, Choice(2), ())
    say(sato, DECIDED)
    give_answer(sato.workspace, QUESTION, Choice(3), sato.view(QUESTION).seen)
    assert found(sato).said[0].answer == Choice(2)


def test_what_two_computers_write_of_one_meeting_stands_side_by_side_and_nobody_present_is_lost(sato, tanaka, members):
    begin(sato)
    exchange(sato, tanaka)
    assert found(tanaka).author == "M. Sato"
    say(sato, LATER, "The law is missing")
    say(tanaka, DECIDED, "By autumn")
    change_present(sato.workspace, found(sato), "A. Mori\nB. Ito\nC. Abe", {})
    change_present(tanaka.workspace, found(tanaka), "A. Mori, D. Oka", {})
    exchange(sato, tanaka)
    for computer in (sato, tanaka):
        assert {one.point.remark: one.author for one in found(computer).said} == {
            "The law is missing": "M. Sato",
            "By autumn": "A. Tanaka",
        }
        assert set(found(computer).present) == {"A. Mori", "B. Ito", "C. Abe", "A. Mori, D. Oka"}
        assert found(computer).decided == {QUESTION} == found(computer).spoken_of
    say(sato, DECIDED, "By spring")
    assert [one.point.remark for one in found(sato).said] == ["By spring"]


def test_what_is_unchanged_is_not_written_again(sato):
    begin(sato)
    say(sato, LATER, "The law is missing")
    change_present(sato.workspace, found(sato), " A. Mori\n\nB. Ito ", {})
    say(sato, LATER, " The law is missing")
    undo(sato.workspace)
    assert found(sato).said == ()


@pytest.mark.parametrize(
    ("holes", "code"),
    [
        ({"present": " \n"}, "E-PRESENT"),
        ({"present": "x" * 4001}, "E-TOO-LONG"),
        ({"day": "soon"}, "E-DATE"),
        ({"policy": "XXX"}, "E-POLICY"),
    ],
)
def test_what_is_no_meeting_is_refused_and_nothing_is_written(sato, holes, code):
    with pytest.raises(AppError) as refused:
        begin(sato, **holes)
    assert refused.value.code == code
    assert meeting_query.meetings(sato.workspace.store) == ()


@pytest.mark.parametrize(
    ("point", "policy", "code"),
    [
        (Point(KEY, QUESTION, DECIDED, " "), POLICY, "E-UNDECIDED"),
        (Point(KEY, QUESTION, DECIDED, "x" * 4001), POLICY, "E-TOO-LONG"),
        (Point(KEY, QUESTION, DECIDED, "x", "x" * 1001), POLICY, "E-TOO-LONG"),
        (Point(bytes(16), QUESTION, DECIDED, "x"), POLICY, "E-MEETING"),
        (Point(KEY, "AIP-01", DECIDED, "x"), POLICY, "E-QUESTION"),
        (Point(KEY, QUESTION, DECIDED, "x"), "XXX", "E-POLICY"),
    ],
)
def test_what_says_nothing_of_a_question_is_refused_and_what_is_half_typed_stays(sato, point, policy, code):
    begin_meeting(sato.workspace, POLICY, Meeting(KEY, "2026-05-31", "A. Mori"), {"typed": "By"})
    with pytest.raises(AppError) as refused:
        write_point(sato.workspace, policy, point, (), {})
    assert refused.value.code == code
    assert found(sato).said == ()
    assert half_texts.kept(sato.workspace.store, half_texts.MEETING) == {"typed": "By"}


def test_nothing_is_decided_while_two_answers_stand_but_it_can_wait(sato, tanaka, members):
    begin(sato)
    for computer, option in ((sato, 1), (tanaka, 2)):
        give_answer(computer.workspace, QUESTION, Choice(option), ())
    exchange(sato, tanaka)
    with pytest.raises(AppError) as refused:
        say(sato, DECIDED)
    assert refused.value.code == "E-TWO-ANSWERS"
    say(sato, LATER)
    assert found(sato).said[0].answer == Choice(1)
