"""Answers and notes: what officials do most. Durable as a draft when a function returns."""

from collections.abc import Sequence
from dataclasses import replace

from desktop_app.errors import AppError
from desktop_app.operations.changes import Changes
from desktop_app.operations.registers import set_register
from desktop_app.operations.steps import one_step
from desktop_app.operations.texts import clean_text
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import half_answers
from desktop_app.storage.drafts import Draft
from desktop_app.storage.engine import transaction
from desktop_app.storage.half_answers import HalfAnswer
from roadmap_core import cbor
from roadmap_core.assessment.answers import Answer, NotApplicable, NotOurCompetence, Percent, answer_to_wire, flaw_of
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import OpId, Register
from roadmap_core.entries.operations import OpCode


def give_answer(workspace: Workspace, question_id: str, answer: Answer, seen: Sequence[OpId]) -> Changes:
    """Answers a question; `seen` is `QuestionView.seen` of the form that the person looked at.

    Raises:
        AppError: E-ANSWER with the flaw, for what is no answer to this question; E-QUESTION for an unknown one.
    """
    value = answer_value(workspace, question_id, answer)
    return write(workspace, question_id, Facet.ANSWER, value, seen)


def clear_answer(workspace: Workspace, question_id: str, seen: Sequence[OpId]) -> Changes:
    """Takes the answer away; an empty answer that others see. What was begun there is forgotten too."""
    return write(workspace, question_id, Facet.ANSWER, cbor.NULL, seen)


def keep_half_answer(workspace: Workspace, question_id: str, half: HalfAnswer | None) -> Changes:
    """Keeps a form that makes no answer yet, on this computer only; None: it was given up.

    Raises:
        AppError: E-QUESTION.
    """
    item = item_of(workspace, question_id)
    with transaction(workspace.engine) as connection:
        assessment = workspace.city(connection).assessment
        if half is None:
            half_answers.forget(connection, assessment, item)
        else:
            half_answers.keep(connection, assessment, item, half)
    return Changes()


def write_note(workspace: Workspace, question_id: str, note: str, seen: Sequence[OpId]) -> Changes:
    """Writes a question's note; `seen` is `QuestionView.note_seen`. An empty note clears it.

    Raises:
        AppError: E-TOO-LONG above 4,000 characters: nothing is cut silently. E-QUESTION.
    """
    return write(workspace, question_id, Facet.NOTE, cbor.encode(clean_text(note)), seen)


def answer_value(workspace: Workspace, question_id: str, answer: Answer | None) -> bytes:
    """The signed form of an answer, its texts made fit. Raises AppError (E-ANSWER, E-QUESTION, E-TOO-LONG)."""
    try:
        scale = workspace.instrument.scale_of(question_id)
    except KeyError:
        raise AppError("E-QUESTION", question=question_id) from None
    fit = answer and _with_clean_texts(answer)
    flaw = flaw_of(fit, scale)
    if flaw is not None:
        raise AppError("E-ANSWER", reason=flaw.name, question=question_id)
    return cbor.encode(answer_to_wire(fit))


def _with_clean_texts(answer: Answer) -> Answer:
    match answer:
        case Percent():
            return replace(answer, period=clean_text(answer.period))
        case NotApplicable():
            return replace(answer, reason=clean_text(answer.reason))
        case NotOurCompetence():
            return replace(answer, body=clean_text(answer.body), law=clean_text(answer.law))
    return answer


def write(
    workspace: Workspace,
    question_id: str,
    facet: Facet,
    value: bytes,
    seen: Sequence[OpId],
    code: OpCode = OpCode.SET,
    reason: str | None = None,
) -> Changes:
    """Sets one field of a question. An answer that is given ends what was begun there. Raises AppError (E-QUESTION)."""
    item = item_of(workspace, question_id)
    changed_ms = workspace.clock()
    with transaction(workspace.engine) as connection:
        city = workspace.city(connection)
        if facet is Facet.ANSWER and code == OpCode.SET:
            half_answers.forget(connection, city.assessment, item)
        register = Register(city.assessment, item, int(facet))
        draft = Draft(code, register, value, tuple(seen), city.official_number, changed_ms, reason)
        with one_step(connection, [register]) as touched:
            after = set_register(connection, draft, touched.before[register])
            if after is None:
                return Changes()
            touched.after[register] = after
    return changes_of(workspace, question_id)


def item_of(workspace: Workspace, question_id: str) -> int:
    """The number of a question or a context figure. Raises AppError (E-QUESTION)."""
    try:
        workspace.instrument.scale_of(question_id)
        return workspace.catalogue.number(question_id)
    except KeyError:
        raise AppError("E-QUESTION", question=question_id) from None


def changes_of(workspace: Workspace, question_id: str) -> Changes:
    """What is different after a field of this question was written on this computer."""
    try:
        policies = frozenset({workspace.instrument.policy_of(question_id).id})
    except KeyError:  # a context figure belongs to no policy
        policies = frozenset()
    return Changes(questions=frozenset({question_id}), policies=policies, outbox=True, contested=True)
