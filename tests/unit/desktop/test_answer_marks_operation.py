"""Confidence and flag through the operations, on real profiles: registers of their own that ask nobody to choose."""

import pytest

from desktop_app.errors import AppError
from desktop_app.operations.answer_marks import say_confidence, set_flag
from desktop_app.operations.answers import give_answer
from desktop_app.operations.sealing import seal_drafts
from desktop_app.storage import queries
from roadmap_core.assessment.answers import Choice
from roadmap_core.assessment.confidence import Confidence
from roadmap_core.entries.facets import PRIVATE_FACETS, Facet


def marks(computer, question_id="ICT-01"):
    view = computer.view(question_id)
    return view.confidence, view.is_flagged


def exchange(one, other):
    for computer in (one, other):
        seal_drafts(computer.workspace)
    first, second = one.entries(), other.entries()
    one.take(second)
    other.take(first)


def test_confidence_and_flag_are_there_when_the_profile_is_opened_again(sato):
    assert say_confidence(sato.workspace, "ICT-01", Confidence.SURE, ()).questions == {"ICT-01"}
    set_flag(sato.workspace, "ICT-01", raised=True, seen=())
    sato.workspace.close()
    assert marks(sato) == (Confidence.SURE, True)
    assert queries.policy(sato.workspace.store, "ICT").flagged == {"ICT-01"}


def test_what_is_taken_back_before_it_was_sealed_leaves_nothing_to_send(sato):
    say_confidence(sato.workspace, "ICT-01", Confidence.GUESS, ())
    set_flag(sato.workspace, "ICT-01", raised=True, seen=())
    say_confidence(sato.workspace, "ICT-01", None, ())
    set_flag(sato.workspace, "ICT-01", raised=False, seen=())
    assert (marks(sato), queries.status(sato.workspace.store).waiting_changes) == ((None, False), 0)


def test_two_computers_that_differ_show_the_less_sure_one_and_the_flag_and_nobody_has_to_choose(sato, tanaka, members):
    give_answer(sato.workspace, "ICT-01", Choice(1), ())
    say_confidence(sato.workspace, "ICT-01", Confidence.SURE, ())
    set_flag(sato.workspace, "ICT-01", raised=True, seen=())
    say_confidence(tanaka.workspace, "ICT-01", Confidence.FAIRLY_SURE, ())
    exchange(sato, tanaka)
    assert marks(sato) == marks(tanaka) == (Confidence.FAIRLY_SURE, True)
    assert queries.contested(sato.workspace.store) == ()
    assert queries.status(sato.workspace.store).contested == 0
    seen = tanaka.view("ICT-01")
    say_confidence(tanaka.workspace, "ICT-01", Confidence.SURE, seen.confidence_seen)
    set_flag(tanaka.workspace, "ICT-01", raised=False, seen=seen.flag_seen)
    exchange(sato, tanaka)
    assert marks(sato) == marks(tanaka) == (Confidence.SURE, False)


def test_a_flag_is_for_the_city_alone():
    assert Facet.FLAG in PRIVATE_FACETS
    assert Facet.CONFIDENCE not in PRIVATE_FACETS


def test_a_question_that_does_not_exist_takes_no_mark(sato):
    with pytest.raises(AppError, match="E-QUESTION"):
        set_flag(sato.workspace, "XYZ-01", raised=True, seen=())
