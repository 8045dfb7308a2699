"""The log that this computer writes: how it goes on, and when it begins anew (protocol.md, section 4).

The key beside the database knows how far it has signed. A database that stands elsewhere is a copy: a backup that was
put back, or the folder of another computer. So is one that meets entries of its own log which it doesn't have. Nobody
can tell then which place of the log is free, so a new log begins: the same key, which keeps its role, and a first entry
that names what it continues. Both branches of the old log stay and count.

A computer that was removed and comes back has another key: its new log continues the old one in the same way, and what
never counted of that is written again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from desktop_app.errors import AppError
from desktop_app.storage import city_log, directory, drafts, entry_log, intake
from desktop_app.storage.authors import computer_register
from desktop_app.storage.drafts import Draft
from desktop_app.storage.engine import Connection, Engine, driver_of, reading, transaction
from desktop_app.storage.membership import membership
from desktop_app.storage.snapshot import CityFacts, city_facts
from desktop_app.storage.views import Connection as Admission
from desktop_app.storage.written_again import write_again
from roadmap_core import cbor
from roadmap_core.entries.entry import Entry, read_genesis
from roadmap_core.entries.identifiers import EntryHash, LogId
from roadmap_core.entries.operations import Genesis, OpCode
from roadmap_core.entries.sealing import Claims, LogTip, Reserved, seal_genesis
from roadmap_core.keys.ed25519 import Signer
from roadmap_core.refusals import Refusal


class Keys(Protocol):
    """What this computer signs with; `identity.key_store.KeyStore` is one."""

    def signer(self) -> Signer: ...
    def agreement_key(self) -> bytes: ...
    def secret(self) -> bytes: ...
    def reserved(self) -> Reserved | None: ...
    def reserve(self, place: Reserved) -> None: ...


@dataclass(frozen=True, slots=True)
class KeysOnTrial:
    """Keys for a transaction that is never kept: no place of the log is used up by it."""

    keys: Keys

    def signer(self) -> Signer:
        return self.keys.signer()

    def agreement_key(self) -> bytes:
        return self.keys.agreement_key()

    def secret(self) -> bytes:
        return self.keys.secret()

    def reserved(self) -> Reserved | None:
        return self.keys.reserved()

    def reserve(self, place: Reserved) -> None:
        """Promises nothing."""


class OwnLog(NamedTuple):
    """Where it goes on."""

    signer: Signer
    tip: LogTip
    genesis: EntryHash


def go_on(connection: Connection, keys: Keys, now_ms: int) -> OwnLog | None:
    """Where the next entry goes, in a new log if the database is a copy; None before the log has begun.

    Raises:
        AppError: E-KEY if the key that lies beside the data is missing or another one.
    """
    found = entry_log.own_log(connection)
    if found is None:
        return None
    tip, genesis = found
    signer = keys.signer()
    if signer.public_key != entry_log.public_key(connection, tip.log):
        if not _was_renewed(connection, keys, tip.log):
            raise AppError("E-KEY")
        return begin_renewed(connection, keys, now_ms)
    if _is_elsewhere(keys.reserved(), tip):
        return begin(connection, keys, signer, now_ms)
    return OwnLog(signer, tip, genesis)


def _was_renewed(connection: Connection, keys: Keys, log: LogId) -> bool:
    """Whether the log is of a former key of ours: it was removed, or we have signed elsewhere since."""
    reserved = keys.reserved()
    return (reserved is not None and reserved.log != log) or is_removed(connection)


def is_removed(connection: Connection) -> bool:
    """Whether this computer was removed from its city, as statements prove or as the server has said to it."""
    found, state = entry_log.own_log(connection), city_log.state(connection)
    if found is None:
        return False
    is_told = state is not None and state.problem == "E-REMOVED"
    return is_told or membership(connection).is_revoked(found[0].log)


def begin_renewed(connection: Connection, keys: Keys, now_ms: int) -> OwnLog:
    """Begins the log of a new key, not admitted yet, and writes again what never counted of the old one."""
    log = begin(connection, keys, keys.signer(), now_ms)
    city_log.save(connection, connection=Admission.NONE.value, invitation=b"", problem="")
    write_again(connection)
    return log


def _is_elsewhere(reserved: Reserved | None, tip: LogTip) -> bool:
    return reserved is not None and (reserved.log, reserved.seq) != (tip.log, tip.seq)


def begin(connection: Connection, keys: Keys, signer: Signer, now_ms: int) -> OwnLog:
    """Begins this computer's log, or the next one of its key, which continues the tip of the one before."""
    city = city_facts(connection)
    if city is None:
        raise AppError("E-NO-PROFILE")
    before = entry_log.own_log(connection)
    genesis = Genesis(
        public_key=signer.public_key,
        agreement_key=keys.agreement_key(),
        alliance=directory.alliance(connection),
        city=city.city_id,
        incarnation=_next_incarnation(connection, signer, keys.reserved()),
        invitation=b"",
        continues=before[0].entry if before else b"",
    )
    first = seal_genesis(genesis, Claims(now_ms, 0, city.official_number), signer)
    keys.reserve(Reserved(first.log, 0, genesis.incarnation))
    intake.take(connection, [first], now_ms)
    entry_log.make_own(connection, first.log)
    _name_computer(connection, first, city, now_ms)
    return OwnLog(signer, LogTip(first.log, first.seq, first.hash), first.hash)


