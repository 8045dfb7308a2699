"""What is carried by stick or mail, `.roadmap`: entries of one or many cities and what proves them (protocol.md, 10).

Reading parts a bundle into its items and judges none of them: each goes the way of what a server sends. It keeps to
limits before it reads and while it inflates; at most 32 MiB of memory are taken beyond the bundle that comes of it.
What `bundle.json` tells is for people; it is compared with the members, and believed in nothing.
"""

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any, BinaryIO

from roadmap_core import cbor, limits
from roadmap_core.cbor import MalformedError
from roadmap_core.exchange.archive import FIRST, INFLATED_BYTES, STORED_FOLDER, read_archive, write_archive
from roadmap_core.exchange.pairs import is_body
from roadmap_core.exchange.receipts import claimed_place, read_signed_head
from roadmap_core.exchange.stream import PLAIN, EntryReader, read_sequence, to_sequence
from roadmap_core.refusals import Code, Refusal

FORMAT = 1
RECORDS = 50_000
"""Entries at most, and as many private parts."""
_SEQUENCE = ".cborseq"
_ZIP = b"PK"
_DESCRIPTION_BYTES, _BLOB_BYTES = 256 * 1024, 10 * 1024 * 1024
_PROOFS = ("alliance" + _SEQUENCE, "heads" + _SEQUENCE, "receipts" + _SEQUENCE)


