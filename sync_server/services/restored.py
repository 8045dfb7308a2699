"""Notices that the database was replaced by an older one: by a number that is kept outside of it and only rises.

It never raises a false alarm: the number is written after entries were committed, so it is never ahead of a database
that nobody has replaced (docs/decisions/0012).
"""

import logging
import threading
from collections.abc import Iterable
from pathlib import Path

from roadmap_core.exchange.messages import Ack, AckCode
from sync_server.errors import OperatorError
from sync_server.services.server import Server
from sync_server.services.start_epoch import start_epoch
from sync_server.storage import cities
from sync_server.storage.state_file import StateFile

_NEW = frozenset({AckCode.ACCEPTED, AckCode.PENDING, AckCode.QUARANTINED})
_RESTORED = (
    "The database is older than what this server has answered for: it was restored from a backup. "
    "Run: waymark-server new-epoch. Computers will then offer again what is missing."
)
_log = logging.getLogger("sync_server")


class Watch:
    """Counts what this process takes, and keeps it. Several processes each count on from what they found."""

    def __init__(self, file: StateFile, entries: int) -> None:
        self._file = file
        self._entries = entries
        self._lock = threading.Lock()

    def took(self, acks: Iterable[Ack]) -> None:
        """After the entries were committed, before anybody is told."""
        count = sum(ack.code in _NEW for ack in acks)
        if not count:
            return
        with self._lock:
            self._entries += count
            entries = self._entries
        try:
            self._file.rise(entries)
        except OSError:
            _log.exception("the state file can't be written; a restored backup might not be noticed")


def watch(server: Server, path: Path) -> None:
    """From now on `server` keeps in the file at `path` how much it has taken.

    Raises:
        OperatorError: E-RESTORED if the database has less than that; E-STATE if the file can't be used.
    """
    file = StateFile(path, server.log_key)
    with server.database.reading() as connection:
        entries = cities.count_entries(connection)
    try:
        if entries < file.read():
            raise OperatorError("E-RESTORED", _RESTORED)
        file.rise(entries)
    except OSError as error:
        raise _unusable(path) from error
    server.took = Watch(file, entries).took


def start_epoch_after_restore(server: Server, path: Path) -> int:
    """A new epoch, under which the database as it is may be served. Raises OperatorError (E-STATE).

    The file goes first: a failure between the two leaves a server that starts and notices nothing, not one that
    refuses to start again.
    """
    file = StateFile(path, server.log_key)
    try:
        file.forget()
        epoch = start_epoch(server)
        with server.database.reading() as connection:
            file.replace(cities.count_entries(connection))
    except OSError as error:
        raise _unusable(path) from error
    return epoch


def _unusable(path: Path) -> OperatorError:
    return OperatorError("E-STATE", f"The file {path} can't be written. Give another one: --state FILE.")
