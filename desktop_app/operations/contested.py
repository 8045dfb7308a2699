"""Settling two answers: a person chooses one, or writes a third; nothing is lost."""

from collections.abc import Sequence

from desktop_app.errors import AppError
from desktop_app.operations.answers import answer_value, write
from desktop_app.operations.changes import Changes
from desktop_app.operations.texts import clean_text
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import queries
from roadmap_core import cbor
from roadmap_core.assessment.answers import Answer
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import OpId
from roadmap_core.entries.operations import OpCode


def settle(
    workspace: Workspace, question_id: str, answer: Answer | None, seen: Sequence[OpId], reason: str = ""
) -> Changes:
    """Makes `answer` the one that stands in place of all that the person was shown (`QuestionView.seen`).

    Raises:
        AppError: E-SETTLED if other answers stand now than were shown; what `give_answer` raises.
    """
    value = answer_value(workspace, question_id, answer)
    if set(seen) != set(queries.question(workspace.store, question_id).seen):
        raise AppError("E-SETTLED", question=question_id)
    return write(workspace, question_id, Facet.ANSWER, value, seen, OpCode.SETTLE, clean_text(reason) or None)


def settle_note(workspace: Workspace, question_id: str, note: str, seen: Sequence[OpId], reason: str = "") -> Changes:
    """The same for two notes (`QuestionView.note_seen`)."""
    value = cbor.encode(clean_text(note))
    if set(seen) != set(queries.question(workspace.store, question_id).note_seen):
        raise AppError("E-SETTLED", question=question_id)
    return write(workspace, question_id, Facet.NOTE, value, seen, OpCode.SETTLE, clean_text(reason) or None)
