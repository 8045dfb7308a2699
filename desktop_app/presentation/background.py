"""Runs work beside the interface thread and hands the result back to it. It knows nothing of what the work is.

Two implementations of one protocol: `DatabaseThread` owns the one thread that may touch the database; `Immediate`
runs at once, for tests of screens, so that nothing has to wait.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

T = TypeVar("T")
Work = Callable[[], T]
Then = Callable[[T], None]
Failed = Callable[[Exception], None]


class Background(Protocol):
    """Where database work runs, in order."""

    def run(self, work: Work[T], then: Then[T] | None = None, failed: Failed | None = None) -> None:
        """Run `work`, then call `then` with its result, or `failed` with its error, on the interface thread.

        Without `failed` an error goes to `unexpected`.
        """

    def call(self, work: Work[T]) -> T:
        """Run `work` and wait: for another thread than the interface's. Raises what the work raises."""

    def on_unexpected(self, failed: Failed) -> None:
        """Whom to tell of errors that nobody expected."""

    def beside(self) -> "Background":
        """Another one of the same kind, for what waits for a disk or a stick; whoever asks for it closes it."""

    def close(self) -> None:
        """Finish what was handed over, then stop. Results that come later are dropped."""


class DatabaseThread(QObject):
    """One worker thread; results cross over by a queued signal."""

    _finished = Signal(object)

    def __init__(self, name: str = "database") -> None:
        super().__init__()
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._unexpected: Failed = _raise
        self._closed = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(self, work: Work[T], then: Then[T] | None = None, failed: Failed | None = None) -> None:
        self._executor.submit(self._work, work, then, failed)

    def call(self, work: Work[T]) -> T:
        return self._executor.submit(work).result()

    def on_unexpected(self, failed: Failed) -> None:
        self._unexpected = failed

    def beside(self) -> "DatabaseThread":
        other = DatabaseThread("beside")
        other.on_unexpected(self._unexpected)
        return other

    def close(self) -> None:
        self._closed = True
        self._executor.shutdown(wait=True)

    def _work(self, work: Work[T], then: Then[T] | None, failed: Failed | None) -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - the caller's thread decides what to make of it
            caught = error  # `error` itself is gone when the interface thread gets to it
            self._finished.emit(lambda: (failed or self._unexpected)(caught))
            return
        if then is not None:
            self._finished.emit(lambda: then(result))

    def _deliver(self, deliver: Callable[[], None]) -> None:
        if not self._closed:
            deliver()


class Immediate:
    """Runs the work where it is asked for."""

    def __init__(self) -> None:
        self._unexpected: Failed = _raise

    def run(self, work: Work[T], then: Then[T] | None = None, failed: Failed | None = None) -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - as in the thread
            (failed or self._unexpected)(error)
            return
        if then is not None:
            then(result)

    def call(self, work: Work[T]) -> T:
        return work()

    def on_unexpected(self, failed: Failed) -> None:
        self._unexpected = failed

    def beside(self) -> "Immediate":
        other = Immediate()
        other.on_unexpected(self._unexpected)
        return other

    def close(self) -> None:
        """Nothing runs on."""


def _raise(error: Exception) -> None:
    raise error
