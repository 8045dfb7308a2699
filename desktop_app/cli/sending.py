"""Verbs that speak to the server. httpx is loaded here, only when one of them runs."""

import argparse

from desktop_app.cli.profile import Report, open_profile
from desktop_app.errors import AppError, describe
from desktop_app.operations import sealing
from desktop_app.storage import queries
from desktop_app.storage.views import Connection

_SENT_ANYHOW = frozenset({"", "E-TRUST-OLD"})


def join(asked: argparse.Namespace) -> Report:
    from desktop_app.sync import enrolment

    with open_profile(asked) as workspace:
        code = sealing.ensure_device(workspace).code
        contact = enrolment.join(workspace, asked.address, asked.invitation)
    fields = {"connection": contact.value, "server": asked.address, "code": code}
    if contact is Connection.ADMITTED:
        return Report(f"This computer is admitted by {asked.address}.", fields)
    if contact is Connection.PENDING:
        return Report(f"Waiting for admission. Read this code out to your city's lead, or a registrar: {code}", fields)
    return Report("The server does not know this computer. Ask for an invitation, and join with it.", fields)


def send(asked: argparse.Namespace) -> Report:
    from desktop_app.sync.round import run_rounds
    from desktop_app.sync.session import Session

    with open_profile(asked) as workspace:
        sealing.seal_drafts(workspace)
        session = Session()
        try:
            outcome = run_rounds(workspace, session, lambda: sealing.seal_what_waited(workspace))
        finally:
            session.close()
        if outcome.is_failure or outcome.problem not in _SENT_ANYHOW:
            raise AppError(outcome.problem)
        line, waits_for_key = queries.status(workspace.store), sealing.waits_for_key(workspace)
    fields = {
        "connection": line.connection.value,
        "problem": outcome.problem,
        "sent": outcome.sent,
        "received": outcome.received,
        "waiting_changes": line.waiting_changes,
        "contested": line.contested,
        "sent_ms": line.sent_ms,
        "waits_for_key": waits_for_key,
    }
    if line.connection is Connection.PENDING:
        return Report("Waiting for admission. The server has what was written, and keeps it.", fields)
    text = f"Sent: {outcome.sent}; received: {outcome.received}; still waiting: {line.waiting_changes}."
    if waits_for_key:
        text = f"{text}\nNotes wait for your city's key."
    if outcome.problem:
        text = f"{text}\n{describe(outcome.problem).title} ({outcome.problem})"
    return Report(text, fields)
