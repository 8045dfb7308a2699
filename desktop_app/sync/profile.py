"""What sync needs of the program around it: an opened profile, and where database work runs."""

import threading
from collections.abc import Callable
from typing import Protocol, TypeVar

from desktop_app.identity.key_store import KeyStore
from desktop_app.storage.file_shelf import FileShelf
from desktop_app.storage.store import Store

T = TypeVar("T")


class Profile(Protocol):
    """One profile; `operations.workspace.Workspace` is one."""

    @property
    def store(self) -> Store: ...
    @property
    def keys(self) -> KeyStore: ...
    @property
    def files(self) -> FileShelf: ...
    @property
    def clock(self) -> Callable[[], int]:
        """Milliseconds since 1970, a claim."""
        ...


class Database(Protocol):
    """Where database work runs."""

    def call(self, work: Callable[[], T]) -> T:
        """Runs `work` on the one thread that may touch the database, and waits. Raises what it raises."""
        ...


class ClosedError(Exception):
    """The profile is being closed: a round that still runs ends here."""


class Door:
    """A database that can be closed under a running round, for good: from then on nothing reaches the file."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._is_closed = False

    @property
    def is_closed(self) -> bool:
        return self._is_closed

    def call(self, work: Callable[[], T]) -> T:
        """As `Database.call`. Raises ClosedError after `close`."""
        with self._lock:
            if self._is_closed:
                raise ClosedError
            return self._database.call(work)

    def close(self) -> None:
        """Waits for the transaction that is running, and lets no other one begin."""
        with self._lock:
            self._is_closed = True


class Here:
    """The calling thread is the one: the console program, and tests."""

    def call(self, work: Callable[[], T]) -> T:
        return work()


HERE = Here()
