"""HTTP/1.1 as bytes, for fakes that must be free to get it wrong."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


def read_request(connection: socket.socket, rest: bytes = b"") -> tuple[Request, bytes] | None:
    """The next request and what was read beyond it; None when the other side has closed."""
    while b"\r\n\r\n" not in rest:
        piece = connection.recv(65536)
        if not piece:
            return None
        rest += piece
    opening, _, rest = rest.partition(b"\r\n\r\n")
    line, *fields = opening.decode("latin-1").split("\r\n")
    method, path, _ = line.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
    size = int(headers.get("content-length", "0"))
    while len(rest) < size:
        piece = connection.recv(65536)
        if not piece:
            return None
        rest += piece
    return Request(method, path, headers, rest[:size]), rest[size:]


def response(status: int, body: bytes = b"", **headers: str) -> bytes:
    """The bytes of a response; `content_type="text/html"` becomes a header of that name. Its length is told truly."""
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    if status not in (204, 304):
        fields.setdefault("content-length", str(len(body)))
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status} Said\r\n{lines}\r\n".encode() + body
