"""Verbs about the city's computers: who asks, who is admitted, what is held back; and whom the alliance trusts."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop_app.cli.profile import Report, open_profile
from desktop_app.cli.unlocking import unlock_of
from desktop_app.errors import AppError
from desktop_app.operations import coming_back, members
from desktop_app.operations import trust as trusting
from desktop_app.storage.views import AnnouncedAct, CityComputer
from roadmap_core.entries.identifiers import EntryHash, LogId
from roadmap_core.entries.statements import Role

_LOG_BYTES, _ENTRY_BYTES = 8, 32


def code(asked: argparse.Namespace) -> Report:
    with open_profile(asked) as workspace:
        found = members.computer_code(workspace)
    return Report(found, {"code": found})


def ask_anew(asked: argparse.Namespace) -> Report:
    with open_profile(asked) as workspace:
        members.ask_anew(workspace)
        found = members.computer_code(workspace)
    said = f"{found}  is this computer's new code. Connect with a new invitation, or bring the new request by file."
    return Report(said, {"code": found})


def come_back(asked: argparse.Namespace) -> Report:
    with open_profile(asked) as workspace:
        coming_back.come_back(workspace, unlock_of(asked).given)
        found = members.computer_code(workspace)
    said = f"{found}  is this computer's new code. Connect with a new invitation, or bring the new request by file."
    return Report(f"{said}{os.linesep}Print the recovery sheet anew: an earlier one fits no longer.", {"code": found})


def people(asked: argparse.Namespace) -> Report:
    with open_profile(asked) as workspace:
        found = members.people(workspace)
        acts = members.announcements(workspace)
    lines = [_line(one) for one in found] + [line for one in acts for line in _announced(one)]
    fields = {"computers": [_fields(one) for one in found], "announced": [one.entry.hex() for one in acts]}
    return Report("\n".join(lines) or "No computer yet.", fields)


def _announced(one: AnnouncedAct) -> list[str]:
    role = f"to become {one.role.name.lower()}" if one.role is not None else "to be removed"
    said = f"announced by the registrar in {one.entry.hex()}: {one.log.hex()} is {role} ({one.reason})"
    return [said, *(f"  {_who(who)} objects: {reason}" for who, reason in one.objections)]


def _who(one: CityComputer | None) -> str:
    return (one.official or one.name or one.log.hex()) if one is not None else "a computer"


def object_to(asked: argparse.Namespace) -> Report:
    entry = EntryHash(_bytes(asked.entry, _ENTRY_BYTES, "E-ENTRY"))
    with open_profile(asked) as workspace:
        members.object_to(workspace, entry, asked.reason)
    return Report("Signed. The registrar reads it once this has been sent.", {"objected": asked.entry})


def _line(one: CityComputer) -> str:
    role = one.role.name.lower() if one.role is not None else "no role"
    words = [one.log.hex(), one.state.value, role, one.name or "(no name)", one.official or "(no official)"]
    words += ["(this computer)"] if one.is_this_computer else []
    words += ["(seems to exist twice)"] if one.is_twice else []
    words += [f"{one.changes} changes"]
    words += [f"{one.held_back} not counted {one.held}".rstrip()] if one.held_back else []
    return "  ".join(words)


def _fields(one: CityComputer) -> dict[str, Any]:
    return {
        "log": one.log.hex(),
        "logs": [log.hex() for log in one.logs],
        "name": one.name,
        "official": one.official,
        "role": one.role.name.lower() if one.role is not None else None,
        "state": one.state.value,
        "is_this_computer": one.is_this_computer,
        "is_twice": one.is_twice,
        "first_seen_ms": one.first_seen_ms,
        "last_ms": one.last_ms,
        "last_entry": one.last_entry.hex(),
        "changes": one.changes,
        "held_back": one.held_back,
        "held": one.held,
    }


def admit(asked: argparse.Namespace) -> Report:
    with open_profile(asked) as workspace:
        members.admit(workspace, asked.code, Role[asked.role.upper()])
    said = "Admitted. What the other computer wrote counts, once this has been sent."
    return Report(said, {"admitted": asked.code, "role": asked.role})


def invite(asked: argparse.Namespace) -> Report:
    from desktop_app.sync import inviting  # brings the HTTP client along

    with open_profile(asked) as workspace:
        made = inviting.invite(workspace)
    until = datetime.fromtimestamp(made.until_ms / 1000, UTC).date().isoformat()
    said = f"{made.code}  for one computer, until {until}, at {made.server}"
    return Report(said, {"invitation": made.code, "server": made.server, "until": until})


def revoke(asked: argparse.Namespace) -> Report:
    log = LogId(_bytes(asked.log, _LOG_BYTES, "E-COMPUTER"))
    cut_off = EntryHash(_bytes(asked.cut_off, _ENTRY_BYTES, "E-ENTRY")) if asked.cut_off else None
    with open_profile(asked) as workspace:
        members.revoke(workspace, log, cut_off)
    return Report("Blocked. What lies behind the cut-off is kept, and not counted.", {"revoked": asked.log})


def endorse(asked: argparse.Namespace) -> Report:
    entries = [EntryHash(_bytes(text, _ENTRY_BYTES, "E-ENTRY")) for text in asked.entry]
    with open_profile(asked) as workspace:
        members.endorse(workspace, entries, with_earlier=asked.with_earlier)
    return Report("These updates count from now on.", {"endorsed": asked.entry})


def trust(asked: argparse.Namespace) -> Report:
    with open_profile(asked) as workspace:
        document, _ = trusting.trust(workspace, Path(asked.file))
    until = datetime.fromtimestamp(document.until_ms / 1000, UTC).date().isoformat()
    fields = {"alliance": document.alliance, "version": document.version, "until": until}
    return Report(f"Version {document.version} of {document.alliance} is in force, until {until}.", fields)


def _bytes(text: str, size: int, code: str) -> bytes:
    """Hexadecimal digits as they are printed. Raises AppError with `code`."""
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    if len(found) != size:
        raise AppError(code, hint=f"It is written with {2 * size} hexadecimal digits; `waymark people` shows it.")
    return found
