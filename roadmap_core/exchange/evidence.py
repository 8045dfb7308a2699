"""Evidence against a server, in a file that anybody can judge: what it signed of a log, and what others saw.

    file = CBOR sequence: ["waymark-evidence", 1, city], then
        [1, document]               an alliance document, the oldest first: they name the keys that sign heads
        [2, genesis]                the first entry of a log whose entries are among what was kept
        [3, why, kept_ms, signed]   a signed head, or a signed entry that names one
        [4, hashes]                 the city's log as its sender holds it: 32 bytes for each position, from 1 on

Only signatures prove: the hashes are the sender's word, and say which of two heads fits what that computer received.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Literal, NamedTuple

from roadmap_core import cbor, limits
from roadmap_core.cbor import Item, MalformedError
from roadmap_core.entries.entry import Entry, claimed_log, read_entry, read_genesis
from roadmap_core.entries.identifiers import EntryHash, LogId, entry_hash
from roadmap_core.ledger.alliance import AllianceDocument, claimed_root_key, read_chain
from roadmap_core.ledger.heads import read_head
from roadmap_core.ledger.tree import Frontier
from roadmap_core.refusals import Code, Refusal

MOST_KEPT = 1000
_OPENING = b"\x83" + cbor.encode("waymark-evidence")
_DOCUMENT, _GENESIS, _KEPT, _HASHES = 1, 2, 3, 4
_HASHES_PER_ITEM = 400


class Kept(NamedTuple):
    """A signed head or entry, the code that it was kept for, and when, by the clock of the computer that kept it."""

    why: str
    kept_ms: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Evidence:
    """What lies in a file."""

    city: str
    documents: tuple[bytes, ...] = ()
    geneses: tuple[bytes, ...] = ()
    kept: tuple[Kept, ...] = ()
    hashes: tuple[EntryHash, ...] = ()

    def to_bytes(self) -> bytes:
        """The file."""
        rest = [self.hashes[at : at + _HASHES_PER_ITEM] for at in range(0, len(self.hashes), _HASHES_PER_ITEM)]
        items: list[Item] = [["waymark-evidence", 1, self.city]]
        items += [[_DOCUMENT, data] for data in self.documents]
        items += [[_GENESIS, data] for data in self.geneses]
        items += [[_KEPT, *one] for one in self.kept]
        items += [[_HASHES, b"".join(some)] for some in rest]
        return b"".join(cbor.encode(item) for item in items)


def is_evidence(data: bytes) -> bool:
    """Whether a file says that it is one of evidence."""
    return data.startswith(_OPENING)


def read_evidence(data: bytes) -> Evidence | Refusal:
    """What lies in a file; nothing is verified."""
    found: dict[int, list[Item]] = {_DOCUMENT: [], _GENESIS: [], _HASHES: []}
    kept: list[Kept] = []
    try:
        offset = cbor.item_end(data, 0)
        city = cbor.text(cbor.array(cbor.decode(data[:offset]), 3)[2], limits.CITY_CHARACTERS)
        while offset < len(data):
            end = cbor.item_end(data, offset)
            kind, *rest = cbor.array(cbor.decode(data[offset:end]))
            offset = end
            if kind == _KEPT and len(rest) == 3 and len(kept) < MOST_KEPT:
                kept.append(Kept(cbor.text(rest[0], 40), cbor.integer(rest[1]), cbor.byte_string(rest[2])))
            elif type(kind) is int and kind in found and len(rest) == 1:
                found[kind].append(rest[0])
            else:
                return Refusal(Code.SCHEMA, "evidence of an unknown kind, or too much of it")
        documents, geneses, hashes = ([cbor.byte_string(one) for one in found[kind]] for kind in found)
    except (MalformedError, ValueError) as error:
        return Refusal(Code.DECODE, str(error))
    return Evidence(city, tuple(documents), tuple(geneses), tuple(kept), _hashes(b"".join(hashes)))


def _hashes(joined: bytes) -> tuple[EntryHash, ...]:
    return tuple(EntryHash(joined[at : at + 32]) for at in range(0, len(joined) - 31, 32))


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody signed of the city's log.

    Attributes:
        place: where it stands among what was kept, from 0.
        size, root: how many entries the log has in it, and its root: 32 bytes in a head, the first 16 in an entry.
        server_ms: the server's time in a head; None for an entry.
        log, seq: which entry it is; None for a head.
        fits: whether it fits the hashes in the file; None if those don't reach so far. An entry that has seen as many
            as stand before it there, or more, has seen another log.
    """

    place: int
    epoch: int
    size: int
    root: bytes
    server_ms: int | None = None
    log: LogId | None = None
    seq: int | None = None
    fits: bool | None = None


