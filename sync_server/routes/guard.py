"""Stands before the app: numbers each request, measures its headers, and keeps internals out of replies.

An answer that comes before the body was read is held back until the body is through; where that would take too long the
answer says that the connection ends.
"""

import asyncio
import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync_server import errors
from sync_server.routes.problems import new_request_id, problem_response
from sync_server.settings import Limits

_log = logging.getLogger("sync_server")
_HOPELESS = frozenset({errors.BODY_SIZE.status, errors.TIMEOUT.status})
"""After these nobody waits for the rest of the body."""
_CLOSE = (b"connection", b"close")


class Guard:
    """An ASGI application around another one."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = new_request_id()
        scope.setdefault("state", {})["request_id"] = request_id
        exchange = _Exchange(scope, receive, send, self._limits)
        if _header_bytes(scope) > self._limits.header_bytes:
            await problem_response(errors.HEADER_SIZE, request_id)(scope, exchange.receive, exchange.send)
            return
        try:
            await self._app(scope, exchange.receive, exchange.send)
        except Exception:  # noqa: BLE001 a bug of ours: told by its number, the log has the rest
            _log.exception("request %s failed", request_id)
            if not exchange.has_answered:
                await problem_response(errors.INTERNAL, request_id)(scope, exchange.receive, exchange.send)


class _Exchange:
    """One request and its answer, watched."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, limits: Limits) -> None:
        names = {name for name, _ in scope["headers"]}
        self.has_answered = False
        self._body_is_through = names.isdisjoint({b"content-length", b"transfer-encoding"})
        self._receive = receive
        self._send = send
        self._limits = limits

    async def receive(self) -> Message:
        message = await self._receive()
        self._body_is_through = not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_answered = True
            if not self._body_is_through and not await self._drained(message["status"]):
                message = {**message, "headers": [*message.get("headers", ()), _CLOSE]}
        await self._send(message)

    async def _drained(self, status: int) -> bool:
        """Whether the rest of the body came soon and was not too much; it is thrown away."""
        room = 0 if status in _HOPELESS else self._limits.body_bytes
        try:
            async with asyncio.timeout(self._limits.linger_seconds):
                while room > 0 and not self._body_is_through:
                    room -= len((await self.receive()).get("body", b""))
        except TimeoutError:
            pass
        return self._body_is_through


def _header_bytes(scope: Scope) -> int:
    """What the request line and headers take, with separators."""
    line = len(scope["raw_path"]) + len(scope["query_string"])
    return line + sum(len(name) + len(value) + 4 for name, value in scope["headers"])
