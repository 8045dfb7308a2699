"""How the computers of a run come to their city: the one place that knows the rules of admission.

Revocation, endorsement and new keys come here as further functions, and into `events.py` as one kind each.
"""

from typing import Any

from desktop_app.operations import members, sealing
from desktop_app.storage import entry_log
from desktop_app.storage.engine import reading
from desktop_app.storage.membership import membership
from desktop_app.sync.enrolment import join
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import LogId, short
from sync_server.services.invite import invite
from tests.simulation.computer import SimComputer
from tests.simulation.wire import ADDRESS


def begin_city(world: Any, lead: SimComputer) -> None:
    """The city's first computer comes with the operator's invitation, and the registrar admits it."""
    present(world, lead)
    lead.round()
    world.server.admit(genesis_of(lead))
    lead.round()


def present(world: Any, newcomer: SimComputer) -> None:
    """A computer is invited, and leaves what it wrote on the server; nobody has admitted it yet."""
    sealing.ensure_device(newcomer.workspace)
    join(newcomer.workspace, ADDRESS, invite(world.server.server, newcomer.city), newcomer.session)
    sealing.seal_drafts(newcomer.workspace)


def admit(lead: SimComputer, newcomer: SimComputer) -> bool:
    """The lead admits it, if its request has come that far; what follows is on its way with the next round."""
    if own_log(newcomer) not in [one.log for one in members.requests(lead.workspace)]:
        return False
    members.admit(lead.workspace, members.computer_code(newcomer.workspace))
    return True


def admit_all(lead: SimComputer) -> int:
    """The lead admits whoever still asks; how many those were."""
    asking = members.requests(lead.workspace)
    for one in asking:
        members.admit(lead.workspace, members.device_code(one.genesis))
    return len(asking)


def is_admitted(lead: SimComputer, computer: SimComputer) -> bool:
    """Whether the lead's computer knows that the other one is admitted."""
    log = own_log(computer)
    with reading(lead.workspace.engine) as connection:
        return log is not None and membership(connection).role(log) is not None


def reads(observer: SimComputer, computer: SimComputer) -> bool:
    """Whether one computer knows that another is admitted, and not blocked."""
    log = own_log(computer)
    with reading(observer.workspace.engine) as connection:
        return log is not None and membership(connection).reads(log)


def is_blocked(observer: SimComputer, computer: SimComputer) -> bool:
    """Whether one computer knows that another is blocked."""
    log = own_log(computer)
    with reading(observer.workspace.engine) as connection:
        return log is not None and membership(connection).is_revoked(log)


def own_log(computer: SimComputer) -> LogId | None:
    with reading(computer.workspace.engine) as connection:
        own = entry_log.own_log(connection)
    return own[0].log if own else None


def genesis_of(computer: SimComputer) -> Entry:
    with reading(computer.workspace.engine) as connection:
        own = entry_log.own_log(connection)
        found = entry_log.any_entry(connection, short(own[1])) if own else None
    assert found is not None
    return found