class Contradiction(NamedTuple):
    """Two words, by their places, that can't both be of an honest server.

    kind: "split": they give one size two roots; "rollback": the later head, by the server's own clock, is of less.
    """

    kind: Literal["split", "rollback"]
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Judged:
    """What a file proves; `unproven` are the places of what no known key has signed."""

    words: tuple[Word, ...]
    unproven: tuple[int, ...]
    contradictions: tuple[Contradiction, ...]


def judge(evidence: Evidence, document: AllianceDocument | None = None) -> Judged:
    """What is proved, with the log keys of `document`, or of the documents in the file, which then are its own word."""
    keys = document.log_keys if document else _log_keys(evidence.documents)
    authors = dict(_authors(evidence))
    read = [_word(place, one.data, evidence.city, keys, authors) for place, one in enumerate(evidence.kept)]
    roots = _roots(evidence.hashes, {word.size for word in read if word})
    stands = {whole: position for position, whole in enumerate(evidence.hashes, 1)}
    places = {place: stands.get(entry_hash(one.data)) for place, one in enumerate(evidence.kept)}
    words = tuple(replace(word, fits=_fits(word, roots, places[word.place])) for word in read if word)
    unproven = tuple(place for place, word in enumerate(read) if word is None)
    return Judged(words, unproven, tuple(_contradictions(words)))


def _log_keys(chain: Sequence[bytes]) -> tuple[bytes, ...]:
    """Of all documents of the chain: heads of before a key was changed are good."""
    root_key = claimed_root_key(chain[0]) if chain else None
    read = [read_chain(chain[:count], root_key or b"") for count in range(1, len(chain) + 1)]
    return tuple(dict.fromkeys(key for one in read if isinstance(one, AllianceDocument) for key in one.log_keys))


def _authors(evidence: Evidence) -> Iterable[tuple[LogId, bytes]]:
    for data in evidence.geneses:
        first = read_genesis(data)
        if isinstance(first, Entry) and first.genesis and first.genesis.city == evidence.city:
            yield first.log, first.genesis.public_key


def _word(place: int, data: bytes, city: str, log_keys: Iterable[bytes], authors: dict[LogId, bytes]) -> Word | None:
    for key in log_keys:
        head = read_head(data, key)
        if not isinstance(head, Refusal):
            return Word(place, head.epoch, head.size, head.root, head.server_ms) if head.city == city else None
    log = claimed_log(data)
    if isinstance(log, Refusal) or log is None or log not in authors:
        return None
    entry = read_entry(data, authors[log])
    if isinstance(entry, Refusal) or entry.head is None:
        return None
    return Word(place, entry.head.epoch, entry.head.position, entry.head.root16, None, log, entry.seq)


def _roots(hashes: Sequence[EntryHash], sizes: Iterable[int]) -> dict[int, bytes]:
    found, frontier = {}, Frontier()
    for start, size in pairwise([0, *sorted(size for size in sizes if size <= len(hashes))]):
        frontier = frontier.extended(hashes[start:size])
        found[size] = frontier.root()
    return found


def _fits(word: Word, roots: dict[int, bytes], stands_at: int | None) -> bool | None:
    if stands_at is not None and word.size >= stands_at:
        return False
    root = roots.get(word.size)
    return None if root is None else root[: len(word.root)] == word.root


def _contradictions(words: Iterable[Word]) -> Iterable[Contradiction]:
    for one, other in combinations(words, 2):
        is_same = (one.epoch, one.size) == (other.epoch, other.size)
        if is_same and one.root[:16] != other.root[:16]:
            yield Contradiction("split", one.place, other.place)
        if one.server_ms is None or other.server_ms is None or one.server_ms == other.server_ms:
            continue
        first, second = sorted((one, other), key=lambda word: word.server_ms or 0)
        if (second.epoch, second.size) < (first.epoch, first.size):
            yield Contradiction("rollback", first.place, second.place)
