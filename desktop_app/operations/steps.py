"""Remembers what an operation of a person replaces, in its own transaction, so that it can be undone."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from desktop_app.storage import undo_list
from desktop_app.storage.engine import Connection
from desktop_app.storage.held import Held, held, with_new_drafts
from desktop_app.storage.undo_list import Part, side
from roadmap_core.entries.identifiers import Register


@dataclass(frozen=True, slots=True)
class Touched:
    """The registers of a step.

    Attributes:
        before: what they held when it began.
        after: what they hold now, if whoever wrote them knows; others are read again.
    """

    before: dict[Register, Held]
    after: dict[Register, Held] = field(default_factory=dict)


@contextmanager
def one_step(connection: Connection, registers: Iterable[Register]) -> Iterator[Touched]:
    """What is done inside to these registers is one step of the undo list, if anything is different then.

    Inside only drafts are written: what was signed is read once.
    """
    touched = Touched({register: held(connection, register) for register in registers})
    yield touched
    parts = []
    for register, found in touched.before.items():
        before, after = side(found), side(touched.after.get(register) or with_new_drafts(connection, found))
        if before.values != after.values:
            parts.append(Part(register, before, after))
    if parts:
        undo_list.push(connection, parts)
