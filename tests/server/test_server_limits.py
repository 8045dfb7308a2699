"""Requests that are too large, too slow, cut, silent or no HTTP at all (faults.md, row 85)."""

import contextlib
import json
import socket
import statistics
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from roadmap_core import cbor, limits
from roadmap_core.exchange.messages import AckCode, SyncRequest
from sync_server.settings import Limits
from sync_server.storage.tables import EntryRow
from tests.server.conftest import client_of
from tests.server.contents import rows
from tests.server.device import CBOR, Device, write
from tests.server.running import RunningServer

QUICK = Limits(header_seconds=0.5, body_idle_seconds=0.5, body_seconds=3, linger_seconds=0.5, connections=12)
SYNC = b"POST /v1/sync HTTP/1.1\r\nhost: x\r\ncontent-type: application/cbor\r\n"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    """With little patience; what a connection may do has nothing to do with the database."""
    with RunningServer(tmp_path / "server", limits=QUICK) as running:
        yield running


@contextlib.contextmanager
def connected(server: RunningServer) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as plain:
        yield plain


def everything(plain: socket.socket) -> bytes:
    """What the server says until it closes the connection; fails if it doesn't."""
    said = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := plain.recv(65_536):
            said += piece
    return said


def problem(said: bytes) -> tuple[int, str]:
    head, _, body = said.partition(b"\r\n\r\n")
    fields = json.loads(body)
    assert int(head.split()[1]) == fields["status"]
    assert fields["request_id"]
    assert b"content-type: application/problem+json" in head.lower()
    return fields["status"], fields["code"]


def asked(server: RunningServer, *pieces: bytes) -> tuple[int, str]:
    with connected(server) as plain:
        for piece in pieces:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                plain.sendall(piece)
        return problem(everything(plain))


def still_answers(server: RunningServer) -> bool:
    with client_of(server) as client:
        return client.get("/v1/health").status_code == 200


@pytest.mark.parametrize("size", [limits.PUSH_BYTES + 1, 10 * limits.PUSH_BYTES])
def test_row_85_a_body_that_declares_too_much_is_refused_before_it_comes(server: RunningServer, size: int) -> None:
    assert asked(server, SYNC + f"content-length: {size}\r\n\r\n".encode()) == (413, "E-SIZE")


def test_row_85_a_body_of_exactly_the_limit_is_read_and_one_byte_more_is_not(
    server: RunningServer, client: httpx.Client
) -> None:
    for size, status in ((limits.PUSH_BYTES, 400), (limits.PUSH_BYTES + 1, 413)):
        assert client.post("/v1/sync", content=bytes(size), headers=CBOR).status_code == status


