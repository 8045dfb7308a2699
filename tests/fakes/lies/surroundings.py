"""Lies around the exchange: tokens, announcements, private parts, the community's figures (rows 82, 83 and 94).

Redirects, pages of HTML, content encodings, endless and cut replies: tests/faults/test_network.py, rows 71 to 75.
"""

import json
import secrets
from dataclasses import replace

from roadmap_core import cbor
from roadmap_core.exchange.messages import AckCode
from tests.fakes.evil_server import Call, Told
from tests.fakes.http_messages import response
from tests.fakes.lies.telling import ack, lie, rewritten

_PROBLEM = "application/problem+json"


# Tokens


@lie("94", "refuses every token", "E-NOT-ADMITTED", path="/v1/token", restarts=True)
def no_token(call: Call) -> Told:
    return response(401, b'{"code": "E-TOKEN"}', content_type=_PROBLEM)


@lie("94", "gives rubbish for a token", "E-REPLY", path="/v1/token", restarts=True)
def rubbish_token(call: Call) -> Told:
    return response(200, b"\xff\xff", content_type="application/cbor")


@lie("94", "gives a token that opens nothing", "E-NOT-ADMITTED", path="/v1/token", restarts=True)
def useless_token(call: Call) -> Told:
    return response(200, cbor.encode(secrets.token_bytes(28)), content_type="application/cbor")


@lie("94", "gives a token of 40 KiB", "E-NOT-ADMITTED", path="/v1/token", restarts=True)
def endless_token(call: Call) -> Told:
    return response(200, cbor.encode(bytes(40 * 1024)), content_type="application/cbor")


@lie("94", "has a nonce of another server signed", "E-NOT-ADMITTED", restarts=True, to_anybody=True)
def nonce_of_another(call: Call) -> Told:
    return replace(call.reply, nonce=secrets.token_bytes(20)) if call.reply.nonce else None


@lie("94", "asks for a proof again and again", "E-NOT-ADMITTED", to_anybody=True)
def proof_for_ever(call: Call) -> Told:
    acks = tuple(ack(data, AckCode.ACCEPTED, at) for at, data in enumerate(call.entries, call.asked.position + 1))
    reply = call.forwarded(without=call.entries)
    return replace(reply, acks=acks, entries=(), head=b"", nonce=bytes(20), more=False)


@lie("94", "no longer knows the city", "E-NOT-ADMITTED", to_anybody=True)
def city_unknown(call: Call) -> Told:
    return response(404, b'{"code": "E-NOT-FOUND"}', content_type=_PROBLEM)


@lie("94", "renews the token with one that opens nothing", is_taken=True)
def token_spoilt(call: Call) -> Told:
    return replace(call.reply, token=secrets.token_bytes(28))


@lie("94", "says to a member that it was removed", "E-REMOVED", path="/v1/token", restarts=True)
def said_to_be_removed(call: Call) -> Told:
    return response(403, b'{"code": "E-REMOVED"}', content_type=_PROBLEM)


@lie("94", "says that the computer asks too often, for 10 years", "E-TOO-MANY", path="/v1/sync")
def asks_too_often(call: Call) -> Told:
    return response(429, b'{"code": "E-RATE"}', content_type=_PROBLEM, retry_after="315360000")


# Announcements


@lie("83", "announces other limits, algorithms, keys and recipients", is_taken=True)
def announcements(call: Call) -> Told:
    said = [["limits", [2**40, 2**40]], ["algorithms", ["none"]], ["root", bytes(32)], ["recipient", bytes(32)], []]
    return rewritten(call.reply, lambda opening: opening[8].extend(said))


@lie("83", "speaks another version", "E-REPLY")
def other_version(call: Call) -> Told:
    return rewritten(call.reply, lambda opening: opening.__setitem__(0, 2))


@lie("83", "cuts the reply", "E-REPLY")
def cut(call: Call) -> Told:
    return response(200, call.reply.to_bytes()[:-1], content_type="application/cbor")


@lie("82", "sends private parts that nobody asked for", is_taken=True)
def unasked_private_parts(call: Call) -> Told:
    return replace(call.reply, bodies=(*call.reply.bodies, *(b"\x01" + secrets.token_bytes(99) for _ in range(3))))


@lie("82", "wants private parts that don't exist", is_taken=True)
def lacks_what_never_was(call: Call) -> Told:
    return replace(call.reply, lacks=tuple(secrets.token_bytes(16) for _ in range(200)))


@lie("120", "says that private parts were erased which nobody had erased", is_taken=True)
def erased_in_a_notice(call: Call) -> Told:
    return replace(call.reply, erased=tuple(secrets.token_bytes(16) for _ in range(50)))


@lie("120", "says that more private parts were erased than there can be", "E-REPLY")
def erased_without_end(call: Call) -> Told:
    return replace(call.reply, erased=tuple(secrets.token_bytes(16) for _ in range(50_000)))


@lie("82", "sends a private part that is longer than there can be", "E-REPLY")
def rubbish_private_parts(call: Call) -> Told:
    return replace(call.reply, bodies=(b"\x01" * 70_000,))


@lie("82", "wants more private parts than there can be", "E-REPLY")
def lacks_without_end(call: Call) -> Told:
    return replace(call.reply, lacks=tuple(secrets.token_bytes(16) for _ in range(201)))


# The community's figures: shown with their source, never mixed with the city's own


def _community(body: bytes) -> bytes:
    return response(200, body, content_type="application/json", etag='"x"')


_LATE = {"restarts": True, "is_taken": True}


def _absurd(number: object) -> bytes:
    return _figures(number, {"Asia": number, "Atlantis": number})


def _figures(number: object, counts: dict[str, object], as_of: str = "9999-12-31T23:59:59Z") -> bytes:
    known = {"as_of": as_of, "heads_digest": "00", "sample": False, "groups": {}}
    body = {"cities_total": number, "cities_sharing": number, "regions": counts, "sizes": {}, "communities": {}}
    return _community(json.dumps(known | body).encode())


@lie("83", "has absurd figures of the community", path="/v1/community", restarts=True, is_taken=True)
def absurd_community(call: Call) -> Told:
    return _absurd(2**63 - 1)


@lie("83", "has figures of the community below zero", path="/v1/community", restarts=True, is_taken=True)
def negative_community(call: Call) -> Told:
    return _absurd(-5)


@lie("83", "has figures of the community that are no numbers", path="/v1/community", restarts=True, is_taken=True)
def no_numbers(call: Call) -> Told:
    return _absurd(float("nan"))


@lie("83", "has figures of the community of 4,000 digits", path="/v1/community", restarts=True, is_taken=True)
def long_numbers(call: Call) -> Told:
    return _absurd(10**4000)


@lie("83", "has markup and letters that deceive the eye in the community's figures", path="/v1/community", **_LATE)
def markup_community(call: Call) -> Told:
    names = {"<img src=http://evil.example/>": 1, "\u202egpj.exe": 2, "x" * 100_000: 3}
    return _figures(3, names)


@lie("83", "has figures of the community of another day", path="/v1/community", **_LATE)
def undated_community(call: Call) -> Told:
    return _figures(3, {"Asia": 3}, as_of="the day after tomorrow")


@lie("83", "says that the community's figures are as they were, to whoever has none", path="/v1/community", **_LATE)
def unchanged_community(call: Call) -> Told:
    return response(304, etag='"x"')


@lie("83", "nests the community's figures without end", path="/v1/community", restarts=True, is_taken=True)
def nested_community(call: Call) -> Told:
    return _community(b"[" * 100_000)
