"""What is odd about the city's computers, with the names that people know them by."""

from dataclasses import dataclass

from desktop_app.storage.authors import computer_name, official_name
from desktop_app.storage.chain_queries import Finding, findings
from desktop_app.storage.engine import driver_of, reading
from desktop_app.storage.entry_log import IS_OUR_KEY
from desktop_app.storage.membership import membership
from desktop_app.storage.snapshot import Snapshot
from desktop_app.storage.store import Store
from roadmap_core.merge.announced import announced


@dataclass(frozen=True, slots=True)
class NamedFinding:
    """`computer` and `official` may be empty: names arrive with entries, like everything else."""

    finding: Finding
    computer: str
    official: str
    is_this_computer: bool


_WHOSE = f"""
SELECT coalesce({IS_OUR_KEY}, 0),
       coalesce((SELECT author FROM entry WHERE entry.log = device.log ORDER BY seq DESC LIMIT 1), 0)
FROM device WHERE log = ?"""  # noqa: S608


def named_findings(store: Store) -> tuple[NamedFinding, ...]:
    """All findings of `chain_queries`, and whether the registrar waits with something (`announced`)."""
    with reading(store.engine) as connection:
        snapshot = Snapshot.take(store, connection, items=())
        found = []
        for one in findings(connection):
            row = driver_of(connection).execute(_WHOSE, (one.log,)).fetchone() or (0, 0)
            name, official = computer_name(snapshot, one.log), official_name(snapshot, row[1])
            found.append(NamedFinding(one, name, official, bool(row[0])))
        members = membership(connection)
        waiting = [one.said for one in announced(members) if not one.is_done(members)]
        found += [
            NamedFinding(Finding("announced", said.log, 0, 0), "", "", is_this_computer=False) for said in waiting[:1]
        ]
        return tuple(found)