_FIRST_ENTRIES = "SELECT data FROM device JOIN entry ON entry.hash = device.genesis WHERE public_key = ?"


def _next_incarnation(connection: Connection, signer: Signer, reserved: Reserved | None) -> int:
    rows = driver_of(connection).execute(_FIRST_ENTRIES, (signer.public_key,)).fetchall()
    read = [read_genesis(data) for (data,) in rows]
    before = [one.genesis.incarnation for one in read if not isinstance(one, Refusal) and one.genesis]
    return max([*before, reserved.incarnation if reserved else -1], default=-1) + 1


def _name_computer(connection: Connection, first: Entry, city: CityFacts, now_ms: int) -> None:
    if city.computer:
        register, value = computer_register(first.log), cbor.encode(city.computer)
        drafts.save(connection, Draft(OpCode.SET, register, value, (), city.official_number, now_ms))


def take_sealed(connection: Connection, keys: Keys, entries: Sequence[Entry], now_ms: int) -> None:
    """Stores what was sealed for the own log. Its places are used up on the disk before anything can be committed.

    That is 2 fsyncs beside the key for each sealing, of a file of 90 bytes; saving a draft seals nothing.
    """
    before = keys.reserved()
    last = entries[-1]
    keys.reserve(Reserved(last.log, last.seq, before.incarnation if before else 0))
    intake.take(connection, entries, now_ms)


def take_arrived(
    connection: Connection,
    keys: Keys,
    entries: Sequence[Entry],
    now_ms: int,
    positions: Sequence[int | None] | None = None,
) -> intake.Taken:
    """Stores entries that came from elsewhere. One of the own log that isn't here was sealed by a twin.

    Then a new log begins in the same transaction, before the entry is stored: what the twin wrote is a colleague's.

    Raises:
        AppError: E-KEY if it has to, and the key is missing.
    """
    if _has_twin(connection, entries):
        begin(connection, keys, keys.signer(), now_ms)
    return intake.take(connection, entries, now_ms, positions)


def _has_twin(connection: Connection, entries: Iterable[Entry]) -> bool:
    found = entry_log.own_log(connection)
    if found is None:
        return False
    own = [entry.hash for entry in entries if entry.log == found[0].log]
    return len(entry_log.known(connection, own)) < len(set(own))


def begin_anew_if_copied(engine: Engine, keys: Keys, now_ms: int) -> bool:
    """At the start: whether the database was a copy, and a new log has begun. A missing key is told when one writes."""
    with reading(engine) as connection:
        found = entry_log.own_log(connection)
    if found is None or not _is_elsewhere(keys.reserved(), found[0]):
        return False
    with transaction(engine) as connection:
        signer = keys.signer()
        if signer.public_key != entry_log.public_key(connection, found[0].log):
            return False
        begin(connection, keys, signer, now_ms)
    return True
