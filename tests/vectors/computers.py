"""Computers of a city with keys that everybody can make again: the SHA-256 of their name is the private key."""

from dataclasses import dataclass, field
from hashlib import sha256

import cbor2

from roadmap_core import cbor
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.envelope import ENTRY, close
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import OpId, Reference, Register, ShortHash
from roadmap_core.entries.operations import Genesis, OpCode, Write
from roadmap_core.entries.sealing import Claims, LogTip, seal, seal_genesis
from roadmap_core.entries.statements import Statement
from roadmap_core.keys.ed25519 import SoftwareSigner

ALLIANCE, CITY = "gsca-roadmap", "kaga"
CLAIMED_MS = 1_790_000_000_000
ANSWER = Register(1, 18, Facet.ANSWER)
PLAN = Register(1, 3, Facet.PLAN)


def signer_of(name: str) -> SoftwareSigner:
    return SoftwareSigner(sha256(name.encode()).digest())


@dataclass
class Computer:
    """Seals what it is told. `known` is shared by computers that know each other's entries."""

    name: str
    known: dict[ShortHash, Reference] = field(default_factory=dict)
    alliance: str = ALLIANCE
    city: str = CITY
    incarnation: int = 1

    def __post_init__(self) -> None:
        self.signer = signer_of(self.name)
        self.key = self.signer.public_key
        genesis = Genesis(self.key, sha256(self.key).digest(), self.alliance, self.city, self.incarnation, b"", b"")
        self.genesis = seal_genesis(genesis, Claims(CLAIMED_MS, 0, 7), self.signer)
        self._advance(self.genesis)

    def seal(self, *operations: Write | Statement, claims: Claims | None = None) -> Entry:
        claims = claims or Claims(CLAIMED_MS + self.tip.seq, self.tip.seq + 1, 7)
        (entry,) = seal(self.tip, operations, self.known, claims, self.signer)
        self._advance(entry)
        return entry

    def _advance(self, entry: Entry) -> None:
        self.tip = LogTip(entry.log, entry.seq, entry.hash)
        self.known[entry.short] = Reference(entry.log, entry.seq, entry.short)

    def fields(self, **changed: bytes) -> list[bytes]:
        """The 11 encoded fields of an entry that would come next, with one answer; `changed` are fields as bytes."""
        plain = {
            "version": 1, "log": self.genesis.log, "seq": self.tip.seq + 1, "prev": self.tip.entry,
            "claimed_ms": CLAIMED_MS, "lamport": 1, "author": 7, "refs": [], "head": None,
            "ops": [[1, 1, [18], [1], [3], [[]]]], "body": None,
        }  # fmt: skip
        return [changed.get(name, cbor2.dumps(value)) for name, value in plain.items()]

    def payload(self, **changed: bytes) -> bytes:
        return b"\x8b" + b"".join(self.fields(**changed))

    def entry(self, purpose: bytes = ENTRY, **changed: bytes) -> bytes:
        """An entry around a payload that nobody would seal."""
        return close(self.payload(**changed), purpose, self.signer)

    def with_value(self, value: bytes) -> bytes:
        """An entry that sets an answer to a value in bytes, strict or not."""
        return self.entry(ops=bytes.fromhex("818601018112810181") + value + bytes.fromhex("8180"))

    def with_ops(self, *ops: object, **changed: bytes) -> bytes:
        return self.entry(ops=cbor2.dumps(list(ops)), **changed)


def answered(value: object, *replaced: OpId, register: Register = ANSWER) -> Write:
    return Write(OpCode.SET, register, cbor.encode(value), replaced)


def row(value: object, register: Register = PLAN) -> Write:
    return Write(OpCode.ADD_ROW, register, cbor.encode(value), ())


def without(*rows: OpId, register: Register = PLAN) -> Write:
    return Write(OpCode.REMOVE_ROWS, register, None, rows)


def settled(value: object, *replaced: OpId, reason: str | None = None, register: Register = ANSWER) -> Write:
    return Write(OpCode.SETTLE, register, cbor.encode(value), replaced, reason)


def op(entry: Entry, place: int = 0) -> OpId:
    return OpId(entry.short, place)
