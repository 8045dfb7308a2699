"""Request bodies, read as they come and no further than the limits."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import Request
from starlette.requests import ClientDisconnect

from roadmap_core.cbor import MalformedError
from roadmap_core.exchange.messages import RequestReader, SyncRequest
from sync_server import errors
from sync_server.errors import ProblemError
from sync_server.routes.problems import malformed
from sync_server.settings import Limits

CBOR = "application/cbor"


class CutUploadError(Exception):
    """A sync request that did not arrive whole: what came of it still counts."""

    def __init__(self, opening: SyncRequest | None, pushed: list[bytes]) -> None:
        super().__init__("cut")
        self.opening = opening
        self.pushed = pushed


async def read_sync_request(request: Request) -> tuple[SyncRequest, list[bytes]]:
    """The opening of a sync request, and its entries and private parts in their order.

    Raises:
        ProblemError: for one that is too large or can't be read; nothing of it counts.
        CutUploadError: with the entries and private parts that are complete.
    """
    reader = RequestReader()
    pushed: list[bytes] = []
    try:
        async for piece in pieces(request):
            pushed += reader.feed(piece)
    except MalformedError as error:
        raise ProblemError(malformed(error.code)) from error
    except (TimeoutError, ClientDisconnect) as error:
        raise CutUploadError(reader.opening, pushed) from error
    if reader.opening is None or not reader.is_complete:
        raise ProblemError(errors.MALFORMED)
    return reader.opening, pushed


async def read_body(request: Request) -> bytes:
    """A small body, whole. Raises ProblemError."""
    try:
        return b"".join([piece async for piece in pieces(request)])
    except (TimeoutError, ClientDisconnect) as error:
        raise ProblemError(errors.TIMEOUT) from error


async def pieces(request: Request, media_type: str = CBOR, most: int | None = None) -> AsyncIterator[bytes]:
    """The body in the pieces in which it comes, at most `most` bytes.

    Raises:
        ProblemError: for another media type, and as soon as the body is known to be too large.
        TimeoutError: if it comes too slowly.
        ClientDisconnect: if it ends too early.
    """
    limits: Limits = request.app.state.limits
    most = limits.body_bytes if most is None else most
    _check_headers(request, media_type, most)
    received = 0
    async with asyncio.timeout(limits.body_seconds):
        more = True
        while more:
            async with asyncio.timeout(limits.body_idle_seconds):
                message = await request.receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            more = message.get("more_body", False)
            piece = message.get("body", b"")
            received += len(piece)
            if received > most:
                raise ProblemError(errors.BODY_SIZE)
            yield piece


def _check_headers(request: Request, media_type: str, most: int) -> None:
    found = request.headers.get("content-type", "").strip().lower()
    if found != media_type or request.headers.get("content-encoding", "identity") != "identity":
        raise ProblemError(errors.MEDIA_TYPE if media_type == CBOR else errors.BLOB_TYPE)
    length = request.headers.get("content-length", "0")
    if len(length) > 18 or int(length) > most:
        raise ProblemError(errors.BODY_SIZE)
