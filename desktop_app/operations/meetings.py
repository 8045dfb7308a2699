"""Meetings on a policy: begun, and what was said of each question, decided or left for later."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from desktop_app.errors import AppError
from desktop_app.operations.changes import Changes
from desktop_app.operations.steps import one_step
from desktop_app.operations.texts import clean_text
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import drafts, half_texts, overlay
from desktop_app.storage.drafts import Draft
from desktop_app.storage.engine import Connection, transaction
from desktop_app.storage.meeting_query import MeetingView, meetings_on
from desktop_app.storage.overlay import Standing
from desktop_app.storage.snapshot import Snapshot
from roadmap_core import cbor, limits
from roadmap_core.assessment.answers import answer_to_wire
from roadmap_core.assessment.meetings import Meeting, Outcome, Point, meeting_to_wire, point_to_wire
from roadmap_core.cbor import Item
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import Register
from roadmap_core.entries.operations import OpCode

DISSENT_CHARACTERS = 1_000
Begun = Mapping[str, str]
"""What is half typed for meetings after the operation: kept in the same transaction."""


def begin_meeting(workspace: Workspace, policy_id: str, meeting: Meeting, begun: Begun) -> Changes:
    """Writes when a meeting is and who is there; `meeting.key` are 16 random bytes.

    Raises:
        AppError: E-POLICY, E-PRESENT if nobody is named, E-DATE, E-TOO-LONG.
    """
    fit = _fit_meeting(meeting)
    with transaction(workspace.engine) as connection:
        return _change(workspace, connection, policy_id, (), meeting_to_wire(fit), begun)


def change_present(workspace: Workspace, shown: MeetingView, present: str, begun: Begun) -> Changes:
    """Writes who is there, in place of what was shown; errors as for `begin_meeting`."""
    fit = _fit_meeting(Meeting(shown.key, shown.day, present))
    before = [meeting_to_wire(head) for head in shown.heads]
    with transaction(workspace.engine) as connection:
        return _change(workspace, connection, shown.policy_id, before, meeting_to_wire(fit), begun)


def write_point(workspace: Workspace, policy_id: str, point: Point, shown: Iterable[Point], begun: Begun) -> Changes:
    """Writes what the meeting says of a question, with the answer that counts now, in place of what was shown.

    Raises:
        AppError: E-POLICY, E-QUESTION; E-MEETING if the meeting isn't there any more; E-TOO-LONG; E-TWO-ANSWERS while
            the question has two; E-UNDECIDED if there is neither an answer nor a text.
    """
    if point.question not in _questions(workspace, policy_id):
        raise AppError("E-QUESTION", question=point.question)
    remark, dissent = clean_text(point.remark), clean_text(point.dissent, DISSENT_CHARACTERS)
    with transaction(workspace.engine) as connection:
        if not any(one.key == point.key for one in meetings_on(workspace.store, connection, policy_id)):
            raise AppError("E-MEETING")
        fit = replace(point, remark=remark, dissent=dissent, answer=_answer(workspace, connection, point))
        if fit.outcome is Outcome.DECIDED and not remark and fit.answer == cbor.NULL:
            raise AppError("E-UNDECIDED")
        before = [point_to_wire(one) for one in shown]
        return _change(workspace, connection, policy_id, before, point_to_wire(fit), begun)


def _answer(workspace: Workspace, connection: Connection, point: Point) -> bytes:
    """CBOR of the answer that counts now."""
    item = workspace.catalogue.number(point.question)
    snapshot = Snapshot.take(workspace.store, connection, [item])
    standing = snapshot.standing(snapshot.register(item, Facet.ANSWER))
    if point.outcome is Outcome.DECIDED and overlay.is_contested(standing):
        raise AppError("E-TWO-ANSWERS", question=point.question)
    answer = snapshot.counting_answer(point.question, standing)
    return cbor.NULL if answer is None else cbor.encode(answer_to_wire(answer))


def _change(
    workspace: Workspace, connection: Connection, policy_id: str, before: Iterable[Item], after: Item, begun: Begun
) -> Changes:
    """One step: the rows `before` go, `after` comes, unless it stands already."""
    _questions(workspace, policy_id)
    city, now_ms, value = workspace.city(connection), workspace.clock(), cbor.encode(after)
    register = Register(city.assessment, workspace.catalogue.number(policy_id), int(Facet.MEETING))
    half_texts.keep(workspace.store, connection, city.assessment, half_texts.MEETING, begun)
    rows = Snapshot.take(workspace.store, connection, [register.item]).standing(register)
    with one_step(connection, [register]):
        going = {cbor.encode(row) for row in before} - {value}
        _remove(connection, register, [row for row in rows if row.value in going], city.official_number, now_ms)
        if not any(row.value == value for row in rows):
            drafts.save(connection, Draft(OpCode.ADD_ROW, register, value, (), city.official_number, now_ms))
    return Changes(policies=frozenset({policy_id}), outbox=True)


def _remove(connection: Connection, register: Register, rows: Sequence[Standing], author: int, now_ms: int) -> None:
    """What was never sealed leaves no trace."""
    drafts.drop(connection, [row.draft for row in rows if row.draft is not None])
    seen = tuple(row.op for row in rows if row.op is not None)[: limits.PREDECESSORS_PER_OPERATION]
    if seen:
        drafts.save(connection, Draft(OpCode.REMOVE_ROWS, register, None, seen, author, now_ms))


def _fit_meeting(meeting: Meeting) -> Meeting:
    """The meeting as it can be signed. Raises AppError (E-PRESENT, E-DATE, E-TOO-LONG)."""
    names = Meeting(meeting.key, meeting.day, clean_text(meeting.present)).names
    if not names:
        raise AppError("E-PRESENT")
    try:
        day = date.fromisoformat(meeting.day).isoformat()
    except ValueError as error:
        raise AppError("E-DATE") from error
    return Meeting(meeting.key, day, "\n".join(names))


def _questions(workspace: Workspace, policy_id: str) -> Sequence[str]:
    try:
        return workspace.instrument.policy(policy_id).question_ids
    except KeyError:
        raise AppError("E-POLICY", policy=policy_id) from None
