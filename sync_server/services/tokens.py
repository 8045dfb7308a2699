"""Tokens to read a city's log: proof of the key of one of its logs, for fifteen minutes. Nothing is stored.

    nonce = time 4 | random 8 | mac 16       token = log 8 | expiry 4 | mac 16      seconds since 1970, HMAC-SHA256

Several processes with the same key of the log take each other's nonces and tokens. A nonce gives one token in each.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from enum import Enum

from roadmap_core import limits
from roadmap_core.entries.identifiers import LogId
from roadmap_core.exchange.token import read_token_request
from roadmap_core.refusals import Code, Refusal
from sync_server.services.alliance import current_document
from sync_server.services.server import Server
from sync_server.settings import TOKEN_RENEWAL_SECONDS
from sync_server.storage import cities, memberships

_MAC_BYTES = 16
_TOKEN_BYTES = 8 + 4 + _MAC_BYTES
_RANDOM_BYTES = 8
_NONCE_BYTES = 4 + _RANDOM_BYTES + _MAC_BYTES


class Reader(Enum):
    """Who asks to read a city's log."""

    MEMBER = "member"
    NOBODY = "nobody"
    """Without a token, or with that of a computer of the city that may not read any more."""
    STRANGER = "stranger"
    """A good token, of a log that doesn't belong to the city."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token whose MAC fits and that has not run out."""

    log: LogId
    expires_s: int


def issue_token(server: Server, log: LogId) -> bytes:
    """The bytes of a token for the computer that `log` belongs to."""
    body = log + (server.now_s() + limits.TOKEN_SECONDS).to_bytes(4)
    return body + _mac(server, b"token", body)


def nonce(server: Server) -> bytes:
    """Something to sign; good once, for five minutes."""
    body = server.now_s().to_bytes(4) + secrets.token_bytes(_RANDOM_BYTES)
    return body + _mac(server, b"nonce", body)


def read_token(server: Server, authorization: str | None) -> Token | None:
    """The token in a header `Authorization: Bearer …`, if it is good."""
    scheme, _, text = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or len(text) > 2 * _TOKEN_BYTES:
        return None
    try:
        return good_token(server, base64.b64decode(text.strip() + "==", altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        return None


def good_token(server: Server, data: bytes) -> Token | None:
    """The token that these bytes are, if it is good."""
    body, mac = data[:12], data[12:]
    if len(data) != _TOKEN_BYTES or not hmac.compare_digest(mac, _mac(server, b"token", body)):
        return None
    token = Token(LogId(body[:8]), int.from_bytes(body[8:]))
    return token if token.expires_s > server.now_s() else None


def renewed(server: Server, token: Token) -> bytes | None:
    """A fresh token when little is left of the old one."""
    is_old = token.expires_s - server.now_s() < TOKEN_RENEWAL_SECONDS
    return issue_token(server, token.log) if is_old else None


def reader(server: Server, token: Token | None, city: str) -> Reader:
    """What `token` makes of its bearer in this city. The city must be looked up on every route that reads one."""
    if token is None:
        return Reader.NOBODY
    with server.database.reading() as connection:
        if cities.public_key(connection, city, token.log) is not None:
            return Reader.MEMBER
        return Reader.NOBODY if cities.city_of(connection, token.log) == city else Reader.STRANGER


def is_of_any_city(server: Server, token: Token) -> bool:
    """Whether the bearer belongs to some city of the alliance."""
    with server.database.reading() as connection:
        return cities.is_log_of_any_city(connection, token.log)


def token_for(server: Server, proof: bytes) -> bytes | Refusal:
    """A token for a proof (roadmap_core.exchange.token). Why it is not good must not be told: E-SIG is counted.

    One reason is told, to nobody but the holder of the key: E-REVOKED, its computer was removed from the city.
    """
    request = read_token_request(proof)
    if isinstance(request, Refusal):
        return request
    if not _is_good_nonce(server, request.nonce):
        return Refusal(Code.EXPIRED, "a nonce of another server, or too old")
    with server.database.reading() as connection:
        key = cities.any_key(connection, request.city, request.log)
    if key is None:
        return Refusal(Code.NOT_ADMITTED, "a log that the city doesn't have")
    if not request.is_signed_by(key):
        return Refusal(Code.SIG, "the signature does not fit")
    held_back = _why_it_may_not_read(server, request.city, request.log)
    if held_back is not None:
        return held_back
    if not server.used_nonces.use(request.nonce, server.now_s()):
        return Refusal(Code.EXPIRED, "a nonce that was used before")
    return issue_token(server, request.log)


def _why_it_may_not_read(server: Server, city: str, log: LogId) -> Refusal | None:
    with server.database.reading() as connection:
        if cities.public_key(connection, city, log) is not None:
            return None
        members = memberships.membership(connection, city, current_document(connection, server), {})
        is_revoked = members.is_revoked(log)
    if is_revoked:
        return Refusal(Code.REVOKED, "a computer that was removed")
    return Refusal(Code.NOT_ADMITTED, "a computer that nobody has admitted")


def _is_good_nonce(server: Server, found: bytes) -> bool:
    body, mac = found[:-_MAC_BYTES], found[-_MAC_BYTES:]
    if len(found) != _NONCE_BYTES or not hmac.compare_digest(mac, _mac(server, b"nonce", body)):
        return False
    age = server.now_s() - int.from_bytes(body[:4])
    return -limits.NONCE_SECONDS < age < limits.NONCE_SECONDS


def _mac(server: Server, purpose: bytes, body: bytes) -> bytes:
    return hmac.digest(server.secret(purpose), body, hashlib.sha256)[:_MAC_BYTES]
