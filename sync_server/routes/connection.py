"""Connections that are slow, silent, too many or no HTTP are told so and closed, before any request exists.

uvicorn waits for ever for the first request of a connection and for the rest of a half header; this doesn't.
"""

import asyncio
import socket
import sys
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from sync_server import errors
from sync_server.errors import Problem
from sync_server.routes.problems import RETRY_SECONDS, new_request_id, problem_body
from sync_server.routes.rates import counted_address
from sync_server.settings import Limits


class LingeringTransport:
    """A transport whose `close` lets the other side read the last answer first.

    Closing a socket with bytes unread resets it, and an answer on its way is lost. So: no more is written, what still
    comes is thrown away, and the socket is closed when the other side does so, or after some seconds.
    """

    def __init__(
        self,
        transport: asyncio.Transport,
        loop: asyncio.AbstractEventLoop,
        seconds: float,
        may_be_talking: Callable[[], bool],
    ) -> None:
        self._transport = transport
        self._loop = loop
        self._seconds = seconds
        self._may_be_talking = may_be_talking
        self._is_ending = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def is_closing(self) -> bool:
        return self._is_ending or self._transport.is_closing()

    def close(self) -> None:
        if self.is_closing():
            return
        self._is_ending = True
        if not self._may_be_talking():
            self._transport.close()
            return
        self._transport.write_eof()
        self._transport.resume_reading()
        self._loop.call_later(self._seconds, self._transport.close)


class GuardedConnection(H11Protocol):
    """uvicorn's protocol with our limits. Made by `guarded`, which sets them."""

    limits = Limits()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._header_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        lingering = LingeringTransport(transport, self.loop, self.limits.linger_seconds, self._may_be_talking)
        super().connection_made(cast("asyncio.Transport", lingering))
        plain = transport.get_extra_info("socket")
        if (
            plain is not None
        ):  # head and body are two writes: without this the second waits 40 ms for an ACK of the first
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._is_one_too_many():
            self._end_with(errors.CONNECTIONS)
        else:
            self._wait_for_header()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        super().data_received(data)
        self._watch_header()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.conn.trailing_data[0]:
            self._watch_header()

    def send_400_response(self, _msg: str) -> None:
        error = sys.exception()  # uvicorn calls this while it handles h11's error, and doesn't pass it on
        hint = error.error_status_hint if isinstance(error, h11.RemoteProtocolError) else 400
        self._end_with(errors.HEADER_SIZE if hint == errors.HEADER_SIZE.status else errors.BAD_HTTP)

    def _is_one_too_many(self) -> bool:
        if len(self.connections) > self.limits.connections:
            return True
        address = self._address_of(self)
        if address is None:
            return False
        same = sum(1 for other in self.connections if self._address_of(other) == address)
        return same > self.limits.connections_per_address

    def _address_of(self, connection: object) -> str | None:
        client = getattr(connection, "client", None)
        return counted_address(client[0], self.limits) if client else None

    def _watch_header(self) -> None:
        """From the first byte of a request to the end of its header."""
        is_reading_header = self.conn.their_state is h11.IDLE and self.conn.our_state is h11.IDLE
        if not is_reading_header or self.transport.is_closing():
            self._stop_waiting()
        elif self._header_timer is None:
            self._wait_for_header()

    def _wait_for_header(self) -> None:
        self._header_timer = self.loop.call_later(self.limits.header_seconds, self._header_is_late)

    def _stop_waiting(self) -> None:
        if self._header_timer is not None:
            self._header_timer.cancel()
            self._header_timer = None

    def _header_is_late(self) -> None:
        self._header_timer = None
        self._end_with(errors.TIMEOUT)

    def _end_with(self, problem: Problem) -> None:
        """Says what is wrong, if an answer can still be told apart from one that is on its way, and closes."""
        self._stop_waiting()
        if not self.transport.is_closing() and self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.write(_raw_response(problem))
        self.transport.close()

    def _may_be_talking(self) -> bool:
        return self.conn.their_state in (h11.IDLE, h11.SEND_BODY, h11.ERROR)


def guarded(limits: Limits) -> type[GuardedConnection]:
    """The protocol class with these limits; uvicorn makes its instances itself."""

    class WithLimits(GuardedConnection):
        pass

    WithLimits.limits = limits
    return WithLimits


def _raw_response(problem: Problem) -> bytes:
    body = problem_body(problem, new_request_id())
    lines = [
        f"HTTP/1.1 {problem.status} {HTTPStatus(problem.status).phrase}",
        "content-type: application/problem+json",
        f"content-length: {len(body)}",
        "connection: close",
    ]
    if problem is errors.CONNECTIONS:
        lines.append(f"retry-after: {RETRY_SECONDS}")
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body
