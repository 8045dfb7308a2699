"""An invented meeting of an invented city: two questions decided, one to come back to."""

from datetime import date, timedelta

from desktop_app.operations.meetings import begin_meeting, write_point
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import undo_list
from desktop_app.storage.engine import transaction
from roadmap_core.assessment.meetings import KEY_BYTES, Meeting, Outcome, Point

_PRESENT = "A. Mori (invented)\nB. Ito (invented)\nC. Abe (invented)"
_SAID = (
    (Outcome.DECIDED, "Invented example: the council hears it in autumn.", ""),
    (Outcome.LATER, "Invented example: the works office has the figures.", ""),
    (Outcome.DECIDED, "Invented example: the answer of last year stands.", "B. Ito (invented)"),
)


def meet_samples(workspace: Workspace, today: date) -> None:
    """Holds the meeting, three weeks ago."""
    policy = workspace.instrument.foundational[0]
    meeting = Meeting(workspace.random(KEY_BYTES), (today - timedelta(days=21)).isoformat(), _PRESENT)
    begin_meeting(workspace, policy.id, meeting, {})
    for question, (outcome, remark, dissent) in zip(policy.questions, _SAID, strict=False):
        write_point(workspace, policy.id, Point(meeting.key, question.id, outcome, remark, dissent), (), {})
    with transaction(workspace.engine) as connection:
        undo_list.forget_all(connection)
