"""The alliance document that this server works under: it names the registrars and the key that signs heads."""

from collections.abc import Sequence

from roadmap_core.ledger.alliance import AllianceDocument, claimed_root_key, read_chain
from sync_server.errors import OperatorError
from sync_server.services.rebuild import rebuild_in
from sync_server.services.server import Server
from sync_server.storage import memberships


def trust(server: Server, chain: Sequence[bytes]) -> AllianceDocument:
    """Takes a chain of alliance documents that begins with those that are held, and judges every entry by it anew.

    Raises:
        OperatorError: E-ALLIANCE-DOC if it doesn't, or doesn't name this alliance and this server's key.
    """
    with server.database.writing() as connection:
        held = memberships.documents(connection)
        found = read_chain(chain, claimed_root_key(chain[0]) or b"") if chain else None
        if not isinstance(found, AllianceDocument) or list(chain[: len(held)]) != held:
            raise OperatorError("E-ALLIANCE-DOC", "These are not alliance documents that follow the ones held here.")
        if found.alliance != server.alliance or server.log_key not in found.log_keys:
            raise OperatorError(
                "E-ALLIANCE-DOC", "The document is of another alliance, or doesn't name this server's log key."
            )
        memberships.keep_documents(connection, chain)
        server.document = found
        rebuild_in(connection, server)
    return found
