"""Settling two answers: a person chooses one, or writes a third; nothing is lost."""

from collections.abc import Sequence

from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace
from roadmap_core.assessment.answers import Answer
from roadmap_core.entries.identifiers import OpId


def settle(
    workspace: Workspace, question_id: str, answer: Answer | None, seen: Sequence[OpId], reason: str = ""
) -> Changes:
    """Makes `answer` the one that stands in place of all that the person was shown (`QuestionView.seen`)."""
    raise NotImplementedError


def settle_note(workspace: Workspace, question_id: str, note: str, seen: Sequence[OpId], reason: str = "") -> Changes:
    """The same for two notes (`QuestionView.note_seen`)."""
    raise NotImplementedError
