"""What leaves this computer over HTTP, and what of a reply is let in. Networks' faults: tests/faults/test_network."""

import ssl
from collections.abc import Iterator

import pytest

from desktop_app.errors import AppError
from desktop_app.sync.server import Server, WaitError, wait_seconds
from desktop_app.sync.tls import system_trust
from tests.fakes.http_messages import response
from tests.fakes.server_simulator import CBOR, ServerSimulator


@pytest.fixture
def server(simulator: ServerSimulator) -> Iterator[Server]:
    connected = Server(simulator.address)
    yield connected
    connected.close()


def test_a_request_carries_no_header_that_says_nothing(simulator: ServerSimulator, server: Server) -> None:
    simulator.on_request = lambda *_: response(200, b"", content_type=CBOR)
    server.alliance()
    server.sync(b"")
    get, post = (set(request.headers) for request in simulator.requests)
    assert get == {"host", "accept-encoding"}
    assert post == get | {"content-type", "content-length"}
    assert simulator.requests[0].headers["accept-encoding"] == "identity"


def test_cookies_are_not_kept(simulator: ServerSimulator, server: Server) -> None:
    simulator.on_request = lambda *_: response(200, b"", content_type=CBOR, set_cookie="spy=1; Path=/")
    server.alliance()
    server.alliance()
    assert "cookie" not in simulator.requests[1].headers


def test_traffic_is_counted_in_bytes_of_http(simulator: ServerSimulator, server: Server) -> None:
    said = response(200, bytes(100), content_type=CBOR)
    simulator.on_request = lambda *_: said
    server.alliance()
    assert server.traffic.down == len(said)
    assert 40 < server.traffic.up < 110
    assert server.traffic.requests == 1


def test_a_refusal_in_the_servers_own_words_is_an_answer(simulator: ServerSimulator, server: Server) -> None:
    problem = "application/problem+json"
    simulator.on_request = lambda *_: response(403, b'{"code": "E-INVITE", "title": "x"}', content_type=problem)
    assert (server.join(b"").status, server.join(b"").code) == (403, "E-INVITE")
    for body in (b"{}", b"[]", b"", b'{"code": 5}', b'{"code": "<b>"}', b"[" * 60_000):
        simulator.on_request = lambda *_, said=body: response(400, said, content_type=problem)
        assert server.join(b"").code == ""


def test_a_reply_above_the_cap_is_refused(simulator: ServerSimulator, server: Server) -> None:
    simulator.on_request = lambda *_: response(200, bytes(64 * 1024), content_type=CBOR)
    assert len(server.alliance().body) == 64 * 1024
    simulator.on_request = lambda *_: response(200, bytes(64 * 1024 + 1), content_type=CBOR)
    with pytest.raises(AppError, match="E-REPLY"):
        server.alliance()


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 599])
def test_a_server_in_trouble_is_to_be_tried_later(simulator: ServerSimulator, server: Server, status: int) -> None:
    simulator.on_request = lambda *_: response(status, b"trouble", content_type="text/plain")
    with pytest.raises(WaitError):
        server.alliance()


def test_certificates_are_always_checked_with_tls_1_2_at_least() -> None:
    context = system_trust()
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_a_wait_is_a_number_of_seconds_or_nothing() -> None:
    assert [wait_seconds(said) for said in ("5", " 5 ", "0", "99999")] == [5, 5, 0, 3600]
    assert [wait_seconds(said) for said in ("", "-1", "1.5", "soon", "²")] == [None] * 5
