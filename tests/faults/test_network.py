"""What networks do to a round: faults.md, rows 69, 71 to 77. Nothing is lost, and every fault has its own words."""

import gzip
import os
import socket
import ssl
import threading
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from desktop_app.errors import AppError
from desktop_app.sync.server import Patience, Server
from roadmap_core import cbor
from tests.fakes.computer import Computer
from tests.fakes.counting_proxy import CountingProxy
from tests.fakes.http_messages import Request, read_request, response
from tests.fakes.loopback import Loopback
from tests.fakes.server_simulator import CBOR, ServerSimulator
from tests.server.running import RunningServer

STEP = 1 if os.environ.get("WAYMARK_EVERY_BYTE") else 16
"""Every 16th offset on each commit; all of them with WAYMARK_EVERY_BYTE=1, 40 seconds on two cores."""
MEBIBYTE = 2**20
Say = Callable[[bytes], None]


@pytest.fixture
def simulator() -> Iterator[ServerSimulator]:
    with ServerSimulator() as running:
        yield running


@pytest.fixture
def aiko(simulator: ServerSimulator, tmp_path: Path) -> Iterator[Computer]:
    """A joined computer with one answer that waits."""
    with Computer(tmp_path / "aiko", patience=Patience(connect=2, idle=0.6, total=1.2)) as computer:
        computer.join(simulator.address, simulator.invite("kaga-jp"))
        assert computer.send().problem == ""
        computer.answer(computer.choice_questions[0], 1)
        yield computer


@pytest.fixture
def say(simulator: ServerSimulator) -> Say:
    """Answers every sync with these bytes from now on."""

    def answer_with(data: bytes) -> None:
        simulator.on_request = lambda request, _: data if request.path == "/v1/sync" else None

    return answer_with


def assert_refused_and_sent_later(aiko: Computer, simulator: ServerSimulator, code: str) -> None:
    """The fault was told, nothing counts as sent, and the answer goes out once the network is well again."""
    assert aiko.send().problem == code
    assert aiko.status.problem == code
    assert aiko.status.waiting_changes == 1
    simulator.on_request = None
    assert aiko.send().problem == ""
    assert aiko.status.waiting_changes == 0


# Row 69


@pytest.fixture
def cut_line(tmp_path: Path) -> Iterator[tuple[RunningServer, CountingProxy, Computer]]:
    with (
        RunningServer(tmp_path / "server") as server,
        CountingProxy(server.port) as proxy,
        Computer(tmp_path / "aiko") as computer,
    ):
        computer.join(proxy.address, server.invite("kaga-jp"))
        server.admit(computer.genesis)
        assert computer.send().problem == ""
        yield server, proxy, computer


def size_of_log(server: RunningServer) -> int:
    from sync_server.storage import cities

    with server.server.database.reading() as connection:
        found = cities.head_of(connection, "kaga-jp")
    assert found is not None
    return found[0]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("direction", ["cut_up_after", "cut_down_after"])
def test_row_69_a_line_that_is_cut_at_any_byte_takes_effect_exactly_once(
    cut_line: tuple[RunningServer, CountingProxy, Computer], direction: str
) -> None:
    server, proxy, computer = cut_line
    question = computer.choice_questions[0]
    for option in (1, 0):  # the first entry names what it has seen of others, and is longer than the following ones
        computer.answer(question, option)
        proxy.take()
        computer.send()
    whole = proxy.take()
    length = whole.up if direction == "cut_up_after" else whole.down
    for number, offset in enumerate(range(0, length, STEP)):
        before = size_of_log(server)
        computer.answer(question, (number + 1) % 2)
        proxy.take()
        setattr(proxy, direction, offset)
        cut = computer.send()
        setattr(proxy, direction, None)
        assert cut.problem in {"E-OFFLINE", "E-REPLY"}, offset
        assert computer.waiting == 1, offset
        assert computer.send().problem == "", offset
        assert computer.waiting == 0, offset
        assert size_of_log(server) == before + 1, offset
        assert None not in computer.positions().values()
    assert computer.log_state.position == size_of_log(server)


# Row 71


@pytest.mark.parametrize("status", [200, 511])
def test_row_71_a_captive_portal_is_named_and_nothing_counts_as_sent(
    aiko: Computer, simulator: ServerSimulator, say: Say, status: int
) -> None:
    say(response(status, b"<html>Welcome to Hotel Adria</html>", content_type="text/html; charset=utf-8"))
    assert_refused_and_sent_later(aiko, simulator, "E-PORTAL")
    assert AppError("E-PORTAL").words.title == "This network wants you to log in first"


