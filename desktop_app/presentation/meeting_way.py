"""Which question of a meeting comes when. No Qt."""

from desktop_app.storage.meeting_query import MeetingView
from roadmap_core.assessment.meetings import Outcome, Point, comes_next
from roadmap_core.instrument.model import Policy


def begins_at(policy: Policy, meeting: MeetingView) -> str:
    """Where a meeting is gone on with: at what is open, else at the first question."""
    return comes_next(policy.question_ids, meeting.spoken_of, meeting.decided, "") or policy.question_ids[0]


def goes_on_at(policy: Policy, meeting: MeetingView, point: Point) -> str:
    """The question after `point`, which was written over what `meeting` had said; empty: the meeting is through."""
    spoken_of, decided = meeting.spoken_of | {point.question}, meeting.decided - {point.question}
    if point.outcome is Outcome.DECIDED:
        decided |= {point.question}
    return comes_next(policy.question_ids, spoken_of, decided, point.question)


def beside(policy: Policy, question_id: str, step: int) -> str:
    """The question `step` further on in the policy; empty at the ends."""
    questions = policy.question_ids
    at = questions.index(question_id) + step if question_id in questions else -1
    return questions[at] if 0 <= at < len(questions) else ""
