"""What this computer wrote and the server hasn't confirmed, as the things that the outbox journal holds; and back.

Besides that: whose profile it is, the own log's first entry, and its newest one, sent or not: whoever goes back to an
older database learns from it how far the own log has gone, and signs no second entry with a number that was used.
Forms that are begun belong to it too, and two counters that only rise: a database that has less is an older one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from desktop_app.storage.drafts import Draft, operations_from
from desktop_app.storage.engine import Connection, driver_of
from roadmap_core import cbor
from roadmap_core.entries.identifiers import Register
from roadmap_core.entries.operations import OpCode

_PROFILE, _DRAFT, _ENTRY, _HALF, _BODY, _REACHED = range(6)
_REACHED_STARTS = bytes([0x83, _REACHED])
"""How CBOR begins an array of three whose first is this number."""
_CITY = """
SELECT city_id, city_name, country, alliance, official, official_number, computer, assessment, region, size_class,
    ifnull((SELECT server FROM sync_state), ''), ifnull((SELECT root_key FROM sync_state), x'') FROM city"""
CITY_COLUMNS = (
    "city_id, city_name, country, alliance, official, official_number, computer, assessment, region, size_class"
)
_DRAFTS = """
SELECT code, assessment, item, facet, value, predecessors, author, changed_ms, reason FROM draft ORDER BY number"""
_OWN_KEY = "public_key = (SELECT public_key FROM device WHERE is_own = 1)"
_FIRST = f"SELECT data FROM device JOIN entry ON short = substr(genesis, 1, 16) WHERE {_OWN_KEY}"  # noqa: S608
_NEWEST = f"SELECT data FROM device JOIN entry ON short = tip WHERE {_OWN_KEY}"  # noqa: S608
_WAITING = f"""
SELECT data FROM entry JOIN device USING (log) WHERE position IS NULL AND {_OWN_KEY} ORDER BY number"""  # noqa: S608
_BODIES = f"""
SELECT private_part.data FROM entry JOIN device USING (log) JOIN private_part USING (short)
WHERE (position IS NULL OR is_wanted = 1) AND private_part.data IS NOT NULL AND {_OWN_KEY} ORDER BY number"""  # noqa: S608
_HALVES = "SELECT assessment, item, form, stood, seen FROM half_answer"
_NUMBERS = """
SELECT max(ifnull((SELECT max(number) FROM draft), 0), drafts_counted),
    ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'entry'), 0) FROM city"""
_QUERIES = (
    (_PROFILE, _CITY),
    (_DRAFT, _DRAFTS),
    *((_ENTRY, query) for query in (_FIRST, _WAITING, _NEWEST)),
    (_HALF, _HALVES),
    (_BODY, _BODIES),
    (_REACHED, _NUMBERS),
)

Row = Sequence[int | str | bytes | None]
"""Texts as UTF-8 bytes once packed: what was taken in by an earlier program's rules is judged again by nobody here."""


@dataclass(slots=True)
class Unconfirmed:
    """What a journal holds, read.

    Attributes:
        profile: the columns of `CITY_COLUMNS`, the server's address and the root key; empty if they are missing.
        entries: signed by this computer's key, the beginnings of their logs first; one may stand twice.
        halves: columns of `half_answer`.
        bodies: private parts of these entries, sealed, and others that the server lacks.
    """

    profile: Row = ()
    drafts: list[Draft] = field(default_factory=list)
    entries: list[bytes] = field(default_factory=list)
    halves: list[Row] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)


def rows_of(connection: Connection) -> list[tuple[int, Row]]:
    """For the database thread: reads, and leaves packing to whoever writes."""
    driver = driver_of(connection)
    return [(kind, row) for kind, query in _QUERIES for row in driver.execute(query)]


def reached(connection: Connection) -> tuple[int, int]:
    """How many drafts and how many entries there ever were."""
    drafts, entries = driver_of(connection).execute(_NUMBERS).fetchone() or (0, 0)
    return drafts, entries


def reached_in(things: Iterable[bytes]) -> tuple[int, int]:
    """Of a journal, without reading the rest of it: with 5,000 entries unsent that would be 50 ms at the start."""
    found = [cbor.decode(thing) for thing in things if thing.startswith(_REACHED_STARTS)]
    return max(((drafts, entries) for _, drafts, entries in found), default=(0, 0))


def packed(rows: Iterable[tuple[int, Row]]) -> list[bytes]:
    return [cbor.encode([kind, *map(_bytes, row)]) for kind, row in rows]


def _bytes(part: int | str | bytes | None) -> int | bytes | None:
    return part.encode() if isinstance(part, str) else part


def unpacked(things: Iterable[bytes]) -> Unconfirmed:
    """The reverse. A kind that a newer program wrote is passed over."""
    found = Unconfirmed()
    for thing in things:
        kind, *row = cbor.decode(thing)
        if kind == _PROFILE:
            *texts, root_key = row
            found.profile = (*(_text(part) for part in texts), root_key)
        elif kind == _DRAFT:
            found.drafts.append(_draft(row))
        elif kind == _ENTRY:
            found.entries.append(row[0])
        elif kind == _HALF:
            found.halves.append((*row[:2], _text(row[2]), *row[3:]))
        elif kind == _BODY:
            found.bodies.append(row[0])
    return found


def _text(part: cbor.Item) -> cbor.Item:
    return part.decode() if isinstance(part, bytes) else part


def _draft(row: list[cbor.Item]) -> Draft:
    code, assessment, item, facet, value, predecessors, author, changed_ms, reason = row
    register = Register(assessment, item, facet)
    return Draft(OpCode(code), register, value, operations_from(predecessors), author, changed_ms, _text(reason))
