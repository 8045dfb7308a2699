"""Verbs that show, export and check."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop_app.cli import evidence
from desktop_app.cli.answers import printed, takes
from desktop_app.cli.profile import Report, folder_of, open_profile, question_view
from desktop_app.cli.unlocking import unlock_of
from desktop_app.errors import AppError
from desktop_app.operations import entries_file, evidence_file, printed_codes
from desktop_app.operations.printed_codes import CodeFound
from desktop_app.operations.profile_keys import keys_of
from desktop_app.operations.verification import Verdict
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import queries
from desktop_app.storage.profile_lock import ProfileLock
from desktop_app.storage.views import Alternative, QuestionState, QuestionView
from roadmap_core.instrument.model import Scale

_NOT_ALL_GOOD = 1


def status(asked: argparse.Namespace) -> Report:
    with open_profile(asked) as workspace:
        overview = queries.overview(workspace.store)
        line = queries.status(workspace.store)
    city, standing = overview.city, overview.standing
    fields: dict[str, Any] = {
        "city": city.city_id,
        "official": city.official,
        "is_sample": city.is_sample,
        "reference_date": city.reference_date,
        "answered": standing.answered,
        "questions": standing.total,
        "written": standing.written,
        "implemented": standing.implemented,
        "contested": list(overview.contested),
        "saved_ms": line.saved_ms,
        "waiting_changes": line.waiting_changes,
        "sent_ms": line.sent_ms,
        "connection": line.connection.value,
        "problem": line.problem,
        "policies": {p.policy_id: {"stage": p.stage.name.lower(), "score": p.score} for p in standing.policies},
    }
    sample = " (sample data, invented)" if city.is_sample else ""
    lines = [
        f"{city.city_name}{sample}, {city.official}, reference date {city.reference_date}",
        f"Answered: {standing.answered} of {standing.total}",
        f"Foundational policies written: {standing.written}; implemented: {standing.implemented}",
        f"Waiting to be sent: {line.waiting_changes}; connection: {line.connection.value}",
        f"Two answers: {', '.join(overview.contested) or 'none'}",
    ]
    return Report("\n".join(lines), fields)


def answers(asked: argparse.Namespace) -> Report:
    with open_profile(asked) as workspace:
        wanted = asked.question or [question.id for question in workspace.instrument.questions]
        if asked.contested:
            wanted = [question for question in queries.contested(workspace.store) if question in wanted]
        views = [question_view(workspace, question) for question in wanted]
        if not asked.question:
            views = [view for view in views if view.state is not QuestionState.EMPTY or view.note]
        found = [_fields(workspace, view) for view in views]
    lines = [line for fields in found for line in _lines(fields, alone=bool(asked.question))]
    return Report("\n".join(lines) or "Nothing to show.", {"answers": found})


def _fields(workspace: Workspace, view: QuestionView) -> dict[str, Any]:
    scale = workspace.instrument.scale_of(view.question_id)
    return {
        "question": view.question_id,
        "answer": printed(view.answer, scale),
        "note": view.note,
        "state": view.state.value,
        "reached": view.reached.value,
        "takes": takes(view.question_id, scale),
        "alternatives": [_alternative(a, scale) for a in view.alternatives],
        "note_alternatives": [_alternative(a, scale) for a in view.note_alternatives],
    }


def _alternative(one: Alternative, scale: Scale) -> dict[str, Any]:
    return {
        "answer": printed(one.answer, scale),
        "note": one.note,
        "author": one.author,
        "computer": one.computer,
        "is_this_computer": one.is_this_computer,
        "claimed_ms": one.claimed_ms,
        "not_after_ms": one.not_after_ms,
    }


def _lines(fields: dict[str, Any], *, alone: bool) -> list[str]:
    lines = [f"{fields['question']}  {fields['answer']}  [{fields['state']}, {fields['reached']}]"]
    if fields["note"]:
        lines.append(f"    {fields['note']}")
    if fields["state"] == QuestionState.TWO_ANSWERS:
        for kind, shown in (("alternatives", "answer"), ("note_alternatives", "note")):
            several = fields[kind] if len(fields[kind]) > 1 else []
            lines += [f"    {n}. {a[shown]}  {a['author']}  {a['computer']}" for n, a in enumerate(several, 1)]
    return [*lines, f"    {fields['takes']}"] if alone else lines


def export_entries(asked: argparse.Namespace) -> Report:
    try:
        with open_profile(asked) as workspace:
            count = entries_file.export_entries(workspace, Path(asked.file))
    except AppError as error:
        if error.code != "E-NEWER":
            raise
        folder = folder_of(asked)
        with ProfileLock(folder):
            count = entries_file.export_newer(folder, Path(asked.file), keys_of(folder, unlock_of(asked)))
    return Report(f"{count} entries were written to {asked.file}.", {"entries": count, "file": asked.file})


def verify(asked: argparse.Namespace) -> Report:
    documents = Path(asked.alliance) if asked.alliance else None
    if asked.code:
        return _code_found(printed_codes.find_code(Path(asked.file), asked.code, documents), asked)
    proved = evidence_file.judge_evidence(Path(asked.file), documents)
    if proved is not None:
        return evidence.explained(*proved)
    found = entries_file.verify_entries(Path(asked.file), asked.alliance_id, documents)
    shown = [_verdict(verdict) for verdict in found.verdicts if verdict.code or verdict.remark]
    good = len(found.verdicts) - len(found.bad) - len(found.unproven)
    lines = [f"{good} good, {len(found.bad)} bad, {len(found.unproven)} that can't be judged with this file alone."]
    lines += [" ".join(f"{name}={value}" for name, value in fields.items() if value is not None) for fields in shown]
    if not found.is_membership_judged:
        lines.append("Membership was not judged: who may write stands in a trust file (--alliance FILE).")
    counts = {"good": good, "bad": len(found.bad), "unproven": len(found.unproven)}
    fields = {**counts, "is_membership_judged": found.is_membership_judged, "told": shown}
    return Report("\n".join(lines), fields, _NOT_ALL_GOOD if found.bad or found.unproven else 0)


def _code_found(found: CodeFound | None, asked: argparse.Namespace) -> Report:
    if found is None:
        said = "The file holds no signed state with this code."
        return Report(said, {"code": asked.code, "is_found": False}, _NOT_ALL_GOOD)
    head = found.head
    signed = datetime.fromtimestamp(head.server_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    said = f"The code stands for {head.size} entries of {head.city}, which the alliance's server signed at {signed}."
    if not found.fits_entries:
        said += " The entries themselves aren't all in this file."
    fields = {"city": head.city, "size": head.size, "server_ms": head.server_ms, "fits_entries": found.fits_entries}
    return Report(said, {"code": asked.code, "is_found": True, **fields})


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "offset": verdict.offset,
        "log": verdict.log.hex() if verdict.log else None,
        "seq": verdict.seq,
        "code": verdict.code.value if verdict.code else None,
        "remark": verdict.remark or None,
        "detail": verdict.detail or None,
    }
