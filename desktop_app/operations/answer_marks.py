"""Marks of an answer: how sure the city is of it, and a flag for looking at it again. Registers like the answer."""

from collections.abc import Sequence

from desktop_app.operations.answers import write
from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace
from roadmap_core import cbor
from roadmap_core.assessment.confidence import Confidence
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import OpId


def say_confidence(
    workspace: Workspace, question_id: str, confidence: Confidence | None, seen: Sequence[OpId]
) -> Changes:
    """How sure the city is; None takes it back. `seen` is `QuestionView.confidence_seen`.

    Raises:
        AppError: E-QUESTION.
    """
    value = cbor.NULL if confidence is None else cbor.encode(int(confidence))
    return write(workspace, question_id, Facet.CONFIDENCE, value, seen)


def set_flag(workspace: Workspace, question_id: str, *, raised: bool, seen: Sequence[OpId]) -> Changes:
    """Raises or lowers the flag. `seen` is `QuestionView.flag_seen`. Raises AppError (E-QUESTION)."""
    return write(workspace, question_id, Facet.FLAG, cbor.encode(1) if raised else cbor.NULL, seen)
