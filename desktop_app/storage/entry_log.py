"""Appends entries and finds them again. What they mean is the projector's part; who may write them, the caller's."""

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from sqlalchemy import insert

from desktop_app.storage.engine import Connection, driver_of
from desktop_app.storage.tables import DEVICE, ENTRY
from roadmap_core import cbor, limits
from roadmap_core.entries.entry import Entry, read_entry, read_genesis
from roadmap_core.entries.envelope import open_envelope
from roadmap_core.entries.facets import BESIDE_FACETS, CITY_FACETS
from roadmap_core.entries.identifiers import EntryHash, LogId, Reference, Register, ShortHash
from roadmap_core.entries.operations import Write
from roadmap_core.entries.private import with_text
from roadmap_core.entries.sealing import LogTip
from roadmap_core.entries.statements import Announce, Endorse, Enrol, Erase, Objection, Rekey, Revoke
from roadmap_core.merge.members import Judgement, Verdict
from roadmap_core.refusals import Refusal


class Standing(IntEnum):
    """What an entry that is here counts for."""

    COUNTS = 0
    PENDING = 1
    """Kept, not projected: its computer is not admitted, or its bytes couldn't be judged (those have no log)."""
    NEWER = 2
    """Kept, not readable by this program; replayed after an update."""
    QUARANTINED = 3
    """Kept, not projected: it lies beyond a cut-off, or its computer may not write this."""
    WAITING = 4
    """Projected on this computer alone: its own, not admitted yet."""


class Held(NamedTuple):
    """What an entry counts for, and why it doesn't: a stable code, or ""."""

    standing: Standing
    code: str = ""


def counts_here(judged: Judgement, *, is_own: bool) -> Held:
    """What a verdict means on this computer.

    What this computer's own log wrote is shown to its owner before anybody has admitted it: who works alone, never
    connected, must see every answer that was given here. What a lead has cut off isn't shown even to its owner, so that
    all computers of the city that are admitted show the same.
    """
    code = judged.code.value if judged.code else ""
    if judged.verdict == Verdict.COUNTS:
        return Held(Standing.COUNTS)
    if judged.verdict == Verdict.QUARANTINED:
        return Held(Standing.QUARANTINED, code)
    return Held(Standing.WAITING if is_own else Standing.PENDING, code)


IS_SHOWN = f"standing IN ({Standing.COUNTS.value}, {Standing.WAITING.value})"
"""For SQL: what is projected on this computer."""


def append(
    connection: Connection,
    entries: Sequence[Entry],
    received_ms: int,
    held: Sequence[Held],
    positions: Sequence[int | None],
) -> None:
    """Stores verified entries that are not here yet, and moves the tips of their logs.

    A genesis makes its log's `device` row. Those that are shown have to be projected in the same transaction.
    """
    rows = [
        _row(entry)
        | {"standing": int(one.standing), "held": one.code, "received_ms": received_ms, "position": position}
        for entry, one, position in zip(entries, held, positions, strict=True)
    ]
    if rows:
        connection.execute(insert(ENTRY), rows)
        _note_devices(connection, entries)
    said = [(entry.short,) for entry in entries if entry.genesis or any(map(is_statement, entry.operations))]
    driver_of(connection).executemany("INSERT INTO statement VALUES (?)", said)


def _row(entry: Entry) -> dict[str, object]:
    return {
        "hash": entry.hash,
        "short": entry.short,
        "log": entry.log,
        "seq": entry.seq,
        "data": entry.data,
        "claimed_ms": entry.claimed_ms,
        "lamport": entry.lamport,
        "author": entry.author,
        "changes": changes(entry),
        "refusal": "",
    }


def changes(entry: Entry) -> int:
    """How many operations of a person an entry holds, as far as it is read."""
    return sum(is_persons(operation) for operation in entry.operations)


def is_persons(operation: object) -> bool:
    """Whether an operation is something that a person did; the directory and the catalogue are set by themselves."""
    if isinstance(operation, Write):
        return is_persons_field(operation.register)
    return isinstance(operation, Enrol | Revoke | Endorse | Objection)


def is_persons_field(register: Register) -> bool:
    """Whether a person writes this field, and it isn't written beside another one."""
    is_asked = register.assessment > 0 and register.item > 0 and register.facet not in BESIDE_FACETS
    return is_asked or register.facet in CITY_FACETS


def is_statement(operation: object) -> bool:
    """Whether an operation says anything of who may write or read."""
    return isinstance(operation, Enrol | Revoke | Endorse | Rekey | Erase | Announce | Objection)


