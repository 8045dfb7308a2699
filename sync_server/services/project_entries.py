"""From entries that were accepted to what is read: registers, where the city stands, the community's totals.

What can't be applied is filed as pending, by itself: one bad operation never blocks a city.
"""

import logging
from collections.abc import Mapping, Sequence

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.facets import CITY_FACETS
from roadmap_core.entries.identifiers import EntryHash
from roadmap_core.entries.operations import Unknown, Write
from roadmap_core.merge.fold import fold
from sync_server.services.count_city import count_city, policies_to_count
from sync_server.services.keep_ties import keep_ties
from sync_server.services.questionnaire import Questionnaire
from sync_server.storage import city_log, projections, registers, standings
from sync_server.storage.database import Connection, StorageError, undone_if_it_fails
from sync_server.storage.registers import HeldRegisters, KeyOf, States

FAILED = -1
"""The code under which an operation is pending that this program knows and could not apply."""

_BATCH = 200
_log = logging.getLogger("sync_server")
Positions = Mapping[EntryHash, int]


def project_entries(
    connection: Connection, own: Questionnaire, city: str, entries: Sequence[Entry], keys: KeyOf, positions: Positions
) -> None:
    """Applies `entries`, all of which count, are new, and stand in the log already, at `positions`."""
    pending = [
        (positions[entry.hash], place, operation.code)
        for entry in entries
        for place, operation in enumerate(entry.operations)
        if isinstance(operation, Unknown)
    ]
    if not _applied(connection, own, city, entries, keys, positions):
        for entry in entries:
            if not _applied(connection, own, city, [entry], keys, positions):
                pending += [(positions[entry.hash], place, FAILED) for place in _writes(entry)]
    city_log.note_pending(connection, city, pending)


def project_anew(
    connection: Connection, own: Questionnaire, city: str, entries: Sequence[Entry], keys: KeyOf, positions: Positions
) -> None:
    """Makes everything that is projected of a city anew, from all `entries` that count, in their order."""
    projections.forget_registers(connection, city)
    for start in range(0, len(entries), _BATCH):
        project_entries(connection, own, city, entries[start : start + _BATCH], keys, positions)
    states = States(registers.all_states(connection, city))
    count_city(connection, own, city, states, own.instrument.policies, standings.figures_of(connection, city))
    keep_ties(connection, city, states)


def _writes(entry: Entry) -> list[int]:
    return [place for place, operation in enumerate(entry.operations) if isinstance(operation, Write)]


def _applied(
    connection: Connection, own: Questionnaire, city: str, entries: Sequence[Entry], keys: KeyOf, positions: Positions
) -> bool:
    """Whether applying succeeded; a failure leaves everything as it was."""
    try:
        with undone_if_it_fails(connection):
            _apply(connection, own, city, entries, keys, positions)
    except StorageError:
        raise
    except Exception:  # noqa: BLE001 whatever the reason, the entry is stored and its sender is not to blame
        _log.exception("entries of %s could not be applied", city)
        return False
    return True


def _apply(
    connection: Connection, own: Questionnaire, city: str, entries: Sequence[Entry], keys: KeyOf, positions: Positions
) -> None:
    written = {op.register for entry in entries for op in entry.operations if isinstance(op, Write)}
    touched = {register.item for register in written}
    if not touched:
        return
    before = standings.figures_of(connection, city)
    policies = policies_to_count(own, touched, before)
    items = touched | own.items_of(policies) | {0}
    held = HeldRegisters(connection, city, items, keys, positions[entries[0].hash])
    registers.keep(connection, city, held.states.update(fold(entries, held)))
    if policies:
        count_city(connection, own, city, held.states, policies, before)
    if any(register.facet in CITY_FACETS for register in written):
        keep_ties(connection, city, held.states)
