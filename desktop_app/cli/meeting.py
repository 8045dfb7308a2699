"""The verb that lists the meetings on a policy, holds one, and writes the minutes."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from desktop_app.cli.profile import Report, nth, open_profile
from desktop_app.errors import AppError
from desktop_app.operations import meetings
from desktop_app.operations.outside_files import write_whole
from desktop_app.operations.workspace import Workspace
from desktop_app.presentation.minutes import as_page, as_text, minutes
from desktop_app.storage import meeting_query, queries
from desktop_app.storage.meeting_query import MeetingView
from roadmap_core.assessment.meetings import KEY_BYTES, Meeting, Outcome, Point


def hold(asked: argparse.Namespace) -> Report:
    with open_profile(asked) as workspace:
        if asked.begin is not None:
            _begin(workspace, asked)
        if asked.question is not None:
            _say(workspace, asked)
        found = _held(workspace, asked.policy)
        if not found and not asked.file:
            return Report("No meeting yet.", {"policy": asked.policy, "meetings": []})
        text, page = _minutes(workspace, nth(found, asked.meeting, asked.policy))
        if asked.file:
            write_whole(Path(asked.file), page.encode(), "E-EXPORT")
    return Report(text, {"policy": asked.policy, "meetings": [_fields(one) for one in found]})


def _held(workspace: Workspace, policy_id: str) -> list[MeetingView]:
    """The latest first."""
    if policy_id not in {policy.id for policy in workspace.instrument.policies}:
        raise AppError("E-POLICY", policy=policy_id)
    return [one for one in meeting_query.meetings(workspace.store) if one.policy_id == policy_id]


def _begin(workspace: Workspace, asked: argparse.Namespace) -> None:
    day = asked.day or date.today().isoformat()  # noqa: DTZ011 - the day where the people are
    meeting = Meeting(workspace.random(KEY_BYTES), day, "\n".join(asked.begin))
    meetings.begin_meeting(workspace, asked.policy, meeting, {})


def _say(workspace: Workspace, asked: argparse.Namespace) -> None:
    meeting = nth(_held(workspace, asked.policy), asked.meeting, asked.policy)
    outcome = Outcome.LATER if asked.later else Outcome.DECIDED
    point = Point(meeting.key, asked.question, outcome, asked.text, asked.dissent)
    shown = [one.point for one in meeting.of(asked.question)]
    meetings.write_point(workspace, asked.policy, point, shown, {})


def _minutes(workspace: Workspace, meeting: MeetingView) -> tuple[str, str]:
    city = queries.city(workspace.store)
    found = minutes(workspace.instrument, meeting, city.city_name if city else "")
    return as_text(found), as_page(found)


def _fields(meeting: MeetingView) -> dict[str, Any]:
    points = [
        {
            "question": one.point.question,
            "outcome": one.point.outcome.name.lower(),
            "text": one.point.remark,
            "dissent": one.point.dissent,
            "author": one.author,
        }
        for one in meeting.said
    ]
    return {"day": meeting.day, "present": list(meeting.present), "points": points}