def _note_devices(connection: Connection, entries: Sequence[Entry]) -> None:
    for entry in entries:
        if entry.genesis is not None:
            connection.execute(insert(DEVICE), _device_row(entry, entry.genesis.public_key))
    driver = driver_of(connection)
    for log in {entry.log for entry in entries}:
        driver.execute(_MOVE_TIP, {"log": log})
    for entry in entries:
        if entry.head is not None:
            seen = {"log": entry.log, "epoch": entry.head.epoch, "position": entry.head.position}
            driver.execute(_NOTE_HEAD, seen)


def _device_row(entry: Entry, public_key: bytes) -> dict[str, object]:
    return {
        "log": entry.log,
        "genesis": entry.hash,
        "public_key": public_key,
        "is_own": False,
        "tip_seq": 0,
        "tip": entry.short,
        "referenced_seq": -1,
        "seen_epoch": 0,
        "seen_position": 0,
    }


_MOVE_TIP = """
UPDATE device SET (tip_seq, tip) = (SELECT seq, short FROM entry WHERE log = :log ORDER BY seq DESC, number LIMIT 1)
WHERE log = :log"""
_NOTE_HEAD = """
UPDATE device SET seen_epoch = :epoch, seen_position = :position
WHERE log = :log AND (seen_epoch <> :epoch OR seen_position < :position)"""


def not_shown(connection: Connection, hashes: Iterable[EntryHash]) -> set[EntryHash]:
    """Those of `hashes` that are here and count for nothing."""
    driver = driver_of(connection)
    statement = f"SELECT 1 FROM entry WHERE short = ? AND NOT {IS_SHOWN}"  # noqa: S608
    return {whole for whole in hashes if driver.execute(statement, (whole[:16],)).fetchone()}


def known(connection: Connection, hashes: Iterable[EntryHash]) -> set[EntryHash]:
    """Those of `hashes` that are here."""
    driver = driver_of(connection)
    statement = "SELECT 1 FROM entry WHERE short = ?"
    return {whole for whole in hashes if driver.execute(statement, (whole[:16],)).fetchone()}


def references(connection: Connection, shorts: Iterable[ShortHash]) -> Mapping[ShortHash, Reference]:
    """Where entries stand in their logs, of those that are here."""
    driver = driver_of(connection)
    found = {}
    for short in shorts:
        row = driver.execute("SELECT log, seq FROM entry WHERE short = ?", (short,)).fetchone()
        if row:
            found[short] = Reference(LogId(row[0]), row[1], short)
    return found


def entry(connection: Connection, short: ShortHash, before: int = limits.LARGEST_INTEGER) -> Entry | None:
    """The entry of that name that is shown, read from its bytes; None if it isn't here with a number below `before`."""
    row = driver_of(connection).execute(_READ_ONE, (short, before)).fetchone()
    return _read(*row) if row else None


def is_shown(connection: Connection, short: ShortHash) -> bool:
    """Whether the entry of that name is projected on this computer."""
    statement = f"SELECT 1 FROM entry WHERE short = ? AND {IS_SHOWN}"  # noqa: S608
    return driver_of(connection).execute(statement, (short,)).fetchone() is not None


def any_entry(connection: Connection, short: ShortHash) -> Entry | None:
    """The entry of that name, whatever it counts for; None if it isn't here, or can't be read."""
    row = driver_of(connection).execute(_READ_ANY, (short,)).fetchone()
    return _read(*row) if row else None


def shown(connection: Connection, after: int, most: int) -> list[tuple[int, Entry]]:
    """The next entries that are projected here, with their numbers, in order of arrival."""
    rows = driver_of(connection).execute(_READ_NEXT, (after, most))
    read = ((row[4], _read(*row)) for row in rows.fetchall())
    return [(number, entry) for number, entry in read if entry is not None]


_WHOLE = """
SELECT entry.data, seq, public_key, text, number FROM entry
LEFT JOIN device USING (log) LEFT JOIN private_part ON private_part.short = entry.short"""
_READ_ANY = f"{_WHOLE} WHERE entry.short = ? AND log <> x''"
_READ_ONE = f"{_READ_ANY} AND number < ? AND {IS_SHOWN}"
_READ_NEXT = f"{_WHOLE} WHERE number > ? AND {IS_SHOWN} ORDER BY number LIMIT ?"


def _read(data: bytes, seq: int, public_key: bytes | None, private: bytes | None, _number: int) -> Entry | None:
    """The entry, with its private operations once they were read."""
    if seq == 0:
        found = read_genesis(data)
    elif public_key is None:
        return None
    else:
        found = read_entry(data, public_key)
    if isinstance(found, Refusal):
        return None
    whole = with_text(found, private) if private else found
    return found if isinstance(whole, Refusal) else whole


