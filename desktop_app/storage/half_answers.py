"""Forms that are begun and make no answer yet: a part without its whole, a reason that is being typed.

Kept on this computer only, so that closing or a power cut loses nothing; never in an entry (protocol.md, section 9,
"this computer"). Through the driver alone, like drafts.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_app.storage.drafts import operations_from, operations_to
from desktop_app.storage.engine import Connection, driver_of, reading
from desktop_app.storage.snapshot import city_facts
from desktop_app.storage.store import Store
from roadmap_core import cbor
from roadmap_core.entries.identifiers import OpId


@dataclass(frozen=True, slots=True)
class HalfAnswer:
    """What was typed, and what it was typed over.

    Attributes:
        form: the fields of the form that hold something, as they were typed.
        stood: the answers that stood when the form was opened, each as it is signed, in any order.
        seen: their operations: what a finished answer will replace.
    """

    form: Mapping[str, str]
    stood: frozenset[bytes] = frozenset()
    seen: tuple[OpId, ...] = field(default=())


_KEEP = "INSERT OR REPLACE INTO half_answer (assessment, item, form, stood, seen) VALUES (?, ?, ?, ?, ?)"
_FORGET = "DELETE FROM half_answer WHERE assessment = ? AND item = ?"
_KEPT = "SELECT form, stood, seen FROM half_answer WHERE assessment = ? AND item = ?"


def keep(connection: Connection, assessment: int, item: int, half: HalfAnswer) -> None:
    """Keeps it in place of an earlier one. JSON escapes what no other text encoding takes, such as half a letter."""
    row = (json.dumps(dict(half.form)), cbor.encode(sorted(half.stood)), operations_to(half.seen))
    driver_of(connection).execute(_KEEP, (assessment, item, *row))


def forget(connection: Connection, assessment: int, item: int) -> None:
    """It became an answer, or was given up. Nothing happens if there is none."""
    driver_of(connection).execute(_FORGET, (assessment, item))


def kept(store: Store, question_id: str) -> HalfAnswer | None:
    """What was begun at a question of the current assessment. Raises KeyError for an unknown id."""
    item = store.catalogue.number(question_id)
    with reading(store.engine) as connection:
        facts = city_facts(connection)
        return kept_at(connection, facts.assessment if facts else 1, item)


def kept_at(connection: Connection, assessment: int, item: int) -> HalfAnswer | None:
    """What was begun under a number; `half_texts` has some of its own."""
    row = driver_of(connection).execute(_KEPT, (assessment, item)).fetchone()
    if row is None:
        return None
    form, stood, seen = row
    return HalfAnswer(json.loads(form), frozenset(cbor.decode(stood)), operations_from(seen))
