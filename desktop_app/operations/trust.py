"""The alliance's documents out of a file, for a computer that hears of them in no other way."""

from pathlib import Path

from desktop_app.errors import AppError
from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import alliance, city_log, directory, intake
from desktop_app.storage.engine import transaction
from roadmap_core.cbor import MalformedError
from roadmap_core.exchange.stream import read_sequence
from roadmap_core.ledger.alliance import AllianceDocument

LARGEST_FILE_BYTES = 1024 * 1024


def documents_in(file: Path) -> list[bytes]:
    """The alliance documents of a trust file, oldest first, not judged. Raises AppError (E-FILE, E-ALLIANCE-DOC)."""
    try:
        if file.stat().st_size > LARGEST_FILE_BYTES:
            raise AppError("E-FILE", path=str(file))
        return read_sequence(file.read_bytes())
    except OSError as error:
        raise AppError("E-FILE", path=str(file)) from error
    except MalformedError as error:
        raise AppError("E-ALLIANCE-DOC") from error


def trust(workspace: Workspace, file: Path) -> tuple[AllianceDocument, Changes]:
    """Takes the alliance documents in `file`; the first ones that ever come pin the alliance's root key.

    Raises:
        AppError: E-FILE, E-ALLIANCE, E-ALLIANCE-DOC for what doesn't follow the documents held here.
    """
    chain = documents_in(file)
    with transaction(workspace.engine) as connection:
        workspace.city(connection)
        held = alliance.held(connection, directory.alliance(connection))
        try:
            found = alliance.following(held, chain)
        except AppError as error:
            raise AppError("E-ALLIANCE-DOC" if error.code == "E-SERVER-CHANGED" else error.code) from error
        city_log.save(connection, root_key=found.root_key)
        if found != held:
            alliance.keep_chain(connection, found)
            intake.judge_anew(connection)
    return found.document, Changes(city=True, contested=True, connection=True)
