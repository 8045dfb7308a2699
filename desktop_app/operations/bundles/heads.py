"""The heads that a file brings are compared as a server's are: two stories are found out once they meet, by any way.

Heads are in the file itself, in its receipts, and in the entries of members (protocol.md, section 7). What contradicts
the checked log is kept as evidence and proves nothing; the entries are good.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from desktop_app.operations.bundles.receipts import Proven
from desktop_app.storage import city_log, heard_heads
from desktop_app.storage.engine import Connection
from desktop_app.storage.heard_heads import SPLIT
from desktop_app.storage.known_roots import known_roots
from desktop_app.storage.membership import membership
from roadmap_core.entries.entry import Entry
from roadmap_core.exchange.bundle import Bundle
from roadmap_core.exchange.receipts import ReceiptAnswer, read_signed_head
from roadmap_core.ledger.heads import Head


class Told(NamedTuple):
    """What signed bytes say of the log: after `size` entries of `epoch` its root begins so."""

    data: bytes
    epoch: int
    size: int
    root16: bytes
    is_head: bool


def told_by(
    connection: Connection,
    bundle: Bundle,
    proven: Iterable[Proven],
    entries: Iterable[Entry],
    log_keys: Sequence[bytes],
) -> list[Told]:
    """All that a file says of this city's log. What one of its entries says counts if a member signed it."""
    members = membership(connection)
    heads = [(data, read_signed_head(data, log_keys)) for data in bundle.heads]
    heads += [(ReceiptAnswer.from_bytes(one.answer).head, one.head) for one in proven]
    found = [
        Told(data, head.epoch, head.size, head.root[:16], is_head=True)
        for data, head in heads
        if isinstance(head, Head) and head.city == members.city
    ]
    seen = [entry for entry in entries if entry.head and members.role(entry.log) is not None]
    return found + [Told(e.data, e.head.epoch, e.head.position, e.head.root16, is_head=False) for e in seen if e.head]


def contradicting(connection: Connection, told: Iterable[Told], now: int) -> frozenset[tuple[int, int, bytes]]:
    """What doesn't fit the log as far as its head was checked: (epoch, size, first half of the root).

    It is kept as evidence beside the checked head, and told of until a server's reply fits again. A head beyond the log
    waits; what an entry says is heard again when the server gives the entry its place.
    """
    held = city_log.state(connection)
    told = list(told)
    size = {held.head_epoch: held.head_size} if held else {}
    heard_heads.keep(connection, [one[:3] for one in told if one.is_head and one.size > size.get(one.epoch, 0)], now)
    if held is None or not held.head:
        return frozenset()
    comparable = [one for one in told if one.epoch == held.head_epoch and 0 < one.size <= held.head_size]
    roots = known_roots(connection, {one.size for one in comparable})
    bad = [one for one in comparable if roots.get(one.size, one.root16) != one.root16]
    if bad:
        kept = [(held.head, held.head_epoch, held.head_size), *((one.data, one.epoch, one.size) for one in bad)]
        heard_heads.forget(connection, [one.data for one in bad])
        city_log.keep_evidence(connection, kept, SPLIT, now)
        city_log.save(connection, problem=SPLIT)
    return frozenset((one.epoch, one.size, one.root16) for one in bad)


def fits(head: Head, bad: frozenset[tuple[int, int, bytes]]) -> bool:
    """Whether a head is none of those that contradict."""
    return (head.epoch, head.size, head.root[:16]) not in bad
