"""What one city's part of a file amounts to, in counts and names."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from desktop_app.operations.bundles.arrival import CityArrival, Writer
from desktop_app.operations.bundles.judging import Judged
from desktop_app.storage.authors import computer_name, computer_register, official_name, official_register
from desktop_app.storage.engine import Connection
from desktop_app.storage.entry_log import not_shown
from desktop_app.storage.snapshot import Snapshot
from desktop_app.storage.store import Store
from roadmap_core import cbor
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import LogId, Register
from roadmap_core.entries.operations import Write
from roadmap_core.refusals import Code

Names = Callable[[LogId, int], tuple[str, str]]
"""The names of a log's computer and of an official, as far as they are known."""


def of_own_city(store: Store, connection: Connection, judged: Judged, fresh: Sequence[Entry]) -> CityArrival:
    """`fresh` are stored by now, inside the transaction that asks. Who isn't known here is who they say they are."""
    snapshot, told = Snapshot.take(store, connection, items=()), _told(judged.entries)

    def names(log: LogId, author: int) -> tuple[str, str]:
        computer = computer_name(snapshot, log) or told.get(computer_register(log), "")
        return computer, official_name(snapshot, author) or told.get(official_register(author), "")

    held_back = not_shown(connection, [entry.hash for entry in fresh])
    return _arrival(judged, fresh, names, is_own=True, held_back=len(held_back))


def of_other_city(judged: Judged, fresh: Sequence[Entry]) -> CityArrival:
    """Names are those that the carried entries tell themselves."""
    told = _told(judged.entries)

    def names(log: LogId, author: int) -> tuple[str, str]:
        return told.get(computer_register(log), ""), told.get(official_register(author), "")

    return _arrival(judged, fresh, names, is_own=False, held_back=0)


def _told(entries: Sequence[Entry]) -> Mapping[Register, str]:
    writes = (one for entry in entries for one in entry.operations if isinstance(one, Write))
    texts = ((one.register, cbor.decode(one.value)) for one in writes if one.register.assessment == 0 and one.value)
    return {register: text for register, text in texts if type(text) is str}


def _arrival(judged: Judged, fresh: Sequence[Entry], names: Names, *, is_own: bool, held_back: int) -> CityArrival:
    refused = Counter(code for _, code in judged.refused)
    if judged.newer:
        refused[Code.NEWER_ENTRY.value] = len(judged.newer)
    return CityArrival(
        city=judged.city,
        is_own=is_own,
        new=len(fresh),
        known=len(judged.entries) - len(fresh),
        held_back=held_back,
        refused=dict(refused),
        newest_ms=max((entry.claimed_ms for entry in judged.entries), default=0),
        writers=tuple(_writers(fresh, names)),
    )


def _writers(fresh: Sequence[Entry], names: Names) -> list[Writer]:
    by_log: dict[LogId, list[Entry]] = {}
    for entry in fresh:
        by_log.setdefault(entry.log, []).append(entry)
    found = []
    for log, entries in by_log.items():
        newest = max(entries, key=lambda entry: entry.seq)
        computer, official = names(log, newest.author)
        found.append(Writer(log.hex(), official, computer, len(entries), newest.claimed_ms))
    return sorted(found, key=lambda one: -one.newest_ms)
