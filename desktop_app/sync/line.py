"""The line under HTTP: what every byte passes, so that a whole request has an end and is counted. Knows no HTTP."""

import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Traffic:
    """Bytes of HTTP, headers included, without TLS; for telling people what a send costs."""

    up: int = 0
    down: int = 0
    requests: int = 0


class LateError(Exception):
    """The time for a whole request is over, or somebody hung up."""


class RequestClock:
    """How much is left of the time for one request."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._end = now()

    def start(self, seconds: float) -> None:
        self._end = self._now() + seconds

    def left(self) -> float:
        return self._end - self._now()


class CountedNetwork:
    """httpcore's network backend, with streams that look at the clock and count."""

    def __init__(self, inner: Any, clock: RequestClock, traffic: Traffic) -> None:
        self._inner, self._clock, self._traffic = inner, clock, traffic
        self._stream: _Stream | None = None
        self._is_cut = False

    def connect_tcp(self, *args: Any, **kwargs: Any) -> "_Stream":
        self._stream = _Stream(self._inner.connect_tcp(*args, **kwargs), self._clock, self._traffic)
        if self._is_cut:  # before, or in the meantime; TLS isn't begun, or its socket would stay open
            self._stream.close()
            raise LateError
        return self._stream

    def cut(self) -> None:
        """Ends the connection for good, from any thread: whoever waits for its bytes wakes up."""
        self._is_cut = True
        if self._stream is not None:
            self._stream.cut()

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


class _Stream:
    def __init__(self, inner: Any, clock: RequestClock, traffic: Traffic) -> None:
        self._inner, self._clock, self._traffic = inner, clock, traffic
        self._secured: _Stream | None = None

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data: bytes = self._inner.read(max_bytes, self._within(timeout))
        self._traffic.down += len(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._within(timeout))
        self._traffic.up += len(buffer)

    def _within(self, timeout: float | None) -> float:
        left = self._clock.left()
        if left <= 0:
            raise LateError
        return left if timeout is None else min(left, timeout)

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> "_Stream":
        secured = self._inner.start_tls(ssl_context, server_hostname, self._within(timeout))
        self._secured = _Stream(secured, self._clock, self._traffic)
        return self._secured

    def cut(self) -> None:
        """Closing the socket alone would leave a thread asleep that waits for it."""
        if self._secured is not None:
            self._secured.cut()
            return
        with suppress(OSError):  # it has ended already
            socket.socket.shutdown(self._inner.get_extra_info("socket"), socket.SHUT_RDWR)

    def close(self) -> None:
        self._inner.close()

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
