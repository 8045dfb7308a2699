"""How the computers of a run come to their city: the one place that knows the rules of admission.

Revocation, endorsement and new keys come here as further functions, and into `events.py` as one kind each, once the
product has them.
"""

from typing import Any

from desktop_app.operations import members, sealing
from desktop_app.sync.enrolment import join
from sync_server.services.invite import invite
from tests.simulation.computer import SimComputer
from tests.simulation.wire import ADDRESS


def begin_city(world: Any, lead: SimComputer) -> None:
    """The city's first computer comes with the operator's invitation."""
    sealing.ensure_device(lead.workspace)
    join(lead.workspace, ADDRESS, invite(world.server.server, lead.city), lead.session)
    sealing.seal_drafts(lead.workspace)
    lead.round()


def present(newcomer: SimComputer) -> None:
    """A further computer knows the server; nobody has admitted it yet."""
    sealing.ensure_device(newcomer.workspace)
    join(newcomer.workspace, ADDRESS, None, newcomer.session)


def admit(lead: SimComputer, newcomer: SimComputer) -> None:
    """The lead admits it, signed; what follows is on its way with the next round."""
    members.enrol(lead.workspace, members.computer_code(newcomer.workspace))
