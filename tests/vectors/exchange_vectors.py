"""Vectors of what travels: requests, replies, proofs for tokens, joining; and bodies that are refused."""

from typing import Any

import cbor2

from roadmap_core import limits
from roadmap_core.entries.sealing import Claims, Private, seal_with
from roadmap_core.exchange.joining import JoinRequest
from roadmap_core.exchange.messages import Ack, AckCode, SyncReply, SyncRequest
from roadmap_core.exchange.pairs import shortened
from roadmap_core.exchange.stream import DEFLATED, PLAIN, SHORTENED, to_sequence
from roadmap_core.exchange.token import token_request
from roadmap_core.keys.city_key import CityKey
from roadmap_core.ledger.heads import Head
from roadmap_core.refusals import Code
from tests.vectors.computers import CITY, CLAIMED_MS, Computer, answered, signer_of
from tests.vectors.forged_zips import stored
from tests.vectors.readable import readable


def exchange() -> dict[str, Any]:
    maker = Computer("first computer")
    sent = (maker.genesis.data, maker.seal(answered(3)).data)
    nonce = bytes(range(20))
    join = JoinRequest(maker.genesis.data, bytes(range(6)))
    return {
        "requests": [_meant(data, request) for data, request in _requests(sent)],
        "replies": [_meant(reply.to_bytes(), reply) for reply in _replies(maker, sent)],
        "token_requests": [
            {
                "bytes": token_request(CITY, maker.genesis.log, nonce, maker.signer).hex(),
                "public_key": maker.key.hex(),
                "meaning": {"city": CITY, "log": maker.genesis.log.hex(), "nonce": nonce.hex()},
            }
        ],
        "joins": [_meant(join.to_bytes(), join)],
        "refused_requests": [_refused(*case) for case in refused_requests(sent)],
        "refused_replies": [_refused(*case) for case in refused_replies(sent)],
    }


def _meant(data: bytes, value: object) -> dict[str, Any]:
    return {"bytes": data.hex(), "meaning": readable(value)}


def _refused(name: str, code: Code, data: bytes) -> dict[str, str]:
    return {"name": name, "code": code, "bytes": data.hex()}


def _requests(sent: tuple[bytes, ...]) -> list[tuple[bytes, SyncRequest]]:
    asked = SyncRequest(CITY, 0, 0, 4096)
    pushed = SyncRequest(CITY, 2**63 - 1, 17, limits.PULL_PAGE_BYTES, sent)
    private = SyncRequest(CITY, 1, 2, 3, (*sent, BODY), (bytes(16), bytes(range(16))), bytes(range(28)))
    paired = SyncRequest(CITY, 1, 2, 3, (*with_part(), BODY))
    return [
        (asked.to_bytes(), asked),
        (request(PLAIN, to_sequence(sent), pushed), pushed),
        (request(DEFLATED, stored(to_sequence(sent)), pushed), pushed),
        (request(PLAIN, to_sequence((*sent, BODY)), private), private),
        (request(SHORTENED, to_sequence(shortened(paired.entries)), paired), paired),
    ]


BODY = b"\x01" + bytes(range(60))
"""A private part, as far as streams look at it."""


def with_part() -> tuple[bytes, bytes]:
    """An entry and its private part."""
    maker, key = Computer("first computer"), CityKey(1, bytes(32))
    private = Private([answered(4)], key, lambda: bytes(range(16)))
    sealed = seal_with(maker.tip, [answered(3)], private, {}, Claims(CLAIMED_MS, 1, 0), maker.signer)[0]
    assert sealed.body is not None
    return sealed.entry.data, sealed.body


def request(encoding: int, stream: bytes, said: SyncRequest) -> bytes:
    """A request in an encoding that isn't left to zlib, whose bytes differ from version to version."""
    bodies = list(said.body_requests)
    return cbor2.dumps([1, said.city, said.epoch, said.position, said.limit, said.token, bodies, encoding]) + stream


def _replies(maker: Computer, sent: tuple[bytes, ...]) -> list[SyncReply]:
    head = Head(CITY, 5, 9, bytes(32), CLAIMED_MS).signed(signer_of("server"))
    acks = (
        Ack(maker.genesis.log, 0, AckCode.KNOWN, 1),
        Ack(maker.genesis.log, 1, AckCode.ACCEPTED, 9),
        Ack(maker.genesis.log, 2, AckCode.SEND_GENESIS_FIRST),
        Ack(None, 0, AckCode.REFUSED, refusal=Code.SIG.value),
    )
    return [
        SyncReply(5, acks, (), 9, more=False, head=head),
        SyncReply(5, (), ((3, sent[0]),), 3, more=True, head=head, token=bytes(28)),
        SyncReply(5, acks[:1], (), 0, more=False, head=b"", nonce=bytes(range(20))),
        SyncReply(
            5,
            (),
            ((9, sent[0]),),
            9,
            more=False,
            head=head,
            bodies=(b"\x01", b"\x01b"),
            lacks=(bytes(16),),
            erased=(b"e" * 16,),
        ),
    ]


