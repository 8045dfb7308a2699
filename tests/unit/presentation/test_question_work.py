"""What is typed, against what the database says meanwhile: nothing is lost, and nobody disagrees with themselves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.operations.answers import give_answer, write_note
from desktop_app.operations.sealing import seal_drafts
from desktop_app.presentation.question_work import QuestionWork
from desktop_app.storage.views import QuestionState
from roadmap_core.assessment.answers import Choice
from tests.unit.desktop.profiles import Computer, Registrar, make_colleagues, open_computer

QUESTION = "ICT-01"


class Desk:
    """One question's page without its window: each step of it by itself."""

    def __init__(self, computer: Computer) -> None:
        self.computer = computer
        question = computer.workspace.instrument.question(QUESTION)
        self.work = QuestionWork(question, computer.view(QUESTION))

    def save_note(self, *, beside: bool = False) -> None:
        """Typing has stopped."""
        if self.work.note_to_save(beside=beside):
            write_note(self.computer.workspace, QUESTION, self.work.note, self.work.note_seen)

    def pick(self, option: int) -> None:
        self.work.form = type(self.work.form)(option=option)
        answer = self.work.answer_to_save(beside=False)
        if answer is not None:
            give_answer(self.computer.workspace, QUESTION, answer, self.work.seen)

    def reload(self) -> None:
        self.work.take(self.computer.view(QUESTION))

    def seal(self) -> None:
        """The sending thread is at it."""
        seal_drafts(self.computer.workspace)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    computer = open_computer(tmp_path / "sato")
    yield Desk(computer)
    computer.workspace.close()


def test_typing_on_while_the_note_is_sealed_is_no_disagreement(desk: Desk) -> None:
    desk.work.note = "The rule"
    desk.save_note()
    desk.reload()
    desk.work.note = "The rule was adopted"
    desk.seal()
    desk.reload()
    assert not desk.work.note_arrived
    desk.save_note()
    desk.reload()
    view = desk.computer.view(QUESTION)
    assert (view.note, view.state, desk.work.unsaved) == ("The rule was adopted", QuestionState.EMPTY, False)
    assert [note.note for note in view.note_alternatives] == ["The rule was adopted"]


def test_a_save_that_crosses_a_sealing_replaces_what_was_sealed(desk: Desk) -> None:
    desk.pick(1)
    desk.reload()
    desk.seal()
    desk.pick(3)  # the page has not heard of the sealing yet
    desk.reload()
    view = desk.computer.view(QUESTION)
    assert (view.answer, view.state) == (Choice(3), QuestionState.ANSWERED)
    desk.seal()
    assert desk.computer.view(QUESTION).state is QuestionState.ANSWERED


def test_a_space_at_the_end_is_still_being_typed(desk: Desk) -> None:
    desk.work.note = "The rule "
    desk.save_note()
    desk.reload()
    assert (desk.work.note, desk.work.note_arrived, desk.work.unsaved) == ("The rule ", False, False)
    desk.work.note = "The rule was"
    desk.save_note()
    assert desk.computer.view(QUESTION).note == "The rule was"


def test_quick_changes_of_mind_end_at_the_last_one(desk: Desk) -> None:
    desk.pick(3)
    first = desk.computer.view(QUESTION)
    desk.pick(4)
    second = desk.computer.view(QUESTION)
    desk.pick(3)
    desk.work.take(first)
    desk.work.take(second)
    desk.reload()
    assert not desk.work.answer_arrived
    assert (desk.work.form.option, desk.computer.view(QUESTION).answer) == (3, Choice(3))


def test_what_a_colleague_wrote_meanwhile_is_told_and_stands_beside(desk: Desk, tmp_path: Path) -> None:
    other = open_computer(tmp_path / "tanaka", "A. Tanaka", seed=2)
    make_colleagues(desk.computer, other, Registrar())
    write_note(other.workspace, QUESTION, "Not yet", ())
    desk.work.note = "Adopted"
    desk.computer.take(other.entries())
    desk.reload()
    assert (desk.work.note, desk.work.note_arrived) == ("Adopted", True)
    desk.save_note()
    assert desk.computer.view(QUESTION).state is QuestionState.EMPTY
    desk.save_note(beside=True)
    assert desk.computer.view(QUESTION).state is QuestionState.TWO_ANSWERS
    desk.reload()
    assert not desk.work.unsaved
    other.workspace.close()
