"""Lies about what became of entries that were sent (faults.md, rows 78 and 79)."""

from dataclasses import replace

from roadmap_core.exchange.messages import Ack, AckCode, SyncReply
from tests.fakes.evil_server import Call, Told
from tests.fakes.http_messages import response
from tests.fakes.lies.telling import ack, answered_for_all, kept_back, lie, rewritten

ALARM = ("", "", "E-RECEIPT")
"""An alarm once it happened three times in a row."""


@lie("78", "drops one of the entries and answers 200", *ALARM)
def one_dropped(call: Call) -> Told:
    return call.forwarded(without=kept_back(call))


@lie("78", "drops one of the entries and gives it the next place", "E-RECEIPT")
def one_dropped_but_placed(call: Call) -> Told:
    reply = call.forwarded(without=kept_back(call))
    invented = [ack(data, AckCode.ACCEPTED, reply.next_position + 1) for data in kept_back(call)]
    return replace(reply, acks=(*invented, *reply.acks))


@lie("78", "drops everything, and says that it knew it already", *ALARM)
def known_nowhere(call: Call) -> Told:
    return answered_for_all(call, lambda data: ack(data, AckCode.KNOWN))


@lie("78", "drops everything, and asks for a first entry that it has", "E-NOT-ADMITTED")
def genesis_wanted_for_ever(call: Call) -> Told:
    return answered_for_all(call, lambda data: ack(data, AckCode.SEND_GENESIS_FIRST))


@lie("78", "drops everything, with a code that nobody knows", *ALARM)
def unknown_code(call: Call) -> Told:
    reply = answered_for_all(call, lambda data: ack(data, AckCode.PENDING))
    return rewritten(reply, lambda opening: [one.__setitem__(2, 77) for one in opening[2]] and None)


@lie("78", "drops everything, because the computer were not admitted", "E-NOT-ADMITTED")
def not_admitted(call: Call) -> Told:
    return answered_for_all(call, lambda data: ack(data, AckCode.NOT_ADMITTED))


@lie("78", "refuses good entries for good", after="", heals="epoch", refuses=True)
def good_refused(call: Call) -> Told:
    return answered_for_all(call, lambda data: ack(data, AckCode.REFUSED, refusal="E-TIME"))


@lie("78", "refuses good entries as too new for it", "E-SERVER-OLD", after="E-SERVER-OLD", heals="restart")
def too_new_for_it(call: Call) -> Told:
    return answered_for_all(call, lambda data: ack(data, AckCode.REFUSED, refusal="E-NEWER-ENTRY"))


@lie("78", "says that the city had no room, for ever", "E-QUOTA", after="E-QUOTA", heals="restart")
def full_for_ever(call: Call) -> Told:
    problem = {"content_type": "application/problem+json", "retry_after": "999999999"}
    return response(429, b'{"code": "E-QUOTA"}', **problem) if call.entries else None


def _placed(reply: SyncReply, *positions: int) -> SyncReply:
    acks = (replace(one, position=at) for one, at in zip(reply.acks, positions, strict=True))
    return replace(reply, acks=tuple(acks))


@lie("79", "acknowledges each entry one place further", "E-RECEIPT")
def one_place_further(call: Call) -> Told:
    return _placed(call.reply, *(one.position + 1 for one in call.reply.acks))


@lie("79", "acknowledges places in the wrong order", "E-HEAD-ROOT")
def places_swapped(call: Call) -> Told:
    return _placed(call.reply, *[one.position for one in call.reply.acks][::-1])


@lie("79", "acknowledges all entries at one place", "E-RECEIPT")
def one_place_for_all(call: Call) -> Told:
    return _placed(call.reply, *(call.reply.acks[0].position for _ in call.reply.acks))


@lie("79", "acknowledges places beyond the end of the log", "E-RECEIPT")
def beyond_the_end(call: Call) -> Told:
    return _placed(call.reply, *(one.position + 1000 for one in call.reply.acks))


@lie("79", "drops everything, and acknowledges it at the first place, which is taken", "E-RECEIPT")
def first_place(call: Call) -> Told:
    return answered_for_all(call, lambda data: ack(data, AckCode.KNOWN, 1))


@lie("79", "acknowledges the entries in the name of another log", "E-RECEIPT")
def of_another_log(call: Call) -> Told:
    return replace(call.reply, acks=tuple(replace(one, log=bytes(8)) for one in call.reply.acks))


@lie("79", "acknowledges the entries backwards", "E-RECEIPT")
def backwards(call: Call) -> Told:
    return replace(call.reply, acks=call.reply.acks[::-1])


_NEVER_SENT = Ack(b"never-me", 7, AckCode.ACCEPTED, 3)


@lie("79", "acknowledges first what was never sent", "E-RECEIPT")
def never_sent_before(call: Call) -> Told:
    return replace(call.reply, acks=(_NEVER_SENT, *call.reply.acks))


@lie("79", "acknowledges last what was never sent", is_taken=True)
def never_sent_behind(call: Call) -> Told:
    return replace(call.reply, acks=(*call.reply.acks, _NEVER_SENT))


@lie("79", "says of entries that count that they don't, yet", is_taken=True)
def called_pending(call: Call) -> Told:
    return replace(call.reply, acks=tuple(replace(one, code=AckCode.PENDING) for one in call.reply.acks))


@lie("79", "says of entries that count that they were set aside", is_taken=True)
def called_quarantined(call: Call) -> Told:
    return replace(call.reply, acks=tuple(replace(one, code=AckCode.QUARANTINED) for one in call.reply.acks))
