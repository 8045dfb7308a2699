"""Proofs of where entries stand, for couriers and auditors, who hold no log of their own."""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from roadmap_core.cbor import MalformedError
from roadmap_core.exchange.receipts import ReceiptQuestion
from sync_server import errors
from sync_server.errors import ProblemError
from sync_server.routes.bodies import CBOR, read_body
from sync_server.routes.documentation import request_of, responses
from sync_server.routes.problems import malformed
from sync_server.routes.rates import Rates
from sync_server.services.read_receipts import read_receipts
from sync_server.services.server import Server
from sync_server.services.tokens import read_token

router = APIRouter(prefix="/v1")


@router.post("/receipts", openapi_extra=request_of(CBOR), responses=responses(CBOR, 400, 404, 408, 413, 415, 429, 503))
async def receipts(request: Request) -> Response:
    """The signed head, and a proof for each entry that is named (roadmap_core.exchange.receipts)."""
    server: Server = request.app.state.server
    rates: Rates = request.app.state.rates
    token = read_token(server, request.headers.get("authorization"))
    rates.count_request(token)
    if token is None:
        rates.count_question(rates.address_of(request))
    body = await read_body(request)
    try:
        question = ReceiptQuestion.from_bytes(body)
    except MalformedError as error:
        raise ProblemError(malformed(error.code)) from error
    answer = await run_in_threadpool(read_receipts, server, question, token)
    if answer is None:
        raise ProblemError(errors.NOT_FOUND)
    return Response(answer.to_bytes(), media_type=CBOR)
