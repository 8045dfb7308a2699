"""The city's computers: who asks to be admitted, and what the city's lead says of them, signed at once."""

from collections.abc import Sequence

from desktop_app.errors import AppError
from desktop_app.operations.changes import Changes
from desktop_app.operations.sealing import ensure_device, seal_in, sign_in
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import city_log, entry_log, own_log
from desktop_app.storage import people as stored
from desktop_app.storage.announced_acts import announced_acts
from desktop_app.storage.engine import Connection, reading, transaction
from desktop_app.storage.membership import membership
from desktop_app.storage.views import AnnouncedAct, CityComputer, ComputerState
from roadmap_core.entries.identifiers import NO_ENTRY, EntryHash, LogId
from roadmap_core.entries.statements import Endorse, Enrol, Objection, Revoke, Role, Statement
from roadmap_core.keys.codes import device_code, same_code
from roadmap_core.merge.announced import OBJECTING, announced
from roadmap_core.merge.members import Membership

_GIVEN_BY_LEADS = frozenset({Role.EDITOR, Role.APPROVER, Role.VIEWER})
_ANYTHING = Changes(outbox=True, city=True, contested=True, connection=True)
"""A statement may change what counts of anything."""


def computer_code(workspace: Workspace) -> str:
    """What this computer's owner reads out to the lead: `XXXX-XXXX-XXXX-X`. Starts the log if need be; takes 0.2 s."""
    return ensure_device(workspace).code


def ask_anew(workspace: Workspace) -> Changes:
    """A new request of a computer that waits, with another code, as when five wrong codes have closed the first one.

    The key stays; a new log begins, which goes on where the first one stands, and both count once it is admitted. The
    server is shown the new request with a new invitation.

    Raises:
        AppError: E-NOT-WAITING for a computer that has not asked, is admitted, or was removed.
    """
    with transaction(workspace.engine) as connection:
        own = next((one for one in stored.people(workspace.store, connection) if one.is_this_computer), None)
        signer = workspace.keys.signer()
        if own is None or own.state is not ComputerState.PENDING or signer is None:
            raise AppError("E-NOT-WAITING")
        seal_in(workspace, connection)
        own_log.begin(connection, workspace.keys, signer, workspace.clock())
        city_log.save(connection, invitation=b"")
    return Changes(outbox=True, city=True, connection=True)


def people(workspace: Workspace) -> tuple[CityComputer, ...]:
    """All computers of the city that are known here, with their roles, and what of theirs is held back."""
    with reading(workspace.engine) as connection:
        return stored.people(workspace.store, connection)


def announcements(workspace: Workspace) -> tuple[AnnouncedAct, ...]:
    """What the alliance's registrar has announced for the city and not done, with the objections."""
    with reading(workspace.engine) as connection:
        return tuple(announced_acts(connection, stored.people(workspace.store, connection)))


def requests(workspace: Workspace) -> tuple[CityComputer, ...]:
    """The computers that ask to be admitted, without those whose request is dead."""
    with reading(workspace.engine) as connection:
        return _open(workspace, connection)


def _open(workspace: Workspace, connection: Connection) -> tuple[CityComputer, ...]:
    closed = stored.closed_requests(connection)
    return tuple(one for one in stored.pending(workspace.store, connection) if one.genesis not in closed)


def admit(workspace: Workspace, code: str, role: Role = Role.EDITOR) -> Changes:
    """Admits the computer whose device code was read out, and typed here. Takes 0.2 s for each open request.

    Raises:
        AppError: E-SCOPE if this computer may not admit others, or not to that role; E-DEVICE-CODE if no computer that
            asks has that code; E-REQUEST-DEAD after five wrong ones.
    """
    with reading(workspace.engine) as connection:
        as_lead(connection)
        asking = stored.pending(workspace.store, connection)
        alive = _open(workspace, connection)
    if role not in _GIVEN_BY_LEADS:
        raise AppError("E-SCOPE")
    fitting = [one for one in alive if same_code(code, device_code(one.genesis))]
    if not fitting:
        with transaction(workspace.engine) as connection:
            stored.note_wrong_code(connection, [one.genesis for one in alive])
        raise AppError("E-REQUEST-DEAD" if asking and not alive else "E-DEVICE-CODE")
    return _say(workspace, [Enrol(fitting[0].genesis, role, "", None)])


def revoke(workspace: Workspace, log: LogId, cut_off: EntryHash | None = None) -> Changes:
    """Blocks a computer: what it wrote after `cut_off` doesn't count, nor what it writes from now on.

    Args:
        workspace: the lead's.
        log: any of its logs.
        cut_off: the last entry that counts; `NO_ENTRY` for none, None for the newest one that is here. Of the
            computer's other logs nothing counts then, unless it is None.

    Raises:
        AppError: E-SCOPE if this computer isn't the lead's, or the other one is a lead's too (a registrar blocks
            those); E-COMPUTER for a log that isn't here; E-ENTRY for a cut-off that isn't in it.
    """
    with reading(workspace.engine) as connection:
        members = as_lead(connection)
        found = next((one for one in stored.people(workspace.store, connection) if log in one.logs), None)
        if found is None:
            raise AppError("E-COMPUTER")
        if members.role(log) in (Role.REGISTRAR, Role.LEAD):
            raise AppError("E-SCOPE")
        cuts = [(log, cut_off)] if cut_off is not None else entry_log.tips(connection, found.logs)
        for one, entry in cuts:
            place = entry_log.place_of(connection, entry)
            if entry != NO_ENTRY and (place is None or place[0] != one):
                raise AppError("E-ENTRY")
    return _say(workspace, [Revoke(one, entry) for one, entry in cuts])


def endorse(workspace: Workspace, entries: Sequence[EntryHash], *, with_earlier: bool = False) -> Changes:
    """Lets entries count that are held back, alone or with those before them in their log.

    Raises:
        AppError: E-SCOPE if this computer isn't the lead's; E-ENTRY for an entry that isn't here.
    """
    with reading(workspace.engine) as connection:
        as_lead(connection)
        if not entries or stored.entries_here(connection, entries) != set(entries):
            raise AppError("E-ENTRY")
    return _say(workspace, [Endorse(tuple(entries), with_earlier)])


def object_to(workspace: Workspace, announcement: EntryHash, reason: str = "") -> Changes:
    """Says that somebody of the city is against what a registrar has announced; signed at once, sent with the rest.

    Raises:
        AppError: E-SCOPE if this computer may not write for its city; E-ENTRY for what is no open announcement.
    """
    with reading(workspace.engine) as connection:
        members, own = membership(connection), entry_log.own_log(connection)
        if own is None or members.role(own[0].log) not in OBJECTING or members.is_revoked(own[0].log):
            raise AppError("E-SCOPE")
        if announcement not in {one.entry.hash for one in announced(members) if not one.is_done(members)}:
            raise AppError("E-ENTRY")
    return _say(workspace, [Objection(announcement, reason.strip())])


def as_lead(connection: Connection) -> Membership:
    """Who may write for the city. Raises AppError (E-SCOPE) unless this computer is its lead's."""
    members, own = membership(connection), entry_log.own_log(connection)
    if own is None or members.role(own[0].log) != Role.LEAD or members.is_revoked(own[0].log):
        raise AppError("E-SCOPE")
    return members


def _say(workspace: Workspace, statements: Sequence[Statement]) -> Changes:
    """What is still a draft is sealed before, under the name of the person who did it."""
    with transaction(workspace.engine) as connection:
        seal_in(workspace, connection)
        sign_in(workspace, connection, statements)
    return _ANYTHING
