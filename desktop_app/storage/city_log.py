"""Where this computer stands in its city's log on the server: what waits, what was confirmed, what the server signed.

Judges nothing: `sync` decides, this stores. A position that is stored here was checked, or will be taken back.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import insert, select

from desktop_app.storage import alliance
from desktop_app.storage.alliance import Trust
from desktop_app.storage.engine import Connection, driver_of
from desktop_app.storage.entry_log import IS_OUR_KEY, Standing
from desktop_app.storage.tables import COMMUNITY, ENTRY, HEAD, SYNC_STATE
from desktop_app.storage.views import Connection as Admission
from roadmap_core.entries.identifiers import EntryHash, LogId, entry_hash
from roadmap_core.ledger.heads import Head
from roadmap_core.ledger.tree import Frontier
from roadmap_core.refusals import Code


@dataclass(frozen=True, slots=True)
class CityLogState:
    """How this computer stands to the server.

    Attributes:
        log, genesis: this computer's own log and the hash of its first entry; None before it has begun.
        epoch, position: how far the city's log is held without a gap.
        frontier: the Merkle frontier at `position`.
        head: the newest signed head that was checked, as bytes; `head_*` is what it says. b"" for none.
        alliance_ms: when the server was last asked for newer alliance documents.
    """

    city: str
    alliance: str
    log: LogId | None
    genesis: EntryHash | None
    server: str
    trust: Trust
    admission: Admission
    epoch: int
    position: int
    frontier: Frontier
    head: bytes
    head_epoch: int
    head_size: int
    head_root: bytes
    problem: str
    invitation: bytes
    alliance_ms: int | None

    @property
    def log_keys(self) -> tuple[bytes, ...]:
        """The keys that may sign heads; none before the alliance's first document came."""
        return self.trust.document.log_keys if self.trust.is_begun else ()


class Waiting(NamedTuple):
    """An entry that has no checked position, and its private part if that is here."""

    hash: EntryHash
    log: LogId
    seq: int
    data: bytes
    body: bytes | None = None

    @property
    def size(self) -> int:
        return len(self.data) + len(self.body or b"")


@dataclass(frozen=True, slots=True)
class CommunityCopy:
    """The community's status as it last came: JSON, its ETag, and when, by this computer's clock."""

    data: bytes
    etag: str
    fetched_ms: int


def state(connection: Connection) -> CityLogState | None:
    """None before the profile has a city."""
    driver = driver_of(connection)
    city = driver.execute("SELECT city_id, alliance FROM city").fetchone()
    if city is None:
        return None
    log, genesis = driver.execute("SELECT log, genesis FROM device WHERE is_own").fetchone() or (None, None)
    found = driver.execute(_STATE).fetchone()
    row = dict(zip(_NEW, found, strict=True)) if found else _NEW
    return CityLogState(
        city=city[0],
        alliance=city[1],
        log=LogId(log) if log else None,
        genesis=EntryHash(genesis) if genesis else None,
        server=row["server"],
        trust=alliance.held(connection, city[1]),
        admission=Admission(row["connection"]),
        epoch=row["epoch"],
        position=row["position"],
        frontier=Frontier.from_bytes(row["frontier"]) if row["frontier"] else Frontier(),
        head=row["head"],
        head_epoch=row["head_epoch"],
        head_size=row["head_size"],
        head_root=row["head_root"],
        problem=row["problem"],
        invitation=row["invitation"],
        alliance_ms=row["alliance_ms"],
    )


_NEW: dict[str, Any] = {
    "server": "",
    "alliance": "",
    "log_key": b"",
    "connection": Admission.NONE.value,
    "epoch": 0,
    "position": 0,
    "frontier": b"",
    "head": b"",
    "head_epoch": 0,
    "head_size": 0,
    "head_root": b"",
    "problem": "",
    "invitation": b"",
    "root_key": b"",
    "alliance_ms": None,
}
_STATE = f"SELECT {', '.join(_NEW)} FROM sync_state"  # noqa: S608 our own names


def save(connection: Connection, /, **columns: object) -> None:
    """Sets columns of `sync_state`."""
    driver, assignments = driver_of(connection), ", ".join(f"{name} = ?" for name in columns)
    if driver.execute(f"UPDATE sync_state SET {assignments}", tuple(columns.values())).rowcount == 0:  # noqa: S608 our own names
        connection.execute(insert(SYNC_STATE).values(id=1, **(_NEW | columns)))


def waiting(connection: Connection, passed: Collection[bytes], most_bytes: int, most: int) -> list[Waiting]:
    """Entries without a checked position: at most `most`, and `most_bytes` unless one alone is larger.

    Entries of others come first (they wait after the server was restored), then small before large, then in order of
    arrival. `passed` are those that were offered already.
    """
    found: list[Waiting] = []
    size = 0
    for row in driver_of(connection).execute(_WAITING):
        entry = Waiting(*row)
        if entry.hash in passed:
            continue
        if found and size + entry.size > most_bytes:
            break
        found.append(entry)
        size += entry.size
        if len(found) == most or size >= most_bytes:
            break
    return found


