"""A small TCP server on loopback whose connections are handled by a function, each in a thread; ends without traces."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self


class Loopback:
    """Runs `handle(connection)` for every connection until it is left. Servers with more to them derive from it."""

    def __init__(self, handle: Callable[[socket.socket], None]) -> None:
        self._handle = handle
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listening.getsockname()[1]
        self.connections = 0
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._accepting = threading.Thread(target=self._accept, daemon=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._accepting.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._accepting.join(10)
        for connection in tuple(self._open):
            cut(connection)
        for thread in self._threads:
            thread.join(10)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections += 1
            self._open.add(connection)
            thread = threading.Thread(target=self._end_well, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _end_well(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            self._handle(connection)
        self._open.discard(connection)


def cut(connection: socket.socket) -> None:
    """Ends a connection so that whoever waits for its bytes wakes up."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