def refused_requests(sent: tuple[bytes, ...]) -> list[tuple[str, Code, bytes]]:
    said = SyncRequest(CITY, 1, 2, 3)
    stream = to_sequence(sent)
    opening = [1, CITY, 1, 2, 3, None, [], PLAIN]
    changed = {place: cbor2.dumps([*opening[:place], value, *opening[place + 1 :]]) for place, value in _WRONG}

    def asking(bodies: object) -> bytes:
        return cbor2.dumps([*opening[:6], bodies, PLAIN])

    return [
        ("version 2", Code.SCHEMA, changed[0]),
        ("a city of 65 characters", Code.SCHEMA, changed[1]),
        ("an epoch below 0", Code.SCHEMA, changed[2]),
        ("a limit of 2 MiB and one byte", Code.SCHEMA, changed[4]),
        ("an unknown encoding", Code.DECODE, changed[7]),
        ("an opening of 7 fields", Code.SCHEMA, cbor2.dumps(opening[:-1])),
        ("an opening of more than 1 KiB", Code.SIZE, changed[6]),
        ("a body request of 15 bytes", Code.SCHEMA, asking([bytes(15)])),
        ("body requests that are no array", Code.SCHEMA, asking(None)),
        ("51 body requests", Code.LIMIT, asking([bytes(16)] * 51)),
        ("no array", Code.SCHEMA, b"\x00"),
        ("text in the stream", Code.DECODE, request(PLAIN, b"\x61a", said)),
        ("an entry's length in a longer form", Code.DECODE, request(PLAIN, b"\x58\x01a", said)),
        ("an entry of 64 KiB and one byte", Code.SIZE, request(PLAIN, b"\x5a\x00\x01\x00\x01", said)),
        ("201 entries", Code.LIMIT, request(PLAIN, b"\x40" * 201, said)),
        ("201 private parts", Code.LIMIT, request(PLAIN, b"\x41\x01" * 201, said)),
        ("no deflated stream", Code.DECODE, request(DEFLATED, b"\x07", said)),
        ("a byte behind the deflated stream", Code.DECODE, request(DEFLATED, stored(stream) + b"\x00", said)),
    ]


_WRONG = ((0, 2), (1, "x" * 65), (2, -1), (4, limits.PULL_PAGE_BYTES + 1), (6, [bytes(1024)]), (7, 4))


def refused_replies(sent: tuple[bytes, ...]) -> list[tuple[str, Code, bytes]]:
    stream = to_sequence(sent)
    plain = [1, 5, [], [[3, 2]], 4, 0, b"", None, [], PLAIN, len(stream)]

    def changed(place: int, value: object, behind: bytes = stream) -> bytes:
        return cbor2.dumps([*plain[:place], value, *plain[place + 1 :]]) + behind

    return [
        ("cut", Code.DECODE, cbor2.dumps(plain) + stream[:-1]),
        ("a byte behind", Code.DECODE, cbor2.dumps(plain) + stream + b"\x00"),
        ("cut inside an entry", Code.DECODE, changed(10, len(stream) - 1, stream[:-1])),
        ("deflated, but the last block missing", Code.DECODE, _unfinished(plain, stream)),
        ("version 2", Code.SCHEMA, changed(0, 2)),
        ("an ack's code is an array", Code.SCHEMA, changed(2, [[None, 0, [], 0]])),
        ("an ack's log has 7 bytes", Code.SCHEMA, changed(2, [[bytes(7), 0, 0, 0]])),
        ("an ack's refusal is a number", Code.SCHEMA, changed(2, [[None, 0, 9, 1]])),
        ("too few positions", Code.SCHEMA, changed(3, [[3, 1]])),
        ("too many positions", Code.SCHEMA, changed(3, [[3, 3]])),
        ("positions that go back", Code.SCHEMA, changed(3, [[3, 1], [3, 1]])),
        ("position 0", Code.SCHEMA, changed(3, [[0, 2]])),
        ("positions beyond 63 bits", Code.SCHEMA, changed(3, [[2**63 - 1, 2]])),
        ("more is 2", Code.SCHEMA, changed(5, 2)),
        ("a head that is no bytes", Code.SCHEMA, changed(6, None)),
        ("a token that is no bytes", Code.SCHEMA, changed(7, "token")),
        ("a nonce that is no bytes", Code.SCHEMA, changed(8, [["nonce", 1]])),
        ("a nonce without a value", Code.SCHEMA, changed(8, [["nonce"]])),
        ("lacking a private part named by 15 bytes", Code.SCHEMA, changed(8, [["lacks", [bytes(15)]]])),
        ("lacking 201 private parts", Code.LIMIT, changed(8, [["lacks", [bytes(16)] * 201]])),
        ("200 private parts and one more that stay erased", Code.LIMIT, changed(8, [["erased", [bytes(16)] * 201]])),
        ("a position for a private part", Code.SCHEMA, _with_body(plain, stream)),
        ("501 entries", Code.LIMIT, cbor2.dumps([*plain[:3], [[1, 501]], *plain[4:10], 501]) + b"\x40" * 501),
    ]


def _with_body(plain: list[Any], stream: bytes) -> bytes:
    longer = stream + b"\x41\x01"
    return cbor2.dumps([*plain[:3], [[3, 3]], *plain[4:10], len(longer)]) + longer


def _unfinished(plain: list[Any], stream: bytes) -> bytes:
    open_ended = b"\x00" + stored(stream)[1:]
    return cbor2.dumps([*plain[:9], DEFLATED, len(open_ended)]) + open_ended