def test_row_71_a_portal_that_lies_about_its_type_is_no_reply(
    aiko: Computer, simulator: ServerSimulator, say: Say
) -> None:
    say(response(200, b"\n <!DOCTYPE html><title>Log in</title>"))
    assert_refused_and_sent_later(aiko, simulator, "E-PORTAL")


def test_row_71_html_under_our_own_media_type_is_no_reply(aiko: Computer, simulator: ServerSimulator, say: Say) -> None:
    say(response(200, b"<html></html>", content_type=CBOR))
    assert_refused_and_sent_later(aiko, simulator, "E-REPLY")


# Row 72


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_row_72_no_redirect_is_followed_and_the_token_stays_here(
    aiko: Computer, simulator: ServerSimulator, say: Say, status: int
) -> None:
    with ServerSimulator() as other:
        say(response(status, location=f"{other.address}/v1/sync"))
        assert_refused_and_sent_later(aiko, simulator, "E-REDIRECT")
        assert other.connections == 0


# Row 73


def certificate(folder: Path, *, host: str = "127.0.0.1", days: int = 10) -> tuple[Path, ssl.SSLContext]:
    """A certificate that signs itself, and a server's context with it. Negative `days`: it has run out."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    now = datetime.now(UTC)
    names: list[x509.GeneralName] = [x509.IPAddress(ip_address(host))] if host[0].isdigit() else [x509.DNSName(host)]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=20))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(made.public_bytes(pem) + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return file, context


def tls_problem(context: ssl.SSLContext, trusted: ssl.SSLContext | None) -> AppError:
    def serve(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secured:
            read_request(secured)

    with Loopback(serve) as running:
        server = Server(f"https://127.0.0.1:{running.port}", Patience(2, 2, 2), trusted)
        try:
            with pytest.raises(AppError) as raised:
                server.alliance()
        finally:
            server.close()
    return raised.value


def trusting(file: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(file))
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


@pytest.mark.parametrize(
    ("reason", "host", "days"),
    [("expired", "127.0.0.1", -1), ("name", "other.example", 10), ("issuer", "127.0.0.1", 10)],
)
def test_row_73_a_certificate_that_does_not_fit_is_refused_and_the_reason_said(
    tmp_path: Path, reason: str, host: str, days: int
) -> None:
    file, context = certificate(tmp_path, host=host, days=days)
    problem = tls_problem(context, None if reason == "issuer" else trusting(file))
    assert (problem.code, problem.holes["reason"]) == ("E-TLS", reason)


def test_row_73_a_stale_path_to_certificates_does_not_stop_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/ca.pem")
    monkeypatch.setenv("SSL_CERT_DIR", "/nowhere")
    Server("https://sync.example").close()


# Hanging up from another thread, which is how a profile is closed under a round


@pytest.mark.parametrize("is_secured", [False, True], ids=["plain", "TLS"])
def test_a_request_that_waits_is_woken_by_hanging_up(tmp_path: Path, is_secured: bool) -> None:
    is_reached = threading.Event()
    file, context = certificate(tmp_path, host="127.0.0.1", days=10)
    said: list[str] = []

    def hang(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) if is_secured else connection as line:
            read_request(line)
            is_reached.set()
            line.recv(1)

    def ask() -> None:
        try:
            server.alliance()
        except AppError as error:
            said.append(error.code)

    with Loopback(hang) as running:
        address = f"{'https' if is_secured else 'http'}://127.0.0.1:{running.port}"
        server = Server(address, Patience(60, 60, 60), trusting(file))
        asking = threading.Thread(target=ask)
        asking.start()
        assert is_reached.wait(10)
        server.hang_up()
        asking.join(5)
        assert not asking.is_alive()
        ask()
        server.close()
    assert len(said) == 2, "and none can be made any more"
    assert set(said) <= {"E-REPLY", "E-OFFLINE"}


# Row 74


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_row_74_a_packed_reply_is_refused_before_it_is_inflated(
    aiko: Computer, simulator: ServerSimulator, say: Say, encoding: str
) -> None:
    bomb = gzip.compress(bytes(400 * 1000 * 1000), 9) if encoding == "gzip" else b"\x00" * 400_000
    say(response(200, bomb, content_type=CBOR, content_encoding=encoding))
    tracemalloc.start()
    try:
        assert aiko.send().problem == "E-ENCODING"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20 * MEBIBYTE
    assert_refused_and_sent_later(aiko, simulator, "E-ENCODING")


def test_row_74_a_bomb_inside_the_reply_stops_inflating_at_the_limit(
    aiko: Computer, simulator: ServerSimulator, say: Say
) -> None:
    packer = zlib.compressobj(9, wbits=-15)
    stream = packer.compress(bytes(400 * 1000 * 1000)) + packer.flush()
    opening = [1, simulator.epoch, [], [[1, 1]], 1, 0, simulator.head("kaga-jp"), None, [], 1, len(stream)]
    say(response(200, cbor.encode(opening) + stream, content_type=CBOR))
    tracemalloc.start()
    try:
        assert aiko.send().problem == "E-REPLY"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20 * MEBIBYTE


# Row 75


def dripping(opening: bytes, piece: bytes, seconds: float) -> Callable[[Request, socket.socket], bytes | None]:
    """Sends `opening`, then `piece` again and again, `seconds` apart, for as long as somebody listens."""
    pause = threading.Event()

    def drip(request: Request, connection: socket.socket) -> bytes | None:
        if request.path != "/v1/sync":
            return None
        connection.sendall(opening)
        while not pause.wait(seconds):
            connection.sendall(piece)
        return b""

    return drip


CHUNKED = f"HTTP/1.1 200 OK\r\ncontent-type: {CBOR}\r\ntransfer-encoding: chunked\r\n\r\n".encode()
SIZED = f"HTTP/1.1 200 OK\r\ncontent-type: {CBOR}\r\ncontent-length: 1000\r\n\r\n".encode()


@pytest.mark.parametrize(
    ("opening", "piece", "seconds"),
    [
        pytest.param(CHUNKED, b"10000\r\n" + bytes(0x10000) + b"\r\n", 0.0, id="endless"),
        pytest.param(SIZED, b"x", 0.1, id="slow body"),
        pytest.param(b"HTTP/1.1 200 OK\r\nx-slow: ", b"x", 0.1, id="slow header"),
        pytest.param(b"HTTP/1.1 200 OK\r\n", b"x-many: 1\r\n", 0.0, id="endless headers"),
    ],
)
def test_row_75_a_reply_without_an_end_ends_at_the_cap_or_the_deadline(
    aiko: Computer, simulator: ServerSimulator, opening: bytes, piece: bytes, seconds: float
) -> None:
    simulator.on_request = dripping(opening, piece, seconds)
    assert_refused_and_sent_later(aiko, simulator, "E-REPLY")


@pytest.mark.parametrize("length", ["7", "100000"])
def test_row_75_a_wrong_content_length_is_noticed(aiko: Computer, simulator: ServerSimulator, length: str) -> None:
    def lie(request: Request, connection: socket.socket) -> bytes | None:
        if request.path != "/v1/sync":
            return None
        connection.sendall(response(200, bytes(500), content_type=CBOR, content_length=length))
        return b""

    simulator.on_request = lie
    assert_refused_and_sent_later(aiko, simulator, "E-REPLY")


def test_row_75_a_declared_100_megabytes_are_not_even_read(
    aiko: Computer, simulator: ServerSimulator, say: Say
) -> None:
    say(response(200, b"{", content_type=CBOR, content_length="100000000"))
    assert_refused_and_sent_later(aiko, simulator, "E-REPLY")


# Row 76


@pytest.mark.parametrize(("status", "code"), [(429, "E-TOO-MANY"), (503, "E-SERVER-BUSY")])
def test_row_76_the_server_is_left_alone_for_as_long_as_it_says_and_an_hour_at_most(
    aiko: Computer, simulator: ServerSimulator, say: Say, status: int, code: str
) -> None:
    said = {"7": 7, "0": 0, "-5": None, "315360000": 3600, "9" * 400: 3600, "soon": None, "٣": None}
    for header, seconds in {**said, "Wed, 21 Oct 2026 07:28:00 GMT": None, "": None}.items():
        retry = {"retry_after": header} if header else {}
        say(response(status, b"{}", content_type="application/problem+json", **retry))
        outcome = aiko.send()
        assert (outcome.problem, outcome.wait_seconds) == (code, seconds), header
    assert_refused_and_sent_later(aiko, simulator, code)


# Row 77


def test_row_77_a_proxy_that_wants_a_password_or_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(response(407, proxy_authenticate="Basic"))

    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with Loopback(refuse) as proxy:
        address = proxy.address
        assert offered_by_proxy(address, monkeypatch) == "E-PROXY"
    assert offered_by_proxy(address, monkeypatch) == "E-PROXY"
    assert offered_by_proxy("gopher://127.0.0.1", monkeypatch) == "E-PROXY"


def offered_by_proxy(address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    for name in ("https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, address)
    try:
        server = Server("https://sync.example", Patience(2, 2, 2))
    except AppError as error:
        return error.code
    try:
        with pytest.raises(AppError) as raised:
            server.alliance()
    finally:
        server.close()
    return raised.value.code
