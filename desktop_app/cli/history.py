"""The verb that shows what was answered when: of one question, as it stood on a day, and what differs."""

import argparse
from datetime import UTC, date, datetime
from typing import Any

from desktop_app.cli.answers import printed
from desktop_app.cli.profile import Report, open_profile, question_view
from desktop_app.errors import AppError
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import history_query
from desktop_app.storage.history_query import Written
from desktop_app.storage.views import Alternative


def history(asked: argparse.Namespace) -> Report:
    with open_profile(asked) as workspace:
        if asked.on:
            return _on(workspace, asked.question, _day(asked.on))
        if asked.between:
            return _between(workspace, asked.question, *map(_day, asked.between))
        if not asked.question:
            raise AppError("E-QUESTION", question="", hint="Name a question, or say --on or --between.")
        question_view(workspace, asked.question)
        rows = [_row(workspace, asked.question, one) for one in history_query.history(workspace.store, asked.question)]
    lines = ["{when}  {who}  {value}{mark}".format(**row, mark="  (stands)" if row["stands"] else "") for row in rows]
    return Report("\n".join(lines) or "Nothing was written here.", {"question": asked.question, "history": rows})


def _row(workspace: Workspace, question_id: str, written: Written) -> dict[str, Any]:
    one = written.one
    moment = datetime.fromtimestamp((one.claimed_ms or 0) / 1000, UTC)
    return {
        "when": moment.isoformat(timespec="minutes"),
        "who": one.author,
        "computer": one.computer,
        "value": _value(workspace, question_id, one),
        "is_note": one.is_note,
        "stands": written.stands,
        "is_choice": written.is_choice,
        "replaced": [_value(workspace, question_id, other) for other in written.replaced],
    }


def _value(workspace: Workspace, question_id: str, one: Alternative) -> str:
    return f"note: {one.note}" if one.is_note else printed(one.answer, workspace.instrument.scale_of(question_id))


def _on(workspace: Workspace, question_id: str, day: date) -> Report:
    found = history_query.answers_on(workspace.store, day)
    if question_id:
        question_view(workspace, question_id)
    ids = [question_id] if question_id else list(found)
    said = {one: printed(found.get(one), workspace.instrument.scale_of(one)) for one in ids}
    lines = [f"{one}  {answer}" for one, answer in said.items()]
    return Report("\n".join(lines) or "Nothing was answered.", {"on": day.isoformat(), "answers": said})


def _between(workspace: Workspace, question_id: str, first: date, last: date) -> Report:
    rows = []
    for one in history_query.differences(workspace.store, first, last):
        if question_id in ("", one.question_id):
            scale = workspace.instrument.scale_of(one.question_id)
            pair = {"before": printed(one.before, scale), "after": printed(one.after, scale)}
            rows.append(
                {"policy": workspace.instrument.policy_of(one.question_id).id, "question": one.question_id} | pair
            )
    lines = ["{policy}  {question}  {before} -> {after}".format(**row) for row in rows]
    fields = {"first": first.isoformat(), "last": last.isoformat(), "differences": rows}
    return Report("\n".join(lines) or "No difference.", fields)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise AppError("E-DATE", hint="A day is written like 2026-12-31.") from error
