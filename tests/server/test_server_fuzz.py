"""Every route under hostile input (faults.md, row 97): 4xx only, a code and a number, nothing of the inside."""

import random

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from roadmap_core import cbor
from roadmap_core.exchange.joining import JoinRequest
from roadmap_core.exchange.messages import SyncRequest
from roadmap_core.exchange.receipts import ReceiptQuestion
from sync_server.app import create_api
from sync_server.settings import Limits
from tests.server.device import CBOR, Device
from tests.server.running import RunningServer

POSTS = ["/v1/sync", "/v1/token", "/v1/join", "/v1/invitations", "/v1/receipts"]
GETS = ["/v1/alliance", "/v1/cities/kaga-jp/head", "/v1/community", "/v1/health"]
PATHS = [
    "/", "//", "/v1", "/v1/", "/v1/sync/", "/v2/sync", "/v1/%2e%2e/health", "/%00", "/v1/health%00",
    "/v1/cities//head", "/v1/cities/%00/head", "/v1/cities/kaga-jp%00/head", "/v1/cities/..%2f..%2fetc/head",
    "/v1/cities/" + "x" * 4_000 + "/head", "/v1/cities/%ff%fe/head", "/docs", "/openapi.json", "/redoc", "/favicon.ico",
    "/v1/cities/kaga-jp/head/", "/v1/cities/kaga-jp", "/v1/community?x=%00", "/v1/cities/' OR 1=1 --/head", "*",
]  # fmt: skip
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "X" * 100]
INSIDE = ("Traceback", "sqlalchemy", "psycopg", "sqlite3", "site-packages", 'File "', "Error(", "SELECT ")


@schemathesis.serializer("application/cbor", "application/octet-stream")
def as_bytes(_context: object, value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def check(response: httpx.Response) -> None:
    """An answer that is no success is a problem with a code and a number, and names nothing of the inside."""
    assert response.status_code < 500, response.text
    assert not any(word in response.text for word in INSIDE)
    if response.status_code >= 400 and response.request.method != "HEAD":
        fields = response.json()
        assert response.headers["content-type"] == "application/problem+json"
        assert set(fields) == {"type", "title", "status", "code", "request_id"}
        assert fields["status"] == response.status_code
        assert fields["code"].startswith("E-")
        assert len(fields["request_id"]) == 16


def test_row_97_no_method_on_no_path_gets_more_than_a_problem(client: httpx.Client, lead: Device) -> None:
    for method in METHODS:
        for path in (*PATHS, *POSTS, *GETS):
            response = client.request(method, path, headers=lead.headers())
            check(response)
            if path not in GETS and not path.startswith("/v1/community"):
                assert response.status_code >= 400, (method, path)


@pytest.mark.parametrize("path", POSTS)
def test_row_97_other_media_types_are_refused(client: httpx.Client, path: str) -> None:
    types = [
        "",
        "text/plain",
        "application/json",
        "application/cbor; charset=utf-16",
        "multipart/form-data",
        "a/b" * 500,
    ]
    for media_type in types:
        response = client.post(path, content=b"\x80", headers={"content-type": media_type})
        check(response)
        assert response.json()["code"] == "E-MEDIA-TYPE"
    packed = client.post(path, content=b"\x80", headers=CBOR | {"content-encoding": "gzip"})
    assert packed.json()["code"] == "E-MEDIA-TYPE"


@pytest.mark.parametrize("path", POSTS)
def test_row_97_random_and_mutated_bodies_are_refused_with_a_problem(
    client: httpx.Client, lead: Device, path: str
) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    draw = random.Random(seed)
    good = {
        "/v1/sync": SyncRequest("kaga-jp", 0, 0, 100, (lead.answer(20, 1).data,)).to_bytes(),
        "/v1/invitations": cbor.encode([1, b"123456"]),
        "/v1/join": JoinRequest(lead.genesis.data, b"123456").to_bytes(),
        "/v1/token": lead.genesis.data,
        "/v1/receipts": ReceiptQuestion("kaga-jp", (lead.genesis.hash,)).to_bytes(),
    }[path]
    nested = [b"\x81" * depth + b"\x00" for depth in (15, 17, 5_000)]
    odd = [
        b"",
        b"\x00",
        b"\xff",
        b"\x9f\x01\xff",
        b"\xa1\x01\x02",
        b"\x9b" + b"\xff" * 8,
        b"\x5b" + b"\xff" * 8,
        *nested,
    ]
    for body in (*odd, *nested):
        check(client.post(path, content=body, headers=CBOR))
    for _ in range(150):
        body = bytearray(good)
        for _ in range(draw.randrange(1, 4)):
            body[draw.randrange(len(body))] = draw.randrange(256)
        cut = draw.randrange(len(body)) if draw.random() < 0.3 else len(body)
        check(client.post(path, content=bytes(body[:cut]), headers=CBOR))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(
    fields=st.recursive(
        st.integers(-(2**63), 2**63 - 1) | st.binary(max_size=40) | st.text(max_size=70) | st.none(),
        lambda inner: st.lists(inner, max_size=12),
        max_leaves=25,
    )
)
def test_row_97_any_strict_cbor_is_answered(client: httpx.Client, fields: cbor.Item) -> None:
    for path in POSTS:
        check(client.post(path, content=cbor.encode(fields), headers=CBOR))
    city = fields if isinstance(fields, str) else "kaga-jp"
    opening = [1, city, 0, 0, 0, None, [], 0] if isinstance(fields, str) else fields
    check(client.post("/v1/sync", content=cbor.encode(opening), headers=CBOR))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_row_97_every_documented_operation_under_schema_based_fuzzing(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    document = create_api(server.server, Limits()).openapi()
    schema = schemathesis.openapi.from_dict(document)
    operations = [found.ok() for found in schema.get_all_operations()]
    with_names = {"/v1/cities/{city}/head", "/v1/blobs/{sha256}"}
    assert {operation.path for operation in operations} == {*POSTS, *GETS} - {GETS[1]} | with_names
    for operation in operations:

        @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
        @given(case=operation.as_strategy())
        def fuzzed(case: schemathesis.Case) -> None:
            sent = case.as_transport_kwargs(base_url=server.address)
            body = sent.get("data")
            headers = (
                {"content-type": str(case.media_type), **lead.headers()} if case.method == "POST" else lead.headers()
            )
            url, asked = sent["url"], sent.get("params")
            check(client.request(case.method, url, params=asked, content=body, headers=headers))

        fuzzed()


def test_headers_of_all_kinds_do_no_harm(client: httpx.Client, lead: Device) -> None:
    values = [b"\xff\xfe", b"a" * 8_000, b'"', b"*", b'W/"1.2", "3"', b"Bearer", b"Basic YTpi", b"Bearer \x80", b"0, 1"]
    for name in ("authorization", "if-none-match", "content-encoding", "accept", "range", "upgrade", "expect", "host"):
        for value in values:
            if name == "host" and value == b"\xff\xfe":
                continue
            for path in GETS:
                check(client.get(path, headers={**lead.headers(), name: value}))
