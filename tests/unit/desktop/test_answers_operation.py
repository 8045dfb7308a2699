"""Answers and notes through the operations, on a real profile."""

from datetime import date

import pytest

from desktop_app.errors import AppError
from desktop_app.operations.answers import clear_answer, give_answer, write_note
from desktop_app.operations.officials import change_official
from desktop_app.operations.plans import add_plan_action, remove_plan_action
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.start import CityChoice, begin, new_city_id
from desktop_app.storage import drafts, queries
from desktop_app.storage.engine import reading
from desktop_app.storage.views import QuestionState, Reached
from roadmap_core.assessment.answers import Choice, LastDone, NotApplicable, NotOurCompetence, Percent, Unknown
from roadmap_core.instrument.stages import Stage


def test_an_answer_is_there_when_the_profile_is_opened_again(sato):
    changes = give_answer(sato.workspace, "ICT-01", Choice(3), ())
    assert (changes.questions, changes.policies, changes.outbox) == ({"ICT-01"}, {"ICT"}, True)
    sato.workspace.close()
    view = sato.view("ICT-01")
    assert (view.answer, view.state, view.reached) == (Choice(3), QuestionState.ANSWERED, Reached.THIS_COMPUTER)
    assert queries.policy(sato.workspace.store, "ICT").standing.stage is Stage.WRITTEN


def test_the_same_answer_again_changes_nothing(sato):
    give_answer(sato.workspace, "ICT-01", Choice(3), ())
    assert give_answer(sato.workspace, "ICT-01", Choice(3), ()).questions == frozenset()
    seal_drafts(sato.workspace)
    assert give_answer(sato.workspace, "ICT-01", Choice(3), sato.view("ICT-01").seen).questions == frozenset()
    assert queries.status(sato.workspace.store).waiting_changes == 1


def test_an_edit_that_goes_back_leaves_nothing_to_send(sato):
    give_answer(sato.workspace, "ICT-01", Choice(3), ())
    seal_drafts(sato.workspace)
    give_answer(sato.workspace, "ICT-01", Choice(4), sato.view("ICT-01").seen)
    sato.clock.now_ms += 5000
    assert give_answer(sato.workspace, "ICT-01", Choice(3), sato.view("ICT-01").seen).questions == {"ICT-01"}
    assert queries.status(sato.workspace.store).waiting_changes == 1
    assert queries.status(sato.workspace.store).saved_ms == sato.clock.now_ms


def test_edits_of_one_question_collapse_into_the_last(sato):
    for option in (1, 2, 3):
        give_answer(sato.workspace, "ICT-01", Choice(option), sato.view("ICT-01").seen)
    assert queries.status(sato.workspace.store).waiting_changes == 1
    seal_drafts(sato.workspace)
    assert len(sato.view("ICT-01").history) == 1


def test_a_cleared_answer_leaves_the_question_empty_and_its_history_whole(sato):
    give_answer(sato.workspace, "ICT-01", Choice(3), ())
    seal_drafts(sato.workspace)
    clear_answer(sato.workspace, "ICT-01", sato.view("ICT-01").seen)
    seal_drafts(sato.workspace)
    view = sato.view("ICT-01")
    assert (view.answer, view.state) == (None, QuestionState.EMPTY)
    assert [alternative.answer for alternative in view.history] == [None, Choice(3)]


def test_clearing_what_was_never_answered_writes_nothing(sato):
    assert clear_answer(sato.workspace, "ICT-01", ()).questions == frozenset()
    assert write_note(sato.workspace, "ICT-01", " \t", ()).questions == frozenset()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("ICT-01", Unknown()),
        ("ICT-01", NotApplicable("No such systems.")),
        ("ICT-01", NotOurCompetence("The region", "Act 12")),
        ("ICT-05", Percent(12, 30, "2026")),
    ],
)
def test_every_kind_of_answer_comes_back_as_it_was_given(sato, question, answer):
    give_answer(sato.workspace, question, answer, ())
    seal_drafts(sato.workspace)
    assert sato.view(question).answer == answer


@pytest.mark.parametrize(
    ("question", "answer", "reason"),
    [
        ("ICT-01", Choice(6), "NO_SUCH_OPTION"),
        ("ICT-01", Percent(1, 2), "WRONG_SCALE"),
        ("ICT-01", NotApplicable("  \u200b "), "REASON_MISSING"),
        ("ICT-05", Percent(31, 30), "NUMERATOR"),
        ("ICT-05", LastDone(date(2026, 1, 1)), "WRONG_SCALE"),
    ],
)
def test_what_is_no_answer_is_refused_and_the_earlier_one_stays(sato, question, answer, reason):
    give_answer(sato.workspace, question, Unknown(), ())
    with pytest.raises(AppError) as refused:
        give_answer(sato.workspace, question, answer, ())
    assert (refused.value.code, refused.value.holes["reason"]) == ("E-ANSWER", reason)
    assert sato.view(question).answer == Unknown()


def test_an_unknown_question_is_named(sato):
    with pytest.raises(AppError) as refused:
        give_answer(sato.workspace, "ICT-99", Unknown(), ())
    assert (refused.value.code, refused.value.holes) == ("E-QUESTION", {"question": "ICT-99"})


