"""The short code of a printed report, compared with the signed heads that a file brings. No profile, no server."""

from pathlib import Path
from typing import NamedTuple

from desktop_app.errors import AppError
from desktop_app.operations.bundles.files import read_bundle
from desktop_app.operations.bundles.receipts import proven_by_heads
from desktop_app.operations.entries_file import document_in
from roadmap_core.exchange.bundle import Bundle
from roadmap_core.exchange.receipts import head_code, is_head_code, read_signed_head
from roadmap_core.keys.codes import same_code
from roadmap_core.ledger.alliance import claimed_root_key, read_chain
from roadmap_core.ledger.heads import Head
from roadmap_core.refusals import Refusal


class CodeFound(NamedTuple):
    """The head that a code stands for; and whether the entries in the file are the ones that it was signed over."""

    head: Head
    fits_entries: bool


def find_code(file: Path, code: str, documents: Path | None = None) -> CodeFound | None:
    """The signed head in a bundle whose code was printed; None if the file has no such head.

    The log keys of a trust file in `documents` are believed, instead of those that the file brings itself.

    Raises:
        AppError: E-PRINTED-CODE for a code that was not typed as it was printed; E-ALLIANCE-DOC; what `read_bundle`
            raises.
    """
    if not is_head_code(code):
        raise AppError("E-PRINTED-CODE")
    bundle = read_bundle(file)
    keys = document_in(documents).log_keys if documents else _brought_keys(bundle)
    for signed in bundle.heads:
        head = read_signed_head(signed, keys)
        if isinstance(head, Head) and same_code(code, head_code(head)):
            proven = [one for one, _ in proven_by_heads(bundle, head.city, keys)]
            return CodeFound(head, head in proven)
    return None


def _brought_keys(bundle: Bundle) -> tuple[bytes, ...]:
    chain = list(bundle.documents)
    found = read_chain(chain, (claimed_root_key(chain[0]) if chain else None) or b"")
    if isinstance(found, Refusal):
        raise AppError("E-ALLIANCE-DOC")
    return tuple(found.log_keys)
