"""Open actions of all plans, or a meeting, as a calendar file: for the program that a person works with anyway."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from desktop_app.operations.outside_files import write_whole
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import queries
from roadmap_core import cbor
from roadmap_core.assessment.actions import KEY_BYTES, Action, action_to_wire
from roadmap_core.community.ties import Gathering
from roadmap_core.exchange.calendar import Appointment, Event, calendar

SUFFIX = ".ics"
Words = Callable[[str, Action], tuple[str, str]]
"""Title and details of the event of an action; the first argument is the id of its policy."""


def export_calendar(workspace: Workspace, file: Path, words: Words) -> int:
    """Writes every open action that has a day; returns how many. None: an empty calendar is no file, none is written.

    Raises:
        AppError: E-EXPORT if the file can't be written.
    """
    events = tuple(_events(workspace, words))
    if events:
        made = datetime.fromtimestamp(workspace.clock() / 1000, UTC)
        write_whole(file, calendar(events, made), "E-EXPORT")
    return len(events)


def export_meeting(workspace: Workspace, file: Path, gathering: Gathering, title: str) -> None:
    """Writes a meeting of a community; written again it replaces the event. Raises AppError (E-EXPORT)."""
    uid, made = f"{gathering.key.hex()}@waymark", datetime.fromtimestamp(workspace.clock() / 1000, UTC)
    event = Appointment(uid, gathering.begins, gathering.ends, title, gathering.place, gathering.topic)
    write_whole(file, calendar([event], made), "E-EXPORT")


def _events(workspace: Workspace, words: Words) -> Iterable[Event]:
    """One for each action: where two computers amended the same one, the first that is due."""
    seen = set[str]()
    for view in queries.overview(workspace.store).policies:
        for action in view.plan:
            uid, day = _uid(action), action.due_day
            if action.is_open and day is not None and uid not in seen:
                seen.add(uid)
                yield Event(uid, day, *words(view.standing.policy_id, action))


def _uid(action: Action) -> str:
    """The same whatever is amended in it; an action of the first form has no key, and is named by its words."""
    key = action.key or sha256(cbor.encode(action_to_wire(action))).digest()[:KEY_BYTES]
    return f"{key.hex()}@waymark"
