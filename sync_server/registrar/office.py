"""A registrar's folder: the keys, the chain of alliance documents, and what was signed for each city.

root.key            signs alliance documents; kept on another medium once the first document is made
registrar.key       signs admissions and revocations
alliance.cborseq    the alliance documents, oldest first
cities/CITY.cborseq everything that this registrar ever signed for a city: its own log there
waiting.json        since when a city knows what was announced to it (waiting.py)
"""

import os
import secrets
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from roadmap_core.cbor import MalformedError
from roadmap_core.entries.entry import Entry, read_entry, read_genesis
from roadmap_core.entries.operations import Genesis
from roadmap_core.entries.sealing import Claims, LogTip, seal, seal_genesis
from roadmap_core.entries.statements import Statement
from roadmap_core.exchange.stream import read_sequence, to_sequence
from roadmap_core.keys.city_key import agreement_key
from roadmap_core.keys.ed25519 import KEY_BYTES, SoftwareSigner
from roadmap_core.ledger.alliance import AllianceDocument, claimed_root_key, read_chain
from roadmap_core.refusals import Refusal
from sync_server.errors import OperatorError

_ONLY_MINE = 0o600


class Office:
    """One registrar's folder, open for signing. Errors are OperatorErrors."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def root(self) -> SoftwareSigner:
        return self._signer("root.key")

    @property
    def registrar(self) -> SoftwareSigner:
        return self._signer("registrar.key")

    def make_keys(self) -> None:
        """Draws both keys. Raises OperatorError rather than replace one."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for name in ("root.key", "registrar.key"):
                write_new(self.folder / name, secrets.token_bytes(KEY_BYTES))
        except FileExistsError as error:
            raise OperatorError("E-FILE", "There are keys in this folder already; they stay as they are.") from error
        except OSError as error:
            raise OperatorError("E-FILE", "The keys could not be written. Check the path and its rights.") from error

    def documents(self) -> list[bytes]:
        return self._sequence(self.folder / "alliance.cborseq")

    def document(self) -> AllianceDocument:
        """The alliance document in force."""
        documents = self.documents()
        pinned = claimed_root_key(documents[0]) if documents else None
        found = read_chain(documents, pinned or b"")
        if isinstance(found, Refusal):
            raise OperatorError("E-ALLIANCE-DOC", "There is no good alliance document in this folder.")
        return found

    def add_document(self, document: AllianceDocument) -> None:
        """Signs `document` with the root key, as the first or as the one after the last, and keeps it."""
        held = self.documents()
        if held:
            document = replace(document, version=len(held) + 1, previous=sha256(held[-1]).digest())
        replace_file(self.folder / "alliance.cborseq", to_sequence([*held, document.signed(self.root)]))

    def act(self, city: str, statements: Sequence[Statement], now_ms: int) -> list[Entry]:
        """Signs statements for a city. Returns all that was signed for it so far: whoever takes it misses nothing."""
        signer = self.registrar
        signed = self.signed_for(city)
        if not signed:
            genesis = Genesis(
                public_key=signer.public_key,
                agreement_key=agreement_key(secrets.token_bytes(KEY_BYTES)),  # nothing is ever sealed for a registrar
                alliance=self.document().alliance,
                city=city,
                incarnation=0,
                invitation=b"",
                continues=b"",
            )
            signed = [seal_genesis(genesis, Claims(now_ms, 1, 0), signer)]
        last = signed[-1]
        tip = LogTip(last.log, last.seq, last.hash)
        signed += seal(tip, statements, {}, Claims(now_ms, last.lamport + 1, 0), signer)
        path = self._path(city)
        path.parent.mkdir(exist_ok=True)
        replace_file(path, to_sequence(entry.data for entry in signed))
        return signed

    def signed_for(self, city: str) -> list[Entry]:
        """Everything that this registrar has signed for a city so far."""
        return _verified(self._sequence(self._path(city)), self.registrar.public_key)

    def _path(self, city: str) -> Path:
        return self.folder / "cities" / f"{city}.cborseq"

    def _signer(self, name: str) -> SoftwareSigner:
        try:
            return SoftwareSigner((self.folder / name).read_bytes())
        except (OSError, ValueError) as error:
            raise OperatorError("E-KEY-FILE", f"The key {name} is not in the folder, or can't be read.") from error

    def _sequence(self, path: Path) -> list[bytes]:
        try:
            return read_sequence(path.read_bytes()) if path.exists() else []
        except (OSError, MalformedError) as error:
            raise OperatorError("E-FILE", f"{path.name} can't be read.") from error


def _verified(stored: Sequence[bytes], key: bytes) -> list[Entry]:
    read = [read_genesis(data) if place == 0 else read_entry(data, key) for place, data in enumerate(stored)]
    entries = [entry for entry in read if isinstance(entry, Entry)]
    if len(entries) != len(stored):
        raise OperatorError("E-DAMAGED", "What was signed for this city before is not as it was signed.")
    return entries


def write_new(path: Path, data: bytes) -> None:
    """A file that only its owner can read, durable on return. Raises FileExistsError, OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _ONLY_MINE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def replace_file(path: Path, data: bytes) -> None:
    """The old file or the whole new one, whatever happens. Raises OSError."""
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    write_new(new, data)
    new.replace(path)
