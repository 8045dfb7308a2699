"""Remembers what an operation of a person replaces, in its own transaction, so that it can be undone."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from desktop_app.storage import undo_list
from desktop_app.storage.engine import Connection
from desktop_app.storage.held import Held, held, with_new_drafts
from desktop_app.storage.undo_list import Part, side
from roadmap_core.entries.identifiers import Register


@contextmanager
def one_step(connection: Connection, registers: Iterable[Register]) -> Iterator[Mapping[Register, Held]]:
    """What is done inside to these registers is one step of the undo list, if anything is different then.

    Gives what they hold. Inside only drafts are written: what was signed is read once.
    """
    found = {register: held(connection, register) for register in registers}
    before = {register: side(one) for register, one in found.items()}
    yield found
    after = {register: side(with_new_drafts(connection, one)) for register, one in found.items()}
    parts = [Part(r, before[r], after[r]) for r in before if before[r].values != after[r].values]
    if parts:
        undo_list.push(connection, parts)
