"""Vectors of what is carried: bundles, receipts and postcards, good ones and those that are refused.

The members of these bundles are deflated as stored blocks: what a compressor makes is its own affair.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from struct import pack
from typing import Any

from roadmap_core import cbor
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import Register
from roadmap_core.entries.sealing import Claims, LogTip, Private, seal_with
from roadmap_core.exchange import receipts
from roadmap_core.exchange.bundle import Bundle, CityPart, LogRange
from roadmap_core.exchange.postcard import qr_pieces, text_block
from roadmap_core.exchange.receipts import Place, ReceiptAnswer, ReceiptQuestion
from roadmap_core.exchange.stream import to_sequence
from roadmap_core.keys.city_key import CityKey
from roadmap_core.ledger.heads import Head
from roadmap_core.ledger.tree import Frontier, inclusion_proof, leaf_hash
from roadmap_core.refusals import Code
from tests.vectors.computers import ALLIANCE, CITY, CLAIMED_MS, Computer, answered, signer_of
from tests.vectors.forged_zips import Forged, zipped
from tests.vectors.readable import readable

SERVER = signer_of("server")
ENTRIES = "entries/0000.cborseq"


def description(contents: Mapping[str, bytes], **changed: Any) -> bytes:
    """bundle.json for one city with one entry and one private part, or with whatever is `changed`."""
    told = {
        "format": 1,
        "alliance": ALLIANCE,
        "maker": "Waymark",
        "cities": [{"city": CITY, "entries": 2, "bodies": 1, "logs": [[_log().hex(), 0, 1]]}],
        "members": {name: sha256(content).hexdigest() for name, content in contents.items()},
    }
    return json.dumps({**told, **changed}).encode()


def members(contents: Mapping[str, bytes], **changed: Any) -> list[Forged]:
    said = {"bundle.json": description(contents, **changed), **contents}
    return [Forged(name.encode(), content) for name, content in said.items()]


def small() -> Bundle:
    """Two entries, one of them with a private part, a head, a receipt, a blob."""
    maker, items = month(1)
    question, answer = asked(items)
    head = answer.head
    return Bundle(
        ALLIANCE,
        "Waymark",
        (CityPart(CITY, items, (LogRange(maker.genesis.log, 0, 1),)),),
        (head,),
        ((question.to_bytes(), answer.to_bytes()),),
        (),
        (b"a blob",),
    )


def contents_of(bundle: Bundle) -> dict[str, bytes]:
    """The members of `small`, in the order of their names."""
    (part,), (receipt,), (blob,) = bundle.cities, bundle.receipts, bundle.blobs
    return {
        f"blobs/{sha256(blob).hexdigest()}": blob,
        ENTRIES: to_sequence(part.items),
        "heads.cborseq": to_sequence(bundle.heads),
        "receipts.cborseq": to_sequence(receipt),
    }


def month(count: int) -> tuple[Computer, tuple[bytes, ...]]:
    """A computer, and its entries with an answer and a note of 120 characters each."""
    maker, key = Computer("first computer"), CityKey(1, bytes(32))
    items, tip = [maker.genesis.data], maker.tip
    for number in range(count):
        words = sha256(bytes([number])).hexdigest()
        note = answered((words[:8] + " " + words[8:20] + " ") * 5, register=Register(1, number, Facet.NOTE))
        private = Private([note], key, partial(bytes, [number] * 16))
        claims = Claims(CLAIMED_MS + number * 60_000, number + 1, 7)
        answer = answered(number % 5, register=Register(1, number, Facet.ANSWER))
        (sealed,) = seal_with(tip, [answer], private, maker.known, claims, maker.signer)
        tip = LogTip(sealed.entry.log, sealed.entry.seq, sealed.entry.hash)
        items += [sealed.entry.data, sealed.body or b""]
    return maker, tuple(items)


def _log() -> bytes:
    return Computer("first computer").genesis.log


def asked(items: Sequence[bytes]) -> tuple[ReceiptQuestion, ReceiptAnswer]:
    """A question for two entries that a log of five holds, and one that it doesn't."""
    hashes = [receipts.EntryHash(sha256(item).digest()) for item in (*items[:2], b"c", b"d", b"e")]
    leaves = [leaf_hash(entry) for entry in hashes]
    head = Head(CITY, 5, 5, Frontier().extended(hashes).root(), CLAIMED_MS).signed(SERVER)
    places = [Place(index + 1, tuple(inclusion_proof(leaves, index))) for index in (0, 4)]
    missing = receipts.EntryHash(bytes(32))
    question = ReceiptQuestion(CITY, (hashes[0], missing, hashes[4]))
    return question, ReceiptAnswer(head, (places[0], None, places[1]))