@dataclass(frozen=True, slots=True)
class LogRange:
    """That entries of one log are in a bundle, from `first` to `last` sequence."""

    log: bytes
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class CityPart:
    """What a bundle holds of one city: entries, each followed by its private part if that is carried too."""

    city: str
    items: tuple[bytes, ...]
    ranges: tuple[LogRange, ...] = ()


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle in its parts, none of which is verified.

    Attributes:
        maker: the program and computer that made it, as it calls itself.
        heads: signed heads; each names its city.
        receipts: questions for receipts and the server's answers to them, as bytes (receipts.py).
        documents: the alliance's documents, the oldest first.
        blobs: contents; they go by their SHA-256.
    """

    alliance: str
    maker: str
    cities: tuple[CityPart, ...] = ()
    heads: tuple[bytes, ...] = ()
    receipts: tuple[tuple[bytes, bytes], ...] = ()
    documents: tuple[bytes, ...] = ()
    blobs: tuple[bytes, ...] = ()


def write(bundle: Bundle) -> bytes | Refusal:
    """The file, the same bytes each time; refused where nobody would read it (E-BUNDLE-SIZE, E-BUNDLE)."""
    contents = _contents(bundle)
    told = _description(bundle, {name: sha256(content).hexdigest() for name, content in contents.items()})
    data = write_archive({FIRST: json.dumps(told, separators=(",", ":")).encode(), **contents})
    back = read(BytesIO(data))
    return back if isinstance(back, Refusal) else data


def read(file: BinaryIO) -> Bundle | Refusal:
    """The bundle in a file that can seek; E-BUNDLE, E-BUNDLE-SIZE or E-BUNDLE-CUT, and then nothing of it."""
    try:
        return _read(file)
    except MalformedError as error:
        return Refusal(error.code, error.detail)
    except OSError as error:
        return Refusal(Code.BUNDLE_CUT, str(error))


def carried_items(data: bytes) -> list[bytes] | Refusal:
    """The entries and private parts in a file, be it a bundle or a plain sequence (`.cborseq`), in their order."""
    if data.startswith(_ZIP):
        bundle = read(BytesIO(data))
        return bundle if isinstance(bundle, Refusal) else [item for part in bundle.cities for item in part.items]
    try:
        return read_sequence(data, most=RECORDS)
    except MalformedError as error:
        return Refusal(error.code, error.detail)


def _contents(bundle: Bundle) -> dict[str, bytes]:
    receipts = [part for receipt in bundle.receipts for part in receipt]
    proofs = dict(zip(_PROOFS, (bundle.documents, bundle.heads, receipts), strict=True))
    return {
        **{_entries(place): to_sequence(part.items) for place, part in enumerate(bundle.cities)},
        **{name: to_sequence(items) for name, items in proofs.items() if items},
        **{STORED_FOLDER + sha256(blob).hexdigest(): blob for blob in bundle.blobs},
    }


def _entries(place: int) -> str:
    return f"entries/{place:04}{_SEQUENCE}"


def _description(bundle: Bundle, digests: Mapping[str, str]) -> dict[str, Any]:
    cities = []
    for part in bundle.cities:
        bodies = sum(map(is_body, part.items))
        logs = [[said.log.hex(), said.first, said.last] for said in part.ranges]
        cities.append({"city": part.city, "entries": len(part.items) - bodies, "bodies": bodies, "logs": logs})
    said = {"format": FORMAT, "alliance": bundle.alliance, "maker": bundle.maker}
    return {**said, "cities": cities, "members": dict(digests)}


def _largest(name: str) -> int:
    """How large a member may be; 0 if bundles have none of that name."""
    folder, _, place = name.rpartition("/")
    if name in _PROOFS or (folder == "entries" and place[:4].isdecimal() and name == _entries(int(place[:4]))):
        return INFLATED_BYTES
    if folder + "/" == STORED_FOLDER and len(place) == 64 and not place.strip("0123456789abcdef"):
        return _BLOB_BYTES
    return _DESCRIPTION_BYTES if name == FIRST else 0


def _read(file: BinaryIO) -> Bundle:
    records: dict[str, tuple[bytes, ...]] = {}
    plain: dict[str, bytes] = {}
    digests: dict[str, str] = {}
    left = {False: RECORDS, True: RECORDS}
    for name, pieces in read_archive(file, _largest):
        digest = sha256()
        if name.endswith(_SEQUENCE):
            records[name] = _records(_hashed(pieces, digest.update), left)
        else:
            plain[name] = b"".join(_hashed(pieces, digest.update))
        digests[name] = digest.hexdigest()
    del digests[FIRST]
    try:
        said = json.loads(plain.pop(FIRST))
        bundle = _assembled(said, records, tuple(plain.values()))
        is_told = said == _description(bundle, digests)
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise MalformedError(Code.BUNDLE, f"bundle.json can't be read: {error!r}") from error
    if not is_told or any(STORED_FOLDER + digests[name] != name for name in plain):
        raise MalformedError(Code.BUNDLE, "bundle.json tells of other members, or a blob has another's name")
    return bundle


def _hashed(pieces: Iterable[bytes], update: Callable[[bytes], None]) -> Iterator[bytes]:
    for piece in pieces:
        update(piece)
        yield piece


def _records(pieces: Iterator[bytes], left: dict[bool, int]) -> tuple[bytes, ...]:
    """The items of one sequence, at most `left` of entries and of private parts, which become fewer by them."""
    reader = EntryReader(PLAIN, INFLATED_BYTES)
    items: list[bytes] = []
    for piece in pieces:
        try:
            items += _taken(reader.feed(piece), left)
        except MalformedError as error:
            deque(pieces, maxlen=0)  # that bytes are missing, or a size that lies, would be the better reason
            raise MalformedError(Code.BUNDLE, error.detail) from error
    if not reader.is_between_entries:
        raise MalformedError(Code.BUNDLE, "a record reaches beyond its member's end")
    return tuple(items)


def _taken(items: list[bytes], left: dict[bool, int]) -> list[bytes]:
    for item in items:
        left[is_body(item)] -= 1
    if min(left.values()) < 0 or not all(items):
        raise MalformedError(Code.BUNDLE, f"more than {RECORDS} records, or an empty one")
    return items


def _assembled(said: Any, records: Mapping[str, tuple[bytes, ...]], blobs: tuple[bytes, ...]) -> Bundle:
    documents, heads, receipts = (records.get(name, ()) for name in _PROOFS)
    cities = tuple(_city(city, records[_entries(place)]) for place, city in enumerate(cbor.array(said["cities"])))
    if len({part.city for part in cities}) != len(records) - sum(name in records for name in _PROOFS):
        raise ValueError("a city told of twice, or entries of none")
    return Bundle(
        alliance=_text(said["alliance"], limits.CITY_CHARACTERS),
        maker=_text(said["maker"], limits.NAME_CHARACTERS),
        cities=cities,
        heads=heads,
        receipts=tuple(zip(receipts[::2], receipts[1::2], strict=True)),
        documents=documents,
        blobs=blobs,
    )


def _city(said: Any, items: tuple[bytes, ...]) -> CityPart:
    ranges = (_range(*cbor.array(log, 3)) for log in cbor.array(said["logs"]))
    return CityPart(
        city=_text(said["city"], limits.CITY_CHARACTERS),
        items=items,
        ranges=tuple(ranges),
    )


def _range(log: Any, first: Any, last: Any) -> LogRange:
    return LogRange(cbor.byte_string(bytes.fromhex(log), 8), cbor.integer(first), cbor.integer(last))


def _text(item: Any, longest: int) -> str:
    """A text that may be shown: as strict as those of entries."""
    return cbor.text(cbor.decode(cbor.encode(cbor.text(item, longest))), longest)


@dataclass(frozen=True, slots=True)
class ForeignHead(Refusal):
    """A head that none of the alliance's log keys signed.

    Attributes:
        server_ms: when it was signed, as it says itself.
    """

    city: str = ""
    server_ms: int = 0


def belongs(bundle: Bundle, alliance: str, log_keys: Iterable[bytes]) -> Refusal | None:
    """Why a bundle is not of this alliance: E-ALLIANCE, or E-BUNDLE-KEY for a head under a key that we don't hold.

    `log_keys` are those of the newest document, the bundle's own documents included (ledger/alliance.py).
    """
    if bundle.alliance != alliance:
        return Refusal(Code.ALLIANCE, f"a bundle of {bundle.alliance}")
    keys = tuple(log_keys)
    for data in bundle.heads:
        if isinstance(read_signed_head(data, keys), Refusal):
            city, server_ms = claimed_place(data)
            return ForeignHead(Code.BUNDLE_KEY, "a head under an unknown key", city, server_ms)
    return None
