"""Entries as a file (.cborseq): written for others, and judged entry by entry when one is handed in."""

from collections.abc import Sequence
from pathlib import Path

from desktop_app import paths
from desktop_app.errors import AppError
from desktop_app.identity.key_store import KeyStore
from desktop_app.operations.bundles.files import read_bundle, read_postcard_files
from desktop_app.operations.outside_files import read_whole, write_whole
from desktop_app.operations.profile_keys import data_key
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.trust import documents_in
from desktop_app.operations.verification import Verification, verify
from desktop_app.operations.workspace import Workspace
from desktop_app.pictures import is_picture
from desktop_app.settings import DEFAULT_ALLIANCE
from desktop_app.storage import entry_log
from desktop_app.storage.engine import reading
from desktop_app.storage.inspection import signed_in
from roadmap_core.exchange.postcard import TITLE as POSTCARD_TITLE
from roadmap_core.exchange.stream import parted, to_sequence
from roadmap_core.ledger.alliance import AllianceDocument, claimed_root_key, read_chain
from roadmap_core.refusals import Refusal

_ZIP = b"PK"


def export_entries(workspace: Workspace, file: Path) -> int:
    """Seals, then writes all entries that are here, in the city log's order; returns how many. Whole or not at all.

    The private part of an entry stands behind it, as sealed as on the way to the server.

    Raises:
        AppError: E-EXPORT if the file can't be written.
    """
    seal_drafts(workspace)
    with reading(workspace.engine) as connection:
        items = list(entry_log.all_items(connection))
    return _write(file, items)


def export_newer(profile: Path, file: Path, keys: KeyStore | None = None) -> int:
    """The same from a profile of a newer program, which stays as it is: what isn't signed yet can't be written out.

    Raises:
        AppError: E-EXPORT; E-NEWER, E-DAMAGED, E-IO.
    """
    return _write(file, signed_in(paths.database_file(profile), data_key(profile, keys)))


def _write(file: Path, items: Sequence[bytes]) -> int:
    write_whole(file, to_sequence(items), "E-EXPORT")
    return len(parted(items)[0])


def verify_entries(file: Path, alliance: str = "", documents: Path | None = None) -> Verification:
    """Judges a file, trusting nothing but the rules: no profile, no server. It needs the genesis entries in the file.

    Args:
        file: a sequence of entries (.cborseq), a bundle (.roadmap), or a postcard as text or as a picture of its codes.
        alliance: the id of the alliance that they must belong to; "" for the documents' own, or the usual one.
        documents: a trust file whose chain of alliance documents says who may write; its first one is believed.

    Raises:
        AppError: E-FILE for a file that can't be read or is larger than 128 MiB; E-ALLIANCE-DOC, E-ALLIANCE; of a
            bundle or a postcard what `read_bundle` and `read_postcard_files` raise.
    """
    document = document_in(documents, alliance) if documents is not None else None
    wanted = alliance or (document.alliance if document else DEFAULT_ALLIANCE)
    return verify(_sequence_in(file), wanted, document)


def _sequence_in(file: Path) -> bytes:
    """The entries of a file as a sequence, whatever way they travel; offsets are counted in it."""
    data = read_whole(file)
    if is_picture(data) or _is_postcard(data):
        bundle = read_postcard_files([file])
    elif data.startswith(_ZIP):
        bundle = read_bundle(file)
    else:
        return data
    return to_sequence(entry for part in bundle.cities for entry in parted(part.items)[0])


def _is_postcard(data: bytes) -> bool:
    """A text with a postcard's title; a sequence of entries, with its hashes and signatures, is no text."""
    try:
        return POSTCARD_TITLE in data.decode("utf-8").upper()
    except UnicodeDecodeError:
        return False


def document_in(file: Path, alliance: str = "") -> AllianceDocument:
    """The document in force by a trust file, whose first one is believed. Raises E-ALLIANCE-DOC, E-ALLIANCE."""
    chain = documents_in(file)
    found = read_chain(chain, (claimed_root_key(chain[0]) if chain else None) or b"")
    if isinstance(found, Refusal):
        raise AppError("E-ALLIANCE-DOC")
    if alliance not in ("", found.alliance):
        raise AppError("E-ALLIANCE")
    return found
