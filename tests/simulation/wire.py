"""HTTP without a network: the product's client and the server's routes, called in turn, with a line that fails between.

Below the client's requests and above the server's routes: what is between the two is ours, so that every request can
be lost, cut at any byte, doubled, or kept for weeks.
"""

import random
import re
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx
from fastapi import FastAPI, Request, Response

from desktop_app.sync import server as product
from sync_server.errors import ProblemError
from sync_server.routes import exchange, reading, receipts
from sync_server.routes.problems import problem_response
from tests.simulation.counters import Counters

ADDRESS = "https://simulated.example"


class ServerCrash(BaseException):
    """The server's process ended inside a request."""


@dataclass(frozen=True)
class Sent:
    """A request as it was sent."""

    method: str
    path: str
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


@dataclass
class Weather:
    """What the line does now: nothing bad while `chance` is None."""

    counters: Counters
    chance: random.Random | None = None
    delayed: list[Sent] = field(default_factory=list)

    def happens(self, probability: float, name: str) -> bool:
        if self.chance is None or self.chance.random() >= probability:
            return False
        self.counters[name] += 1
        return True

    def cut(self, data: bytes) -> bytes:
        assert self.chance is not None
        least = len(data) // 3 if self.chance.random() < 0.5 else 0
        return data[: self.chance.randrange(least, len(data))]

    def flipped(self, data: bytes) -> bytes:
        assert self.chance is not None
        return flipped(data, self.chance)


def flipped(data: bytes, chance: random.Random) -> bytes:
    """`data` with one bit changed."""
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def call(api: FastAPI, sent: Sent, arrives: bytes | None = None) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Status, headers and body of the answer; `arrives` is what comes of an upload that is cut.

    The route is found in the server's own table and called with a request of its framework: what lies between the
    two there takes a tenth of a run. An exception that no route expects ends the run.
    """
    messages: list[dict[str, Any]] = [{"type": "http.request", "body": sent.body, "more_body": False}]
    if arrives is not None:
        messages = [{"type": "http.request", "body": arrives, "more_body": True}, {"type": "http.disconnect"}]

    async def receive() -> dict[str, Any]:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    endpoint, found = _route(sent.method, sent.path)
    request = Request({**_SCOPE, "path": sent.path, "headers": list(sent.headers), "app": api}, receive)
    try:
        response = _finished(endpoint(request, **found))
    except ProblemError as error:
        response = problem_response(error.problem, "simulated")
    return response.status_code, response.raw_headers, bytes(response.body)


_SCOPE = {
    "type": "http",
    "scheme": "https",
    "query_string": b"",
    "client": ("127.0.0.1", 50000),
    "server": ("simulated.example", 443),
}


@cache
def _route(method: str, path: str) -> tuple[Callable[..., Any], dict[str, str]]:
    """The function that answers, and what the path says to it."""
    for router in (exchange.router, reading.router, receipts.router):
        for route in router.routes:
            found = re.fullmatch(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", route.path), path)
            if found and method in route.methods:
                return route.endpoint, found.groupdict()
    raise LookupError(f"{method} {path}")


def _finished(answering: Coroutine[Any, Any, Response]) -> Response:
    """What comes of a route that waits for nothing: all of its request is here, and its services are called at once."""
    try:
        answering.send(None)
    except StopIteration as ended:
        found = ended.value
        assert isinstance(found, Response)
        return found
    raise AssertionError("a route waits for something")


class _Stream(httpx.SyncByteStream):
    """A body that may end too early, with or without the connection telling."""

    def __init__(self, body: bytes, *, breaks: bool) -> None:
        self._body, self._breaks = body, breaks

    def __iter__(self) -> Iterator[bytes]:
        yield self._body
        if self._breaks:
            raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")


class Wire:
    """One computer's line to the server that `world` runs, in place of the client's connections."""

    def __init__(self, world: Any) -> None:
        self._world = world
        self._weather: Weather = world.weather
        self.cookies: dict[str, str] = {}

    def build_request(self, method: str, path: str, content: bytes | None, headers: dict[str, str]) -> Sent:
        said = tuple((name.lower().encode(), value.encode()) for name, value in headers.items())
        return Sent(method, path, said, content or b"")

    def send(self, sent: Sent, *, stream: bool) -> httpx.Response:
        assert stream
        weather = self._weather
        if weather.happens(0.20, "requests dropped"):
            raise httpx.ConnectError("no line")
        if weather.happens(0.05, "requests delayed"):
            weather.delayed.append(sent)
            raise httpx.ReadTimeout("no answer")
        if len(sent.body) > 300 and weather.happens(0.30, "uploads cut"):
            self._deliver(sent, weather.cut(sent.body))
            raise httpx.WriteError("the line was cut")
        answer = self._deliver(sent)
        if weather.happens(0.10, "requests doubled"):
            answer = self._deliver(sent)
        return self._answered(sent, *answer)

    def _deliver(self, sent: Sent, arrives: bytes | None = None) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        try:
            return self._world.server.answer(sent, arrives)
        except ServerCrash:
            self._world.server.start_again()
            raise httpx.ReadError("the server went away") from None

    def _answered(self, sent: Sent, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> httpx.Response:
        weather = self._weather
        if weather.happens(0.25, "responses dropped"):
            if sent.path == "/v1/sync" and len(sent.body) > 300:
                weather.counters["acknowledgements lost"] += 1
            raise httpx.ReadTimeout("no answer")
        breaks = False
        if body and weather.happens(0.30 if len(body) > 300 else 0.15, "responses cut"):
            body = weather.cut(body)
            breaks = weather.chance is not None and weather.chance.random() < 0.3
            headers = [pair for pair in headers if pair[0] != b"content-length"]
        elif body and weather.happens(0.02, "responses with a flipped bit"):
            body = weather.flipped(body)
        return httpx.Response(status, headers=headers, stream=_Stream(body, breaks=breaks))


class Line(product.Server):
    """The product's client on a `Wire`: everything above the transport is what people run."""

    def __init__(self, world: Any) -> None:
        self.address = ADDRESS
        self.traffic = product.Traffic()
        self._patience = product.Patience()
        self._clock = product.RequestClock()
        self._has_proxy = False
        self._client: Any = Wire(world)

    def close(self) -> None:
        """No connection is open."""

    def hang_up(self) -> None:
        """Nothing runs beside the simulator's one thread."""
