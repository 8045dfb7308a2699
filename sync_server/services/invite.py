"""Invitations of cities: made by the operator, used once, by the city's first computer."""

import hashlib
import hmac
import re
import secrets

from roadmap_core import limits
from roadmap_core.community.cities import City
from roadmap_core.entries.identifiers import EntryHash, LogId
from roadmap_core.entries.statements import Role
from roadmap_core.exchange.joining import INVITATION_BYTES
from roadmap_core.keys.codes import to_code
from sync_server.errors import OperatorError
from sync_server.services.alliance import current_document
from sync_server.services.list_cities import list_city
from sync_server.services.server import Server
from sync_server.storage import cities, invitations, memberships
from sync_server.storage.database import Connection

_MOST_OPEN = 20
"""Invitations of one city that nobody has used yet."""
_CITY_ID = re.compile(rf"[a-z0-9][a-z0-9-]{{0,{limits.CITY_CHARACTERS - 1}}}")


def is_city_id(text: str) -> bool:
    """Whether a text can be the id of a city: small letters, digits, hyphens."""
    return _CITY_ID.fullmatch(text) is not None


def invite(server: Server, city: str, new: City | None = None) -> str:
    """A code for the first computer of a city; `new` describes a city that is not listed yet.

    Raises:
        OperatorError: E-CITY if the city is neither listed nor described.
    """
    code = secrets.token_bytes(INVITATION_BYTES)
    with server.database.writing() as connection:
        if new is not None:
            list_city(connection, new)
        if cities.head_of(connection, city) is None:
            raise OperatorError("E-CITY", f"The city {city} is not in the list. Give its name to add it: --name NAME.")
        expires_s = server.now_s() + limits.INVITATION_SECONDS
        invitations.add_invitation(connection, _digest(server, code), city, expires_s)
    return to_code(code)


def invite_by_lead(server: Server, lead: LogId, code: bytes) -> bool:
    """Opens an invitation that a city's lead made for another computer of the city; whether it may."""
    with server.database.writing() as connection:
        city = cities.city_of(connection, lead)
        if city is None or len(code) != INVITATION_BYTES:
            return False
        members = memberships.membership(connection, city, current_document(connection, server), {})
        is_lead = members.role(lead) == Role.LEAD and members.reads(lead)
        now_s = server.now_s()
        if not is_lead or invitations.count_open(connection, city, now_s) >= _MOST_OPEN:
            return False
        digest = _digest(server, code)
        if not invitations.is_known(connection, digest):
            invitations.add_invitation(connection, digest, city, now_s + limits.INVITATION_SECONDS)
    return True


def use_invitation(connection: Connection, server: Server, city: str, code: bytes, genesis: EntryHash) -> bool:
    """Whether the invitation opens the city; it is used up by this genesis then."""
    digest = _digest(server, code)
    if len(code) != INVITATION_BYTES or not invitations.is_open(connection, digest, city, server.now_s()):
        return False
    invitations.use(connection, digest, genesis)
    return True


def _digest(server: Server, code: bytes) -> bytes:
    """Keyed: 48 bits could be guessed from a copy of the database otherwise."""
    return hmac.digest(server.secret(b"invitation"), code, hashlib.sha256)
