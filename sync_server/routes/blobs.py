"""Files that cities attach: sent in pieces that can be resumed at any byte, read in ranges, by members alone.

    POST  /v1/blobs/{sha256}?offset=N    a piece of 16 to 64 KiB; a shorter one is the last
          201 it is whole, 202 more is wanted, 409 it begins elsewhere (E-OFFSET) or the hash is another (E-BLOB)
    HEAD  /v1/blobs/{sha256}             200 with its length if it is whole, else 404
    GET   /v1/blobs/{sha256}             200, or 206 for a header Range: bytes=a-b

Answers to the first two say in `upload-offset` where the next piece has to begin.
"""

import re

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from roadmap_core import limits
from sync_server import errors
from sync_server.errors import Problem, ProblemError
from sync_server.routes.bodies import pieces
from sync_server.routes.documentation import request_of, responses
from sync_server.routes.rates import Rates
from sync_server.services.keep_blobs import Progress, Step, add_piece, blobs_of
from sync_server.services.server import Server
from sync_server.services.tokens import Token, read_token
from sync_server.storage.blobs import CityBlobs

router = APIRouter(prefix="/v1")
OCTETS = "application/octet-stream"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_OFFSET = re.compile(r"[0-9]{1,12}")
_RANGE = re.compile(r"bytes=([0-9]{1,12})-([0-9]{0,12})")
_WHERE = {"name": "offset", "in": "query", "required": True, "schema": {"type": "integer", "minimum": 0}}
_PROBLEMS = {
    Step.ELSEWHERE: errors.BLOB_OFFSET,
    Step.OTHER_FILE: errors.BLOB_HASH,
    Step.TOO_LARGE: errors.BLOB_SIZE,
    Step.NO_ROOM: errors.BLOB_QUOTA,
}


@router.post(
    "/blobs/{sha256}",
    openapi_extra={**request_of(OCTETS), "parameters": [_WHERE]},
    responses=responses(OCTETS, 201, 202, 400, 401, 404, 408, 409, 413, 415, 429, 503),
)
async def send_piece(request: Request, sha256: str) -> Response:
    """Takes one piece of a file; what came of a cut one is kept.

    It is read before its bearer is looked up: of a connection that has ended nothing can be read any more.
    """
    token = _counted_token(request)
    offset = request.query_params.get("offset", "")
    if _OFFSET.fullmatch(offset) is None:
        raise ProblemError(errors.MALFORMED)
    piece, is_cut = bytearray(), False
    try:
        async for part in pieces(request, OCTETS, limits.BLOB_PIECE_BYTES):
            piece += part
    except (TimeoutError, ClientDisconnect):
        is_cut = True
    blobs, digest = await _asked(request, token, sha256)
    progress = await run_in_threadpool(add_piece, blobs, digest, int(offset), bytes(piece), is_cut=is_cut)
    if is_cut:
        raise ProblemError(errors.TIMEOUT)
    return _told(progress)


@router.head("/blobs/{sha256}", responses=responses(OCTETS, 401, 404, 429, 503))
async def ask_for_blob(request: Request, sha256: str) -> Response:
    """Whether a file is whole, and how much of it has come."""
    blobs, digest = await _asked(request, _counted_token(request), sha256)
    size = await run_in_threadpool(blobs.size, digest)
    if size is None:
        raise ProblemError(errors.NOT_FOUND, headers=_next(await run_in_threadpool(blobs.held, digest)))
    return Response(media_type=OCTETS, headers={**_next(size), "content-length": str(size), "accept-ranges": "bytes"})


@router.get("/blobs/{sha256}", responses=responses(OCTETS, 206, 401, 404, 416, 429, 503))
async def read_blob(request: Request, sha256: str) -> Response:
    """A whole file, or one range of it."""
    blobs, digest = await _asked(request, _counted_token(request), sha256)
    size = await run_in_threadpool(blobs.size, digest)
    if size is None:
        raise ProblemError(errors.NOT_FOUND)
    start, end, status = _range(request.headers.get("range", ""), size)
    headers = {"content-length": str(end - start), "accept-ranges": "bytes"}
    if status == 206:
        headers["content-range"] = f"bytes {start}-{end - 1}/{size}"
    return StreamingResponse(blobs.read(digest, start, end), status, headers, OCTETS)


def _counted_token(request: Request) -> Token:
    rates: Rates = request.app.state.rates
    token = read_token(request.app.state.server, request.headers.get("authorization"))
    if token is None:
        raise ProblemError(errors.TOKEN)
    rates.count_piece(token)
    return token


async def _asked(request: Request, token: Token, sha256: str) -> tuple[CityBlobs, bytes]:
    """The files of the bearer's city, and the digest that is asked for. Raises ProblemError."""
    server: Server = request.app.state.server
    blobs = await run_in_threadpool(blobs_of, server, token)
    if blobs is None or _DIGEST.fullmatch(sha256) is None:
        raise ProblemError(errors.NOT_FOUND)
    return blobs, bytes.fromhex(sha256)


def _told(progress: Progress) -> Response:
    problem: Problem | None = _PROBLEMS.get(progress.step)
    if problem is not None:
        raise ProblemError(problem, headers=_next(progress.offset))
    return Response(status_code=201 if progress.step is Step.WHOLE else 202, headers=_next(progress.offset))


def _next(offset: int) -> dict[str, str]:
    return {"upload-offset": str(offset)}


def _range(header: str, size: int) -> tuple[int, int, int]:
    """First byte, the one behind the last, and the status. More than one range, or another unit: the whole file."""
    found = _RANGE.fullmatch(header.replace(" ", ""))
    if found is None:
        return 0, size, 200
    start = int(found[1])
    end = min(int(found[2]) + 1, size) if found[2] else size
    if start >= size or start >= end:
        raise ProblemError(errors.RANGE, headers={"content-range": f"bytes */{size}"})
    return start, end, 206
