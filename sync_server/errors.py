"""What the server says when it doesn't do what it was asked: over HTTP a problem, on the command line a sentence.

A problem never names internals: a stable code, a sentence, and the number under which the server's log tells more.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of refusal over HTTP (RFC 9457)."""

    status: int
    code: str
    title: str


NOT_FOUND = Problem(404, "E-NOT-FOUND", "There is nothing here, or nothing that you may read.")
METHOD = Problem(405, "E-METHOD", "This address does not take that kind of request.")
MEDIA_TYPE = Problem(415, "E-MEDIA-TYPE", "This address takes a body of type application/cbor only.")
MALFORMED = Problem(400, "E-DECODE", "The request could not be read.")
BAD_HTTP = Problem(400, "E-HTTP", "This is not a well-formed HTTP request.")
BODY_SIZE = Problem(413, "E-SIZE", "The request is larger than the server takes.")
TOO_MANY_ENTRIES = Problem(413, "E-LIMIT", "The request holds more entries than the server takes at once.")
HEADER_SIZE = Problem(431, "E-HEADERS", "The headers of the request are larger than the server takes.")
TIMEOUT = Problem(408, "E-TIMEOUT", "The request did not arrive in time.")
CONNECTIONS = Problem(429, "E-CONNECTIONS", "There are too many connections at the moment. Please try again later.")
RATE = Problem(429, "E-RATE", "This was asked too often. Please wait before trying again.")
QUOTA = Problem(429, "E-QUOTA", "The city has sent as much as the server takes from one city in a day.")
BLOB_TYPE = Problem(415, "E-MEDIA-TYPE", "This address takes a body of type application/octet-stream only.")
BLOB_OFFSET = Problem(409, "E-OFFSET", "This piece does not begin where what has come of the file ends.")
BLOB_HASH = Problem(409, "E-BLOB", "What came is not the file that was announced. Please send it again from its start.")
BLOB_SIZE = Problem(413, "E-SIZE", "The file is larger than the server takes.")
BLOB_QUOTA = Problem(413, "E-QUOTA", "The files of the city take all the room that the server has for them.")
RANGE = Problem(416, "E-RANGE", "The file does not have these bytes.")
TOKEN = Problem(401, "E-TOKEN", "A valid token is needed to read this.")
REMOVED = Problem(403, "E-REMOVED", "This computer was removed from its city.")
INVITE = Problem(403, "E-INVITE", "This invitation is not valid for this city, or was used before.")
SERVER_BUSY = Problem(503, "E-SERVER-BUSY", "The server can't work at the moment. Nothing was taken; please try again.")
INTERNAL = Problem(500, "E-INTERNAL", "Something went wrong on the server. Nothing was taken.")


class ProblemError(Exception):
    """Ends a request with a problem."""

    def __init__(
        self, problem: Problem, wait_seconds: int | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        """`wait_seconds`: after which it makes sense to try again."""
        super().__init__(problem.code)
        self.problem = problem
        self.wait_seconds = wait_seconds
        self.headers = headers


class BusyError(Exception):
    """The server can't work now: the database is locked or full, or the key of the log is missing."""


class OperatorError(Exception):
    """What the operator asked for can't be done; becomes a sentence on the command line."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
