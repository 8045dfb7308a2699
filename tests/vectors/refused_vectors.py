"""Vectors of bytes that nobody takes: each with its row in the list of faults, and the code that it is refused with."""

from collections.abc import Iterator
from dataclasses import dataclass

import cbor2

from roadmap_core import limits
from roadmap_core.entries.entry import GENESIS_BYTES
from roadmap_core.entries.envelope import ENTRY, HEAD, TOKEN, close
from roadmap_core.entries.identifiers import NO_ENTRY
from roadmap_core.exchange.token import token_request
from roadmap_core.ledger.heads import Head
from roadmap_core.refusals import Code
from tests.vectors.computers import ALLIANCE, CITY, CLAIMED_MS, Computer
from tests.vectors.curve import L
from tests.vectors.key_vectors import weak_keys


@dataclass(frozen=True)
class Refused:
    """`key` is the key of the log that the bytes claim; None where they claim to be a genesis, or nothing."""

    row: int
    name: str
    code: Code
    data: bytes
    key: bytes | None


def refused() -> Iterator[Refused]:
    maker = Computer("first computer")
    good = maker.entry()
    for row, name, code, data in (*_signatures(maker, good), *_envelopes(good), *_bytes(maker), *_meanings(maker)):
        yield Refused(row, name, code, data, maker.key)
    for row, name, code, data in _geneses(maker):
        yield Refused(row, name, code, data, None)


_Case = tuple[int, str, Code, bytes]


def _signatures(maker: Computer, good: bytes) -> Iterator[_Case]:
    yield 1, "a bit of the payload", Code.SIG, _flipped(good, len(good) - 80)
    yield 1, "a bit of the signature's first half", Code.SIG, _flipped(good, len(good) - 40)
    yield 1, "a bit of the signature's second half", Code.SIG, _flipped(good, len(good) - 20)
    yield 1, "a bit of the type", Code.ENVELOPE, _flipped(good, 0)
    s = int.from_bytes(good[-32:], "little") + L
    yield 2, "S + L", Code.SIG, good[:-32] + s.to_bytes(32, "little")
    yield 4, "signed as a head", Code.SIG, maker.entry(HEAD)
    yield 4, "signed as a token", Code.SIG, maker.entry(TOKEN)
    yield 4, "a head", Code.SCHEMA, Head(CITY, 1, 1, bytes(32), CLAIMED_MS).signed(maker.signer)
    yield 4, "a proof for a token", Code.SCHEMA, token_request(CITY, maker.genesis.log, bytes(20), maker.signer)
    other = Computer("another computer")
    yield 6, "signed by another log's key", Code.SIG, close(maker.payload(), ENTRY, other.signer)
    longer = maker.payload(author=b"\x18\x07")
    yield 14, "encoded anew in a longer form", Code.SIG, good[:6] + cbor2.dumps(longer) + good[-66:]


def _envelopes(good: bytes) -> Iterator[_Case]:
    payload, signature = good[6:-66], good[-66:]
    shapes = {
        "alg -8": bytes.fromhex("8443a10127a0") + payload + signature,
        "no alg": bytes.fromhex("8441a0a0") + payload + signature,
        "a second protected header": bytes.fromhex("8445a201320440a0") + payload + signature,
        "an unprotected header": bytes.fromhex("8443a10132a10440") + payload + signature,
        "alg in the unprotected header": bytes.fromhex("8440a10132") + payload + signature,
        "no signature": bytes.fromhex("8343a10132a0") + payload,
        "an empty signature": good[:-66] + b"\x40",
        "a signature of 63 bytes": good[:-66] + b"\x58\x3f" + good[-63:],
        "two signatures": bytes.fromhex("8543a10132a0") + payload + signature * 2,
        "two signatures in four fields": good + signature,
        "tag 18": b"\xd2" + good,
        "tag 98, many signers": bytes.fromhex("d8628440a0") + payload + b"\x81\x83" + good[1:6] + signature,
        "no payload": good[:6] + b"\xf6" + signature,
        "two payloads": good[:6] + payload * 2 + signature,
        "a payload of text": good[:6] + bytes([payload[0] | 0x20]) + payload[1:] + signature,
        "a payload of unknown length": good[:6] + b"\x5f" + payload + b"\xff" + signature,
        "a payload whose length has a longer form": good[:6] + b"\x59\x00" + payload[1:] + signature,
        "a byte behind": good + b"\x00",
        "nothing": b"",
        "an opening alone": good[:6],
    }
    for name, data in shapes.items():
        yield 8, name, Code.ENVELOPE, data


