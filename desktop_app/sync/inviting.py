"""How the city's lead opens an invitation, with which another computer of the city comes to the server."""

import secrets
from dataclasses import dataclass

from desktop_app.errors import AppError
from desktop_app.storage import city_log
from desktop_app.storage.city_log import CityLogState
from desktop_app.storage.engine import reading
from desktop_app.storage.people import is_lead
from desktop_app.sync.credentials import get_token
from desktop_app.sync.profile import HERE, Database, Profile
from desktop_app.sync.proof import ask_for_nonce
from desktop_app.sync.server import Answer, Server
from desktop_app.sync.session import Session
from roadmap_core import PROTOCOL_VERSION, cbor, limits
from roadmap_core.exchange.joining import INVITATION_BYTES
from roadmap_core.keys.codes import to_code

_TOKEN_ENDED = 401


@dataclass(frozen=True, slots=True)
class Invitation:
    """What is passed on to one colleague. It admits nobody: it only lets a computer show itself to the server.

    Attributes:
        code: as it is read out and typed.
        until_ms: until when it can be used, at most, by this computer's clock.
    """

    server: str
    code: str
    until_ms: int


def invite(profile: Profile, session: Session | None = None, database: Database = HERE) -> Invitation:
    """Makes a code and has the server open it for one computer, for 7 days.

    Args:
        profile: of the city's lead, connected with a server.
        session: of the running program; without one the connection is closed afterwards.
        database: where database work runs.

    Raises:
        AppError: E-SCOPE if this computer isn't the lead's; E-NOT-JOINED without a server; E-INVITES if the server
            opens no further one; and whatever the line does.
    """
    used = session or Session()
    try:
        held = database.call(lambda: _lead(profile))
        server = used.server(held.server)
        code = secrets.token_bytes(INVITATION_BYTES)
        body = cbor.encode([PROTOCOL_VERSION, code])
        answer = _opened(profile, used, server, held, database, body)
        if answer.status == _TOKEN_ENDED:  # the server began anew, or counts the seconds otherwise
            used.token = None
            answer = _opened(profile, used, server, held, database, body)
        if not answer.is_taken:
            raise AppError(
                "E-INVITES" if answer.code == "E-INVITE" else answer.code or "E-REQUEST", status=answer.status
            )
        return Invitation(held.server, to_code(code), profile.clock() + limits.INVITATION_SECONDS * 1000)
    finally:
        if session is None:
            used.close()


def _lead(profile: Profile) -> CityLogState:
    with reading(profile.store.engine) as connection:
        held = city_log.state(connection)
        if held is None or not is_lead(connection):
            raise AppError("E-SCOPE")
    if not held.server:
        raise AppError("E-NOT-JOINED")
    return held


def _opened(
    profile: Profile, session: Session, server: Server, held: CityLogState, database: Database, body: bytes
) -> Answer:
    if not session.has_fresh_token:
        get_token(profile, session, server, held, ask_for_nonce(server, held), database)
    if session.token is None:
        raise AppError("E-NOT-ADMITTED")
    return server.open_invitation(body, session.token)
