"""What an entry can say of who may write and who may read (protocol.md, sections 2 and 8), to and from its wire form.

[10, genesis hash, role, scope, until]       enrol: the computer of that genesis belongs to the city
[11, log, cut-off]                           revoke: what lies beyond the entry `cut-off` of `log` doesn't count
[12, entry hashes, with what came before]    endorse: these entries count, revoked or not
[13, number, key id, [[log, wrapped key]]]   rekey: a key of the city, wrapped for the computers that may read
[16, entry hash, reason]                     erase: the private part of that entry is to be deleted, on request
[17, log, role, reason]                      announce: a registrar is about to give that computer the role; 0: remove it
[18, entry hash, reason]                     object: to the announcement in that entry
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from roadmap_core import cbor, limits
from roadmap_core.cbor import Item
from roadmap_core.entries.identifiers import EntryHash, LogId

_SMALL = 2**31 - 1
KEY_ID_BYTES = 4
WRAPPED_BYTES = 80


class Role(IntEnum):
    """What a computer may do for its city. Registrars are named by the alliance document, never enrolled."""

    REGISTRAR = 0
    LEAD = 1
    EDITOR = 2
    APPROVER = 3
    VIEWER = 4


@dataclass(frozen=True, slots=True)
class Enrol:
    """A registrar's or a lead's word that a computer belongs to the city.

    Attributes:
        genesis: the hash of the first entry of any of the computer's logs.
        until_ms: the claimed time after which its entries are held back; None for no end.
    """

    genesis: EntryHash
    role: int
    scope: str
    until_ms: int | None


@dataclass(frozen=True, slots=True)
class Revoke:
    """A cut-off: of `log`, the entry `cut_off` and those before it count; of `NO_ENTRY`, none."""

    log: LogId
    cut_off: EntryHash


@dataclass(frozen=True, slots=True)
class Endorse:
    """Entries that count although their log was revoked or has run out; alone, or with those before them there."""

    entries: tuple[EntryHash, ...]
    with_earlier: bool


@dataclass(frozen=True, slots=True)
class Rekey:
    """A city key on its way to computers.

    Attributes:
        number: counts the city's keys; the highest one that a computer holds seals what it writes.
        key_id: tells keys of one number apart.
        wrapped: by log, the key under HPKE to the agreement key of that log's genesis (80 bytes).
    """

    number: int
    key_id: bytes
    wrapped: tuple[tuple[LogId, bytes], ...]


@dataclass(frozen=True, slots=True)
class Erase:
    """An entry whose private part is to be deleted wherever it is kept; the entry stays, and so does its hash."""

    entry: EntryHash
    reason: str


@dataclass(frozen=True, slots=True)
class Announce:
    """What a registrar was asked to do; the city has 72 hours to object (decision 0026).

    Attributes:
        role: what the computer with `log` is to become; `Role.REGISTRAR`: none, it is to be removed.
    """

    log: LogId
    role: int
    reason: str


@dataclass(frozen=True, slots=True)
class Objection:
    """Somebody of the city is against what was announced in `entry`."""

    entry: EntryHash
    reason: str


Statement = Enrol | Revoke | Endorse | Rekey | Erase | Announce | Objection


def to_wire(statement: Statement) -> list[Item]:
    match statement:
        case Enrol():
            return [10, statement.genesis, statement.role, statement.scope, statement.until_ms]
        case Revoke():
            return [11, statement.log, statement.cut_off]
        case Endorse():
            return [12, list(statement.entries), int(statement.with_earlier)]
        case Rekey():
            return [13, statement.number, statement.key_id, [list(pair) for pair in statement.wrapped]]
        case Erase():
            return [16, statement.entry, statement.reason]
        case Announce():
            return [17, statement.log, statement.role, statement.reason]
        case _:
            return [18, statement.entry, statement.reason]


def enrol(fields: Sequence[Item]) -> Enrol:
    """Raises MalformedError, like the others here."""
    _, genesis, role, scope, until = cbor.array(fields, 5)
    return Enrol(
        genesis=EntryHash(cbor.byte_string(genesis, 32)),
        role=cbor.integer(role, 1, _SMALL),
        scope=cbor.text(scope, limits.NAME_CHARACTERS),
        until_ms=None if until is None else cbor.integer(until),
    )


def revoke(fields: Sequence[Item]) -> Revoke:
    _, log, cut_off = cbor.array(fields, 3)
    return Revoke(LogId(cbor.byte_string(log, 8)), EntryHash(cbor.byte_string(cut_off, 32)))


def endorse(fields: Sequence[Item]) -> Endorse:
    _, entries, with_earlier = cbor.array(fields, 3)
    hashes = tuple(EntryHash(cbor.byte_string(entry, 32)) for entry in cbor.array(entries))
    return Endorse(hashes, bool(cbor.integer(with_earlier, 0, 1)))


def rekey(fields: Sequence[Item]) -> Rekey:
    _, number, key_id, wrapped = cbor.array(fields, 4)
    return Rekey(
        number=cbor.integer(number, 1, _SMALL),
        key_id=cbor.byte_string(key_id, KEY_ID_BYTES),
        wrapped=tuple(_wrapped(pair) for pair in cbor.array(wrapped)),
    )


def erase(fields: Sequence[Item]) -> Erase:
    _, entry, reason = cbor.array(fields, 3)
    return Erase(EntryHash(cbor.byte_string(entry, 32)), cbor.text(reason, limits.NAME_CHARACTERS))


def announce(fields: Sequence[Item]) -> Announce:
    _, log, role, reason = cbor.array(fields, 4)
    named = LogId(cbor.byte_string(log, 8))
    return Announce(named, cbor.integer(role, 0, _SMALL), cbor.text(reason, limits.NAME_CHARACTERS))


def objection(fields: Sequence[Item]) -> Objection:
    _, entry, reason = cbor.array(fields, 3)
    return Objection(EntryHash(cbor.byte_string(entry, 32)), cbor.text(reason, limits.NAME_CHARACTERS))


def _wrapped(pair: Item) -> tuple[LogId, bytes]:
    log, wrapped = cbor.array(pair, 2)
    return LogId(cbor.byte_string(log, 8)), cbor.byte_string(wrapped, WRAPPED_BYTES)
