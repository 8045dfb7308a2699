"""Lies in pages of a city's log: order, holes, repetitions, foreign and forged entries (faults.md, rows 81 and 84)."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from roadmap_core import cbor, limits
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.envelope import ENTRY, close
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import LogId, Reference, Register, ShortHash, entry_hash
from roadmap_core.entries.operations import Genesis, OpCode, Write
from roadmap_core.entries.sealing import Claims, LogTip, seal, seal_genesis
from roadmap_core.entries.statements import Endorse, Enrol, Rekey, Revoke, Role, Statement
from roadmap_core.keys.ed25519 import SoftwareSigner
from tests.fakes.evil_server import Call, Told, log_of
from tests.fakes.http_messages import response
from tests.fakes.lies.telling import lie

FORGED = 3
"""The option that nobody ever chooses, for all questions: where it is seen, a forgery counts."""
_ITEMS = range(1, 12)


def _flipped(data: bytes) -> bytes:
    return data[:-70] + bytes([data[-70] ^ 1]) + data[-69:]


# What the head contradicts


@lie("84", "sends a page in another order", "E-HEAD-ROOT")
def reordered(call: Call) -> Told:
    positions, entries = zip(*call.reply.entries, strict=True)
    return replace(call.reply, entries=tuple(zip(positions, entries[::-1], strict=True)))


@lie("84", "sends one entry at the place of its neighbour, too", "E-HEAD-ROOT")
def doubled_on_the_page(call: Call) -> Told:
    positions, entries = zip(*call.reply.entries, strict=True)
    return replace(call.reply, entries=tuple(zip(positions, (*entries[:-1], entries[0]), strict=True)))


@lie("81", "changes one bit of an entry", "E-HEAD-ROOT")
def bit_flipped(call: Call) -> Told:
    (position, data), *rest = call.reply.entries
    return replace(call.reply, entries=((position, _flipped(data)), *rest))


@lie("78", "leaves an entry of a colleague out, and its place empty", "E-RECEIPT")
def hole(call: Call) -> Told:
    return replace(call.reply, entries=call.reply.entries[1:])


@lie("78", "leaves an entry of a colleague out, and closes up", "E-RECEIPT")
def closed_up(call: Call) -> Told:
    first = call.reply.entries[0][0]
    entries = tuple((at - 1, data) for at, data in call.reply.entries[1:])
    acks = tuple(replace(one, position=one.position - (one.position > first)) for one in call.reply.acks)
    return replace(call.reply, entries=entries, acks=acks, next_position=call.reply.next_position - 1)


@lie("84", "sends what was there already, at its old place", "E-RECEIPT")
def sent_again(call: Call) -> Told:
    before = tuple(enumerate(call.log[: call.asked.position], 1))
    return replace(call.reply, entries=before + call.reply.entries)


@lie("84", "sends something else at an old place", "E-RECEIPT")
def old_place_overwritten(call: Call) -> Told:
    data = _flipped(call.log[call.asked.position - 1])
    return replace(call.reply, entries=((call.asked.position, data), *call.reply.entries))


@lie("84", "sends an empty page under a longer log", "E-RECEIPT")
def empty_page(call: Call) -> Told:
    return replace(call.reply, acks=(), entries=(), next_position=call.asked.position)


@lie("84", "lets the place go backwards", "E-RECEIPT")
def next_place_backwards(call: Call) -> Told:
    return replace(call.reply, next_position=call.asked.position - 1)


@lie("84", "promises more behind an empty page, for ever", "E-RECEIPT")
def more_without_progress(call: Call) -> Told:
    return replace(call.reply, acks=(), entries=(), next_position=call.asked.position, more=True)


@lie("84", "promises more behind the end of the log", "E-RECEIPT")
def more_behind_the_end(call: Call) -> Told:
    return replace(call.reply, more=True)


@lie("84", "keeps the end of the log secret, page by page, until nothing is left to invent", "E-RECEIPT")
def invented_without_end(call: Call) -> Told:
    invented = call.memory.setdefault("invented", [])
    if len(invented) > 20:
        return replace(call.reply, acks=(), entries=(), next_position=call.asked.position, more=True)
    at = call.asked.position + 1
    invented.append(at)
    data = close(cbor.encode([at]), ENTRY, call.evil.real.server.signer)
    head = call.head(size=10**9, root=bytes(32))
    return replace(call.reply, acks=(), entries=((at, data),), next_position=at, more=True, head=head)


@lie("75", "sends more than was asked for", is_taken=True)
def more_than_asked(call: Call) -> Told:
    items = call._read[1]
    asked = replace(call.asked, limit=2**20, entries=items)
    return _as_told(call, asked.to_bytes())


def _as_told(call: Call, body: bytes) -> bytes:
    return call.evil.forward(replace(call.request, body=body)).to_bytes()


@lie("75", "sends 5 MiB", "E-REPLY")
def oversized(call: Call) -> Told:
    return response(200, bytes(5 * 2**20), content_type="application/cbor")


# What the head confirms: a history of the liar's own


def forked(call: Call, *invented: bytes) -> Told:
    if "history" not in call.memory:
        call.memory["history"] = [*call.log, *invented]
    return call.from_history(call.memory["history"])


_FORK = {"forks": True, "after": "E-HEAD-", "heals": "epoch"}


@lie("84", "holds one entry twice in its log", **_FORK)
def doubled_in_the_log(call: Call) -> Told:
    return forked(call, call.log[-1])


@lie("81", "changes a bit of an entry before it signs its log", "E-SIG", "", **_FORK)
def bit_flipped_in_the_log(call: Call) -> Told:
    return forked(call, _flipped(call.log[-1]))


def _forged_write(call: Call, genesis: bytes, signer: SoftwareSigner) -> bytes:
    """An entry that says that it continues a log, and answers every question."""
    tip = LogTip(log_of(genesis), 7, entry_hash(genesis))
    return signed_with(tip, _answers(call), signer, len(call.log))[0]


def _answers(call: Call) -> list[Write]:
    return [Write(OpCode.SET, Register(1, item, Facet.ANSWER), cbor.encode(FORGED), ()) for item in _ITEMS]


def signed_with(
    tip: LogTip,
    operations: Sequence[Write | Statement],
    signer: SoftwareSigner,
    lamport: int = 9_999,
    known: Mapping[ShortHash, Reference] = MappingProxyType({}),
) -> list[bytes]:
    """Sealed; `known` are entries that the operations name."""
    return [entry.data for entry in seal(tip, operations, known, Claims(1_760_000_000_000, lamport, 1), signer)]


def new_computer(call: Call, city: str = "") -> tuple[SoftwareSigner, Entry]:
    """One that nobody admitted."""
    signer = SoftwareSigner(random.Random(f"{call.city} {len(call.log)}").randbytes(32))
    genesis = Genesis(signer.public_key, bytes(32), call.evil.real.alliance, city or call.city, 0, b"", b"")
    return signer, seal_genesis(genesis, Claims(1_760_000_000_000, 1, 1), signer)


def _by_stranger(call: Call, *said: Write | Statement, city: str = "") -> list[bytes]:
    signer, genesis = new_computer(call, city)
    return [genesis.data, *signed_with(LogTip(genesis.log, 0, genesis.hash), said, signer)]


@lie("81", "signs an entry of the lead with the log key", "E-SIG", "", **_FORK)
def signed_with_the_log_key(call: Call) -> Told:
    return forked(call, _forged_write(call, call.log[0], call.evil.real.server.signer))


@lie("81", "lets a computer write that nobody admitted", **_FORK)
def unadmitted_writes(call: Call) -> Told:
    return forked(call, *_by_stranger(call, *_answers(call)))


@lie("81", "invents a computer with more entries than one that nobody admitted may leave", "E-REPLY")
def too_much_by_a_stranger(call: Call) -> Told:
    return forked(call, *_by_stranger(call, *_answers(call)), *_many(call))


def _many(call: Call) -> list[bytes]:
    """One more than the limit, with the first one of the log and the one behind it."""
    signer, genesis = new_computer(call)
    tip, made = LogTip(genesis.log, 1, genesis.hash), []
    for _ in range(limits.PENDING_ENTRIES - 1):
        made += signed_with(tip, _answers(call)[:1], signer)
        tip = LogTip(tip.log, tip.seq + 1, entry_hash(made[-1]))
    return made


@lie("81", "lets somebody write whose log never began", "E-NOT-ADMITTED", "", **_FORK)
def nobody_writes(call: Call) -> Told:
    return forked(call, *_by_stranger(call, *_answers(call))[1:])


@lie("81", "lets a computer of another city write", "E-CITY", "", **_FORK)
def another_city_writes(call: Call) -> Told:
    return forked(call, *_by_stranger(call, *_answers(call), city="ulm-de"))


def _statement(make: Callable[[Call, Entry], list[Statement]]) -> Callable[[Call], Told]:
    def told(call: Call) -> Told:
        signer, genesis = new_computer(call)
        tip = LogTip(genesis.log, 0, genesis.hash)
        return forked(call, genesis.data, *signed_with(tip, [*make(call, genesis), *_answers(call)], signer))

    return told


@lie("81", "lets a computer admit itself", **_FORK)
def admits_itself(call: Call) -> Told:
    return _statement(lambda _, genesis: [Enrol(genesis.hash, Role.LEAD, "", None)])(call)


@lie("81", "enrols a computer of its own with the log key", "E-SIG", "", **_FORK)
def enrolled_with_the_log_key(call: Call) -> Told:
    _, genesis = new_computer(call)
    lead = LogTip(log_of(call.log[0]), 7, entry_hash(call.log[0]))
    enrolment = signed_with(
        lead, [Enrol(genesis.hash, Role.EDITOR, "", None)], call.evil.real.server.signer, len(call.log)
    )
    return forked(call, *enrolment, *_by_stranger(call, *_answers(call)))


@lie("81", "lets a computer that nobody admitted revoke all the others", **_FORK)
def stranger_revokes(call: Call) -> Told:
    logs = {log_of(data) for data in call.log}
    return _statement(lambda *_: [Revoke(LogId(log), entry_hash(b"none")) for log in sorted(logs)])(call)


@lie("81", "lets a computer that nobody admitted endorse itself", **_FORK)
def stranger_endorses(call: Call) -> Told:
    return _statement(lambda _, genesis: [Endorse((genesis.hash,), with_earlier=True)])(call)


@lie("82", "gives out a city key of its own", **_FORK)
def key_for_the_city(call: Call) -> Told:
    logs = sorted({log_of(data) for data in call.log})
    wrapped = tuple((LogId(log), bytes(80)) for log in logs)
    return _statement(lambda *_: [Rekey(99, b"evil", wrapped)])(call)


@lie("81", "sends an entry of a kind that nobody knows, in nobody's name", **_FORK)
def unknown_kind(call: Call) -> Told:
    signer, genesis = new_computer(call)
    payload = [1, genesis.log, 1, genesis.hash, 0, 2, 1, [], None, [[99, b"what"]], None]
    return forked(call, genesis.data, close(cbor.encode(payload), ENTRY, signer))


@lie("81", "sends an entry of a later version, signed by nobody", "E-NEWER-ENTRY", "", **_FORK)
def later_version(call: Call) -> Told:
    payload = cbor.encode([2, bytes(8), len(call.log), bytes(60)])
    return forked(call, close(payload, ENTRY, call.evil.real.server.signer))


@lie("81", "puts a head where an entry belongs", "E-SCHEMA", "", **_FORK)
def head_for_an_entry(call: Call) -> Told:
    return forked(call, call.reply.head)
