"""HTTP to the alliance's server: the only file that speaks it. Believes nothing that comes back.

TLS 1.2 or newer, always verified, by the system's own trust store; no redirects, no cookies, no decoding; every reply
is counted in raw bytes against a cap and against a clock (protocol.md, section 5). What the environment does wrong is
an AppError; what the server answers in its own words is an `Answer`.
"""

import base64
import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar
from urllib.request import getproxies, proxy_bypass

import httpx

from desktop_app.errors import AppError
from desktop_app.sync.address import is_this_computer, server_address
from desktop_app.sync.line import CountedNetwork, LateError, RequestClock, Traffic
from desktop_app.sync.tls import raise_tls, system_trust
from roadmap_core import limits

T = TypeVar("T")
Response: TypeAlias = httpx.Response
"""What `file_replies` judges; nothing else of httpx leaves this file."""

CBOR, JSON, PROBLEM = "application/cbor", "application/json", "application/problem+json"
OCTETS = "application/octet-stream"
LONGEST_WAIT_SECONDS = 3600
_SMALL_REPLY_BYTES = 64 * 1024
_TAKEN = frozenset({200, 204, 304})
_TRANSIENT = {429: "E-TOO-MANY", 500: "E-SERVER-BUSY", 502: "E-SERVER-BUSY", 503: "E-SERVER-BUSY", 504: "E-SERVER-BUSY"}
_TOLD = frozenset({"E-QUOTA"})
"""Codes of a server that asks to wait which mean more than their status."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a request may take, in seconds: to connect, between two pieces, and as a whole."""

    connect: float = 15
    idle: float = 30
    total: float = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said.

    Attributes:
        body: the bytes as they came; empty unless `status` is 200.
        code: the stable code of a refusal, or "".
    """

    status: int
    body: bytes = b""
    etag: str = ""
    code: str = ""

    @property
    def is_taken(self) -> bool:
        return self.status in _TAKEN


class WaitError(AppError):
    """The server asks to come back later; `seconds` is how much later, None where it didn't say so sensibly."""

    def __init__(self, code: str, seconds: int | None) -> None:
        super().__init__(code)
        self.seconds = seconds


