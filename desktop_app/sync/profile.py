"""What sync needs of the program around it: an opened profile, and where database work runs."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from desktop_app.identity.key_store import KeyStore
from desktop_app.storage.store import Store

T = TypeVar("T")


class Profile(Protocol):
    """One profile; `operations.workspace.Workspace` is one."""

    @property
    def store(self) -> Store: ...
    @property
    def keys(self) -> KeyStore: ...
    @property
    def clock(self) -> Callable[[], int]:
        """Milliseconds since 1970, a claim."""
        ...


class Database(Protocol):
    """Where database work runs."""

    def call(self, work: Callable[[], T]) -> T:
        """Runs `work` on the one thread that may touch the database, and waits. Raises what it raises."""
        ...


class Here:
    """The calling thread is the one: the console program, and tests."""

    def call(self, work: Callable[[], T]) -> T:
        return work()


HERE = Here()
