"""The city's computers: a lead admits another one by the code that its owner read out."""

from desktop_app.errors import AppError
from desktop_app.operations.changes import Changes
from desktop_app.operations.sealing import ensure_device, seal_in
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import city_log, drafts, entry_log
from desktop_app.storage.drafts import ENROLMENT, Draft
from desktop_app.storage.engine import Connection, transaction
from desktop_app.storage.membership import membership
from desktop_app.storage.views import Connection as Contact
from roadmap_core.entries.operations import OpCode
from roadmap_core.entries.statements import Role
from roadmap_core.keys.codes import from_code

_HASH_BYTES = 32


def computer_code(workspace: Workspace) -> str:
    """What this computer's owner hands to the lead: base 32 of the genesis hash. Starts the log if need be."""
    return ensure_device(workspace).code


def enrol(workspace: Workspace, code: str) -> Changes:
    """Admits the computer with that code, as an editor; signed at once. A second time changes nothing.

    Raises:
        AppError: E-CODE for a mistyped code, E-SCOPE if this computer may not admit others.
    """
    genesis = from_code(code, _HASH_BYTES)
    if genesis is None:
        raise AppError("E-CODE")
    with transaction(workspace.engine) as connection:
        city = workspace.city(connection)
        seal_in(workspace, connection)
        members, own = membership(connection), entry_log.own_log(connection)
        if own is None or members.role(own[0].log) != Role.LEAD or _is_outside(connection):
            raise AppError("E-SCOPE")
        if genesis in members.roles_by_genesis:
            return Changes(outbox=True)
        draft = Draft(OpCode.ENROL, ENROLMENT, genesis, (), city.official_number, workspace.clock())
        drafts.save(connection, draft)
        seal_in(workspace, connection)
    return Changes(outbox=True, city=True)


def _is_outside(connection: Connection) -> bool:
    """Whether the server has said that nobody admitted this computer; it may look like a lead to itself."""
    held = city_log.state(connection)
    return held is not None and held.admission is Contact.NOT_ADMITTED