def test_a_note_is_signed_in_nfc_without_what_deceives_the_eye(sato):
    typed = "Cafe\u0301\tnoir\r\nsecond\u2028third \u202egnp.exe\u202c\u0000\u200b\ufeff \ud800"
    write_note(sato.workspace, "ICT-01", typed, ())
    seal_drafts(sato.workspace)
    assert sato.view("ICT-01").note == "Caf\u00e9 noir\nsecond\nthird gnp.exe"


def test_a_note_is_never_cut_silently(sato):
    write_note(sato.workspace, "ICT-01", "x" * 4000, ())
    with pytest.raises(AppError) as refused:
        write_note(sato.workspace, "ICT-01", "x" * 4001, ())
    assert (refused.value.code, refused.value.holes["longest"]) == ("E-TOO-LONG", 4000)
    assert sato.view("ICT-01").note == "x" * 4000


def test_plan_actions_are_added_and_removed_before_and_after_sealing(sato):
    add_plan_action(sato.workspace, "ICT", "Write the rule", "City manager", date(2026, 12, 31))
    add_plan_action(sato.workspace, "ICT", "Publish it")
    remove_plan_action(sato.workspace, "ICT", queries.policy(sato.workspace.store, "ICT").plan[1])
    seal_drafts(sato.workspace)
    (action,) = queries.policy(sato.workspace.store, "ICT").plan
    assert (action.text, action.owner, action.due) == ("Write the rule", "City manager", "2026-12-31")
    assert queries.policy(sato.workspace.store, "ICT").standing.has_plan
    remove_plan_action(sato.workspace, "ICT", action)
    assert queries.policy(sato.workspace.store, "ICT").plan == ()
    seal_drafts(sato.workspace)
    assert queries.policy(sato.workspace.store, "ICT").plan == ()


def test_what_one_official_did_keeps_their_name_when_another_takes_over(sato):
    give_answer(sato.workspace, "ICT-01", Choice(3), ())
    assert change_official(sato.workspace, "A. Tanaka").city
    give_answer(sato.workspace, "ICT-02", Choice(1), ())
    change_official(sato.workspace, "M. Sato")
    assert [sato.view(q).alternatives[0].author for q in ("ICT-01", "ICT-02")] == ["M. Sato", "A. Tanaka"]
    assert queries.city(sato.workspace.store).official == "M. Sato"
    names = [row for row in sato.tables("draft")["draft"] if row[4] == 30]  # they wait for the city's key
    assert len(names) == 2


def test_a_profile_begins_once(sato):
    with pytest.raises(AppError) as refused:
        begin(sato.workspace, CityChoice("kobe-jp", "Kobe", "JP"), "M. Sato")
    assert refused.value.code == "E-PROFILE-EXISTS"
    assert queries.city(sato.workspace.store).city_id == "kaga-jp"


def test_a_new_citys_id_is_the_same_on_every_computer_of_the_city():
    assert (
        new_city_id("San Jos\u00e9 del Cabo", "MX")
        == new_city_id("San Jose\u0301 del Cabo", "MX")
        == "san-jose-del-cabo-mx"
    )
    assert new_city_id("\u52a0\u8cc0", "JP") == new_city_id(" \u52a0\u8cc0 ", "JP")
    assert new_city_id("\u52a0\u8cc0", "JP") != new_city_id("\u91d1\u6ca2", "JP")


def test_the_history_tells_notes_from_answers(sato):
    give_answer(sato.workspace, "ICT-01", Choice(1), ())
    write_note(sato.workspace, "ICT-01", "Council decides in May.", ())
    seal_drafts(sato.workspace)
    history = sato.view("ICT-01").history
    assert {(entry.is_note, entry.note) for entry in history} == {(True, "Council decides in May."), (False, "")}


def numbers(computer):
    with reading(computer.workspace.engine) as connection:
        return [draft.number for draft in drafts.every(connection)]


def test_no_draft_ever_gets_the_number_of_one_that_is_gone(sato):
    """The journal knows an older database by this number."""
    seen = 0
    for option in (3, 1):
        give_answer(sato.workspace, "ICT-01", Choice(option), sato.view("ICT-01").seen)
        assert max(numbers(sato)) > seen
        seen = max(numbers(sato))
        seal_drafts(sato.workspace)
    give_answer(sato.workspace, "ICT-01", Choice(2), sato.view("ICT-01").seen)
    taken_back = max(numbers(sato))
    give_answer(sato.workspace, "ICT-01", Choice(1), sato.view("ICT-01").seen)
    assert taken_back not in numbers(sato)
    give_answer(sato.workspace, "ICT-02", Choice(2), ())
    assert max(numbers(sato)) > taken_back > seen


def test_when_something_was_saved_outlives_the_sealing_and_a_clock_that_is_set_back(sato):
    give_answer(sato.workspace, "ICT-01", Choice(3), ())
    seal_drafts(sato.workspace)
    give_answer(sato.workspace, "ICT-01", Choice(2), sato.view("ICT-01").seen)
    sato.clock.now_ms -= 86_400_000
    give_answer(sato.workspace, "ICT-02", Choice(1), ())
    saved = sato.clock.now_ms
    assert queries.status(sato.workspace.store).saved_ms == saved
    sato.clock.now_ms += 5000
    seal_drafts(sato.workspace)
    assert queries.status(sato.workspace.store).saved_ms == saved
