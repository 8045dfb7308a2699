"""Proofs that entries stand in a city's log, for whoever doesn't hold the log: couriers, auditors (protocol.md, 7).

question = [1, city, [entry hash, ...], since]
answer   = [1, signed head, [[position, [proof hash, ...]] or null, ...], [proof hash, ...]]     in the question's order

Positions count from 1; proofs are those of RFC 6962, section 2.1.1. Who knows an entry's whole hash may ask. `since` is
the size of a head that the asker holds, and the last proof (section 2.1.2) shows that the log goes on from there; both
are left out by who holds none (decision 0027).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from roadmap_core import PROTOCOL_VERSION, cbor, limits
from roadmap_core.cbor import Item, MalformedError
from roadmap_core.entries.envelope import open_envelope
from roadmap_core.entries.identifiers import EntryHash
from roadmap_core.keys.codes import from_code, to_code
from roadmap_core.ledger.heads import Head, read_head
from roadmap_core.ledger.tree import verify_consistency, verify_inclusion
from roadmap_core.refusals import Code, Refusal

QUESTIONS = 50
"""Entries at most that one question names, so that an answer stays below 64 KiB in a log of any size."""
_PROOF_HASHES = 63
_HEAD_CODE_BYTES = 10


@dataclass(frozen=True, slots=True)
class ReceiptQuestion:
    """Where do these entries stand?"""

    city: str
    entries: tuple[EntryHash, ...]
    since: int = 0

    def to_bytes(self) -> bytes:
        since = [self.since] if self.since else []
        return cbor.encode([PROTOCOL_VERSION, self.city, list(self.entries), *since])

    @classmethod
    def from_bytes(cls, data: bytes) -> "ReceiptQuestion":
        """Raises MalformedError."""
        (version, city, entries), since = _three_and_more(data)
        cbor.integer(version, PROTOCOL_VERSION, PROTOCOL_VERSION)
        if len(cbor.array(entries)) > QUESTIONS:
            raise MalformedError(Code.LIMIT, f"more than {QUESTIONS} entries asked for")
        hashes = tuple(EntryHash(cbor.byte_string(entry, 32)) for entry in entries)
        size = cbor.integer(since[0], 1) if since else 0
        return cls(cbor.text(city, limits.CITY_CHARACTERS), hashes, size)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands in the log of a head, from 1, and the hashes that prove it."""

    position: int
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class ReceiptAnswer:
    """A signed head, and one place for each entry that was asked for: None where the log doesn't hold it.

    `extends` proves that the log goes on from the size that was asked about; None where none was.
    """

    head: bytes
    places: tuple[Place | None, ...]
    extends: tuple[bytes, ...] | None = None

    def to_bytes(self) -> bytes:
        places = [place and [place.position, list(place.proof)] for place in self.places]
        extends = [] if self.extends is None else [list(self.extends)]
        return cbor.encode([PROTOCOL_VERSION, self.head, places, *extends])

    @classmethod
    def from_bytes(cls, data: bytes) -> "ReceiptAnswer":
        """Raises MalformedError."""
        (version, head, places), extends = _three_and_more(data)
        cbor.integer(version, PROTOCOL_VERSION, PROTOCOL_VERSION)
        return cls(
            cbor.byte_string(head), tuple(map(_place, cbor.array(places))), _proof(*extends) if extends else None
        )


def _three_and_more(data: bytes) -> tuple[Sequence[Item], Sequence[Item]]:
    """Three fields, and a fourth one or none."""
    fields = cbor.array(cbor.decode(data))
    return cbor.array(fields[:3], 3), fields[3:] and cbor.array(fields[3:], 1)


def _place(item: Item) -> Place | None:
    if item is None:
        return None
    position, proof = cbor.array(item, 2)
    return Place(cbor.integer(position, 1), _proof(proof))


def _proof(nodes: Item) -> tuple[bytes, ...]:
    if len(cbor.array(nodes)) > _PROOF_HASHES:
        raise MalformedError(Code.LIMIT, "a proof longer than any tree needs")
    return tuple(cbor.byte_string(node, 32) for node in nodes)


@dataclass(frozen=True, slots=True)
class Receipts:
    """What an answer proves.

    Attributes:
        positions: for each entry that was asked for, in that order; None where it isn't in the log of `head`.
    """

    head: Head
    positions: tuple[int | None, ...]


def verify_receipts(
    question: bytes, answer: bytes, log_keys: Iterable[bytes], earlier: Head | None = None
) -> Receipts | Refusal:
    """What `answer` proves of the entries in `question`; refused whole if one place of it is not proven (E-HEAD).

    `earlier` is the head that was asked about: refused is also what doesn't go on from there in the same epoch.
    """
    try:
        asked, told = ReceiptQuestion.from_bytes(question), ReceiptAnswer.from_bytes(answer)
    except MalformedError as error:
        return Refusal(error.code, error.detail)
    head = read_signed_head(told.head, log_keys)
    if isinstance(head, Refusal):
        return head
    if head.city != asked.city or len(told.places) != len(asked.entries):
        return Refusal(Code.HEAD, "an answer to another question")
    if earlier is not None and not _goes_on(earlier, head, told.extends or ()):
        return Refusal(Code.HEAD, f"the log does not go on from its {earlier.size} entries")
    for entry, place in zip(asked.entries, told.places, strict=True):
        if place and not verify_inclusion(entry, place.position - 1, head.size, place.proof, head.root):
            return Refusal(Code.HEAD, f"place {place.position} is not proven")
    return Receipts(head, tuple(place.position if place else None for place in told.places))


def _goes_on(earlier: Head, head: Head, proof: Sequence[bytes]) -> bool:
    """In a new epoch a log may have lost entries, and nothing is to be proven."""
    is_proven = verify_consistency(earlier.size, earlier.root, head.size, head.root, proof)
    return head.epoch != earlier.epoch or is_proven


def read_signed_head(data: bytes, log_keys: Iterable[bytes]) -> Head | Refusal:
    """The head in `data`, if one of the alliance's log keys signed it."""
    refusal = Refusal(Code.SIG, "no log key is known")
    for key in log_keys:
        found = read_head(data, key)
        if isinstance(found, Head):
            return found
        refusal = found
    return refusal


def claimed_place(data: bytes) -> tuple[str, int]:
    """City and server time that the bytes of a head claim, nothing verified; ("", 0) if they claim none."""
    envelope = open_envelope(data)
    try:
        city, _, _, _, server_ms = cbor.array(cbor.decode(getattr(envelope, "payload", b"")), 5)
        return cbor.text(city, limits.CITY_CHARACTERS), cbor.integer(server_ms)
    except MalformedError:
        return "", 0


def head_code(head: Head) -> str:
    """What a printed report says of the state that it was made from: `XXXX-XXXX-XXXX-XXXX-C`, 80 bits.

    It tells the log's content, not when or by whom the head was signed: the same after a key was renewed.
    """
    told = cbor.encode([head.epoch, head.size, head.root])
    return to_code(sha256(b"roadmap-head-code-1" + told).digest()[:_HEAD_CODE_BYTES])


def is_head_code(typed: str) -> bool:
    """Whether a code was typed as it was printed; `codes.same_code` then says whether it is a head's."""
    return from_code(typed, _HEAD_CODE_BYTES) is not None