class Server:
    """One server, over one connection that stays open between requests. Not for several threads at once."""

    def __init__(self, address: str, patience: Patience | None = None, context: ssl.SSLContext | None = None) -> None:
        """Opens nothing yet.

        Args:
            address: as typed; see `server_address`.
            patience: for tests; people wait as long as `Patience` says.
            context: for tests; must verify.

        Raises:
            AppError: E-ADDRESS, E-PORT, E-PROXY.
        """
        self.address = server_address(address)
        self.traffic = Traffic()
        self._patience = patience or Patience()
        self._clock = RequestClock()
        proxy = _proxy(self.address)
        self._has_proxy = proxy is not None
        self._transport = _Transport(context or system_trust(), proxy, self._clock, self.traffic)
        self._client = _client(self.address, self._transport, self._patience)

    def close(self) -> None:
        self._client.close()

    def hang_up(self) -> None:
        """Ends the request that is running, from another thread; none can be made any more."""
        self._transport.network.cut()

    def alliance(self) -> Answer:
        return self._ask("GET", "/v1/alliance", CBOR)

    def join(self, body: bytes) -> Answer:
        return self._ask("POST", "/v1/join", CBOR, body)

    def token(self, body: bytes) -> Answer:
        return self._ask("POST", "/v1/token", CBOR, body)

    def sync(self, body: bytes) -> Answer:
        return self._ask("POST", "/v1/sync", CBOR, body, cap=limits.REPLY_BYTES)

    def open_invitation(self, body: bytes, token: bytes) -> Answer:
        return self._ask("POST", "/v1/invitations", CBOR, body, token=token)

    def receipts(self, body: bytes) -> Answer:
        return self._ask("POST", "/v1/receipts", CBOR, body, cap=limits.REPLY_BYTES)

    def head(self, city: str, token: bytes, etag: str) -> Answer:
        return self._ask("GET", f"/v1/cities/{city}/head", CBOR, token=token, etag=etag)

    def community(self, token: bytes, etag: str) -> Answer:
        return self._ask("GET", "/v1/community", JSON, token=token, etag=etag, cap=limits.REPLY_BYTES)

    def file(
        self,
        method: str,
        address: bytes,
        token: bytes,
        read: Callable[[httpx.Response, "RequestClock"], T],
        *,
        query: str = "",
        piece: bytes | None = None,
        span: str = "",
    ) -> T:
        """A request about one file, whose answer `read` judges (`file_replies`); `span` is the Range asked for."""
        headers = {"Authorization": _bearer(token)}
        if piece is not None:
            headers["Content-Type"] = OCTETS
        if span:
            headers["Range"] = span
        return self._exchange(method, f"/v1/blobs/{address.hex()}{query}", piece, headers, read)

    def _ask(
        self,
        method: str,
        path: str,
        media_type: str,
        body: bytes | None = None,
        *,
        token: bytes | None = None,
        etag: str = "",
        cap: int = _SMALL_REPLY_BYTES,
    ) -> Answer:
        headers = {} if body is None else {"Content-Type": CBOR}
        if token is not None:
            headers["Authorization"] = _bearer(token)
        if etag:
            headers["If-None-Match"] = etag
        return self._exchange(
            method, path, body, headers, lambda response, clock: _read(response, media_type, cap, clock)
        )

    def _exchange(
        self,
        method: str,
        path: str,
        body: bytes | None,
        headers: dict[str, str],
        read: Callable[[httpx.Response, RequestClock], T],
    ) -> T:
        self.traffic.requests += 1
        self._clock.start(self._patience.total)
        self._client.cookies.clear()
        with _environment(has_proxy=self._has_proxy):
            request = self._client.build_request(method, path, content=body, headers=headers)
            response = self._client.send(request, stream=True)
            try:
                return read(response, self._clock)
            finally:
                response.close()


def _bearer(token: bytes) -> str:
    return f"Bearer {base64.urlsafe_b64encode(token).decode().rstrip('=')}"


def _read(response: httpx.Response, media_type: str, cap: int, clock: RequestClock) -> Answer:
    status, found = response.status_code, media_type_of(response)
    check_opening(response)
    body = _body(response, cap if status == 200 else _SMALL_REPLY_BYTES, clock)  # read whole, or httpx hangs up
    raise_if_busy(response, body)
    if status in (204, 304):
        return Answer(status)
    if status == 200 and found == media_type:
        return Answer(status, body, etag=response.headers.get("etag", "")[:200])
    if status >= 400:
        return Answer(status, code=code_in(response, body))
    raise AppError("E-PORTAL" if body.lstrip()[:1] == b"<" else "E-REPLY")


def media_type_of(response: httpx.Response) -> str:
    """Without its parameters, in small letters."""
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()


def raise_if_busy(response: httpx.Response, body: bytes) -> None:
    """Raises WaitError where the server asks to come back later."""
    status = response.status_code
    if status in _TRANSIENT or status > 500:
        said = code_in(response, body)
        code = said if said in _TOLD else _TRANSIENT.get(status, "E-SERVER-BUSY")
        raise WaitError(code, wait_seconds(response.headers.get("retry-after", "")))


def code_in(response: httpx.Response, body: bytes) -> str:
    """The stable code of a refusal, or ""."""
    return _code(body) if media_type_of(response) == PROBLEM else ""


def check_opening(response: httpx.Response) -> None:
    """What can be told from status and headers, before a byte of the body is read. Raises AppError."""
    status = response.status_code
    if response.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise AppError("E-ENCODING")
    if 300 <= status < 400 and status != 304:
        raise AppError("E-REDIRECT")
    if status == 511 or "html" in media_type_of(response):
        raise AppError("E-PORTAL")
    if status == 407:
        raise AppError("E-PROXY")


