"""Values with the people and computers that they come from."""

from typing import NamedTuple

from desktop_app.storage.engine import driver_of
from desktop_app.storage.entry_log import IS_OUR_KEY
from desktop_app.storage.overlay import Standing
from desktop_app.storage.snapshot import Snapshot, city_facts
from desktop_app.storage.views import Alternative
from roadmap_core import cbor
from roadmap_core.assessment.answers import Answer
from roadmap_core.entries.facets import DIRECTORY, Facet
from roadmap_core.entries.identifiers import LogId, OpId, Register, ShortHash

_FACTS = f"""
SELECT author, claimed_ms, confirmed_ms, entry.log, coalesce({IS_OUR_KEY}, 0), position, lamport
FROM entry LEFT JOIN device USING (log) WHERE short = ?"""  # noqa: S608


class EntryFacts(NamedTuple):
    """What an entry says of itself, and how far it has got."""

    author: int
    claimed_ms: int
    confirmed_ms: int | None
    log: bytes
    is_own: int
    position: int | None
    lamport: int


def entry_facts(snapshot: Snapshot, short: ShortHash) -> EntryFacts:
    return EntryFacts(*driver_of(snapshot.connection).execute(_FACTS, (short,)).fetchone())


def computer_register(log: LogId) -> Register:
    """Where the city's directory has the name of the computer that writes this log."""
    return Register(DIRECTORY, int.from_bytes(log[:4]) & 0x7FFFFFFF, int(Facet.COMPUTER_NAME))


def computer_name(snapshot: Snapshot, log: bytes) -> str:
    return snapshot.name(computer_register(LogId(log)))


def official_register(number: int) -> Register:
    """Where the city's directory has the name of that official."""
    return Register(DIRECTORY, number, int(Facet.OFFICIAL_NAME))


def official_name(snapshot: Snapshot, number: int) -> str:
    return snapshot.name(official_register(number))


def alternative(snapshot: Snapshot, item_id: str, facet: Facet, one: Standing) -> Alternative:
    """A value that stands, a draft or not."""
    if one.op is not None:
        return of_operation(snapshot, item_id, facet, one.op, one.value)
    facts = city_facts(snapshot.connection)
    return Alternative(
        op=None,
        is_note=facet is Facet.NOTE,
        answer=_answer(snapshot, item_id, facet, one.value),
        note=note_text(facet, one.value),
        author=official_name(snapshot, one.draft.author if one.draft else 0),
        computer=facts.computer if facts else "",
        is_this_computer=True,
        claimed_ms=one.draft.changed_ms if one.draft else None,
        not_after_ms=None,
    )


def of_operation(snapshot: Snapshot, item_id: str, facet: Facet, op: OpId, value: bytes) -> Alternative:
    """A value that an entry wrote, whether it stands or not."""
    facts = entry_facts(snapshot, op.entry)
    return Alternative(
        op=op,
        is_note=facet is Facet.NOTE,
        answer=_answer(snapshot, item_id, facet, value),
        note=note_text(facet, value),
        author=official_name(snapshot, facts.author),
        computer=computer_name(snapshot, facts.log),
        is_this_computer=bool(facts.is_own),
        claimed_ms=facts.claimed_ms,
        not_after_ms=facts.confirmed_ms,
    )


def _answer(snapshot: Snapshot, item_id: str, facet: Facet, value: bytes) -> Answer | None:
    return snapshot.answer(item_id, value) if facet is Facet.ANSWER else None


def note_text(facet: Facet, value: bytes) -> str:
    """The text of a note; "" for anything else."""
    text = cbor.decode(value) if facet is Facet.NOTE else None
    return text if type(text) is str else ""