NOT_FINAL = (Code.NEWER_ENTRY.value, Code.LIMIT.value, "E-QUOTA")
"""Refusals that an update of the server, or time, takes away: entries that met one wait on (faults.md, row 17)."""
IS_WAITING = f"position IS NULL AND refusal IN {('', *NOT_FINAL)}"
"""For SQL: what is still to be sent, whoever wrote it."""
_WAITING = f"""
SELECT entry.hash, entry.log, seq, entry.data, private_part.data FROM entry
LEFT JOIN device ON device.log = entry.log LEFT JOIN private_part ON private_part.short = entry.short
WHERE {IS_WAITING} ORDER BY ifnull(is_own, 0), length(entry.data) > 8192, number"""  # noqa: S608


def count_waiting(connection: Connection) -> int:
    return int(driver_of(connection).execute(f"SELECT count(*) FROM ({_WAITING})").fetchone()[0])  # noqa: S608


def places(connection: Connection, hashes: Iterable[EntryHash]) -> dict[EntryHash, int | None]:
    """The stored positions of those of `hashes` that are here."""
    driver = driver_of(connection)
    found: dict[EntryHash, int | None] = {}
    for whole in hashes:
        row = driver.execute("SELECT position FROM entry WHERE short = ?", (whole[:16],)).fetchone()
        if row:
            found[whole] = row[0]
    return found


def not_taken_yet(connection: Connection) -> str:
    """The server's reason not to take something that waits: one of `NOT_FINAL`, or "" for none."""
    statement = f"SELECT refusal FROM entry WHERE {IS_WAITING} AND refusal <> '' AND log <> x'' ORDER BY number LIMIT 1"  # noqa: S608
    found = driver_of(connection).execute(statement).fetchone()
    return found[0] if found else ""


def open_among(connection: Connection, hashes: Iterable[EntryHash]) -> set[EntryHash]:
    """Those of `hashes` that have neither a position nor the server's refusal."""
    driver = driver_of(connection)
    statement = "SELECT 1 FROM entry WHERE short = ? AND position IS NULL AND refusal = ''"
    return {whole for whole in hashes if driver.execute(statement, (whole[:16],)).fetchone()}


def own_among(connection: Connection, hashes: Iterable[EntryHash]) -> set[EntryHash]:
    """Those of `hashes` in logs of this computer's key."""
    driver = driver_of(connection)
    statement = f"SELECT 1 FROM entry JOIN device USING (log) WHERE short = ? AND {IS_OUR_KEY}"  # noqa: S608
    return {whole for whole in hashes if driver.execute(statement, (whole[:16],)).fetchone()}


def place(connection: Connection, positions: Mapping[EntryHash, int]) -> int:
    """Gives entries that are here their checked positions; returns how many had none before."""
    statement = "UPDATE entry SET position = ?, refusal = '' WHERE short = ? AND position IS NULL"
    driver = driver_of(connection)
    return sum(driver.execute(statement, (at, whole[:16])).rowcount for whole, at in positions.items())


def keep_aside(connection: Connection, data: bytes, position: int, standing: Standing, refusal: str, now: int) -> None:
    """Stores bytes that stand in the city's log but don't count here: they keep their place and change nothing."""
    whole = entry_hash(data)
    row = {"hash": whole, "short": whole[:16], "log": b"", "seq": 0, "data": data, "claimed_ms": 0, "lamport": 0}
    row |= {"author": 0, "changes": 0, "position": position, "standing": int(standing), "refusal": refusal}
    connection.execute(insert(ENTRY).prefix_with("OR IGNORE").values(**row, received_ms=now))


def frontier_of(connection: Connection, size: int, fillers: Mapping[int, EntryHash]) -> Frontier | None:
    """The frontier over the stored positions 1 to `size`, gaps filled from `fillers`.

    None if a gap stays, or a filler claims a position that is taken.
    """
    rows = driver_of(connection).execute("SELECT position, hash FROM entry WHERE position <= ?", (size,))
    held = dict(rows.fetchall())
    leaves = held | dict(fillers)
    if len(leaves) < len(held) + len(fillers) or any(at not in leaves for at in range(1, size + 1)):
        return None
    return Frontier().extended(leaves[at] for at in range(1, size + 1))


def move(connection: Connection, epoch: int, frontier: Frontier) -> None:
    """How far the log is held from now on."""
    save(connection, epoch=epoch, position=frontier.size, frontier=frontier.to_bytes())