STRICT = (  # row, name, code, hex of a value
    (9, "a map", Code.DECODE, "a10102"),
    (9, "a map with a key twice", Code.DECODE, "a201020103"),
    (9, "a tag", Code.DECODE, "c101"),
    (9, "a shared reference", Code.DECODE, "d81c01"),
    (9, "a half float", Code.DECODE, "f93c00"),
    (9, "a float", Code.DECODE, "fb3ff0000000000000"),
    (9, "not a number", Code.DECODE, "f97e00"),
    (9, "undefined", Code.DECODE, "f7"),
    (9, "true", Code.DECODE, "f5"),
    (9, "a simple value", Code.DECODE, "f8ff"),
    (9, "an array of unknown length", Code.DECODE, "9f01ff"),
    (9, "bytes of unknown length", Code.DECODE, "5f4101ff"),
    (9, "text of unknown length", Code.DECODE, "7f6161ff"),
    (9, "a break", Code.DECODE, "ff"),
    (9, "a reserved length", Code.DECODE, "1c"),
    (10, "3 in two bytes", Code.DECODE, "1803"),
    (10, "23 in two bytes", Code.DECODE, "1817"),
    (10, "255 in three bytes", Code.DECODE, "1900ff"),
    (10, "65535 in five bytes", Code.DECODE, "1a0000ffff"),
    (10, "2^32 - 1 in nine bytes", Code.DECODE, "1b00000000ffffffff"),
    (10, "-24 in two bytes", Code.DECODE, "3817"),
    (10, "text with a longer length", Code.DECODE, "780161"),
    (10, "bytes with a longer length", Code.DECODE, "580161"),
    (10, "an array with a longer length", Code.DECODE, "980103"),
    (10, "2^63", Code.DECODE, "1b8000000000000000"),
    (10, "-2^63 - 1", Code.DECODE, "3b8000000000000000"),
    (10, "a big number", Code.DECODE, "c249010000000000000000"),
    (12, "17 deep", Code.DECODE, "81" * 12 + "80"),
    (12, "2,000 deep", Code.DECODE, "81" * 2_000 + "80"),
    (12, "an array of 2^32 items", Code.DECODE, "9b0000000100000000"),
    (12, "an array of 2^31 items", Code.DECODE, "9a80000000"),
    (12, "bytes of 2^32", Code.DECODE, "5b0000000100000000"),
    (12, "text of 2^62", Code.DECODE, "7b4000000000000000"),
    (13, "broken UTF-8", Code.DECODE, "61ff"),
    (13, "UTF-8 cut", Code.DECODE, "61c3"),
    (13, "a longer form of a slash", Code.DECODE, "62c0af"),
    (13, "beyond Unicode", Code.DECODE, "64f4908080"),
    (13, "a lone surrogate", Code.DECODE, "63eda080"),
    (13, "NUL", Code.DECODE, "63610062"),
    (13, "escape", Code.DECODE, "611b"),
    (13, "tab", Code.DECODE, "6109"),
    (13, "carriage return", Code.DECODE, "610d"),
    (13, "delete", Code.DECODE, "617f"),
    (13, "C1 control", Code.DECODE, "62c285"),
    (15, "right-to-left override", Code.TEXT, "6561e280ae62"),
    (15, "left-to-right embedding", Code.TEXT, "63e280aa"),
    (15, "isolate", Code.TEXT, "63e281a6"),
    (15, "zero-width space", Code.TEXT, "63e2808b"),
    (15, "word joiner", Code.TEXT, "63e281a0"),
    (15, "invisible times", Code.TEXT, "63e281a2"),
    (15, "line separator", Code.TEXT, "63e280a8"),
    (15, "byte order mark", Code.TEXT, "63efbbbf"),
    (15, "a hidden letter of tags", Code.TEXT, "64f3a08181"),
    (17, "a note of 4,001 characters", Code.SCHEMA, "790fa1" + "61" * 4001),
)


