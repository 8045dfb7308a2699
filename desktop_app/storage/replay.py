"""Brings back what a journal holds and an older database lacks. What the database has is never replaced by older."""

from collections.abc import Iterable, Sequence

from desktop_app.storage import city_log, drafts, entry_log, intake, private_parts
from desktop_app.storage.drafts import Draft
from desktop_app.storage.engine import Connection, driver_of
from desktop_app.storage.snapshot import city_facts
from desktop_app.storage.unconfirmed import CITY_COLUMNS, Row, Unconfirmed
from desktop_app.storage.views import Connection as Admission
from roadmap_core.entries.entry import Entry, claimed_log, read_entry, read_genesis
from roadmap_core.entries.identifiers import LogId
from roadmap_core.entries.operations import OpCode
from roadmap_core.refusals import Refusal

_MAKE_CITY = f"INSERT INTO city (id, {CITY_COLUMNS}) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
_SETTING = (OpCode.SET, OpCode.SETTLE)


def replay(connection: Connection, found: Unconfirmed, received_ms: int, own_key: bytes | None) -> int:
    """Brings it back inside the caller's transaction; returns how many entries and drafts were missing.

    `own_key` is the key that this computer signs with. Where the database has no own log, the newest log of that key
    goes on; None if it has no key.
    """
    if city_facts(connection) is None and found.profile:
        _make_city(connection, found.profile)
    count = _take(connection, found.entries, received_ms, own_key)
    private_parts.keep(connection, found.bodies, is_wanted=True)
    count += sum(_save(connection, draft) for draft in found.drafts)
    keep = "INSERT OR IGNORE INTO half_answer (assessment, item, form, stood, seen) VALUES (?, ?, ?, ?, ?)"
    driver_of(connection).executemany(keep, found.halves)
    return count


def leave_computer(connection: Connection) -> None:
    """The data is on another computer now: the log that was written so far isn't its own, and no server knows it."""
    driver_of(connection).execute("UPDATE device SET is_own = 0")
    city_log.save(connection, server="", connection=Admission.NONE.value, invitation=b"")


def _make_city(connection: Connection, profile: Row) -> None:
    *columns, server, root_key = profile
    driver_of(connection).execute(_MAKE_CITY, columns)
    city_log.save(connection, server=server, root_key=root_key)


def _take(connection: Connection, stored: Sequence[bytes], received_ms: int, own_key: bytes | None) -> int:
    known = {log: key for log in _logs(stored) if (key := entry_log.public_key(connection, log))}
    entries = list(_read(stored, known))
    own = [e.log for e in entries if e.genesis is not None and e.genesis.public_key == own_key]
    count = len(intake.take(connection, [e for e in entries if e.genesis is not None], received_ms).fresh)
    if own and entry_log.own_log(connection) is None:
        entry_log.make_own(connection, own[-1])
    return count + len(intake.take(connection, [e for e in entries if e.genesis is None], received_ms).fresh)


def _logs(stored: Iterable[bytes]) -> Iterable[LogId]:
    found = (claimed_log(data) for data in stored)
    return (log for log in found if log is not None and not isinstance(log, Refusal))


def _read(stored: Sequence[bytes], known: dict[LogId, bytes]) -> Iterable[Entry]:
    """Every signature is checked again. An entry whose log's beginning is nowhere can't be, and is passed over."""
    for data in stored:
        log = claimed_log(data)
        if isinstance(log, Refusal) or (log is not None and log not in known):
            continue
        entry = read_genesis(data) if log is None else read_entry(data, known[log])
        if isinstance(entry, Refusal):
            continue
        if entry.genesis is not None:
            known[entry.log] = entry.genesis.public_key
        yield entry


def _save(connection: Connection, draft: Draft) -> bool:
    if draft.code in _SETTING:
        there = drafts.of_register(connection, draft.register)
        is_there = there is not None and there.changed_ms >= draft.changed_ms
    else:
        same = (draft.code, draft.register, draft.value, draft.predecessors)
        is_there = any((d.code, d.register, d.value, d.predecessors) == same for d in drafts.every(connection))
    if not is_there:
        drafts.save(connection, draft)
    return not is_there
