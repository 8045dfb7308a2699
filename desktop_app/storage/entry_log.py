"""Appends entries and finds them again. What they mean is the projector's part; who may write them, the caller's."""

from collections.abc import Iterable, Sequence
from enum import IntEnum

from desktop_app.storage.engine import Connection
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash, LogId, ShortHash


class Standing(IntEnum):
    """What an entry that is here counts for."""

    COUNTS = 0
    PENDING = 1
    """Kept, not projected: its log is not admitted."""
    NEWER = 2
    """Kept, not readable by this program; replayed after an update."""


def append(
    connection: Connection,
    entries: Sequence[Entry],
    received_ms: int,
    *,
    standing: Standing = Standing.COUNTS,
    positions: Sequence[int | None] | None = None,
) -> list[Entry]:
    """Stores verified entries that are not here yet, and moves the tips of their logs; returns the new ones.

    A genesis makes its log's `device` row. Those that count have to be projected in the same transaction.
    """
    raise NotImplementedError


def known(connection: Connection, hashes: Iterable[EntryHash]) -> set[EntryHash]:
    """Those of `hashes` that are here."""
    raise NotImplementedError


def entry(connection: Connection, short: ShortHash) -> Entry | None:
    """The entry of that name, read from its bytes; None if it isn't here or can't be read."""
    raise NotImplementedError


def public_key(connection: Connection, log: LogId) -> bytes | None:
    """The key of a log whose genesis is here."""
    raise NotImplementedError
