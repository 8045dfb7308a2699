"""What devices send: one sync, a proof for a token, a join."""

import logging

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from roadmap_core import PROTOCOL_VERSION, cbor
from roadmap_core.cbor import MalformedError
from roadmap_core.exchange.joining import INVITATION_BYTES, JoinRequest
from roadmap_core.exchange.messages import Ack, AckCode, SyncReply, SyncRequest
from roadmap_core.exchange.pairs import is_body
from roadmap_core.refusals import Code, Refusal
from sync_server import errors
from sync_server.errors import BusyError, ProblemError
from sync_server.routes.bodies import CBOR, CutUploadError, read_body, read_sync_request
from sync_server.routes.documentation import nothing_said, request_of, responses
from sync_server.routes.rates import Rates
from sync_server.services.answer_sync import answer_sync
from sync_server.services.invite import invite_by_lead
from sync_server.services.join_city import join_city
from sync_server.services.server import Server
from sync_server.services.tokens import Token, good_token, read_token, token_for

router = APIRouter(prefix="/v1")
_log = logging.getLogger("sync_server")


@router.post("/sync", openapi_extra=request_of(CBOR), responses=responses(CBOR, 400, 404, 408, 413, 415, 429, 503))
async def sync(request: Request) -> Response:
    """Sends entries and receives a page of the city's log (roadmap_core.exchange.messages)."""
    try:
        opening, pushed = await read_sync_request(request)
    except CutUploadError as cut:
        if cut.opening is not None and cut.pushed:
            await _answered(request, cut.opening, cut.pushed, None)
        raise ProblemError(errors.TIMEOUT) from cut
    token = good_token(request.app.state.server, opening.token or b"")
    request.app.state.rates.count_request(token)
    reply = await _answered(request, opening, pushed, token)
    if reply is None:
        _log.warning("a log was asked for that the bearer may not read")
        raise ProblemError(errors.NOT_FOUND)
    return Response(reply.to_bytes(), media_type=CBOR)


async def _answered(
    request: Request, opening: SyncRequest, pushed: list[bytes], token: Token | None
) -> SyncReply | None:
    """The reply, within the limits of the city and of the sender's address. Raises ProblemError over one of them."""
    server: Server = request.app.state.server
    rates: Rates = request.app.state.rates
    if not pushed:
        return await run_in_threadpool(answer_sync, server, opening, pushed, token)
    count = sum(not is_body(item) for item in pushed)
    address = rates.address_of(request)
    rates.check_signatures(address)
    rates.reserve_entries(opening.city, count)
    acks: tuple[Ack, ...] = ()
    try:
        borne = rates.bad_signatures_left(address)
        reply = await run_in_threadpool(answer_sync, server, opening, pushed, token, borne)
        acks = reply.acks if reply is not None else ()
    finally:
        rates.return_entries(opening.city, count, acks)
    rates.count_signatures(address, acks)
    return reply


@router.post(
    "/token", openapi_extra=request_of(CBOR), responses=responses(CBOR, 400, 401, 403, 408, 413, 415, 429, 503)
)
async def token(request: Request) -> Response:
    """A token for a signed nonce (roadmap_core.exchange.token)."""
    server: Server = request.app.state.server
    rates: Rates = request.app.state.rates
    proof = await read_body(request)
    address = rates.address_of(request)
    rates.check_signatures(address)
    issued = await run_in_threadpool(token_for, server, proof)
    if isinstance(issued, Refusal):
        rates.count_signatures(address, (Ack(None, 0, AckCode.REFUSED, refusal=issued.code.value),))
        raise ProblemError(errors.REMOVED if issued.code == Code.REVOKED else errors.TOKEN)
    return Response(cbor.encode(issued), media_type=CBOR)


@router.post("/join", openapi_extra=request_of(CBOR), responses=responses(CBOR, 400, 403, 408, 413, 415, 429, 503))
async def join(request: Request) -> Response:
    """A computer presents its genesis (roadmap_core.exchange.joining). Reply: [1, epoch, ack, token or null]."""
    server: Server = request.app.state.server
    body = await read_body(request)
    try:
        wanted = JoinRequest.from_bytes(body)
    except MalformedError as error:
        raise ProblemError(errors.MALFORMED) from error
    rates: Rates = request.app.state.rates
    address = rates.address_of(request)
    rates.check_signatures(address)
    rates.reserve_enrolment(address)
    try:
        joined = await run_in_threadpool(join_city, server, wanted)
    except BusyError:
        rates.return_enrolment(address)
        raise
    if joined is None:
        raise ProblemError(errors.INVITE)
    if not joined.is_new:
        rates.return_enrolment(address)
    rates.count_signatures(address, (joined.ack,))
    reply = [PROTOCOL_VERSION, server.epoch, _ack_to_wire(joined.ack), joined.token]
    return Response(cbor.encode(reply), media_type=CBOR)


@router.post(
    "/invitations",
    status_code=204,
    openapi_extra=request_of(CBOR),
    responses=nothing_said(400, 401, 403, 408, 413, 415, 429, 503),
)
async def invitations(request: Request) -> Response:
    """A lead opens an invitation for another computer of the city: [1, code of 6 bytes]."""
    server: Server = request.app.state.server
    body = await read_body(request)
    rates: Rates = request.app.state.rates
    held = read_token(server, request.headers.get("authorization"))
    if held is None:
        raise ProblemError(errors.TOKEN)
    rates.count_request(held)
    try:
        version, code = cbor.array(cbor.decode(body), 2)
        cbor.integer(version, PROTOCOL_VERSION, PROTOCOL_VERSION)
        wanted = cbor.byte_string(code, INVITATION_BYTES)
    except MalformedError as error:
        raise ProblemError(errors.MALFORMED) from error
    if not await run_in_threadpool(invite_by_lead, server, held.log, wanted):
        raise ProblemError(errors.INVITE)
    return Response(status_code=204)


def _ack_to_wire(ack: Ack) -> cbor.Item:
    last = ack.refusal if ack.code == AckCode.REFUSED else ack.position
    return [ack.log, ack.seq, int(ack.code), last]
