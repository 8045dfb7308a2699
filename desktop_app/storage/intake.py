"""Takes verified entries in: judges, stores and projects them, and judges earlier ones anew where needed."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from desktop_app.storage import city_keys, entry_log, private_parts, projector
from desktop_app.storage.engine import Connection, driver_of
from desktop_app.storage.entry_log import Held, Standing, counts_here
from desktop_app.storage.membership import branch, membership
from roadmap_core import limits
from roadmap_core.entries.entry import Entry, claimed_log, read_entry, read_genesis
from roadmap_core.entries.identifiers import NO_ENTRY, EntryHash, LogId, Register, short
from roadmap_core.entries.operations import Write
from roadmap_core.entries.statements import Role
from roadmap_core.merge.members import Membership, is_statement
from roadmap_core.refusals import Code, Refusal


class Taken(NamedTuple):
    """What came of it: entries that were not here before, and registers that are different now."""

    fresh: list[Entry]
    registers: frozenset[Register]


def take(
    connection: Connection,
    entries: Sequence[Entry],
    received_ms: int,
    positions: Sequence[int | None] | None = None,
) -> Taken:
    """Stores verified entries that are not here yet, each after its log's genesis. One that is here stays as it is.

    Where a statement changes what was said of earlier entries, all are judged anew, in the same transaction.
    """
    here = entry_log.known(connection, [entry.hash for entry in entries])
    fresh: dict[EntryHash, tuple[Entry, int | None]] = {}
    for entry, position in zip(entries, positions or [None] * len(entries), strict=True):
        if entry.hash not in here:
            fresh.setdefault(entry.hash, (entry, position))
    new = [entry for entry, _ in fresh.values()]
    members = membership(connection, new)
    is_decisive = members.take(new)
    own = _own_logs(connection, members)
    held = [counts_here(members.judge(entry), is_own=entry.log in own) for entry in new]
    entry_log.append(connection, new, received_ms, held, [position for _, position in fresh.values()])
    private_parts.note(connection, new)
    is_decisive |= branch(connection, members)
    shown = [entry for entry, one in zip(new, held, strict=True) if _is_shown(one.standing)]
    if not is_decisive:
        changed = projector.project(connection, shown)
    else:
        changed = _settle(connection, members, own, shown)
    if any(entry.body or is_statement(entry) for entry in new):
        changed |= _erase(connection, members)
    return Taken(new, changed)


def read_parts(connection: Connection, secret: bytes) -> frozenset[Register]:
    """Opens and projects the private parts that this computer can read by now; returns the registers they change.

    `secret` is what city keys are wrapped for here.
    """
    keys = city_keys.held(connection, secret) if private_parts.has_unread(connection) else []
    changed: frozenset[Register] = frozenset()
    for batch in private_parts.read_new(connection, keys) if keys else ():
        shown = [(whole, count) for whole, count in batch if entry_log.is_shown(connection, whole.short)]
        folded = {whole.short: count for whole, count in shown}
        changed |= projector.project(connection, [whole for whole, _ in shown], folded)
    return changed


def _erase(connection: Connection, members: Membership) -> frozenset[Register]:
    """Deletes the private parts that statements of the city say are erased, and what was projected of them."""
    gone = private_parts.erase(connection, members.erased())
    if not gone:
        return frozenset()
    driver, statement = driver_of(connection), "SELECT assessment, item, facet FROM operation WHERE short = ?"
    registers = {Register(*row) for short in gone for row in driver.execute(statement, (short,)).fetchall()}
    projector.rebuild(connection)
    return frozenset(registers)


def read_verified(data: bytes, membership: Membership) -> Entry | Refusal:
    """The entry in `data`, if it belongs to the city and the key of its log signed it; whether it counts is not asked.

    `membership` serves for its geneses alone: nothing here may reach the database behind it.
    """
    log = claimed_log(data)
    if isinstance(log, Refusal):
        return log
    if log is None:
        genesis = read_genesis(data)
        if isinstance(genesis, Refusal):
            return genesis
        return membership.refuses_genesis(genesis) or genesis
    key = membership.key(log)
    return read_entry(data, key) if key else Refusal(Code.NOT_ADMITTED, "a log whose genesis never came")


MOST_LOGS = 1000
MOST_NEWER_ENTRIES, MOST_NEWER_BYTES = 20_000, 64 * 1024 * 1024


def is_overfull(connection: Connection, logs: Iterable[LogId]) -> bool:
    """Whether one of `logs`, or what can't be judged, holds more than an honest server takes of what nobody admitted.

    A server can invent computers and sign for them; that mustn't fill the disk. What only a newer program can read may
    be good: there may be more of it.
    """
    driver = driver_of(connection)
    weights = [(*driver.execute(_WEIGHT, (log, Standing.PENDING)).fetchone(), *_PENDING) for log in (*logs, b"")]
    weights.append((*driver.execute(_WEIGHT, (b"", Standing.NEWER)).fetchone(), MOST_NEWER_ENTRIES, MOST_NEWER_BYTES))
    is_heavy = any(count > most or size > most_bytes for count, size, most, most_bytes in weights)
    return is_heavy or driver.execute("SELECT count(*) FROM device").fetchone()[0] > MOST_LOGS


_WEIGHT = "SELECT count(*), coalesce(sum(length(data)), 0) FROM entry WHERE log = ? AND standing = ?"
_PENDING = limits.PENDING_ENTRIES, limits.PENDING_BYTES


def judge_anew(connection: Connection) -> frozenset[Register]:
    """After another alliance document came: all entries by it. Returns the registers that are different now."""
    members = membership(connection)
    return _settle(connection, members, _own_logs(connection, members), [])


def _own_logs(connection: Connection, members: Membership) -> frozenset[LogId]:
    """Every log that this computer's key has written."""
    row = driver_of(connection).execute("SELECT public_key FROM device WHERE is_own = 1").fetchone()
    return frozenset(members.logs_of(row[0])) if row else frozenset()


