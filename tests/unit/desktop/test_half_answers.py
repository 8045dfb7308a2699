"""Forms that are begun: kept on this computer until they are answers, and never signed."""

import pytest

from desktop_app.operations.answers import clear_answer, give_answer, keep_half_answer
from desktop_app.operations.sealing import seal_drafts
from desktop_app.storage import half_answers, queries
from desktop_app.storage.engine import transaction
from desktop_app.storage.half_answers import HalfAnswer
from desktop_app.storage.projector import rebuild
from roadmap_core.assessment.answers import Choice
from roadmap_core.entries.identifiers import OpId, ShortHash
from tests.unit.desktop.profiles import open_computer

BEGUN = HalfAnswer(
    {"numerator": "8", "period": "20\ud83626"}, frozenset({b"\x01\x02"}), (OpId(ShortHash(b"x" * 16), 3),)
)


@pytest.fixture
def sato(tmp_path):
    computer = open_computer(tmp_path / "sato")
    yield computer
    computer.workspace.close()


def test_what_is_begun_is_kept_as_it_was_typed_at_its_question_only(sato):
    keep_half_answer(sato.workspace, "ICT-05", BEGUN)
    assert half_answers.kept(sato.workspace.store, "ICT-05") == BEGUN
    assert half_answers.kept(sato.workspace.store, "ICT-06") is None
    later = HalfAnswer({"numerator": "9"})
    keep_half_answer(sato.workspace, "ICT-05", later)
    assert half_answers.kept(sato.workspace.store, "ICT-05") == later


@pytest.mark.parametrize(
    "end",
    [
        lambda workspace: give_answer(workspace, "ICT-01", Choice(4), ()),
        lambda workspace: clear_answer(workspace, "ICT-01", ()),
        lambda workspace: keep_half_answer(workspace, "ICT-01", None),
    ],
)
def test_what_became_an_answer_or_was_given_up_is_forgotten(sato, end):
    keep_half_answer(sato.workspace, "ICT-01", BEGUN)
    end(sato.workspace)
    assert half_answers.kept(sato.workspace.store, "ICT-01") is None


def test_an_answer_that_is_refused_leaves_what_was_begun(sato):
    keep_half_answer(sato.workspace, "ICT-01", BEGUN)
    with pytest.raises(Exception, match="E-ANSWER"):
        give_answer(sato.workspace, "ICT-01", Choice(99), ())
    assert half_answers.kept(sato.workspace.store, "ICT-01") == BEGUN


def test_what_is_begun_is_in_no_entry_waits_for_nothing_and_outlives_a_rebuild(sato):
    sato.entries()
    before = sato.tables("entry", "draft", "register", "operation")
    status = queries.status(sato.workspace.store)
    keep_half_answer(sato.workspace, "ICT-01", BEGUN)
    seal_drafts(sato.workspace)
    with transaction(sato.workspace.engine) as connection:
        rebuild(connection)
    assert sato.tables("entry", "draft", "register", "operation") == before
    assert queries.status(sato.workspace.store) == status
    assert sato.view("ICT-01").answer is None
    assert half_answers.kept(sato.workspace.store, "ICT-01") == BEGUN
