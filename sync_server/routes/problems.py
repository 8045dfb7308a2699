"""Errors over HTTP as problem+json (RFC 9457): a code, a sentence, the number of the request; never an internal."""

import json
import logging
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from roadmap_core.refusals import Code
from sync_server import errors
from sync_server.errors import BusyError, Problem, ProblemError

_log = logging.getLogger("sync_server")
_MEDIA_TYPE = "application/problem+json"
_BY_STATUS = {404: errors.NOT_FOUND, 405: errors.METHOD}
_BY_CODE = {Code.SIZE: errors.BODY_SIZE, Code.LIMIT: errors.TOO_MANY_ENTRIES}
RETRY_SECONDS = "5"


def problem_body(problem: Problem, request_id: str, next_slot: str = "") -> bytes:
    """`next_slot`: from when on it makes sense to try again, in UTC."""
    fields: dict[str, str | int] = {
        "type": "about:blank",
        "title": problem.title,
        "status": problem.status,
        "code": problem.code,
        "request_id": request_id,
    }
    if next_slot:
        fields["next_slot"] = next_slot
    return json.dumps(fields, separators=(",", ":")).encode()


def new_request_id() -> str:
    return secrets.token_hex(8)


def problem_response(
    problem: Problem, request_id: str, headers: Mapping[str, str] | None = None, next_slot: str = ""
) -> Response:
    """The answer, and one line in the log that holds nothing the client chose."""
    level = logging.ERROR if problem.status >= 500 else logging.INFO
    _log.log(level, "%d %s request %s", problem.status, problem.code, request_id)
    body = problem_body(problem, request_id, next_slot)
    return Response(body, status_code=problem.status, headers=dict(headers or {}), media_type=_MEDIA_TYPE)


def malformed(code: Code) -> Problem:
    """The problem of a request that the core can't read."""
    return _BY_CODE.get(code, Problem(400, code.value, errors.MALFORMED.title))


def add_problem_handlers(app: FastAPI) -> None:
    """Turns everything that can end a request early into a problem, here and nowhere else."""

    def id_of(request: Request) -> str:
        found: str = request.scope["state"]["request_id"]
        return found

    async def on_problem(request: Request, error: Exception) -> Response:
        problem = error.problem if isinstance(error, ProblemError) else errors.INTERNAL
        seconds = error.wait_seconds if isinstance(error, ProblemError) else None
        if seconds is None:
            headers = error.headers if isinstance(error, ProblemError) else None
            return problem_response(problem, id_of(request), headers)
        slot = datetime.fromtimestamp(app.state.server.now_s() + seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return problem_response(problem, id_of(request), {"retry-after": str(seconds)}, slot)

    async def on_http(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        headers = error.headers if isinstance(error, HTTPException) else None
        return problem_response(_BY_STATUS.get(status, errors.MALFORMED), id_of(request), headers)

    async def on_busy(request: Request, error: Exception) -> Response:
        _log.error("busy: %s", error)
        return problem_response(errors.SERVER_BUSY, id_of(request), {"retry-after": RETRY_SECONDS})

    app.add_exception_handler(ProblemError, on_problem)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(BusyError, on_busy)
    app.add_exception_handler(Exception, on_problem)
