"""Multi-value registers with explicit predecessors (protocol.md, section 3).

    live(r)    = what operations write r, less those that an operation on r names as predecessor
    awaited(r) = what operations on r name as predecessor, less those that have arrived

Both depend on the set of operations alone, so any order of arrival gives the same bytes. `awaited` is why nothing
waits: an operation that was replaced before it came is recognised when it comes. Rows of a list are the same thing: adding has
no predecessors, removing names the rows that were seen and writes nothing, so adding wins.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from roadmap_core import cbor
from roadmap_core.entries.identifiers import OpId, ShortHash


class Alternative(NamedTuple):
    """One value that stands in a register; `value` is the CBOR that was signed."""

    op: OpId
    value: bytes


@dataclass(frozen=True, slots=True)
class RegisterState:
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
        return tuple(dict.fromkeys(alternative.value for alternative in self.live))

    @property
    def ops(self) -> tuple[OpId, ...]:
        """What a form that shows this state has to name as predecessors when it is saved."""
        return tuple(alternative.op for alternative in self.live)

    def to_bytes(self) -> bytes:
        live = [[op.entry, op.place, cbor.decode(value)] for op, value in self.live]
        return cbor.encode([live, [list(op) for op in self.awaited]])

    @classmethod
    def from_bytes(cls, data: bytes) -> "RegisterState":
        live, awaited = cbor.decode(data)
        return cls(
            tuple(Alternative(OpId(ShortHash(e), i), cbor.encode(value)) for e, i, value in live),
            tuple(OpId(ShortHash(e), i) for e, i in awaited),
        )


EMPTY = RegisterState()

HasArrived = Callable[[OpId], bool]
"""Whether an operation that is not live is nevertheless here: whether the entries held write this register there."""


def applied(
    state: RegisterState,
    op: OpId,
    value: bytes | None,
    predecessors: Sequence[OpId],
    has_arrived: HasArrived,
) -> RegisterState:
    """`state` after one more operation on its register; `value` is None where rows are only removed."""
    live, awaited = state.live, state.awaited
    if op in awaited:
        awaited = tuple(other for other in awaited if other != op)
    elif value is not None:
        live = tuple(sorted((*live, Alternative(op, value))))
    for predecessor in predecessors:
        kept = tuple(alternative for alternative in live if alternative.op != predecessor)
        if len(kept) == len(live) and predecessor not in awaited and not has_arrived(predecessor):
            awaited = tuple(sorted((*awaited, predecessor)))
        live = kept
    return RegisterState(live, awaited)