def confirm(connection: Connection, head: Head, data: bytes) -> None:
    """The head was checked against all that is held: every position under it is final."""
    driver = driver_of(connection)
    statement = "UPDATE entry SET confirmed_ms = ? WHERE position <= ? AND confirmed_ms IS NULL"
    driver.execute(statement, (head.server_ms, head.size))
    save(connection, head=data, head_epoch=head.epoch, head_size=head.size, head_root=head.root)


def acknowledge(connection: Connection, head: Head, positions: Mapping[EntryHash, int], now: int) -> int:
    """Receipts that came by file, proven under `head`: returns how many entries had no position before.

    They may stand beyond what is held without a gap (`lift`). A receipt of another epoch counts only where the log is
    held by receipts alone, and only if it is younger: over a line the server itself says what became of it.
    """
    held = state(connection)
    driver = driver_of(connection)
    if held is None:
        return 0
    if held.epoch not in (0, head.epoch):
        (newest,) = driver.execute("SELECT coalesce(max(confirmed_ms), 0) FROM entry").fetchone()
        if held.position or head.server_ms <= newest:
            return 0
        forget_positions(connection)
    if held.epoch != head.epoch:
        move(connection, head.epoch, Frontier())
    statement = (
        "UPDATE OR IGNORE entry SET position = ?, confirmed_ms = ?, refusal = '' WHERE short = ? AND position IS NULL"
    )
    rows = [(at, head.server_ms, whole[:16]) for whole, at in positions.items() if at > held.position]
    count = sum(driver.execute(statement, row).rowcount for row in rows)
    if count:
        save(connection, sent_ms=now)
    return count


def lift(connection: Connection, start: int) -> None:
    """Before a page from `start` on: what receipts placed beyond it gets its place anew, by the log itself."""
    driver_of(connection).execute("UPDATE entry SET position = NULL, confirmed_ms = NULL WHERE position > ?", (start,))


def refuse(connection: Connection, refusals: Sequence[tuple[EntryHash, str]]) -> None:
    """The server's word on own entries, final unless it is one of `NOT_FINAL`: they stay here, and are shown."""
    statement = "UPDATE entry SET refusal = ? WHERE short = ? AND position IS NULL"
    driver_of(connection).executemany(statement, [(code, whole[:16]) for whole, code in refusals])


def forget_positions(connection: Connection) -> None:
    """The server has begun anew: everything that is here is offered again, whoever wrote it."""
    driver = driver_of(connection)
    driver.execute("UPDATE entry SET position = NULL, confirmed_ms = NULL")
    driver.execute("UPDATE entry SET refusal = '' WHERE log <> x''")
    move(connection, 0, Frontier())


def rewind(connection: Connection) -> None:
    """Takes back what was not checked under a head: pages that came before the one that didn't fit."""
    driver_of(connection).execute("UPDATE entry SET position = NULL WHERE confirmed_ms IS NULL")
    held = state(connection)
    size = held.head_size if held else 0
    frontier = frontier_of(connection, size, {}) or Frontier()
    move(connection, held.head_epoch if held else 0, frontier)


HEARD = "heard"
"""Why a head is kept that is no evidence yet: the own log has not reached it (`heard_heads`)."""


def keep_evidence(connection: Connection, heads: Iterable[tuple[bytes, int, int]], why: str, now: int) -> None:
    """Signed heads that contradict each other, or of an earlier epoch: (bytes, epoch, size)."""
    rows = [{"data": d, "epoch": e, "size": s, "why": why, "kept_ms": now} for d, e, s in heads if d]
    if rows:
        connection.execute(insert(HEAD).prefix_with("OR IGNORE"), rows)


def evidence(connection: Connection) -> list[tuple[bytes, int, int, str]]:
    """All heads that were kept as evidence: bytes, epoch, size, why."""
    statement = "SELECT data, epoch, size, why FROM head WHERE why <> ? ORDER BY kept_ms"
    return driver_of(connection).execute(statement, (HEARD,)).fetchall()


def genesis_bytes(connection: Connection, log: LogId) -> bytes:
    """The signed bytes of a log's first entry. Raises LookupError if it isn't here."""
    statement = select(ENTRY.c.data).where(ENTRY.c.log == log, ENTRY.c.seq == 0)
    found = connection.execute(statement).scalar_one_or_none()
    if found is None:
        raise LookupError("a log without its first entry")
    return bytes(found)


def community(connection: Connection) -> CommunityCopy | None:
    row = connection.execute(select(COMMUNITY.c.data, COMMUNITY.c.etag, COMMUNITY.c.fetched_ms)).first()
    return CommunityCopy(row.data, row.etag, row.fetched_ms) if row else None


def keep_community(connection: Connection, copy: CommunityCopy) -> None:
    row = {"data": copy.data, "etag": copy.etag, "fetched_ms": copy.fetched_ms}
    connection.execute(insert(COMMUNITY).prefix_with("OR REPLACE").values(id=1, **row))
