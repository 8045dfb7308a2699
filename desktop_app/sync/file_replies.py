"""What the server says of a file: how much it has, whether it took a piece, and pieces that were asked for.

Nothing of a reply is believed: offsets are integers within reason, pieces are judged by whoever asked for them.
"""

from dataclasses import dataclass

from desktop_app.errors import AppError
from desktop_app.sync.line import RequestClock
from desktop_app.sync.server import OCTETS, Response, check_opening, code_in, media_type_of, raise_if_busy, small_body
from roadmap_core import limits

_KNOWN = frozenset({200, 201, 202, 206})


@dataclass(frozen=True, slots=True)
class FileReply:
    """What the server said.

    Attributes:
        offset: where it wants the next piece to begin; None where it didn't say so sensibly.
        code: the stable code of a refusal, or "".
    """

    status: int
    offset: int | None = None
    code: str = ""


def standing_in(response: Response, clock: RequestClock) -> FileReply:
    """The answer to HEAD or to a piece that was sent. Raises AppError as every reply does."""
    check_opening(response)
    is_head = response.request.method == "HEAD"  # its content-length is the file's, and no byte of it follows
    body = b"".join(response.iter_raw()) if is_head else small_body(response, clock)
    raise_if_busy(response, body)
    if response.status_code < 400 and response.status_code not in _KNOWN:
        raise AppError("E-REPLY")
    return FileReply(response.status_code, _offset(response), code_in(response, body))


@dataclass(slots=True)
class Span:
    """Pieces of a file that are asked for, from the byte `start` to before `end`, and what has come of them.

    `come` holds what came also where the line was cut before all of it had.
    """

    start: int
    end: int
    size: int
    come: bytearray

    @property
    def header(self) -> str:
        return f"bytes={self.start}-{self.end - 1}"

    def read(self, response: Response, clock: RequestClock) -> FileReply:
        """Takes exactly what was asked for, from a reply that says that it is that. Raises AppError."""
        check_opening(response)
        if response.status_code != 206:
            body = small_body(response, clock) if response.status_code != 200 else b""
            raise_if_busy(response, body)
            if response.status_code < 400:
                raise AppError("E-REPLY")
            return FileReply(response.status_code, code=code_in(response, body))
        said = response.headers.get("content-range", "")
        if media_type_of(response) != OCTETS or said != f"bytes {self.start}-{self.end - 1}/{self.size}":
            raise AppError("E-REPLY")
        for part in response.iter_raw():
            self.come += part
            if len(self.come) > self.end - self.start or clock.left() <= 0:
                raise AppError("E-REPLY")
        return FileReply(206)


def _offset(response: Response) -> int | None:
    said = response.headers.get("upload-offset", "")
    if not (said.isascii() and said.isdigit() and len(said) <= 12):
        return None
    return offset if (offset := int(said)) <= limits.BLOB_BYTES else None