@pytest.mark.parametrize("size", [limits.PUSH_BYTES + 1, 4 * limits.PUSH_BYTES])
def test_row_85_a_chunked_body_is_cut_off_at_the_limit(server: RunningServer, size: int) -> None:
    opening = SyncRequest("kaga-jp", 0, 0, 0).to_bytes()
    body = opening + cbor.encode(bytes(60_000)) * (size // 60_000 + 1)
    chunks = [body[start : start + 50_000] for start in range(0, size, 50_000)]
    framed = [b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks]
    assert asked(server, SYNC + b"transfer-encoding: chunked\r\n\r\n", *framed)[0] == 413


def test_row_85_a_body_without_length_is_an_empty_one(server: RunningServer) -> None:
    with connected(server) as plain:
        plain.sendall(SYNC + b"\r\n")
        assert plain.recv(65_536).startswith(b"HTTP/1.1 400 ")


def test_row_85_more_than_200_entries_are_refused_and_200_are_not(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    entries = [lead.answer(20, 1).data] * 201
    body = SyncRequest("kaga-jp", 0, 0, 0, tuple(entries)).to_bytes()
    response = client.post("/v1/sync", content=body, headers=CBOR)
    assert (response.status_code, response.json()["code"]) == (413, "E-LIMIT")
    assert len(lead.push(client, entries[:200]).acks) == 200


def test_row_85_what_inflates_beyond_the_limit_is_refused(server: RunningServer, client: httpx.Client) -> None:
    packer = zlib.compressobj(9, wbits=-15)
    bomb = packer.compress(cbor.encode(bytes(60_000)) * 200) + packer.flush()
    opening = cbor.encode([1, "kaga-jp", 0, 0, 0, None, [], 1])
    response = client.post("/v1/sync", content=opening + bomb, headers=CBOR)
    assert (response.status_code, response.json()["code"]) == (413, "E-SIZE")


@pytest.mark.parametrize("count", [400, 10_000])
def test_row_85_headers_beyond_16_kib_are_refused(server: RunningServer, count: int) -> None:
    lines = b"".join(b"x-%d: %s\r\n" % (n, b"y" * 50) for n in range(count))
    assert asked(server, b"GET /v1/health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n" + lines + b"\r\n") == (
        431,
        "E-HEADERS",
    )


def test_row_85_headers_below_the_limit_are_read(server: RunningServer, client: httpx.Client) -> None:
    assert client.get("/v1/health", headers={"x": "y" * 15_000}).status_code == 200
    assert client.get("/v1/health", headers={"x": "y" * 17_000}).json()["code"] == "E-HEADERS"


@pytest.mark.parametrize("start", [b"", b"GET /v1/health HT", b"GET /v1/health HTTP/1.1\r\nhost: x\r\nx-half:"])
def test_row_85_a_silent_socket_and_half_a_header_are_closed(server: RunningServer, start: bytes) -> None:
    assert asked(server, start) == (408, "E-TIMEOUT")
    assert still_answers(server)


def test_row_85_half_a_header_after_a_good_request_is_closed(server: RunningServer) -> None:
    with connected(server) as plain:
        plain.sendall(b"GET /v1/health HTTP/1.1\r\nhost: x\r\n\r\nGET /v1/hea")
        said = everything(plain)
    assert said.startswith(b"HTTP/1.1 200 ")
    assert b"HTTP/1.1 408 " in said


def test_row_85_a_body_that_stops_coming_is_given_up_and_what_came_counts(server: RunningServer, lead: Device) -> None:
    first, second = lead.answer(20, 1), lead.answer(21, 1)
    body = SyncRequest("kaga-jp", 0, 0, 0, (first.data, second.data)).to_bytes()
    start = SYNC + b"content-length: 5000\r\n\r\n" + body[:-20]
    assert asked(server, start) == (408, "E-TIMEOUT")
    with client_of(server) as client:
        assert [ack.code for ack in lead.push(client, [first, second]).acks] == [AckCode.KNOWN, AckCode.ACCEPTED]


def test_row_85_a_body_that_drips_is_given_up_in_the_end(server: RunningServer) -> None:
    begun = time.monotonic()
    with connected(server) as plain, contextlib.suppress(BrokenPipeError, ConnectionResetError):
        plain.sendall(SYNC + b"content-length: 900000\r\n\r\n" + SyncRequest("kaga-jp", 0, 0, 0).to_bytes())
        plain.settimeout(0.2)
        said = b""
        while not said:
            plain.sendall(b"\x41")
            with contextlib.suppress(TimeoutError):
                said = plain.recv(65_536)
    assert time.monotonic() - begun < 10
    assert said.startswith((b"HTTP/1.1 408 ", b"HTTP/1.1 400 "))


def test_row_85_an_upload_that_is_cut_off_makes_progress(server: RunningServer, lead: Device) -> None:
    sent = [lead.seal(write(20, "x" * 300, facet=2)) for _ in range(4)]
    body = SyncRequest("kaga-jp", 0, 0, 0).to_bytes() + b"".join(cbor.encode(entry.data) for entry in sent)
    with connected(server) as plain:
        plain.sendall(SYNC + f"content-length: {len(body)}\r\n\r\n".encode() + body[:-100])
    deadline = time.monotonic() + 10
    while len(rows(server, EntryRow)) < 5 and time.monotonic() < deadline:
        still_answers(server)
    with client_of(server) as client:
        codes = [ack.code for ack in lead.push(client, sent).acks]
    assert codes == [AckCode.KNOWN] * 3 + [AckCode.ACCEPTED]


def test_row_85_a_length_that_lies_is_found_out(server: RunningServer) -> None:
    body = SyncRequest("nowhere-xx", 0, 0, 0).to_bytes()
    with connected(server) as plain:
        plain.sendall(SYNC + f"content-length: {len(body)}\r\n\r\n".encode() + body + b"\x00\x01 more")
        said = everything(plain)
    assert said.startswith(b"HTTP/1.1 404 ")
    assert asked(server, SYNC + b"content-length: 5\r\ncontent-length: 6\r\n\r\n") == (400, "E-HTTP")
    assert asked(server, SYNC + b"content-length: -5\r\n\r\n") == (400, "E-HTTP")


@pytest.mark.parametrize(
    "noise", [b"\x16\x03\x01\x02\x00\x01\x00", b"\r\n\r\nhello\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n"]
)
def test_row_85_what_is_no_http_is_told_so(server: RunningServer, noise: bytes) -> None:
    status, code = asked(server, noise)
    assert (status, code) in [(400, "E-HTTP"), (408, "E-TIMEOUT")]


@pytest.mark.parametrize(
    "path", [b"/v1/../v1/health", b"/v1/%2e%2e/v1/health", b"//v1/health", b"/v1/health/../health"]
)
def test_row_97_paths_are_taken_as_they_are_written(server: RunningServer, path: bytes) -> None:
    request = b"GET " + path + b" HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
    assert asked(server, request) == (404, "E-NOT-FOUND")


def test_row_85_too_many_connections_are_turned_away_and_come_in_later(server: RunningServer) -> None:
    with contextlib.ExitStack() as stack:
        open_ones = [stack.enter_context(connected(server)) for _ in range(QUICK.connections)]
        assert all(open_ones)
        assert asked(server, b"") == (429, "E-CONNECTIONS")
    assert still_answers(server)


def test_row_85_an_honest_client_is_served_while_others_misbehave(server: RunningServer, lead: Device) -> None:
    seconds: list[float] = []
    with contextlib.ExitStack() as stack:
        for place in range(8):
            plain = stack.enter_context(connected(server))
            plain.sendall([b"", b"GET /", SYNC + b"content-length: 9000\r\n\r\n\x88"][place % 3])

        def honest(_: int) -> None:
            begun = time.monotonic()
            with client_of(server) as client:
                lead_answers = client.get("/v1/health").status_code
            assert lead_answers == 200
            seconds.append(time.monotonic() - begun)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(honest, range(40)))
    assert statistics.quantiles(seconds, n=100)[98] <= 2
