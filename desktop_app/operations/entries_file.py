"""Entries as a file (.cborseq): written for others, and judged entry by entry when one is handed in."""

from pathlib import Path

from desktop_app import paths
from desktop_app.errors import AppError
from desktop_app.identity.key_store import KeyStore
from desktop_app.operations.outside_files import read_whole, write_whole
from desktop_app.operations.profile_keys import data_key
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.trust import documents_in
from desktop_app.operations.verification import Verification, verify
from desktop_app.operations.workspace import Workspace
from desktop_app.settings import DEFAULT_ALLIANCE
from desktop_app.storage import entry_log
from desktop_app.storage.engine import reading
from desktop_app.storage.inspection import signed_in
from roadmap_core.exchange.stream import to_sequence
from roadmap_core.ledger.alliance import AllianceDocument, claimed_root_key, read_chain
from roadmap_core.refusals import Refusal


def export_entries(workspace: Workspace, file: Path) -> int:
    """Seals, then writes all entries that are here, in the city log's order; returns how many. Whole or not at all.

    Raises:
        AppError: E-EXPORT if the file can't be written.
    """
    seal_drafts(workspace)
    with reading(workspace.engine) as connection:
        entries = list(entry_log.all_data(connection))
    write_whole(file, to_sequence(entries), "E-EXPORT")
    return len(entries)


def export_newer(profile: Path, file: Path, keys: KeyStore | None = None) -> int:
    """The same from a profile of a newer program, which stays as it is: what isn't signed yet can't be written out.

    Raises:
        AppError: E-EXPORT; E-NEWER, E-DAMAGED, E-IO.
    """
    entries = signed_in(paths.database_file(profile), data_key(profile, keys))
    write_whole(file, to_sequence(entries), "E-EXPORT")
    return len(entries)


def verify_entries(file: Path, alliance: str = "", documents: Path | None = None) -> Verification:
    """Judges a file, trusting nothing but the rules: no profile, no server. It needs the genesis entries in the file.

    Args:
        file: a sequence of entries (.cborseq).
        alliance: the id of the alliance that they must belong to; "" for the documents' own, or the usual one.
        documents: a trust file whose chain of alliance documents says who may write; its first one is believed.

    Raises:
        AppError: E-FILE for a file that can't be read or is larger than 128 MiB; E-ALLIANCE-DOC, E-ALLIANCE.
    """
    document = document_in(documents, alliance) if documents is not None else None
    wanted = alliance or (document.alliance if document else DEFAULT_ALLIANCE)
    return verify(read_whole(file), wanted, document)


def document_in(file: Path, alliance: str = "") -> AllianceDocument:
    """The document in force by a trust file, whose first one is believed. Raises E-ALLIANCE-DOC, E-ALLIANCE."""
    chain = documents_in(file)
    found = read_chain(chain, (claimed_root_key(chain[0]) if chain else None) or b"")
    if isinstance(found, Refusal):
        raise AppError("E-ALLIANCE-DOC")
    if alliance not in ("", found.alliance):
        raise AppError("E-ALLIANCE")
    return found