def small_body(response: httpx.Response, clock: RequestClock) -> bytes:
    """The body of a refusal, or of an answer that says nothing but its headers."""
    return _body(response, _SMALL_REPLY_BYTES, clock)


def _body(response: httpx.Response, cap: int, clock: RequestClock) -> bytes:
    declared = response.headers.get("content-length", "")
    if declared.isdigit() and int(declared[:20]) > cap:
        raise AppError("E-REPLY")
    body = bytearray()
    for piece in response.iter_raw():
        body += piece
        if len(body) > cap or clock.left() <= 0:
            raise AppError("E-REPLY")
    return bytes(body)


def _code(body: bytes) -> str:
    try:
        code = json.loads(body).get("code")
    except (ValueError, AttributeError, RecursionError):
        return ""
    return code if isinstance(code, str) and code.startswith("E-") and len(code) <= 40 and code.isascii() else ""


def wait_seconds(header: str) -> int | None:
    """`Retry-After` in seconds (RFC 9110, section 10.2.3), at most an hour; None for a date, a text, or nonsense.

    Dates are left aside: they would make this computer's clock decide something.
    """
    text = header.strip()
    return min(int(text[:20]), LONGEST_WAIT_SECONDS) if text.isascii() and text.isdigit() else None


@contextmanager
def _environment(*, has_proxy: bool) -> Iterator[None]:
    """Turns what httpx raises into codes. Behind a proxy, a connection that fails is the proxy's."""
    unreachable = "E-PROXY" if has_proxy else "E-OFFLINE"
    try:
        yield
    except LateError as error:
        raise AppError("E-REPLY") from error
    except httpx.ProxyError as error:
        raise AppError("E-PROXY") from error
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise_tls(error)
        raise AppError(unreachable) from error
    except (httpx.ReadTimeout, httpx.RemoteProtocolError) as error:
        raise AppError("E-REPLY") from error
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ssl.SSLError) as error:
        raise_tls(error)
        raise AppError("E-OFFLINE") from error


def _client(address: str, transport: httpx.BaseTransport, patience: Patience) -> httpx.Client:
    timeout = httpx.Timeout(patience.idle, connect=patience.connect)
    client = httpx.Client(
        base_url=address, transport=transport, timeout=timeout, trust_env=False, follow_redirects=False
    )
    for name in ("accept", "connection", "user-agent"):  # 100 bytes a request that say nothing
        del client.headers[name]
    client.headers["Accept-Encoding"] = "identity"
    return client


def _proxy(address: str) -> httpx.Proxy | None:
    """The system's proxy for this address; none for this computer itself."""
    url = httpx.URL(address)
    if is_this_computer(url.host) or proxy_bypass(url.host):
        return None
    found = getproxies().get(url.scheme) or getproxies().get("all")
    try:
        return httpx.Proxy(found if "://" in found else f"http://{found}") if found else None
    except (ValueError, httpx.InvalidURL) as error:
        raise AppError("E-PROXY") from error


class _Transport(httpx.HTTPTransport):
    """httpx's own, on a network that ends with the request's time: httpx has no limit for a whole request."""

    def __init__(
        self, context: ssl.SSLContext, proxy: httpx.Proxy | None, clock: RequestClock, traffic: Traffic
    ) -> None:
        keep = httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=20)
        try:
            super().__init__(verify=context, trust_env=False, proxy=proxy, limits=keep)
        except (ImportError, ValueError) as error:  # a proxy of a kind that is not supported
            raise AppError("E-PROXY") from error
        pool: Any = self._pool  # httpx has no public way to this; tests/unit/sync/test_server.py guards it
        self.network = CountedNetwork(pool._network_backend, clock, traffic)  # noqa: SLF001
        pool._network_backend = self.network  # noqa: SLF001
