"""What an entry can say: the operations of protocol.md, section 2, to and from their wire form.

    [1, assessment, items, facets, values, predecessors]      set registers; columns of equal length, one operation each
    [2, assessment, item, facet, row]                         add a row
    [3, assessment, item, facet, rows seen]                   remove rows (observed-remove)
    [4, sha256, size, media type, label]                      name a blob
    [9, public key, agreement key, alliance, city, incarnation, invitation, continues]     genesis
    [10 to 13, ...], [16 to 18, ...]                          who may write and read: statements.py
    [15, assessment, item, facet, value, predecessors, reason]     settle

Predecessors are a flat array of pairs: reference, index. A reference is a place in the entry's `refs`, or -1 for the
entry before this one in its log; an entry can't name itself. Set registers stand in columns because that packs smaller.

The place of an operation counts the rows of columns. A code that is added later must stand for one operation, so that
those who don't know it count like those who do. A list facet that is added later needs no code.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple, TypeAlias

from roadmap_core import cbor, limits
from roadmap_core.cbor import Item, MalformedError
from roadmap_core.entries import statements
from roadmap_core.entries.facets import LIST_FACETS, Facet
from roadmap_core.entries.identifiers import OpId, Register, ShortHash
from roadmap_core.entries.statements import Statement
from roadmap_core.refusals import Code

LARGEST_NAME = 2**31 - 1
"""Of the numbers that registers and places in entries go by."""
_PAIR = 2
_OTHER_FACETS = frozenset(Facet) - LIST_FACETS

Resolve: TypeAlias = Callable[[Item], ShortHash]
"""The 16 hash bytes that a reference of a predecessor stands for."""


class OpCode(IntEnum):
    """Never re-used, meanings never change."""

    SET = 1
    ADD_ROW = 2
    REMOVE_ROWS = 3
    BLOB = 4
    GENESIS = 9
    ENROL = 10
    REVOKE = 11
    ENDORSE = 12
    REKEY = 13
    SETTLE = 15
    ERASE = 16
    ANNOUNCE = 17
    OBJECT = 18


_SET = OpCode.SET
"""Python 3.11 takes 50 ns to look up a member of an enum; this one is asked for with each operation."""


class Write(NamedTuple):
    """One operation on one register: set, add a row, remove rows, or settle.

    Attributes:
        value: the CBOR bytes of what is written; None where rows are only removed.
        predecessors: the operations that this one replaces, as the form showed them when it was opened.
        reason: why, where a person settled it and said so.
    """

    code: OpCode
    register: Register
    value: bytes | None
    predecessors: tuple[OpId, ...]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Genesis:
    """The first operation of a log: whose keys these are, and where they belong."""

    public_key: bytes
    agreement_key: bytes
    alliance: str
    city: str
    incarnation: int
    invitation: bytes
    continues: bytes


@dataclass(frozen=True, slots=True)
class Blob:
    """A file that is carried beside the entries."""

    sha256: bytes
    size: int
    media_type: str
    label: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """An operation of a later version: stored and relayed, shown as pending, replayed after an upgrade."""

    code: int


Operation = Write | Genesis | Statement | Blob | Unknown


def operations_from_wire(ops: Item, resolve: Resolve) -> tuple[Operation, ...]:
    """The operations in their order; the place in the result is the `place` in `OpId`. Raises MalformedError."""
    found: list[Operation] = []
    for op in cbor.array(ops):
        fields = cbor.array(op)
        if not fields:
            raise MalformedError(Code.SCHEMA, "an operation without a code")
        code = cbor.integer(fields[0], 0, LARGEST_NAME)
        if code == _SET:
            found.extend(_set_registers(fields, resolve))
        elif code in _STATEMENTS:
            found.append(_STATEMENTS[OpCode(code)](fields))
        elif code in _READERS:
            found.append(_READERS[OpCode(code)](fields, resolve))
        else:
            found.append(Unknown(code))
    return tuple(found)


def _set_registers(fields: Sequence[Item], resolve: Resolve) -> list[Write]:
    _, assessment, items, facets, values, predecessors = cbor.array(fields, 6)
    cbor.integer(assessment, 0, LARGEST_NAME)
    rows = len(cbor.array(items))
    for column in (facets, values, predecessors):
        if type(column) is not list or len(column) != rows:
            raise MalformedError(Code.SCHEMA, "columns of unequal length")
    if not rows:
        raise MalformedError(Code.SCHEMA, "empty columns")
    return [
        Write(_SET, _register(assessment, item, facet), _value(value), _predecessors(pairs, resolve))
        for item, facet, value, pairs in zip(items, facets, values, predecessors, strict=True)
    ]


def _add_row(fields: Sequence[Item], _resolve: Resolve) -> Write:
    _, assessment, item, facet, row = cbor.array(fields, 5)
    return Write(OpCode.ADD_ROW, _list_register(assessment, item, facet), _value(row), ())


def _remove_rows(fields: Sequence[Item], resolve: Resolve) -> Write:
    _, assessment, item, facet, seen = cbor.array(fields, 5)
    register = _list_register(assessment, item, facet)
    return Write(OpCode.REMOVE_ROWS, register, None, _predecessors(seen, resolve))


def _settle(fields: Sequence[Item], resolve: Resolve) -> Write:
    _, assessment, item, facet, value, pairs, reason = cbor.array(fields, 7)
    if reason is not None:
        cbor.text(reason, limits.NOTE_CHARACTERS)
    register = _register(assessment, item, facet)
    return Write(OpCode.SETTLE, register, _value(value), _predecessors(pairs, resolve), reason)


def _genesis(fields: Sequence[Item], _resolve: Resolve) -> Genesis:
    _, public_key, agreement_key, alliance, city, incarnation, invitation, continues = cbor.array(fields, 8)
    return Genesis(
        public_key=cbor.byte_string(public_key, 32),
        agreement_key=cbor.byte_string(agreement_key),
        alliance=cbor.text(alliance, limits.CITY_CHARACTERS),
        city=cbor.text(city, limits.CITY_CHARACTERS),
        incarnation=cbor.integer(incarnation, 0, LARGEST_NAME),
        invitation=cbor.byte_string(invitation),
        continues=cbor.byte_string(continues),
    )


def _blob(fields: Sequence[Item], _resolve: Resolve) -> Blob:
    _, sha256, size, media_type, label = cbor.array(fields, 5)
    return Blob(
        sha256=cbor.byte_string(sha256, 32),
        size=cbor.integer(size),
        media_type=cbor.text(media_type, limits.NAME_CHARACTERS),
        label=cbor.text(label, limits.NAME_CHARACTERS),
    )


_READERS: dict[OpCode, Callable[[Sequence[Item], Resolve], Operation]] = {
    OpCode.ADD_ROW: _add_row,
    OpCode.REMOVE_ROWS: _remove_rows,
    OpCode.SETTLE: _settle,
    OpCode.GENESIS: _genesis,
    OpCode.BLOB: _blob,
}
_STATEMENTS: dict[OpCode, Callable[[Sequence[Item]], Statement]] = {
    OpCode.ENROL: statements.enrol,
    OpCode.REVOKE: statements.revoke,
    OpCode.ENDORSE: statements.endorse,
    OpCode.REKEY: statements.rekey,
    OpCode.ERASE: statements.erase,
    OpCode.ANNOUNCE: statements.announce,
    OpCode.OBJECT: statements.objection,
}


def _register(assessment: Item, item: Item, facet: Item) -> Register:
    if not (type(assessment) is int and type(item) is int and type(facet) is int):
        raise MalformedError(Code.SCHEMA, "a register is named by three integers")
    if not (0 <= assessment <= LARGEST_NAME and 0 <= item <= LARGEST_NAME and 0 <= facet <= LARGEST_NAME):
        raise MalformedError(Code.SCHEMA, f"expected an integer from 0 to {LARGEST_NAME}")
    return Register(assessment, item, facet)


def _list_register(assessment: Item, item: Item, facet: Item) -> Register:
    register = _register(assessment, item, facet)
    if register.facet in _OTHER_FACETS:
        raise MalformedError(Code.SCHEMA, "rows belong to a list")
    return register


def _value(value: Item) -> bytes:
    if type(value) is str:
        cbor.text(value, limits.NOTE_CHARACTERS)
    return cbor.encode(value)


def _predecessors(pairs: Item, resolve: Resolve) -> tuple[OpId, ...]:
    if pairs == []:
        return ()
    flat = cbor.array(pairs)
    if len(flat) == _PAIR:  # nearly all of them
        return (_predecessor(flat[0], flat[1], resolve),)
    if len(flat) % _PAIR or len(flat) > _PAIR * limits.PREDECESSORS_PER_OPERATION:
        raise MalformedError(Code.SCHEMA, "predecessors come in pairs, and at most 64")
    named = [_predecessor(*pair, resolve) for pair in zip(flat[::2], flat[1::2], strict=True)]
    if len(set(named)) != len(named):
        raise MalformedError(Code.SCHEMA, "a predecessor is named twice")
    return tuple(named)


def _predecessor(reference: Item, place: Item, resolve: Resolve) -> OpId:
    entry = resolve(reference)
    if type(place) is not int or not 0 <= place <= LARGEST_NAME:
        raise MalformedError(Code.SCHEMA, f"expected an integer from 0 to {LARGEST_NAME}")
    return OpId(entry, place)
