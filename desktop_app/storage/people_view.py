"""The page about people and computers, in one read."""

from collections.abc import Iterable

from desktop_app.storage import entry_log
from desktop_app.storage.announced_acts import announced_acts
from desktop_app.storage.engine import Connection, driver_of, reading
from desktop_app.storage.entry_log import Standing
from desktop_app.storage.own_log import is_removed
from desktop_app.storage.people import closed_requests, is_lead, people
from desktop_app.storage.store import Store
from desktop_app.storage.views import CityComputer, ComputerState, HeldUpdate, PeopleView
from desktop_app.storage.views import Connection as Contact
from roadmap_core.entries.identifiers import EntryHash, LogId, ShortHash
from roadmap_core.entries.operations import Write
from roadmap_core.keys.codes import device_code
from roadmap_core.merge.announced import OBJECTING

_STATE = "SELECT server, connection FROM sync_state"
_SET_ASIDE = f"""
SELECT hash, short, claimed_ms, held FROM entry
WHERE log = ? AND standing = {Standing.QUARANTINED.value} AND changes > 0 ORDER BY seq"""  # noqa: S608


def people_view(store: Store) -> PeopleView:
    """Everybody who is known here, what is set aside, and what this computer may do about it."""
    with reading(store.engine) as connection:
        server, contact = driver_of(connection).execute(_STATE).fetchone() or ("", Contact.NONE.value)
        computers = people(store, connection)
        own = next((one for one in computers if one.is_this_computer), None)
        is_waiting = own is not None and own.state is ComputerState.PENDING
        return PeopleView(
            connection=Contact(contact),
            server=server,
            computer_code=device_code(own.genesis) if own is not None and is_waiting else "",
            is_lead=is_lead(connection),
            computers=computers,
            closed=closed_requests(connection),
            is_removed=is_removed(connection),
            set_aside={one.log: found for one in computers if (found := tuple(_set_aside(store, connection, one)))},
            announced=tuple(announced_acts(connection, computers)),
            may_object=own is not None and own.state is ComputerState.ADMITTED and own.role in OBJECTING,
        )


def _set_aside(store: Store, connection: Connection, computer: CityComputer) -> Iterable[HeldUpdate]:
    for log in computer.logs:
        for whole, short, claimed_ms, held in driver_of(connection).execute(_SET_ASIDE, (log,)).fetchall():
            items = tuple(_items(store, connection, ShortHash(short)))
            yield HeldUpdate(EntryHash(whole), LogId(log), claimed_ms, items, held)


def _items(store: Store, connection: Connection, short: ShortHash) -> Iterable[str]:
    """Those that this edition of the questionnaire knows."""
    entry = entry_log.any_entry(connection, short)
    writes = (one.register for one in entry.operations if isinstance(one, Write)) if entry is not None else ()
    numbers = dict.fromkeys(register.item for register in writes if register.assessment > 0 and register.item > 0)
    return (found for number in numbers if (found := store.catalogue.id(number)))