ALL_ITEMS = """
SELECT entry.data, ifnull(private_part.data, x'') FROM entry LEFT JOIN private_part USING (short)
ORDER BY position IS NULL, position, number"""
"""For SQL: every entry that is here, in the order of the city's log, then what isn't on the server; private parts."""


def all_items(connection: Connection) -> Iterable[bytes]:
    """The bytes of every entry in the order of `ALL_ITEMS`, each followed by its private part if that is here."""
    return (item for row in driver_of(connection).execute(ALL_ITEMS) for item in row if item)


def public_key(connection: Connection, log: LogId) -> bytes | None:
    """The key of a log whose genesis is here."""
    row = driver_of(connection).execute("SELECT public_key FROM device WHERE log = ?", (log,)).fetchone()
    return row[0] if row else None


def genesis_of(connection: Connection, log: LogId) -> EntryHash:
    """The first entry of a log that is here."""
    return EntryHash(driver_of(connection).execute("SELECT genesis FROM device WHERE log = ?", (log,)).fetchone()[0])


def own_log(connection: Connection) -> tuple[LogTip, EntryHash] | None:
    """The tip and the genesis of the log that this computer writes; None before it has begun."""
    row = driver_of(connection).execute(_OWN).fetchone()
    return (LogTip(LogId(row[0]), row[1], EntryHash(row[2])), EntryHash(row[3])) if row else None


_OWN = """
SELECT device.log, tip_seq, entry.hash, genesis FROM device JOIN entry ON entry.short = device.tip WHERE is_own = 1"""


def make_own(connection: Connection, log: LogId) -> None:
    """From now on this computer writes this log."""
    driver = driver_of(connection)
    driver.execute("UPDATE device SET is_own = (log = ?)", (log,))
    own = (int(Standing.WAITING), int(Standing.PENDING), log)
    driver.execute("UPDATE entry SET standing = ? WHERE standing = ? AND log = ?", own)


IS_OUR_KEY = "device.public_key = (SELECT public_key FROM device WHERE is_own = 1)"
"""For SQL: a log of this computer, the one that it writes now or one before; a twin may have written in those too."""


def is_own_and_unsent(connection: Connection, short: ShortHash) -> bool:
    """Whether this computer sealed that entry in the log that it writes now, and it has no checked position yet."""
    statement = "SELECT 1 FROM entry JOIN device USING (log) WHERE short = ? AND is_own = 1 AND position IS NULL"
    return driver_of(connection).execute(statement, (short,)).fetchone() is not None


def newly_seen(connection: Connection) -> tuple[Reference, ...]:
    """The newest entries of other logs that no own entry has named yet."""
    rows = driver_of(connection).execute(
        "SELECT log, tip_seq, tip FROM device WHERE is_own = 0 AND tip_seq > referenced_seq ORDER BY log"
    )
    return tuple(Reference(LogId(log), seq, ShortHash(tip)) for log, seq, tip in rows.fetchall())


def note_referenced(connection: Connection, seen: Iterable[Reference]) -> None:
    """An own entry has named these."""
    rows = [(reference.seq, reference.log) for reference in seen]
    driver_of(connection).executemany("UPDATE device SET referenced_seq = ? WHERE log = ?", rows)


def highest_lamport(connection: Connection) -> int:
    return int(driver_of(connection).execute("SELECT coalesce(max(lamport), 0) FROM entry").fetchone()[0])


def place_of(connection: Connection, whole: EntryHash) -> tuple[LogId, EntryHash] | None:
    """The log of an entry that is here, and the entry before it there."""
    statement = "SELECT log, data FROM entry WHERE short = ? AND log <> x''"
    row = driver_of(connection).execute(statement, (whole[:16],)).fetchone()
    return (LogId(row[0]), before(row[1])) if row else None


def before(data: bytes) -> EntryHash:
    """`prev` out of bytes that were verified when they came: [version, log, seq, prev, …]."""
    envelope = open_envelope(data)
    if isinstance(envelope, Refusal):
        raise AssertionError(f"a stored entry is not as it was signed: {envelope.code}")  # noqa: TRY004
    rest = envelope.payload[1:]
    for _ in range(3):
        rest = rest[cbor.decode_first(rest)[1] :]
    return EntryHash(cbor.byte_string(cbor.decode_first(rest)[0], 32))


def tips(connection: Connection, logs: Iterable[LogId]) -> list[tuple[LogId, EntryHash]]:
    """The newest entry here of each log."""
    driver = driver_of(connection)
    statement = "SELECT entry.hash FROM device JOIN entry ON entry.short = device.tip WHERE device.log = ?"
    return [(log, EntryHash(driver.execute(statement, (log,)).fetchone()[0])) for log in logs]
