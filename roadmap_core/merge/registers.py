"""Multi-value registers with explicit predecessors (protocol.md, section 3).

    live(r)    = what operations write r, less those that an operation on r names as predecessor
    awaited(r) = what operations on r name as predecessor, less those that have arrived

Both depend on the set of operations alone, so any order of arrival gives the same bytes. `awaited` is why nothing
waits: an operation that was replaced before it came is recognised when it comes. Rows of a list are the same thing:
adding has no predecessors, removing names the rows that were seen and writes nothing, so adding wins.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from roadmap_core import cbor
from roadmap_core.entries.identifiers import OpId, ShortHash

_PAIR, _LIVE, _AWAITED = b"\x82", b"\x83\x50", b"\x82\x50"
"""How a state begins, an alternative in it, and an operation that is awaited: the latter two with 16 bytes of hash."""
_ONE_OPENING, _NOTHING = _PAIR + b"\x81" + _LIVE, b"\x80"

_ONE_SIMPLE = re.compile(_ONE_OPENING + rb"(.{16})(" + cbor.UNSIGNED + rb")(" + cbor.SIMPLE + rb")\x80", re.DOTALL)
"""A state with one simple value in it: what most questions have."""


class Alternative(NamedTuple):
    """One value that stands in a register; `value` is the CBOR that was signed."""

    op: OpId
    value: bytes


class RegisterState(NamedTuple):
    """What stands in one register. Both parts are sorted, so equal states have equal bytes."""

    live: tuple[Alternative, ...] = ()
    awaited: tuple[OpId, ...] = ()

    @property
    def is_contested(self) -> bool:
        """Whether values differ that were written without knowledge of each other. Not for lists."""
        return len(self.live) > 1 and any(other.value != self.live[0].value for other in self.live)

    @property
    def values(self) -> tuple[bytes, ...]:
        """The values that stand, each once, in the order of their operations."""
        if len(self.live) == 1:
            return (self.live[0].value,)
        return tuple(dict.fromkeys(alternative.value for alternative in self.live))

    @property
    def ops(self) -> tuple[OpId, ...]:
        """What a form that shows this state has to name as predecessors when it is saved."""
        return tuple(alternative.op for alternative in self.live)

    def to_bytes(self) -> bytes:
        if len(self.live) == 1 and not self.awaited:
            ((entry, place), value) = self.live[0]
            return b"".join((_ONE_OPENING, entry, cbor.encode(place), value, _NOTHING))
        live = [_LIVE + op.entry + cbor.encode(op.place) + value for op, value in self.live]
        awaited = [_AWAITED + op.entry + cbor.encode(op.place) for op in self.awaited]
        return b"".join((_PAIR, cbor.head(4, len(live)), *live, cbor.head(4, len(awaited)), *awaited))

    @classmethod
    def from_bytes(cls, data: bytes) -> "RegisterState":
        one = _ONE_SIMPLE.fullmatch(data)  # 1.5 us instead of 10
        if one:
            entry, place, value = one.groups()
            return cls((Alternative(OpId(ShortHash(entry), cbor.unsigned(place)), value),))
        live, awaited = cbor.decode(data)
        return cls(
            tuple(Alternative(OpId(ShortHash(e), i), cbor.encode(value)) for e, i, value in live),
            tuple(OpId(ShortHash(e), i) for e, i in awaited),
        )


EMPTY = RegisterState()

Operation = tuple[OpId, bytes | None, Sequence[OpId]]
"""A write on one register: its name, its value (None where rows are only removed), and its predecessors."""


def replaced(state: RegisterState, operations: Sequence[Operation]) -> RegisterState | None:
    """What `applied` gives for one operation that names just what stands, nearly all of them; None for any other."""
    if len(operations) != 1 or len(state.live) > 1 or state.awaited:
        return None
    op, value, predecessors = operations[0]
    if value is None or predecessors != ((state.live[0].op,) if state.live else ()):
        return None
    return RegisterState((Alternative(op, value),))


def applied(
    state: RegisterState, operations: Iterable[Operation], has_arrived: Callable[[OpId], bool]
) -> RegisterState:
    """`state` after more operations on its register, in time that grows with their number, not with its square.

    Args:
        state: what stood before.
        operations: none of which was applied before.
        has_arrived: whether an operation on this register that is neither live nor awaited was applied before.
    """
    live, awaited = dict(state.live), set(state.awaited)
    here: set[OpId] = set()
    for op, value, predecessors in operations:
        here.add(op)
        if op in awaited:
            awaited.discard(op)
        elif value is not None:
            live[op] = value
        for predecessor in predecessors:
            if live.pop(predecessor, None) is None and predecessor not in here and not has_arrived(predecessor):
                awaited.add(predecessor)
    return RegisterState(tuple(Alternative(op, live[op]) for op in sorted(live)), tuple(sorted(awaited)))
