"""The city's keys on paper: printed by a lead, typed on a lead's new computer after the city has lost all computers.

A typed key is given out in the log, to this computer as to others, like any key of the city: nothing keeps it apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.errors import AppError
from desktop_app.operations import city_keys
from desktop_app.operations.changes import Changes
from desktop_app.operations.members import as_lead
from desktop_app.operations.sealing import sign_in
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import intake, queries
from desktop_app.storage.engine import reading, transaction
from desktop_app.storage.membership import membership
from desktop_app.storage.people import people
from roadmap_core.entries.statements import Role
from roadmap_core.keys.city_key import KEY_BYTES, CityKey
from roadmap_core.keys.codes import from_sheet, to_sheet, wrong_row
from roadmap_core.merge.members import Membership

ROWS = 13
"""Groups of five signs for each key; their check signs know the place within the key."""


@dataclass(frozen=True, slots=True)
class CitySheetState:
    """Attributes:
    is_lead: whether this computer is a lead's: others neither print nor read the sheet.
    held: how many keys of the city this computer has.
    known: how many the city has.
    """

    is_lead: bool
    held: int
    known: int


def state(workspace: Workspace) -> CitySheetState:
    """What this computer can do with a sheet of the city."""
    with reading(workspace.engine) as connection:
        own = next((one for one in people(workspace.store, connection) if one.is_this_computer), None)
        members = membership(connection)
        held = city_keys.held(workspace, connection, members)
        known = {said.key_id for said in members.rekeys()}
        return CitySheetState(own is not None and own.role == Role.LEAD, len(held), len(known))


def city_sheet(workspace: Workspace) -> list[str]:
    """The groups of all keys that this computer has, the oldest first.

    Raises:
        AppError: E-SCOPE if this computer isn't a lead's, E-CITY-SHEET with the reason NONE if it has no key yet.
    """
    with reading(workspace.engine) as connection:
        members = as_lead(connection)
        keys = city_keys.held(workspace, connection, members)
    if not keys:
        raise AppError("E-CITY-SHEET", reason="NONE")
    return [row for key in keys for row in to_sheet(key.secret)]


def read_city_sheet(workspace: Workspace, rows: Sequence[str]) -> Changes:
    """Takes the keys of a typed sheet: gives them to the computers that may read, and opens here what they sealed.

    Raises:
        AppError: E-SCOPE; E-SHEET with the reason ROW and its number, from 1, for the first group that is mistyped;
            E-CITY-SHEET for a sheet that isn't of this city, or not complete (COUNT).
    """
    secrets = _secrets(rows)
    with transaction(workspace.engine) as connection:
        members = as_lead(connection)
        statements = list(city_keys.given(members, [_known(members, secret) for secret in secrets]))
        if statements:
            sign_in(workspace, connection, statements)
        changed = intake.read_parts(connection, workspace.keys.secret())
    questions, policies, _is_city = queries.changed_items(workspace.store, changed)
    return Changes(questions, policies, outbox=True, contested=True, city=True, connection=True, origin="remote")


def _secrets(rows: Sequence[str]) -> list[bytes]:
    if not rows or len(rows) % ROWS:
        wrong = _wrong(rows)
        raise AppError("E-SHEET", reason="ROW", row=wrong) if wrong else AppError("E-CITY-SHEET", reason="COUNT")
    if wrong := _wrong(rows):
        raise AppError("E-SHEET", reason="ROW", row=wrong)
    found = [from_sheet(list(rows[start : start + ROWS]), KEY_BYTES) for start in range(0, len(rows), ROWS)]
    if None in found:
        raise AppError("E-CITY-SHEET", reason="COUNT")
    return [secret for secret in found if secret is not None]


def _wrong(rows: Sequence[str]) -> int:
    """The number of the first mistyped group, from 1; 0 if all fit."""
    for start in range(0, len(rows), ROWS):
        wrong = wrong_row(list(rows[start : start + ROWS]))
        if wrong is not None:
            return start + wrong + 1
    return 0


def _known(members: Membership, secret: bytes) -> CityKey:
    """The key with the number that the city's log gave it."""
    unnumbered = CityKey(0, secret)
    for said in members.rekeys():
        if said.key_id == unnumbered.id:
            return CityKey(said.number, secret)
    raise AppError("E-CITY-SHEET")
