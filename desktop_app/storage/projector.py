"""Entries into the tables that screens read: incremental in the transaction that appends them, or all anew."""

from collections.abc import Sequence

from desktop_app.storage.engine import Connection
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import Register


def project(connection: Connection, entries: Sequence[Entry]) -> frozenset[Register]:
    """Folds entries that count and were just appended; returns the registers that changed."""
    raise NotImplementedError


def rebuild(connection: Connection) -> None:
    """Drops and refolds everything projected; gives the same bytes as the incremental way."""
    raise NotImplementedError
