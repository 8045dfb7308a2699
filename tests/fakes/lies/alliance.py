"""Lies about the alliance: its documents, its registrars, its keys (faults.md, rows 20 to 24 and 83)."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from roadmap_core import cbor
from roadmap_core.keys.ed25519 import Signer, SoftwareSigner
from roadmap_core.ledger.alliance import AllianceDocument
from tests.fakes.evil_server import Call, Told
from tests.fakes.http_messages import response
from tests.fakes.lies.telling import lie

_ASKED = {"path": "/v1/alliance", "documents": True, "is_taken": True}
"""What goes on while it is told: what is held stays in force."""


def _shown(documents: Sequence[bytes]) -> Told:
    return response(200, cbor.encode([1, 1, list(documents)]), content_type="application/cbor")


def _chain(call: Call) -> list[bytes]:
    return call.evil.real.office.documents()


def _next(call: Call, signer: Signer, **instead: object) -> bytes:
    """A document that would follow, if only the root key had signed it; `instead` replaces what it says."""
    held, last = call.evil.real.office.document(), _chain(call)[-1]
    after = replace(held, version=held.version + 1, previous=sha256(last).digest())
    return replace(after, **instead).signed(signer)  # type: ignore[arg-type]


def _own() -> SoftwareSigner:
    return SoftwareSigner(secrets.token_bytes(32))


@lie("83", "names itself a registrar, signed with the log key", "E-ALLIANCE-DOC", **_ASKED)
def own_registrar(call: Call) -> Told:
    registrars = {_own().public_key: None}
    return _shown([*_chain(call), _next(call, call.evil.real.server.signer, registrars=registrars)])


@lie("83", "names another log key, signed by nobody who may", "E-ALLIANCE-DOC", **_ASKED)
def own_log_key(call: Call) -> Told:
    return _shown([*_chain(call), _next(call, _own(), log_keys=(_own().public_key,))])


@lie("83", "skips a version of the document", "E-ALLIANCE-DOC", **_ASKED)
def version_skipped(call: Call) -> Told:
    version = call.evil.real.office.document().version + 2
    return _shown([*_chain(call), _next(call, call.evil.real.office.root, version=version)])


@lie("83", "shows a document that follows another one", "E-ALLIANCE-DOC", **_ASKED)
def other_predecessor(call: Call) -> Told:
    return _shown([*_chain(call), _next(call, call.evil.real.office.root, previous=bytes(32))])


@lie("83", "shows no document any more", "E-ALLIANCE-DOC", **_ASKED)
def no_document(call: Call) -> Told:
    return _shown([])


@lie("83", "shows rubbish for a document", "E-ALLIANCE-DOC", **_ASKED)
def rubbish_document(call: Call) -> Told:
    return _shown([*_chain(call), b"\x00" * 99])


def _other_alliance(call: Call, name: str) -> list[bytes]:
    root = _own()
    log_key = call.evil.real.server.log_key
    first = AllianceDocument(name, 1, None, root.public_key, {_own().public_key: None}, (log_key,), 4 * 10**12)
    return [first.signed(root)]


_REFUSED = {"path": "/v1/alliance", "documents": True}


@lie("83", "shows documents under another root key", "E-SERVER-CHANGED", **_REFUSED)
def other_root_key(call: Call) -> Told:
    return _shown(_other_alliance(call, call.evil.real.alliance))


@lie("83", "shows the documents of another alliance", "E-ALLIANCE", **_REFUSED)
def other_alliance(call: Call) -> Told:
    return _shown(_other_alliance(call, "another-alliance"))


@lie("83", "answers with something else than documents", "E-REPLY", **_REFUSED)
def no_documents_at_all(call: Call) -> Told:
    return response(200, cbor.encode([1, "documents"]), content_type="application/cbor")