def carried() -> dict[str, Any]:
    bundle = small()
    question, answer = asked(bundle.cities[0].items)
    items = bundle.cities[0].items
    return {
        "bundles": [{"bytes": zipped(members(contents_of(bundle))).hex(), "meaning": readable(bundle)}],
        "refused_bundles": [
            {"row": row, "name": name, "code": code, "bytes": data.hex()} for row, name, code, data in refused_bundles()
        ],
        "receipts": [
            {
                "log_key": SERVER.public_key.hex(),
                "question": question.to_bytes().hex(),
                "answer": answer.to_bytes().hex(),
                "meaning": readable(
                    receipts.verify_receipts(question.to_bytes(), answer.to_bytes(), [SERVER.public_key])
                ),
                "head_code": receipts.head_code(Head(CITY, 5, 5, bytes(32), CLAIMED_MS)),
            }
        ],
        "refused_receipts": [
            {"name": name, "code": code, "question": question.to_bytes().hex(), "answer": data.hex()}
            for name, code, data in refused_receipts(answer)
        ],
        "postcards": [
            {"text": text_block(items[:1]), "items": readable(items[:1])},
            {"text": "".join(qr_pieces(items[:1])), "items": readable(items[:1])},
        ],
    }


def refused_receipts(answer: ReceiptAnswer) -> list[tuple[str, Code, bytes]]:
    first, _, last = answer.places
    assert first
    assert last
    other_city = Head("other", 5, 5, bytes(32), CLAIMED_MS).signed(SERVER)
    stranger = Head(CITY, 5, 5, bytes(32), CLAIMED_MS).signed(signer_of("stranger"))
    long = replace(first, proof=(bytes(32),) * 64)
    return [
        ("a head under another key", Code.SIG, replace(answer, head=stranger).to_bytes()),
        ("a head of another city", Code.HEAD, replace(answer, head=other_city).to_bytes()),
        ("two places for three entries", Code.HEAD, replace(answer, places=(first, None)).to_bytes()),
        ("places exchanged", Code.HEAD, replace(answer, places=(last, None, first)).to_bytes()),
        ("a place beyond the log", Code.HEAD, replace(answer, places=(Place(6, ()), None, last)).to_bytes()),
        ("place 0", Code.SCHEMA, cbor.encode([1, answer.head, [[0, []], None, None]])),
        ("a proof of 64 hashes", Code.LIMIT, replace(answer, places=(long, None, last)).to_bytes()),
        ("a proof hash of 31 bytes", Code.SCHEMA, cbor.encode([1, answer.head, [[1, [bytes(31)]], None, None]])),
        ("version 2", Code.SCHEMA, cbor.encode([2, answer.head, []])),
        ("no array", Code.SCHEMA, b"\x00"),
        ("cut", Code.DECODE, answer.to_bytes()[:-1]),
    ]


def refused_bundles() -> list[tuple[int, str, Code, bytes]]:
    contents = {
        f"blobs/{sha256(b'a blob').hexdigest()}": b"a blob",
        ENTRIES: to_sequence((b"\x84 one", b"\x84 two", b"\x01")),
        "heads.cborseq": b"\x41\x84",
    }
    good = members(contents)
    return [*_not_bundles(good), *_lying_sizes(good), *_forged_zips(good), *_records(contents), *_told(contents)]