def _bytes(maker: Computer) -> Iterator[_Case]:
    for row, name, code, value in STRICT:
        yield row, name, code, maker.with_value(bytes.fromhex(value))
    yield 9, "a payload that is a map", Code.DECODE, close(b"\xab" + maker.payload()[1:] * 2, ENTRY, maker.signer)
    yield (
        9,
        "a payload of unknown length",
        Code.DECODE,
        close(b"\x9f" + maker.payload()[1:] + b"\xff", ENTRY, maker.signer),
    )
    yield 11, "a byte behind the payload", Code.DECODE, close(maker.payload() + b"\x00", ENTRY, maker.signer)
    yield 11, "two payloads in one", Code.DECODE, close(maker.payload() * 2, ENTRY, maker.signer)
    yield 11, "an empty payload", Code.DECODE, close(b"", ENTRY, maker.signer)
    yield 11, "a payload cut", Code.DECODE, close(maker.payload()[:-1], ENTRY, maker.signer)


def _meanings(maker: Computer) -> Iterator[_Case]:
    fields = maker.fields()
    yield 17, "a field missing", Code.SCHEMA, close(b"\x8a" + b"".join(fields[:-1]), ENTRY, maker.signer)
    yield 17, "a field too many", Code.SCHEMA, close(b"\x8c" + b"".join(fields) + b"\x00", ENTRY, maker.signer)
    yield 17, "version 0", Code.SCHEMA, maker.entry(version=b"\x00")
    yield 17, "version 2", Code.NEWER_ENTRY, maker.entry(version=b"\x02")
    yield 17, "version 1000", Code.NEWER_ENTRY, maker.entry(version=b"\x19\x03\xe8")
    newer = b"\x8d\x02" + b"".join(fields[1:]) + b"\x00\x00"
    yield 17, "version 2 with more fields", Code.NEWER_ENTRY, close(newer, ENTRY, maker.signer)
    for name, field, value in WRONG_FIELDS:
        yield 17, f"{field}: {name}", Code.SCHEMA, maker.entry(**{field: cbor2.dumps(value)})
    for name, operation in WRONG_OPERATIONS:
        yield 17, f"operation: {name}", Code.SCHEMA, maker.with_ops(operation)
    for name, ms in (("-1 ms", -1), ("the year 10000", limits.LATEST_CLAIMED_MS + 1), ("no number", "now")):
        yield 31, name, Code.TIME, maker.entry(claimed_ms=cbor2.dumps(ms))


