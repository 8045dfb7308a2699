"""Lies about what was signed: removals, reviews, choices, erasures and files, said by nobody who may (rows 20, 38, 81).

The server can sign with the log key, and with keys of its own; it says them in a history of its own, which fits.
"""

from collections.abc import Callable

from roadmap_core import cbor
from roadmap_core.assessment.review import ReviewState
from roadmap_core.entries.entry import Entry, read_genesis
from roadmap_core.entries.envelope import ENTRY, close
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import NO_ENTRY, LogId, OpId, Reference, Register, ShortHash, entry_hash
from roadmap_core.entries.operations import OpCode, Write
from roadmap_core.entries.sealing import LogTip
from roadmap_core.entries.statements import Announce, Endorse, Enrol, Erase, Objection, Revoke, Role, Statement
from tests.fakes.evil_server import Call, Told, log_of, seq_of
from tests.fakes.lies.pages import FORGED, forked, new_computer, signed_with
from tests.fakes.lies.telling import lie

_FORK = {"forks": True, "after": "E-HEAD-", "heals": "epoch"}
Said = Write | Statement
_QUESTIONS, _POLICIES = range(1, 40), range(1, 20)


def _by_stranger(make: Callable[[Call], list[Said]]) -> Callable[[Call], Told]:
    def told(call: Call) -> Told:
        signer, genesis = new_computer(call)
        tip, known = LogTip(genesis.log, 0, genesis.hash), {one.entry: one for one in _newest(call)}
        return forked(call, genesis.data, *signed_with(tip, make(call), signer, known=known))

    return told


def _as(call: Call, genesis: Entry, said: list[Said]) -> Told:
    """In the name of another computer of the city; all that is lacking is its key."""
    tip = LogTip(genesis.log, 50, genesis.hash)
    return forked(call, *signed_with(tip, said, call.evil.real.server.signer, len(call.log)))


def _geneses(call: Call) -> list[Entry]:
    read = [read_genesis(data) for data in call.log]
    return [one for one in read if isinstance(one, Entry)]


def _registrars(call: Call) -> Entry:
    key = call.evil.real.office.registrar.public_key
    return next(one for one in _geneses(call) if one.genesis and one.genesis.public_key == key)


def _lead(call: Call) -> LogId:
    return LogId(log_of(call.log[0]))


@lie("38", "announces, in nobody's name, that the lead is to be removed", **_FORK)
def announced_by_nobody(call: Call) -> Told:
    return _by_stranger(lambda _: [Announce(_lead(call), Role.REGISTRAR, "They asked for it")])(call)


@lie("38", "announces it in the registrar's name, signed with the log key", "E-SIG", "", **_FORK)
def announced_for_the_registrar(call: Call) -> Told:
    return _as(call, _registrars(call), [Announce(_lead(call), Role.REGISTRAR, "They asked for it")])


@lie("38", "objects, in nobody's name, to all that was ever said", **_FORK)
def objected_by_nobody(call: Call) -> Told:
    return _by_stranger(lambda _: [Objection(entry_hash(data), "No") for data in call.log[:20]])(call)


@lie("81", "removes the lead in the registrar's name, signed with the log key", "E-SIG", "", **_FORK)
def lead_removed_for_the_registrar(call: Call) -> Told:
    return _as(call, _registrars(call), [Revoke(_lead(call), NO_ENTRY)])


@lie("81", "makes a computer of its own the lead, in the registrar's name", "E-SIG", "", **_FORK)
def lead_made_for_the_registrar(call: Call) -> Told:
    _, genesis = new_computer(call)
    return _as(call, _registrars(call), [Enrol(genesis.hash, Role.LEAD, "", None)])


@lie("81", "lets what the city set aside count, in nobody's name", **_FORK)
def endorsed_by_nobody(call: Call) -> Told:
    return _by_stranger(lambda _: [Endorse((entry_hash(call.log[-1]),), with_earlier=True)])(call)


@lie("81", "signs every policy off in nobody's name, for all to read", **_FORK)
def signed_off_by_nobody(call: Call) -> Told:
    value = cbor.encode([ReviewState.SIGNED, [], ""])
    return _by_stranger(lambda _: [_set(item, Facet.REVIEW, value) for item in _POLICIES])(call)


@lie("81", "settles every question in nobody's name", **_FORK)
def settled_by_nobody(call: Call) -> Told:
    value = cbor.encode(FORGED)
    said: list[Said] = [
        Write(OpCode.SETTLE, Register(1, item, Facet.ANSWER), value, _operations(call), "So it is")
        for item in range(1, 12)
    ]
    return _by_stranger(lambda _: said)(call)


@lie("81", "clears every answer in nobody's name, and names all of them as seen", **_FORK)
def cleared_by_nobody(call: Call) -> Told:
    empty = cbor.encode(None)
    return _by_stranger(lambda _: [_set(item, Facet.ANSWER, empty, _operations(call)) for item in _QUESTIONS[:11]])(
        call
    )


@lie("81", "plans, cites and tags in nobody's name", **_FORK)
def rows_of_nobody(call: Call) -> Told:
    facets = (Facet.PLAN, Facet.EVIDENCE, Facet.TAGS, Facet.MEETING)
    made = [Write(OpCode.ADD_ROW, Register(1, 1, facet), cbor.encode(["Evil", None]), ()) for facet in facets]
    return _by_stranger(lambda _: list(made))(call)


@lie("107", "names a file in nobody's name", **_FORK)
def file_of_nobody(call: Call) -> Told:
    signer, genesis = new_computer(call)
    named = [OpCode.BLOB, bytes(32), 2**40, "application/x-evil", "minutes.pdf"]
    payload = [1, genesis.log, 1, genesis.hash, 0, 2, 1, [], None, [named], None]
    return forked(call, genesis.data, close(cbor.encode(payload), ENTRY, signer))


@lie("120", "has private parts erased in nobody's name", **_FORK)
def erased_by_nobody(call: Call) -> Told:
    return _by_stranger(lambda _: [Erase(entry_hash(data), "By law") for data in call.log[:20]])(call)


@lie("120", "has private parts erased in the lead's name, signed with the log key", "E-SIG", "", **_FORK)
def erased_for_the_lead(call: Call) -> Told:
    genesis = next(one for one in _geneses(call) if one.log == _lead(call))
    return _as(call, genesis, [Erase(entry_hash(data), "By law") for data in call.log[:20]])


def _set(item: int, facet: Facet, value: bytes, replaced: tuple[OpId, ...] = ()) -> Write:
    return Write(OpCode.SET, Register(1, item, facet), value, replaced)


def _operations(call: Call) -> tuple[OpId, ...]:
    """The first operation of the newest entries: what stands."""
    return tuple(OpId(one.entry, 0) for one in _newest(call))


def _newest(call: Call) -> list[Reference]:
    return [Reference(log_of(data), seq_of(data), ShortHash(entry_hash(data)[:16])) for data in call.log[-20:]]
