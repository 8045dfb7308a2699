"""A TCP proxy that counts what passes: bytes up and down with HTTP headers, and round trips. Or cuts the line.

with CountingProxy(server.port) as proxy:
    ...  # use proxy.address
    proxy.take() -> Counted(up, down, round_trips), and begins anew
"""

import socket
import threading
from contextlib import suppress
from typing import NamedTuple

from tests.fakes.loopback import Loopback, cut


class Counted(NamedTuple):
    """Bytes of HTTP and how often the direction changed to up: one for each request that waited for its reply."""

    up: int
    down: int
    round_trips: int


class CountingProxy(Loopback):
    """Forwards to `port` on loopback.

    Attributes:
        cut_up_after, cut_down_after: bytes after which every connection is cut, counted from the last `take`; None
            for never. No byte beyond is forwarded.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._lock = threading.Lock()
        self._up = self._down = self._round_trips = 0
        self._was_up = False
        self.cut_up_after: int | None = None
        self.cut_down_after: int | None = None
        super().__init__(self._forward)

    def take(self) -> Counted:
        with self._lock:
            counted = Counted(self._up, self._down, self._round_trips)
            self._up = self._down = self._round_trips = 0
            self._was_up = False
        return counted

    def _forward(self, near: socket.socket) -> None:
        with socket.create_connection(("127.0.0.1", self._port)) as far:
            far.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            back = threading.Thread(target=self._pump, args=(far, near, False), daemon=True)
            back.start()
            self._pump(near, far, True)
            back.join(10)

    def _pump(self, source: socket.socket, target: socket.socket, is_up: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                allowed = self._count(data, is_up=is_up)
                target.sendall(data[:allowed])
                if allowed < len(data):
                    break
        cut(source)
        cut(target)

    def _count(self, data: bytes, *, is_up: bool) -> int:
        """How many of these bytes may pass."""
        with self._lock:
            limit = self.cut_up_after if is_up else self.cut_down_after
            passed = self._up if is_up else self._down
            allowed = len(data) if limit is None else max(0, min(len(data), limit - passed))
            if is_up:
                self._up += allowed
                self._round_trips += not self._was_up
            else:
                self._down += allowed
            self._was_up = is_up
        return allowed
