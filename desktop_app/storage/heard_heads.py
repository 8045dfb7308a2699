"""Signed heads that came by file before this computer's log reached them. They wait, and are compared when it does.

So a server that tells two stories is found out whichever of the two, the stick or the line, was ahead.
"""

from collections.abc import Iterable, Sequence

from desktop_app.storage import city_log
from desktop_app.storage.engine import Connection, driver_of
from desktop_app.storage.known_roots import known_roots
from roadmap_core.exchange.receipts import read_signed_head
from roadmap_core.ledger.heads import Head

SPLIT = "E-HEAD-SPLIT"
MOST = 100
"""Kept at once, the newest: whoever fills a stick with heads can't fill the disk."""
_OLDEST = "SELECT data FROM head WHERE why = ? ORDER BY kept_ms DESC, size DESC LIMIT -1 OFFSET ?"


def keep(connection: Connection, heads: Iterable[tuple[bytes, int, int]], now: int) -> None:
    """Remembers heads beyond the own log: (bytes, epoch, size)."""
    city_log.keep_evidence(connection, heads, city_log.HEARD, now)
    forget(connection, [row[0] for row in driver_of(connection).execute(_OLDEST, (city_log.HEARD, MOST)).fetchall()])


def forget(connection: Connection, heads: Iterable[bytes]) -> None:
    statement = "DELETE FROM head WHERE why = ? AND data = ?"
    driver_of(connection).executemany(statement, [(city_log.HEARD, data) for data in heads])


def compare(connection: Connection, log_keys: Sequence[bytes], now: int) -> bool:
    """Whether one of those that the checked log has reached doesn't fit it: kept as evidence then, beside ours."""
    held = city_log.state(connection)
    if held is None or not held.head:
        return False
    statement = "SELECT data FROM head WHERE why = ? AND epoch = ? AND size <= ?"
    rows = driver_of(connection).execute(statement, (city_log.HEARD, held.head_epoch, held.head_size)).fetchall()
    read = [(data, read_signed_head(data, log_keys)) for (data,) in rows]
    heads = {data: head for data, head in read if isinstance(head, Head)}
    roots = known_roots(connection, {head.size for head in heads.values()})
    bad = [data for data, head in heads.items() if roots.get(head.size, head.root[:16]) != head.root[:16]]
    forget(connection, [data for (data,) in rows])
    if bad:
        kept = [(data, heads[data].epoch, heads[data].size) for data in bad]
        city_log.keep_evidence(connection, [(held.head, held.head_epoch, held.head_size), *kept], SPLIT, now)
    return bool(bad)
