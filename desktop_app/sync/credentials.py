"""How a round gets the token without which the server gives nothing: it signs a nonce with this computer's key."""

from dataclasses import replace

from desktop_app.errors import AppError
from desktop_app.storage.city_log import CityLogState
from desktop_app.storage.views import Connection as Admission
from desktop_app.sync.enrolment import pinned_key, present
from desktop_app.sync.profile import Database, Profile
from desktop_app.sync.server import Answer, Server
from desktop_app.sync.session import Session
from roadmap_core import cbor
from roadmap_core.cbor import MalformedError
from roadmap_core.exchange.messages import SyncReply, SyncRequest, read_reply
from roadmap_core.exchange.token import token_request


def admitted(
    profile: Profile, session: Session, server: Server, held: CityLogState, database: Database
) -> CityLogState:
    """`held` after another try to be admitted, where that is still open."""
    if held.admission is Admission.ADMITTED and held.log_key:
        return held
    if not held.log_key:
        held = replace(held, log_key=pinned_key(server.alliance(), held))
    return replace(held, admission=present(profile, session, server, held, database))


def ask_for_nonce(server: Server, held: CityLogState) -> bytes | None:
    """Something to sign; None if the server doesn't know the city."""
    answer = server.sync(SyncRequest(held.city, held.epoch, held.position, 0).to_bytes(), None)
    return None if answer.status == 404 else reply_in(answer).nonce


def get_token(
    profile: Profile, session: Session, server: Server, held: CityLogState, nonce: bytes | None, database: Database
) -> None:
    """Proves the key for a token. A server that has forgotten this computer is shown its genesis again.

    Raises:
        AppError: E-NOT-ADMITTED if there is no token to be had.
    """
    signer = database.call(profile.keys.signer)
    if nonce is not None and signer is not None and held.log is not None:
        answer = server.token(token_request(held.city, held.log, nonce, signer))
        if answer.is_taken:
            session.keep_token(_token_in(answer))
            return
    admission = present(profile, session, server, held, database)
    if admission is not Admission.ADMITTED or session.token is None:
        raise AppError("E-NOT-ADMITTED")


def reply_in(answer: Answer) -> SyncReply:
    """The reply to a sync. Raises AppError: E-REPLY for what is none, else the server's own code."""
    if not answer.is_taken:
        raise AppError(answer.code or "E-REQUEST", status=answer.status)
    try:
        return read_reply(answer.body)
    except MalformedError as error:
        raise AppError("E-REPLY") from error


def _token_in(answer: Answer) -> bytes:
    try:
        return cbor.byte_string(cbor.decode(answer.body))
    except MalformedError as error:
        raise AppError("E-REPLY") from error
