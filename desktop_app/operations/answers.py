"""Answers and notes: what officials do most. Durable as a draft when a function returns."""

from collections.abc import Sequence

from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace
from roadmap_core.assessment.answers import Answer
from roadmap_core.entries.identifiers import OpId


def give_answer(workspace: Workspace, question_id: str, answer: Answer, seen: Sequence[OpId]) -> Changes:
    """Answers a question; `seen` is `QuestionView.seen` of the form that the person looked at.

    Raises:
        AppError: E-ANSWER with the flaw, for what is no answer to this question; E-QUESTION for an unknown one.
    """
    raise NotImplementedError


def clear_answer(workspace: Workspace, question_id: str, seen: Sequence[OpId]) -> Changes:
    """Takes the answer away; an empty answer that others see."""
    raise NotImplementedError


def write_note(workspace: Workspace, question_id: str, note: str, seen: Sequence[OpId]) -> Changes:
    """Writes a question's note; `seen` is `QuestionView.note_seen`. An empty note clears it.

    Raises:
        AppError: E-NOTE-LONG above 4,000 characters: nothing is cut silently.
    """
    raise NotImplementedError
