"""The 72 hours in which a city can object before a registrar removes its lead, or gives it another one.

They begin when this machine has seen the announcement in the city's log, and run by its own clock: neither the server
nor whoever asks for the act can shorten them. What it has seen stands in `waiting.json` (decision 0026).
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from roadmap_core.entries.entry import Entry, claimed_log, read_entry, read_genesis
from roadmap_core.entries.identifiers import EntryHash, LogId
from roadmap_core.entries.statements import Announce, Enrol, Revoke, Role
from roadmap_core.exchange.pairs import is_body
from roadmap_core.ledger.alliance import AllianceDocument
from roadmap_core.merge.announced import Announced, announced
from roadmap_core.merge.members import Membership
from roadmap_core.refusals import Refusal
from sync_server.errors import OperatorError
from sync_server.registrar.office import Office, replace_file

WAITING_MS = 72 * 60 * 60 * 1000


def needs_waiting(office: Office, city: str, act: Enrol | Revoke) -> bool:
    """Whether the city may object first: to a removal, and to a lead where this registrar has named another one."""
    if isinstance(act, Revoke):
        return True
    said = [one for entry in office.signed_for(city) for one in entry.operations if isinstance(one, Enrol)]
    leads = {one.genesis for one in said if one.role == Role.LEAD}
    return act.role == Role.LEAD and bool(leads) and act.genesis not in leads


def announcement_of(act: Enrol | Revoke, reason: str) -> Announce:
    """What is said to the city 72 hours before."""
    if isinstance(act, Enrol):
        return Announce(LogId(act.genesis[:8]), act.role, reason)
    return Announce(act.log, Role.REGISTRAR, reason)


def wait(
    office: Office,
    city: str,
    act: Enrol | Revoke,
    log_of_city: Iterable[bytes],
    now_ms: int,
    heard: Iterable[EntryHash] = (),
) -> None:
    """Returns if `act` may be said now: announced, 72 hours ago, and nobody objects except in `heard`.

    Raises:
        OperatorError: E-NOT-ANNOUNCED, E-OBJECTED, E-WAITING.
    """
    members = membership_of(city, office.document(), log_of_city)
    wanted = announcement_of(act, "")
    fitting = [one for one in announced(members) if (one.said.log, one.said.role) == (wanted.log, wanted.role)]
    if not fitting:
        raise OperatorError(
            "E-NOT-ANNOUNCED", "The city has not heard of this. Announce it, take that to the server, export again."
        )
    newest = fitting[-1]
    since = _seen_since(office.folder, newest.entry.hash, now_ms)
    objections = [line for one in fitting for line in _objections(one, members, set(heard))]
    if objections:
        raise OperatorError("E-OBJECTED", "The city objects, and nothing was signed. Ask it. " + "; ".join(objections))
    if now_ms < since + WAITING_MS:
        until = datetime.fromtimestamp((since + WAITING_MS) / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
        raise OperatorError("E-WAITING", f"The city can object until {until}. Export its log then, and run this again.")


def _objections(found: Announced, members: Membership, heard: set[EntryHash]) -> list[str]:
    new = [(entry, said) for entry, said in found.objections if entry.hash not in heard]
    roles = [Role(members.role(entry.log) or 0).name.lower() for entry, _ in new]
    return [
        f"{role} {entry.log.hex()} in entry {entry.hash.hex()}: {said.reason}"
        for role, (entry, said) in zip(roles, new, strict=True)
    ]


def membership_of(city: str, document: AllianceDocument, items: Iterable[bytes]) -> Membership:
    """Who may write, as the entries of a city's log say; those that can't be read, or aren't signed, say nothing."""
    places: dict[EntryHash, tuple[LogId, EntryHash]] = {}
    members = Membership(city, document, places.get)
    data = [one for one in items if not is_body(one)]
    members.learn([found for one in data if claimed_log(one) is None and isinstance(found := read_genesis(one), Entry)])
    entries = [entry for one in data if isinstance(entry := _read(one, members), Entry)]
    places.update({entry.hash: (entry.log, entry.prev) for entry in entries})
    members.take(entries)
    return members


def _read(data: bytes, members: Membership) -> Entry | Refusal | None:
    log = claimed_log(data)
    if log is None:
        found = read_genesis(data)
        return found if isinstance(found, Entry) and members.key(found.log) is not None else None
    key = members.key(log) if isinstance(log, bytes) else None
    return read_entry(data, key) if key is not None else None


def _seen_since(folder: Path, announcement: EntryHash, now_ms: int) -> int:
    """When this machine first saw the announcement in the city's log: noted now, if it never did."""
    path = folder / "waiting.json"
    try:
        seen = json.loads(path.read_text())
    except (OSError, ValueError):
        seen = {}
    known = seen.get(announcement.hex()) if isinstance(seen, dict) else None
    if isinstance(known, int) and known <= now_ms:
        return known
    replace_file(path, json.dumps({**(seen if isinstance(seen, dict) else {}), announcement.hex(): now_ms}).encode())
    return now_ms
