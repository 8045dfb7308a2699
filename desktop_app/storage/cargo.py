"""Entries that are carried and belong to no log here: other cities', on their way to the server, and what came of them.

Nothing in here is folded or counted. Bytes go on as they came; the acknowledgements go home.
"""

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from desktop_app.storage.engine import Connection, driver_of
from roadmap_core.entries.entry import claimed_log
from roadmap_core.entries.identifiers import EntryHash, entry_hash


class State(StrEnum):
    """How far something carried has got; any other value is the server's final refusal of it."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    """The server has acknowledged it: the receipt travels home."""
    SET_ASIDE = "set-aside"
    """An entry of this city that was taken back: it is kept, and goes nowhere."""


class Item(NamedTuple):
    """One carried entry, and its private part or b""."""

    hash: EntryHash
    data: bytes
    body: bytes = b""


class Load(NamedTuple):
    """What is carried of one city: how many entries wait, are delivered, were refused; and the receipts for it."""

    city: str
    waiting: int
    delivered: int
    refused: int
    receipts: int


def keep(connection: Connection, city: str, items: Iterable[Item], state: State = State.WAITING) -> None:
    """Keeps what isn't kept yet. What was set aside or refused before, and comes again, waits again."""
    driver = driver_of(connection)
    rows = [(item.hash, city, item.data, item.body, state) for item in items]
    driver.executemany(
        "INSERT INTO cargo (hash, city, data, body, state) VALUES (?, ?, ?, ?, ?) ON CONFLICT (hash) "
        "DO UPDATE SET state = excluded.state, data = excluded.data, body = max(body, excluded.body) "
        "WHERE cargo.state <> 'delivered'",
        rows,
    )


def known(connection: Connection, hashes: Iterable[EntryHash]) -> set[EntryHash]:
    """Those of `hashes` that are carried or were delivered."""
    statement = "SELECT 1 FROM cargo WHERE hash = ? AND state IN ('waiting', 'delivered')"
    driver = driver_of(connection)
    return {whole for whole in hashes if driver.execute(statement, (whole,)).fetchone()}


def waiting(connection: Connection, city: str) -> list[Item]:
    """What is still to be delivered for a city, in the order in which it came."""
    statement = "SELECT hash, data, body FROM cargo WHERE city = ? AND state = 'waiting' ORDER BY number"
    return [Item(EntryHash(h), d, b) for h, d, b in driver_of(connection).execute(statement, (city,)).fetchall()]


def travelling(connection: Connection, city: str) -> list[Item]:
    """What waits for a city, behind the first entries of all its logs: whoever takes it can verify it."""
    items = [Item(entry_hash(data), data) for data in bytes_of(connection, city) if claimed_log(data) is None]
    found = waiting(connection, city)
    return [*(one for one in items if one.hash not in {item.hash for item in found}), *found] if found else []


def waiting_cities(connection: Connection) -> list[str]:
    rows = driver_of(connection).execute("SELECT DISTINCT city FROM cargo WHERE state = 'waiting' ORDER BY city")
    return [row[0] for row in rows.fetchall()]


def bytes_of(connection: Connection, city: str) -> list[bytes]:
    """The entries of a city whose bytes are still here, in order of arrival."""
    statement = "SELECT data FROM cargo WHERE city = ? AND length(data) > 0 ORDER BY number"
    return [row[0] for row in driver_of(connection).execute(statement, (city,)).fetchall()]


def refuse(connection: Connection, hashes: Iterable[EntryHash], code: str) -> None:
    """The server's final word on what was carried."""
    driver_of(connection).executemany("UPDATE cargo SET state = ? WHERE hash = ?", [(code, one) for one in hashes])


def deliver(connection: Connection, city: str, hashes: Collection[EntryHash], receipt: tuple[bytes, bytes]) -> int:
    """The server has acknowledged these; returns how many it hadn't before.

    `receipt` is question and answer, verified. Entries stay: what a later file brings of their logs needs their keys.
    """
    driver = driver_of(connection)
    known = "SELECT count(*) FROM carried_receipt WHERE question = ?"
    is_known = driver.execute(known, (receipt[0],)).fetchone()[0]
    if not is_known and hashes:
        driver.execute("INSERT INTO carried_receipt VALUES (?, ?, ?)", (*receipt, city))
    rows = [(one,) for one in hashes]
    driver.executemany("UPDATE cargo SET state = 'delivered', body = x'' WHERE hash = ?", rows)
    return 0 if is_known else len(hashes)


def receipts(connection: Connection, city: str) -> list[tuple[bytes, bytes]]:
    """Questions and the server's answers that travel home to a city."""
    statement = "SELECT question, answer FROM carried_receipt WHERE city = ? ORDER BY question"
    return [(row[0], row[1]) for row in driver_of(connection).execute(statement, (city,)).fetchall()]


def loads(connection: Connection) -> tuple[Load, ...]:
    """What is carried, city by city."""
    return tuple(Load(*row) for row in driver_of(connection).execute(_LOADS).fetchall())


_LOADS = """
SELECT city, sum(state = 'waiting'), sum(state = 'delivered'),
       sum(state NOT IN ('waiting', 'delivered', 'set-aside')),
       (SELECT count(*) FROM carried_receipt WHERE carried_receipt.city = cargo.city)
FROM cargo WHERE state <> 'set-aside' GROUP BY city ORDER BY city"""


def set_aside_bodies(connection: Connection, hashes: Iterable[EntryHash]) -> list[bytes]:
    """The private parts that were set aside with entries that come back now."""
    driver = driver_of(connection)
    statement = "SELECT body FROM cargo WHERE hash = ? AND state = 'set-aside' AND body <> x''"
    return [row[0] for whole in hashes if (row := driver.execute(statement, (whole,)).fetchone())]


def drop(connection: Connection, hashes: Collection[EntryHash], states: Sequence[State]) -> int:
    """Lets go of what is carried in one of those states; returns how many."""
    driver = driver_of(connection)
    gone = 0
    for state in states:
        rows = [(whole, state.value) for whole in hashes]
        gone += driver.executemany("DELETE FROM cargo WHERE hash = ? AND state = ?", rows).rowcount
    return gone
