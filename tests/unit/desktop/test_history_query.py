"""The history of answers: what replaced what, what stood on a day, what differs between two days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from desktop_app.operations.answers import clear_answer, give_answer, write_note
from desktop_app.operations.contested import settle
from desktop_app.operations.sealing import seal_drafts
from desktop_app.storage import queries
from desktop_app.storage.history_query import Difference, answers_on, differences, history
from roadmap_core.assessment.answers import Choice, Unknown
from tests.unit.desktop.profiles import MORNING_MS

TODAY = datetime.fromtimestamp(MORNING_MS / 1000, UTC).date()
DAY_MS = 86_400_000


def exchange(one, other):
    for computer in (one, other):
        seal_drafts(computer.workspace)
    first, second = one.entries(), other.entries()
    one.take(second)
    other.take(first)


def on(computer, days):
    computer.clock.now_ms = MORNING_MS + days * DAY_MS


def day(number):
    return TODAY + timedelta(days=number)


def answer(computer, option, question="ICT-01", *, sealed=True):
    give_answer(computer.workspace, question, Choice(option), computer.view(question).seen)
    if sealed:
        seal_drafts(computer.workspace)


def test_where_nothing_was_written_there_is_no_history(sato):
    assert history(sato.workspace.store, "ICT-01") == ()
    assert answers_on(sato.workspace.store, day(0)) == {}
    assert differences(sato.workspace.store, date.min, date.max) == ()


def test_an_unknown_question_is_refused(sato):
    with pytest.raises(KeyError):
        history(sato.workspace.store, "NO-99")


@pytest.mark.parametrize("sealed", [True, False])
def test_each_value_says_who_when_and_what_it_replaced(sato, sealed):
    answer(sato, 1)
    on(sato, 2)
    write_note(sato.workspace, "ICT-01", "Council decision", ())
    answer(sato, 3, sealed=sealed)
    rows = [one for one in history(sato.workspace.store, "ICT-01") if not one.one.is_note]
    assert [(one.one.answer, one.stands) for one in rows] == [(Choice(3), True), (Choice(1), False)]
    assert [[other.answer for other in one.replaced] for one in rows] == [[Choice(1)], []]
    assert [one.one.claimed_ms for one in rows] == [MORNING_MS + 2 * DAY_MS, MORNING_MS]
    assert {one.one.author for one in rows} == {"M. Sato"}
    assert [one.one.note for one in history(sato.workspace.store, "ICT-01") if one.one.is_note] == ["Council decision"]


@pytest.mark.parametrize("sealed", [True, False])
def test_answers_stand_as_they_stood_at_the_end_of_each_day(sato, sealed):
    for number, option in ((0, 1), (3, 2)):
        on(sato, number)
        answer(sato, option)
    on(sato, 5)
    clear_answer(sato.workspace, "ICT-01", sato.view("ICT-01").seen)
    if sealed:
        seal_drafts(sato.workspace)
    found = [answers_on(sato.workspace.store, day(n)).get("ICT-01") for n in (-1, 0, 2, 3, 4, 5, 9)]
    assert found == [None, Choice(1), Choice(1), Choice(2), Choice(2), None, None]
    assert differences(sato.workspace.store, day(0), day(3)) == (Difference("ICT-01", Choice(1), Choice(2)),)
    assert differences(sato.workspace.store, day(3), day(4)) == ()
    assert differences(sato.workspace.store, day(-1), day(9)) == ()


def test_what_stands_today_is_what_the_question_page_says(sato, tanaka, members):
    answer(sato, 4)
    answer(tanaka, 1)
    exchange(sato, tanaka)
    assert answers_on(sato.workspace.store, day(0))["ICT-01"] == sato.view("ICT-01").answer == Choice(1)
    on(sato, 1)
    settle(sato.workspace, "ICT-01", Unknown(), sato.view("ICT-01").seen, "Ask again")
    for _ in range(2):
        first = history(sato.workspace.store, "ICT-01")[0]
        assert (first.is_choice, first.stands, len(first.replaced)) == (True, True, 2)
        assert (
            answers_on(sato.workspace.store, day(1))["ICT-01"]
            == queries.question(sato.workspace.store, "ICT-01").answer
        )
        assert answers_on(sato.workspace.store, day(0))["ICT-01"] == Choice(1)
        seal_drafts(sato.workspace)