def _not_bundles(good: list[Forged]) -> list[tuple[int, str, Code, bytes]]:
    data = zipped(good)
    directory = data.index(b"PK\1\2")
    first = good[0]
    return [
        (101, "empty", Code.BUNDLE, b""),
        (101, "a JPEG", Code.BUNDLE, bytes.fromhex("ffd8ffe000104a46494600010100")),
        (101, "another zip", Code.BUNDLE, zipped([Forged(b"word/document.xml", b"<w/>")])),
        (101, "a zip without members", Code.BUNDLE, zipped([])),
        (99, "its first three bytes", Code.BUNDLE_CUT, data[:3]),
        (99, "without its last byte", Code.BUNDLE_CUT, data[:-1]),
        (99, "without its directory", Code.BUNDLE_CUT, data[:directory]),
        (99, "zeros for its directory", Code.BUNDLE_CUT, data[:directory] + bytes(len(data) - directory)),
        (99, "zeros in the middle of its directory", Code.BUNDLE_CUT, data[:-90] + bytes(90)),
        (99, "zeros behind the first member", Code.BUNDLE_CUT, first.local() + first.data() + bytes(500)),
        (
            99,
            "zeros in the middle of a name",
            Code.BUNDLE_CUT,
            first.local() + first.data() + good[1].local()[:40] + bytes(500),
        ),
        (99, "the first member alone", Code.BUNDLE_CUT, first.local() + first.data()),
        (99, "cut inside a name", Code.BUNDLE_CUT, first.local() + first.data() + good[1].local()[:40]),
        (99, "a bit of a blob changed", Code.BUNDLE_CUT, data.replace(b"a blob", b"a blod", 1)),
        (99, "a bit of a deflated member changed", Code.BUNDLE_CUT, _changed(data, len(first.local()), 7)),
    ]


def _changed(data: bytes, place: int, value: int) -> bytes:
    return data[:place] + bytes([value]) + data[place + 1 :]


def _lying_sizes(good: list[Forged]) -> list[tuple[int, str, Code, bytes]]:
    first, blob, entries, *rest = good
    size, packed = len(entries.content), len(entries.data())

    def lying(member: Forged, **lies: Any) -> bytes:
        told = [replace(one, **lies) if one is member else one for one in good]
        return zipped(told)

    return [
        (102, "a size that is one too small", Code.BUNDLE_SIZE, lying(entries, size=size - 1)),
        (102, "a size that is one too large", Code.BUNDLE_SIZE, lying(entries, size=size + 1)),
        (102, "a packed size that is one too small", Code.BUNDLE_SIZE, lying(entries, packed_size=packed - 1)),
        (102, "a packed size that is one too large", Code.BUNDLE_SIZE, lying(entries, packed_size=packed + 1)),
        (102, "a stored member of two sizes", Code.BUNDLE_SIZE, lying(blob, size=5)),
        (102, "zip64's size", Code.BUNDLE_SIZE, lying(entries, size=2**32 - 1)),
        (102, "zip64's packed size", Code.BUNDLE_SIZE, lying(entries, packed_size=2**32 - 1)),
        (102, "a size of 31 times the packed one", Code.BUNDLE_SIZE, lying(entries, size=30 * packed + 1025)),
        (102, "a description of more than 256 KiB", Code.BUNDLE_SIZE, lying(first, size=256 * 1024 + 1)),
        (102, "a blob of more than 10 MiB", Code.BUNDLE_SIZE, lying(blob, size=10 * 2**20 + 1)),
        (99, "a member that reaches beyond the end", Code.BUNDLE_CUT, lying(rest[-1], packed_size=2**20)),
    ]


