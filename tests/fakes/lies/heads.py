"""Lies in signed heads (faults.md, rows 79, 80 and 91): the liar has the log key."""

import secrets
from dataclasses import replace

from roadmap_core import cbor, limits
from roadmap_core.entries.envelope import TOKEN, close
from roadmap_core.keys.ed25519 import SoftwareSigner
from roadmap_core.ledger.heads import Head
from tests.fakes.evil_server import Call, Told, root_of
from tests.fakes.http_messages import response
from tests.fakes.lies.telling import lie

_OTHER_ROOT = b"\x07" * 32


def _with_head(call: Call, **instead: object) -> Told:
    reply = call.reply
    return replace(reply, head=call.head(**instead))


@lie("80", "signs a smaller log than before", "E-HEAD-ROLLBACK")
def smaller_log(call: Call) -> Told:
    size = call.asked.position - 1
    return _with_head(call, size=size, root=root_of(call.log[:size]))


@lie("80", "signs another root for the size that was known", "E-HEAD-SPLIT")
def other_root_for_one_size(call: Call) -> Told:
    return _with_head(call, size=call.asked.position, root=_OTHER_ROOT)


@lie("80", "signs a root that the entries don't give", "E-HEAD-ROOT")
def other_root(call: Call) -> Told:
    return _with_head(call, root=_OTHER_ROOT)


@lie("79", "sends the head of before", "E-RECEIPT")
def old_head(call: Call) -> Told:
    size = call.asked.position
    return _with_head(call, size=size, root=root_of(call.log[:size]))


@lie("79", "sends the head of another city", "E-RECEIPT")
def head_of_another_city(call: Call) -> Told:
    return _with_head(call, city="ulm-de")


@lie("79", "sends a head of another epoch than it says", "E-RECEIPT")
def head_of_another_epoch(call: Call) -> Told:
    return _with_head(call, epoch=call.evil.epoch + 1)


@lie("91", "begins a new epoch, but goes on in the middle", "E-RECEIPT")
def new_epoch_in_the_middle(call: Call) -> Told:
    epoch = call.evil.epoch + 1
    return replace(call.reply, epoch=epoch, head=call.head(epoch=epoch))


def _real_log_in(call: Call, epoch: int) -> Told:
    acks = call.reply.acks  # the real server takes what was sent, or refuses it
    return call.page_of(call.log, epoch, acks)


@lie("91", "begins a new epoch with the whole log", is_taken=True, after="E-HEAD-ROLLBACK", heals="epoch")
def new_epoch(call: Call) -> Told:
    return _real_log_in(call, call.evil.epoch + 1)


@lie(
    *("91", "goes back and forth between two epochs"),
    *("", "E-HEAD-ROLLBACK", "", "E-HEAD-ROLLBACK", ""),
    after="E-HEAD-ROLLBACK",
    heals="epoch",
)
def epochs_back_and_forth(call: Call) -> Told:
    return _real_log_in(call, call.evil.epoch + (call.evil.lying_round + 1) % 2)


def _signed_by(call: Call, signer: SoftwareSigner) -> Told:
    log = call.log
    head = Head(call.city, call.evil.epoch, len(log), root_of(log), 0)
    return replace(call.reply, head=head.signed(signer))


@lie("79", "signs heads with a key that nobody named", "E-RECEIPT")
def other_key(call: Call) -> Told:
    _ = call.reply
    return _signed_by(call, SoftwareSigner(secrets.token_bytes(32)))


@lie("79", "sends a head without a signature", "E-RECEIPT")
def unsigned_head(call: Call) -> Told:
    return replace(call.reply, head=call.reply.head[:-64] + bytes(64))


@lie("79", "signs the head for another purpose", "E-RECEIPT")
def head_for_another_purpose(call: Call) -> Told:
    log = (_ := call.reply) and call.log
    payload = cbor.encode([call.city, call.evil.epoch, len(log), root_of(log), 0])
    return replace(call.reply, head=close(payload, TOKEN, call.evil.real.server.signer))


@lie("79", "sends rubbish for a head", "E-RECEIPT")
def rubbish_head(call: Call) -> Told:
    return replace(call.reply, head=b"\x84" * 9000)


@lie("79", "sends a page without a head", "E-NOT-ADMITTED")
def no_head(call: Call) -> Told:
    return replace(call.reply, head=b"")


@lie("79", "signs a log of 2^63 - 1 entries", "E-RECEIPT")
def endless_size(call: Call) -> Told:
    return _with_head(call, size=limits.LARGEST_INTEGER)


@lie("79", "signs heads at a time that no calendar shows", "E-RECEIPT")
def no_calendar_shows(call: Call) -> Told:
    return _with_head(call, server_ms=limits.LARGEST_INTEGER)


@lie("79", "signs heads at the end of the year 9999", is_taken=True)
def year_9999(call: Call) -> Told:
    return _with_head(call, server_ms=limits.LATEST_CLAIMED_MS)


@lie("79", "signs heads in 1970", is_taken=True)
def year_1970(call: Call) -> Told:
    return _with_head(call, server_ms=0)


@lie("80", "says whenever asked that nothing is new", path="/v1/cities/", is_taken=True)
def nothing_new(call: Call) -> Told:
    return response(304, etag=call.request.headers.get("if-none-match", '"0.0"'))


@lie("80", "shows another head to who asks for the head alone", path="/v1/cities/", is_taken=True)
def other_head_alone(call: Call) -> Told:
    city = call.request.path.split("/")[3]
    return response(200, call.evil.head(city, root=_OTHER_ROOT), content_type="application/cbor", etag='"1.9"')
