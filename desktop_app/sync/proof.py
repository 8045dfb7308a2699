"""Proves this computer's key to the server: it signs a nonce, and gets a token if it is admitted."""

from desktop_app.errors import AppError
from desktop_app.storage.city_log import CityLogState
from desktop_app.sync.profile import Database, Profile
from desktop_app.sync.server import Answer, Server
from desktop_app.sync.session import Session
from roadmap_core import cbor
from roadmap_core.cbor import MalformedError
from roadmap_core.exchange.messages import SyncReply, SyncRequest, read_reply
from roadmap_core.exchange.token import token_request


def ask_for_nonce(server: Server, held: CityLogState) -> bytes | None:
    """Something to sign; None if the server doesn't know the city."""
    answer = server.sync(SyncRequest(held.city, held.epoch, held.position, 0).to_bytes())
    return None if answer.status == 404 else reply_in(answer).nonce


def ask_for_token(
    profile: Profile, session: Session, server: Server, held: CityLogState, nonce: bytes | None, database: Database
) -> bool:
    """Whether the server gave a token, which the session keeps. It gives none to a computer that isn't admitted.

    Raises:
        AppError: E-REMOVED if it says that this computer was removed; and what the line does.
    """
    signer = database.call(profile.keys.signer)
    if nonce is None or held.log is None:
        return False
    answer = server.token(token_request(held.city, held.log, nonce, signer))
    if answer.code == "E-REMOVED":
        raise AppError("E-REMOVED", status=answer.status)
    if answer.is_taken:
        session.keep_token(_token_in(answer))
    return answer.is_taken


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