def _forged_zips(good: list[Forged]) -> list[tuple[int, str, Code, bytes]]:
    first, blob, *rest = good
    nested = Forged(b"nested.zip", zipped(good))
    zip64 = Forged(b"heads.cborseq", extra=pack("<HHQQ", 1, 16, 1, 1))
    evil = (
        b"../heads.cborseq", b"/heads.cborseq", b"C:\\heads.cborseq", b"entries/../heads.cborseq", b"heads.cborseq\0x",
        b"entries/0.cborseq", b"entries/00000.cborseq", b"entries/", b"blobs/" + b"F" * 64, b"h" * 81, b"\xff",
    )  # fmt: skip
    return [
        *((101, f"a member named {name!r}", Code.BUNDLE, zipped([first, Forged(name)])) for name in evil),
        (102, "a zip in the zip", Code.BUNDLE, zipped([first, nested])),
        (101, "a member twice", Code.BUNDLE, zipped([first, blob, blob, *rest])),
        (101, "bundle.json twice", Code.BUNDLE, zipped([first, *good])),
        (101, "members in another order", Code.BUNDLE, zipped([first, *rest, blob])),
        (101, "an encrypted member", Code.BUNDLE, zipped([first, replace(blob, flags=1), *rest])),
        (101, "sizes behind the data", Code.BUNDLE, zipped([first, replace(blob, flags=8), *rest])),
        (101, "a deflated blob", Code.BUNDLE, zipped([first, replace(blob, method=8), *rest])),
        (101, "another date", Code.BUNDLE, zipped([first, replace(blob, date=34), *rest])),
        (101, "zip64", Code.BUNDLE, zipped([first, zip64])),
        (101, "bytes before", Code.BUNDLE, b"#" + zipped(good)),
        (101, "bytes behind", Code.BUNDLE, zipped(good) + b"#"),
        (101, "bytes between members and directory", Code.BUNDLE, zipped(good, between=b"#" * 40)),
        (101, "a member that isn't listed", Code.BUNDLE, zipped(good, listed=good[:-1])),
        (101, "listed under another name", Code.BUNDLE, zipped(good, listed=[*good[:-1], Forged(b"a.exe")])),
        (101, "two directories", Code.BUNDLE, zipped(good) + zipped(good)[-22:]),
    ]


def _records(contents: dict[str, bytes]) -> list[tuple[int, str, Code, bytes]]:
    def holding(data: bytes) -> bytes:
        return zipped(members({**contents, ENTRIES: data}))

    odd = members({**contents, "receipts.cborseq": b"\x41a"})
    return [
        (105, "a record of 0 bytes", Code.BUNDLE, holding(contents[ENTRIES] + b"\x40")),
        (105, "a record of 2^32-1 bytes", Code.BUNDLE, holding(b"\x5a\xff\xff\xff\xff" + contents[ENTRIES])),
        (105, "a record beyond the end", Code.BUNDLE, holding(contents[ENTRIES][:-1])),
        (105, "a record that is a text", Code.BUNDLE, holding(b"\x61a")),
        (105, "a question without an answer", Code.BUNDLE, zipped(odd)),
    ]


def _told(contents: dict[str, bytes]) -> list[tuple[int, str, Code, bytes]]:
    city = {"city": CITY, "entries": 2, "bodies": 1, "logs": [[_log().hex(), 0, 1]]}
    told: list[tuple[str, dict[str, Any]]] = [
        ("another number of entries", {"cities": [{**city, "entries": 3}]}),
        ("no city for the entries", {"cities": []}),
        ("a city without entries", {"cities": [city, {**city, "city": "other"}]}),
        ("cities that are no list", {"cities": 1}),
        ("a log of 7 bytes", {"cities": [{**city, "logs": [["00" * 7, 0, 1]]}]}),
        ("a log that is no hex", {"cities": [{**city, "logs": [["zz" * 8, 0, 1]]}]}),
        ("a log that is a number", {"cities": [{**city, "logs": [[7, 0, 1]]}]}),
        ("a sequence that is a fraction", {"cities": [{**city, "logs": [[_log().hex(), 0.5, 1]]}]}),
        ("an alliance that is a list", {"alliance": ["a"]}),
        ("a maker that deceives the eye", {"maker": "Way\u202emark"}),
        ("a maker that is half a character", {"maker": "\ud800"}),
        ("a maker of 201 characters", {"maker": "x" * 201}),
        ("a later format", {"format": 2}),
        ("a field that nobody knows", {"more": 1}),
        ("another digest", {"members": {}}),
    ]
    named = {**contents, "blobs/" + "0" * 64: contents[min(contents)]}
    named.pop(min(contents))
    return [
        *((105, name, Code.BUNDLE, zipped(members(contents, **changed))) for name, changed in told),
        (105, "a blob under another's name", Code.BUNDLE, zipped(members(dict(sorted(named.items()))))),
        (
            105,
            "a description that is no JSON",
            Code.BUNDLE,
            zipped([Forged(b"bundle.json", b"{"), *members(contents)[1:]]),
        ),
    ]