def _is_shown(standing: int) -> bool:
    return standing in (Standing.COUNTS, Standing.WAITING)


def _settle(
    connection: Connection, members: Membership, own: frozenset[LogId], shown: Sequence[Entry]
) -> frozenset[Register]:
    """Keeps other verdicts on stored entries, and projects: `shown` are stored and not projected yet."""
    fresh = {entry.hash for entry in shown}
    moved, is_rebuilt, rows = list(shown), False, []
    for whole, before, now in _other_verdicts(connection, members, own):
        rows.append((int(now.standing), now.code, whole[:16]))
        if whole not in fresh and _is_shown(before) != _is_shown(now.standing):
            is_rebuilt |= _is_shown(before)
            found = entry_log.any_entry(connection, short(whole))
            moved += [found] if found else []
    driver_of(connection).executemany("UPDATE entry SET standing = ?, held = ? WHERE short = ?", rows)
    if not is_rebuilt:
        return projector.project(connection, moved)
    projector.rebuild(connection)
    return frozenset(_registers(moved))


def _registers(entries: Iterable[Entry]) -> Iterable[Register]:
    return (operation.register for entry in entries for operation in entry.operations if isinstance(operation, Write))


_STORED = f"""
SELECT hash, log, seq, claimed_ms, standing, held FROM entry
WHERE log <> x'' AND standing <> {Standing.NEWER.value} ORDER BY number"""  # noqa: S608


def _other_verdicts(
    connection: Connection, members: Membership, own: frozenset[LogId]
) -> Iterable[tuple[EntryHash, int, Held]]:
    """Stored entries whose verdict is another one now, with what they counted for before."""
    for whole, log, seq, claimed_ms, standing, code in driver_of(connection).execute(_STORED).fetchall():
        entry = _judgeable(connection, members, _Place(EntryHash(whole), LogId(log), seq), claimed_ms)
        now = counts_here(members.judge(entry), is_own=log in own)
        if now != (standing, code):
            yield entry.hash, standing, now


class _Place(NamedTuple):
    hash: EntryHash
    log: LogId
    seq: int


def _judgeable(connection: Connection, members: Membership, place: _Place, claimed_ms: int) -> Entry:
    """As much of an entry as its verdict depends on: its operations only where its computer may not write them.

    Reading them costs 0.1 ms, because the signature is verified again; without, 36,000 entries take 0.3 s.
    """
    if members.role(place.log) not in (None, Role.LEAD, Role.EDITOR, Role.APPROVER):
        found = entry_log.any_entry(connection, short(place.hash))
        if found is not None:
            return found
    return Entry(b"", place.hash, place.log, place.seq, NO_ENTRY, claimed_ms, 0, 0, (), None, (), None)
