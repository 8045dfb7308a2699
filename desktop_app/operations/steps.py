"""Remembers what an operation of a person replaces, in its own transaction, so that it can be undone."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from desktop_app.storage import undo_list
from desktop_app.storage.engine import Connection
from desktop_app.storage.undo_list import Part
from roadmap_core.entries.identifiers import Register


@contextmanager
def one_step(connection: Connection, registers: Iterable[Register]) -> Iterator[None]:
    """What is done inside to these registers is one step of the undo list, if anything is different then.

    Inside only drafts are written: what was signed is read once.
    """
    signed = {register: undo_list.sealed(connection, register) for register in registers}
    before = {register: undo_list.side(connection, register, state) for register, state in signed.items()}
    yield
    after = {register: undo_list.side(connection, register, state) for register, state in signed.items()}
    parts = [Part(r, before[r], after[r]) for r in before if before[r].values != after[r].values]
    if parts:
        undo_list.push(connection, parts)
