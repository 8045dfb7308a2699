"""Builds the server's application out of its parts, and runs it on a socket."""

import gc
import logging
import socket
import time
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from sync_server.errors import OperatorError
from sync_server.routes import blobs, exchange, reading, receipts
from sync_server.routes.connection import guarded
from sync_server.routes.guard import Guard
from sync_server.routes.problems import add_problem_handlers
from sync_server.routes.rates import Rates
from sync_server.services.server import Server
from sync_server.settings import Limits

Ready = Callable[[str], None]
"""Is told the address when the server answers."""
_BACKLOG = 256


def create_api(server: Server, limits: Limits, steady: Callable[[], float] = time.monotonic) -> FastAPI:
    """The routes. The document that describes them is made for tests and never served.

    `steady` are seconds that never go back: what is counted for an hour is counted by them.
    """
    api = FastAPI(
        title="Waymark server", version="1", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False
    )
    api.state.server = server
    api.state.limits = limits
    api.state.rates = Rates(limits, steady)
    api.include_router(exchange.router)
    api.include_router(reading.router)
    api.include_router(receipts.router)
    api.include_router(blobs.router)
    add_problem_handlers(api)
    return api


def create_app(server: Server, limits: Limits | None = None, steady: Callable[[], float] = time.monotonic) -> ASGIApp:
    """The routes behind the guard."""
    held = limits or Limits()
    return Guard(create_api(server, held, steady), held)


class RunningServer(uvicorn.Server):
    """uvicorn that says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        self._captured_signals.clear()  # uvicorn would raise them again and end the process before it has tidied up


def listen(host: str, port: int) -> socket.socket:
    """A socket that is bound; port 0 takes a free one.

    Raises:
        OperatorError: E-ADDRESS if it can't be had.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except (OSError, OverflowError) as error:
        sentence = f"The server can't listen on {host}, port {port}. Another program may use it; try --port 0."
        raise OperatorError("E-ADDRESS", sentence) from error


def running_server(
    server: Server,
    bound: socket.socket,
    limits: Limits | None = None,
    ready: Ready = lambda _address: None,
    steady: Callable[[], float] = time.monotonic,
) -> RunningServer:
    """A server that is ready to `run(sockets=[bound])`, in this thread or another."""
    held = limits or Limits()
    host, port = bound.getsockname()[:2]
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    config = uvicorn.Config(
        create_app(server, held, steady),
        http=guarded(held),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        timeout_keep_alive=int(held.idle_connection_seconds),
        timeout_graceful_shutdown=10,
        h11_max_incomplete_event_size=held.header_bytes,
    )
    return RunningServer(config, lambda: ready(address))


def serve(server: Server, host: str, port: int, ready: Ready, limits: Limits | None = None) -> None:
    """Answers until it is told to stop (Ctrl+C, SIGTERM). Raises OperatorError."""
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    gc.freeze()  # what is loaded by now stays: looking through it again and again took a tenth of the time of a push
    gc.set_threshold(50_000, 20, 50)
    with listen(host, port) as bound:
        running_server(server, bound, limits, ready).run(sockets=[bound])
