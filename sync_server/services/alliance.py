"""The alliance document in force: who the registrars are, out of what was taken."""

from typing import Protocol

from roadmap_core.ledger.alliance import AllianceDocument, claimed_root_key, read_chain
from roadmap_core.refusals import Refusal
from sync_server.errors import OperatorError
from sync_server.storage import memberships
from sync_server.storage.database import Connection, Database


class Holder(Protocol):
    """A server that keeps the document in memory (services.server.Server)."""

    database: Database
    document: AllianceDocument


def document_in_force(connection: Connection, alliance: str, log_key: bytes) -> AllianceDocument:
    """The newest document that was taken; before there is one, a document that names no registrar."""
    chain = memberships.documents(connection)
    if not chain:
        return AllianceDocument(alliance, 0, None, bytes(32), {}, (log_key,), 0)
    found = read_chain(chain, claimed_root_key(chain[0]) or b"")
    if isinstance(found, Refusal):
        raise OperatorError("E-ALLIANCE-DOC", "The alliance documents in the database are not as they were signed.")
    return found


def current_document(connection: Connection, server: Holder, newest: int | None = None) -> AllianceDocument:
    """The document in force; another process may have taken a newer one than the one in memory.

    `newest` is the version of the newest one that is kept; None: it is asked for.
    """
    held = server.document
    if (memberships.newest_version(connection) if newest is None else newest) > held.version:
        server.document = document_in_force(connection, held.alliance, held.log_keys[-1])
    return server.document


def held_documents(server: Holder) -> list[bytes]:
    with server.database.reading() as connection:
        return memberships.documents(connection)