_REF = [bytes(8), 3, bytes(16)]
WRONG_FIELDS = (
    ("7 bytes", "log", bytes(7)),
    ("text", "log", "computer"),
    ("0 with a log", "seq", 0),
    ("-1", "seq", -1),
    ("text", "seq", "1"),
    ("31 bytes", "prev", bytes(31)),
    ("no entry, with a log", "prev", NO_ENTRY),
    ("null", "prev", None),
    ("-1", "lamport", -1),
    ("text", "author", "me"),
    ("null", "refs", None),
    ("two fields", "refs", [_REF[:2]]),
    ("a short log", "refs", [[bytes(7), 3, bytes(16)]]),
    ("a whole hash", "refs", [[bytes(8), 3, bytes(32)]]),
    ("an entry twice", "refs", [_REF, _REF]),
    ("an empty array", "head", []),
    ("a whole root", "head", [1, 1, bytes(32)]),
    ("a number", "body", 1),
    ("a short digest", "body", [bytes(31), 1]),
    ("a size below 0", "body", [bytes(32), -1]),
    ("null", "ops", None),
)
_SET = [1, 1, [18], [1], [3], [[]]]
WRONG_OPERATIONS = (
    ("no array", 1),
    ("no code", []),
    ("a code of text", ["set"]),
    ("a code below 0", [-1]),
    ("a code of 2^31", [2**31]),
    ("set without a column", _SET[:5]),
    ("set with columns of unequal length", [1, 1, [18, 19], [1], [3], [[]]]),
    ("set with empty columns", [1, 1, [], [], [], []]),
    ("set with a column of text", [1, 1, "18", [1], [3], [[]]]),
    ("an item below 0", [1, 1, [-1], [1], [3], [[]]]),
    ("an assessment of 2^31", [1, 2**31, [18], [1], [3], [[]]]),
    ("half a predecessor", [1, 1, [18], [1], [3], [[-1]]]),
    ("a predecessor that refers to nothing", [1, 1, [18], [1], [3], [[0, 0]]]),
    ("a predecessor before the one before", [1, 1, [18], [1], [3], [[-2, 0]]]),
    ("a predecessor of text", [1, 1, [18], [1], [3], [["x", 0]]]),
    ("a predecessor's place below 0", [1, 1, [18], [1], [3], [[-1, -1]]]),
    ("a predecessor twice", [1, 1, [18], [1], [3], [[-1, 0, -1, 0]]]),
    ("65 predecessors", [1, 1, [18], [1], [3], [[number for place in range(65) for number in (-1, place)]]]),
    ("no predecessors but null", [1, 1, [18], [1], [3], [None]]),
    ("a row in an answer", [2, 1, 18, 1, "row"]),
    ("a row without its value", [2, 1, 3, 11]),
    ("rows removed from an answer", [3, 1, 18, 1, []]),
    ("rows removed without their names", [3, 1, 3, 11]),
    ("settle without a reason's place", [15, 1, 18, 1, 3, []]),
    ("settle for a number", [15, 1, 18, 1, 3, [], 1]),
    ("settle for a reason of 4,001 characters", [15, 1, 18, 1, 3, [], "x" * 4001]),
    ("a blob with a short digest", [4, bytes(31), 1, "text/plain", ""]),
    ("a blob with a long label", [4, bytes(32), 1, "text/plain", "x" * 201]),
    ("enrol a short hash", [10, bytes(8), 2, "", None]),
    ("enrol with role 0", [10, bytes(32), 0, "", None]),
    ("enrol until text", [10, bytes(32), 2, "", "2030"]),
    ("a genesis in a later entry", [9, bytes(32), b"", ALLIANCE, CITY, 1, b"", b""]),
)


def _geneses(maker: Computer) -> Iterator[_Case]:
    start = {"log": b"\xf6", "seq": b"\x00", "prev": cbor2.dumps(NO_ENTRY)}
    for key in weak_keys():
        yield 3, f"weak key {key.hex()}", Code.KEY_WEAK, maker.with_ops(genesis(key), **start)
    other = Computer("another computer")
    yield 6, "a genesis that brings another's key", Code.SIG, maker.with_ops(genesis(other.key), **start)
    own = genesis(maker.key)
    yield 17, "a first entry that is no genesis", Code.SCHEMA, maker.with_ops(_SET, **start)
    yield 17, "a genesis behind another operation", Code.SCHEMA, maker.with_ops(_SET, own, **start)
    yield 17, "two geneses", Code.SCHEMA, maker.with_ops(own, own, **start)
    yield 17, "a genesis of sequence 1", Code.SCHEMA, maker.with_ops(own, **{**start, "seq": b"\x01"})
    yield 17, "a genesis with an entry before it", Code.SCHEMA, maker.with_ops(own, log=b"\xf6", seq=b"\x00")
    yield 17, "a key of 31 bytes", Code.SCHEMA, maker.with_ops(genesis(maker.key[:31]), **start)
    yield 17, "a city of 65 characters", Code.SCHEMA, maker.with_ops(genesis(maker.key, city="x" * 65), **start)
    yield 17, "a genesis too large", Code.SIZE, maker.with_ops(own, [99, bytes(GENESIS_BYTES)], **start)
    yield 17, "a genesis of version 2", Code.NEWER_ENTRY, maker.with_ops(own, version=b"\x02", **start)
    yield 13, "a genesis with broken text", Code.DECODE, maker.entry(ops=b"\x81\x82\x09\x61\xff", **start)


def genesis(key: bytes, alliance: str = ALLIANCE, city: str = CITY) -> list[object]:
    return [9, key, b"", alliance, city, 1, b"", b""]


def _flipped(data: bytes, index: int) -> bytes:
    return data[:index] + bytes([data[index] ^ 1]) + data[index + 1 :]
