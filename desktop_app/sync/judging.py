"""Judges a server's reply before anything of it is stored. Pure: bytes and keys in, a verdict out.

The server orders and counts; it can't make this computer hold an entry that its author didn't sign, leave one out, or
call one confirmed that doesn't stand where it says (protocol.md, sections 1, 5 and 7).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from desktop_app.storage.city_log import CityLogState, Waiting
from desktop_app.storage.intake import read_verified
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash, entry_hash
from roadmap_core.exchange.messages import STORED, Ack, AckCode, SyncReply
from roadmap_core.ledger.heads import Head, read_head
from roadmap_core.ledger.tree import Frontier
from roadmap_core.merge.members import Membership
from roadmap_core.refusals import Refusal

_UNKNOWN = frozenset({AckCode.NOT_ADMITTED, AckCode.SEND_GENESIS_FIRST})
"""What a server says that doesn't know the log of an entry."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What this computer knew when it asked.

    Attributes:
        offered: the entries of the request, in its order.
        brought: digests of the private parts that went along, behind their entries or alone.
        lacking: digests of those that were asked for.
        earlier_epochs: epochs of the server that were given up.
    """

    held: CityLogState
    membership: Membership
    offered: tuple[Waiting, ...]
    earlier_epochs: Collection[int] = ()
    brought: tuple[bytes, ...] = ()
    lacking: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """One entry of a page; `entry` is None where it can't be verified, and `code` says why."""

    position: int
    hash: EntryHash
    data: bytes
    entry: Entry | None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A reply that fits what is held.

    Attributes:
        start: how far the log was held before; 0 in a new epoch.
        frontier: the Merkle frontier behind the page.
        is_whole: whether `head` was checked against `frontier`, which makes every position final.
        earlier: what the server says of offered entries that it places at or before `start`.
        refused: offered entries that the server refused for good, with its codes.
        turned_away: offered entries whose log the server doesn't know, or doesn't take yet.
        bodies: private parts as they came: which entry names them is asked when they are stored.
        lacks: names of private parts that the server misses of the entries offered.
    """

    start: int
    frontier: Frontier
    placed: tuple[Placed, ...]
    head: Head
    head_bytes: bytes
    is_new_epoch: bool
    is_whole: bool
    earlier: dict[EntryHash, int]
    refused: tuple[tuple[EntryHash, str], ...]
    turned_away: frozenset[EntryHash]
    bodies: tuple[bytes, ...]
    lacks: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a reply was not taken; a signed head that contradicts what is held is evidence."""

    code: str
    contradicting: Head | None = None
    has_unknown_key: bool = False
    """Whether newer alliance documents may name the key that signed the head."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """The server gave nothing, because it saw no valid token; `nonce` is to be signed for one.

    Attributes:
        relayed: offered entries that it says to have, and those that it can't take now: nothing of it is final.
        not_admitted: whether it doesn't know this computer.
    """

    nonce: bytes | None
    relayed: tuple[EntryHash, ...]
    not_admitted: bool


def judge(asked: Asked, reply: SyncReply) -> Page | Stranger | Objection:
    """The verdict on one reply. Takes nothing on trust but the alliance's log keys and what is held."""
    acks = matched(asked.offered, reply.acks)
    turned_away = frozenset(entry.hash for entry, ack in acks if ack.code in _UNKNOWN)
    if not reply.head:
        relayed = tuple(entry.hash for entry, ack in acks if ack.code not in _UNKNOWN)
        return Stranger(reply.nonce, relayed, bool(turned_away))
    head = _head(asked, reply)
    if isinstance(head, Objection):
        return head
    is_new_epoch = asked.held.epoch not in (0, reply.epoch)
    start, frontier = (0, Frontier()) if is_new_epoch else (asked.held.position, asked.held.frontier)
    leaves = _leaves(reply, acks, start)
    if leaves is None or (reply.more and reply.next_position <= start):
        return Objection("E-RECEIPT")
    frontier = frontier.extended(entry_hash(data) for data in leaves)
    if (frontier.size >= head.size) if reply.more else (frontier.size != head.size):
        return Objection("E-RECEIPT")
    if not reply.more and frontier.root() != head.root:
        return Objection("E-HEAD-ROOT", contradicting=head)
    return Page(
        start=start,
        frontier=frontier,
        placed=tuple(_judged(leaves, start, asked.membership)),
        head=head,
        head_bytes=reply.head,
        is_new_epoch=is_new_epoch,
        is_whole=not reply.more,
        earlier={w.hash: ack.position for w, ack in acks if ack.code in STORED and 0 < ack.position <= start},
        refused=tuple((w.hash, ack.refusal) for w, ack in acks if ack.code == AckCode.REFUSED),
        turned_away=turned_away,
        bodies=reply.bodies,
        lacks=reply.lacks,
    )


def matched(offered: Sequence[Waiting], acks: Iterable[Ack]) -> list[tuple[Waiting, Ack]]:
    """Which ack speaks of which entry: they stand in the same order, and a server may have left some out."""
    pairs: list[tuple[Waiting, Ack]] = []
    rest = iter(offered)
    for ack in acks:
        for entry in rest:
            if ack.log is None or (ack.log, ack.seq) == (entry.log, entry.seq):
                pairs.append((entry, ack))
                break
    return pairs


def _head(asked: Asked, reply: SyncReply) -> Head | Objection:
    held = asked.held
    read = [read_head(reply.head, key) for key in held.log_keys]
    heads = [head for head in read if isinstance(head, Head)]
    if not heads:
        return Objection("E-RECEIPT", has_unknown_key=True)
    head = heads[0]
    if head.city != held.city or head.epoch != reply.epoch:
        return Objection("E-RECEIPT")
    if head.epoch in asked.earlier_epochs:
        return Objection("E-HEAD-ROLLBACK", contradicting=head)
    if held.head and head.epoch == held.head_epoch:
        if head.size < held.head_size:
            return Objection("E-HEAD-ROLLBACK", contradicting=head)
        if head.size == held.head_size and head.root != held.head_root:
            return Objection("E-HEAD-SPLIT", contradicting=head)
    return head


def _leaves(reply: SyncReply, acks: Iterable[tuple[Waiting, Ack]], start: int) -> list[bytes] | None:
    """The bytes at each position from `start` on; None if a position is missing, or named twice."""
    found = dict(reply.entries)
    for entry, ack in acks:
        if ack.code not in STORED or ack.position <= start:
            continue
        if ack.position in found and found[ack.position] != entry.data:
            return None
        if ack.position > reply.next_position:
            if reply.more:
                continue
            return None
        found[ack.position] = entry.data
    wanted = range(start + 1, reply.next_position + 1)
    if len(wanted) != len(found) or any(position not in found for position in wanted):
        return None
    return [found[position] for position in wanted]


def _judged(leaves: Iterable[bytes], start: int, membership: Membership) -> Iterable[Placed]:
    for position, data in enumerate(leaves, start + 1):
        entry = read_verified(data, membership)
        if isinstance(entry, Refusal):
            yield Placed(position, entry_hash(data), data, None, entry.code.value)
            continue
        membership.learn([entry])
        yield Placed(position, entry.hash, data, entry)
