"""Stands before the app: numbers each request, measures its headers, and keeps internals out of replies."""

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync_server import errors
from sync_server.routes.problems import new_request_id, problem_response
from sync_server.settings import Limits

_log = logging.getLogger("sync_server")


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
        if _header_bytes(scope) > self._limits.header_bytes:
            await problem_response(errors.HEADER_SIZE, request_id)(scope, receive, send)
            return
        await self._guarded(scope, receive, send)

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = scope["state"]["request_id"]
        has_started = False

        async def watched(message: Message) -> None:
            nonlocal has_started
            has_started = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:  # noqa: BLE001 a bug of ours: told by its number, the log has the rest
            _log.exception("request %s failed", request_id)
            if not has_started:
                await problem_response(errors.INTERNAL, request_id)(scope, receive, send)


def _header_bytes(scope: Scope) -> int:
    """What the request line and headers take, with separators."""
    line = len(scope["raw_path"]) + len(scope["query_string"])
    return line + sum(len(name) + len(value) + 4 for name, value in scope["headers"])
