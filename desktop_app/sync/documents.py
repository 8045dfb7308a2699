"""Fetches the alliance's documents, and keeps those that follow what is held."""

from desktop_app.errors import AppError
from desktop_app.storage import alliance, city_log, intake
from desktop_app.storage.alliance import Trust
from desktop_app.storage.city_log import CityLogState
from desktop_app.storage.engine import Connection, transaction
from desktop_app.sync.profile import Database, Profile
from desktop_app.sync.server import Answer, Server
from roadmap_core import PROTOCOL_VERSION, cbor
from roadmap_core.cbor import MalformedError
from roadmap_core.entries.identifiers import Register

ASK_AGAIN_MS = 24 * 3600 * 1000
"""How often newer documents are asked for: one request a day tells of a registrar who came or went."""


def is_due(held: CityLogState, now_ms: int) -> bool:
    """Whether the server is to be asked for newer documents: by a clock that decides nothing else."""
    if not held.trust.is_begun or held.alliance_ms is None:
        return True
    return not 0 <= now_ms - held.alliance_ms < ASK_AGAIN_MS


def shown_by(server: Server, held: CityLogState) -> Trust:
    """What is held after the documents that the server shows; nothing is stored.

    Raises:
        AppError: E-REPLY, or what `alliance.following` raises.
    """
    return alliance.following(held.trust, _documents_in(server.alliance()))


def _documents_in(answer: Answer) -> list[bytes]:
    """[1, epoch, [documents]]"""
    if not answer.is_taken:
        raise AppError(answer.code or "E-REQUEST", status=answer.status)
    try:
        version, _, documents = cbor.array(cbor.decode(answer.body), 3)
        cbor.integer(version, PROTOCOL_VERSION, PROTOCOL_VERSION)
        return [cbor.byte_string(document) for document in cbor.array(documents)]
    except MalformedError as error:
        raise AppError("E-REPLY") from error


def keep_in(connection: Connection, held: CityLogState, trust: Trust, now_ms: int) -> frozenset[Register]:
    """Stores the documents of `trust`; entries are judged anew if there are new ones."""
    city_log.save(connection, root_key=trust.root_key, alliance_ms=now_ms)
    if trust == held.trust:
        return frozenset()
    alliance.keep_chain(connection, trust)
    return intake.judge_anew(connection)


def renew(profile: Profile, server: Server, held: CityLogState, database: Database) -> tuple[bool, frozenset[Register]]:
    """Asks for newer documents; whether there were some, and the registers that changed by them.

    Raises:
        AppError: as `shown_by`; what is held stays in force then.
    """
    trust = shown_by(server, held)

    def keep() -> frozenset[Register]:
        with transaction(profile.store.engine) as connection:
            return keep_in(connection, held, trust, profile.clock())

    return trust != held.trust, database.call(keep)
