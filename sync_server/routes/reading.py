"""What can be asked of the server without sending anything: the alliance, heads, the community, its health."""

import json

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from roadmap_core import PROTOCOL_VERSION, cbor
from sync_server import errors
from sync_server.errors import ProblemError
from sync_server.routes.bodies import CBOR
from sync_server.routes.documentation import responses
from sync_server.routes.rates import Rates
from sync_server.services.alliance import held_documents
from sync_server.services.invite import is_city_id
from sync_server.services.read_community import community_version, read_community
from sync_server.services.read_head import read_head_of
from sync_server.services.server import Server
from sync_server.services.server_status import health_of
from sync_server.services.tokens import Reader, Token, is_of_any_city, read_token, reader

router = APIRouter(prefix="/v1")
_JSON = "application/json"


@router.get("/alliance", responses=responses(CBOR, 503))
async def alliance(request: Request) -> Response:
    """[1, epoch, alliance documents]: as they were signed, oldest first; none before the operator took any."""
    server: Server = request.app.state.server
    chain = await run_in_threadpool(held_documents, server)
    fields = [PROTOCOL_VERSION, server.epoch, chain]
    return Response(cbor.encode(fields), media_type=CBOR)


@router.get("/cities/{city}/head", responses=responses(CBOR, 304, 401, 404, 429, 503))
async def head(request: Request, city: str) -> Response:
    """The newest signed head of a city's log, or 304 while it is the one that the device has."""
    server: Server = request.app.state.server
    held = _token(request)
    who = await run_in_threadpool(reader, server, held, city) if is_city_id(city) else Reader.STRANGER
    found = await run_in_threadpool(read_head_of, server, city) if who is Reader.MEMBER else None
    if found is None:
        raise ProblemError(errors.NOT_FOUND)
    return _unless_known(request, f"{server.epoch}.{found[0]}") or _with_etag(
        found[1], CBOR, f"{server.epoch}.{found[0]}"
    )


@router.get("/community", responses=responses(_JSON, 304, 401, 429, 503))
async def community(request: Request) -> Response:
    """The status of the community (roadmap_core.community.status)."""
    server: Server = request.app.state.server
    if not await run_in_threadpool(is_of_any_city, server, _token(request)):
        raise ProblemError(errors.TOKEN)
    etag = await run_in_threadpool(community_version, server)
    known = _unless_known(request, etag)
    if known is not None:
        return known
    status = await run_in_threadpool(read_community, server)
    body = json.dumps(status.to_json(), ensure_ascii=False, separators=(",", ":")).encode()
    return _with_etag(body, _JSON, etag)


@router.get("/health", responses=responses(_JSON, 503))
async def health(request: Request) -> Response:
    """Whether the server can work: {"status": "ok", "database": …, "schema": …}."""
    found = await run_in_threadpool(health_of, request.app.state.server)
    return Response(json.dumps(found), media_type=_JSON)


def _token(request: Request) -> Token:
    token = read_token(request.app.state.server, request.headers.get("authorization"))
    if token is None:
        raise ProblemError(errors.TOKEN)
    rates: Rates = request.app.state.rates
    rates.count_request(token)
    return token


def _unless_known(request: Request, etag: str) -> Response | None:
    named = request.headers.get("if-none-match", "").split(",")
    is_known = any(tag.strip().removeprefix("W/") in (f'"{etag}"', "*") for tag in named)
    return Response(status_code=304, headers={"etag": f'"{etag}"'}) if is_known else None


def _with_etag(body: bytes, media_type: str, etag: str) -> Response:
    return Response(body, media_type=media_type, headers={"etag": f'"{etag}"'})
