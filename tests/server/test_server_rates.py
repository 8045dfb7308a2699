"""How often one computer, one address and one city may ask: at the limit, one above, ten times (protocol.md, 11).

Time stands still until a test moves it.
"""

import contextlib
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from roadmap_core.entries import envelope
from roadmap_core.exchange.joining import JoinRequest
from roadmap_core.exchange.messages import AckCode, SyncRequest, read_reply
from roadmap_core.exchange.token import token_request
from roadmap_core.keys.ed25519 import verify
from sync_server.routes.rates import Buckets, counted_address
from sync_server.services import judge_entries
from sync_server.settings import Limits
from sync_server.storage.tables import EntryRow
from tests.server.conftest import client_of
from tests.server.contents import contents, rows
from tests.server.device import CBOR, Device
from tests.server.running import RunningServer

TIGHT = Limits(
    requests_per_minute=6,
    entries_per_day=12,
    enrolments_per_hour=3,
    bad_signatures_per_hour=4,
    connections_per_address=5,
    counts_loopback=True,
)
HOUR, DAY = 3600, 86_400


class Steady:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def steady() -> Steady:
    return Steady()


@pytest.fixture
def server(tmp_path: Path, steady: Steady) -> Iterator[RunningServer]:
    """What is counted has nothing to do with the database."""
    with RunningServer(tmp_path / "server", limits=TIGHT, steady=steady) as running:
        yield running


def assert_told_to_wait(response: httpx.Response, code: str, seconds: int) -> None:
    fields = response.json()
    assert (response.status_code, fields["status"], fields["code"]) == (429, 429, code)
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["retry-after"] == str(seconds)
    slot = datetime.strptime(fields["next_slot"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert abs(slot.timestamp() - datetime.now(UTC).timestamp() - seconds) < 60


def pushed(client: httpx.Client, device: Device, *entries: bytes) -> httpx.Response:
    return client.post("/v1/sync", content=SyncRequest(device.city, 0, 0, 0, entries).to_bytes(), headers=CBOR)


def broken(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


def comes_in_again(server: RunningServer) -> bool:
    """The server may take a moment to see that others have left."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with client_of(server) as after:
            if after.get("/v1/health").status_code == 200:
                return True
    return False


# A computer's requests


@pytest.mark.parametrize("route", ["/v1/sync", "/v1/cities/kaga-jp/head", "/v1/community"])
def test_row_122_a_computer_that_asks_too_often_waits_and_others_do_not(
    server: RunningServer, client: httpx.Client, steady: Steady, route: str
) -> None:
    lead, other = Device("kaga-jp", seed=1), Device("belfast-gb", seed=2)
    for device in (lead, other):
        device.join_as_lead(client, server)

    def asked(device: Device) -> httpx.Response:
        if route != "/v1/sync":
            return client.get(route, headers=device.headers())
        body = SyncRequest(device.city, 0, 0, 0, token=device.token).to_bytes()
        return client.post(route, content=body, headers=CBOR)

    assert [asked(lead).status_code for _ in range(6)] == [200] * 6
    for _ in range(60):
        assert_told_to_wait(asked(lead), "E-RATE", 10)
    if route != "/v1/cities/kaga-jp/head":
        assert asked(other).status_code == 200
    steady.now += 10
    assert asked(lead).status_code == 200
    assert_told_to_wait(asked(lead), "E-RATE", 10)


# A city's entries


def test_row_122_a_city_that_is_full_is_told_when_there_is_room(
    server: RunningServer, client: httpx.Client, steady: Steady
) -> None:
    lead = Device("kaga-jp", seed=1)
    lead.join_as_lead(client, server)
    sent = [lead.answer(20 + number, 1).data for number in range(24)]
    assert pushed(client, lead, *sent[:12]).status_code == 200
    before = contents(server)
    assert_told_to_wait(pushed(client, lead, sent[12]), "E-QUOTA", DAY // 12)
    for _ in range(10):
        assert_told_to_wait(pushed(client, lead, *sent[12:]), "E-QUOTA", DAY)
    assert contents(server) == before
    assert pushed(client, lead).status_code == 200, "who only reads is not held up"
    steady.now += DAY // 12
    reply = read_reply(pushed(client, lead, sent[12]).content)
    assert [ack.code for ack in reply.acks] == [AckCode.ACCEPTED]


def test_row_122_one_above_the_limit_in_one_push_is_refused_whole(server: RunningServer, client: httpx.Client) -> None:
    lead = Device("kaga-jp", seed=1)
    lead.join_as_lead(client, server)
    sent = [lead.answer(20 + number, 1).data for number in range(13)]
    before = contents(server)
    assert_told_to_wait(pushed(client, lead, *sent), "E-QUOTA", DAY // 12)
    assert contents(server) == before
    assert pushed(client, lead, *sent[:12]).status_code == 200


def test_row_122_known_and_refused_entries_take_no_room(server: RunningServer, client: httpx.Client) -> None:
    lead = Device("kaga-jp", seed=1)
    lead.join_as_lead(client, server)
    first = lead.answer(20, 1).data
    for _ in range(20):
        assert pushed(client, lead, first, b"no entry").status_code == 200
    sent = [lead.answer(21 + number, 1).data for number in range(11)]
    assert pushed(client, lead, *sent).status_code == 200
    assert len(rows(server, EntryRow)) == 15


def test_row_122_cities_that_do_not_exist_are_not_remembered(server: RunningServer, client: httpx.Client) -> None:
    for number in range(30):
        assert pushed(client, Device(f"nowhere-{number}", seed=1), b"x").status_code == 404
    lead = Device("kaga-jp", seed=1)
    assert lead.join(client, server.invitation("kaga-jp")).status_code == 200


# An address's enrolments


def test_an_address_that_enrols_too_often_waits(server: RunningServer, client: httpx.Client, steady: Steady) -> None:
    cities = ["kaga-jp", "belfast-gb", "apeldoorn-nl"]
    for seed, city in enumerate(cities):
        assert Device(city, seed=seed).join(client, server.invitation(city)).status_code == 200
    before = contents(server)
    late = Device("kaga-jp", seed=99)
    for _ in range(30):
        assert_told_to_wait(late.join(client, bytes(6)), "E-RATE", HOUR // 3)
    assert contents(server) == before
    steady.now += HOUR // 3
    assert late.join(client, bytes(6)).json()["code"] == "E-INVITE"


def test_guessing_invitations_is_counted(server: RunningServer, client: httpx.Client) -> None:
    guessing = Device("kaga-jp", seed=1)
    codes = [guessing.join(client, bytes([number] * 6)).json()["code"] for number in range(5)]
    assert codes == ["E-INVITE"] * 3 + ["E-RATE"] * 2


def test_a_computer_that_waits_for_its_lead_may_ask_as_often_as_it_does(
    server: RunningServer, client: httpx.Client
) -> None:
    lead, waiting = Device("kaga-jp", seed=1), Device("kaga-jp", seed=2)
    lead.join_as_lead(client, server)
    assert [waiting.join(client).status_code for _ in range(30)] == [200] * 30
    assert [lead.join(client).status_code for _ in range(30)] == [200] * 30, "one that is known enrols nobody"


# An address's bad signatures


def test_an_address_with_too_many_bad_signatures_is_not_verified_for_any_more(
    server: RunningServer, client: httpx.Client, steady: Steady
) -> None:
    lead = Device("kaga-jp", seed=1)
    lead.join_as_lead(client, server)
    good, bad = lead.answer(20, 1).data, broken(lead.answer(21, 1).data)
    for _ in range(4):
        assert [ack.refusal for ack in read_reply(pushed(client, lead, bad).content).acks] == ["E-SIG"]
    before = contents(server)
    for _ in range(40):
        assert_told_to_wait(pushed(client, lead, good), "E-RATE", HOUR // 4)
    assert contents(server) == before
    assert_told_to_wait(client.post("/v1/token", content=b"x", headers=CBOR), "E-RATE", HOUR // 4)
    assert_told_to_wait(Device("belfast-gb", seed=3).join(client), "E-RATE", HOUR // 4)
    assert pushed(client, lead).status_code == 200, "reading verifies nothing"
    steady.now += HOUR // 4
    assert read_reply(pushed(client, lead, good).content).acks[0].code == AckCode.ACCEPTED


@pytest.mark.parametrize("count", [4, 5, 9])
def test_within_one_push_nothing_is_verified_behind_too_many_bad_signatures(
    server: RunningServer, client: httpx.Client, steady: Steady, count: int
) -> None:
    lead = Device("kaga-jp", seed=1)
    lead.join_as_lead(client, server)
    first, second = lead.answer(20, 1).data, lead.answer(21, 1).data
    bad = [broken(second)[:-2] + bytes([number, 0]) for number in range(count)]
    sent = [first, *bad, second, first]
    acks = read_reply(pushed(client, lead, *sent).content).acks
    assert acks[0].code == AckCode.ACCEPTED
    assert [ack.refusal for ack in acks[1:-2]] == ["E-SIG"] * 4 + ["E-LIMIT"] * (count - 4)
    assert (acks[-2].refusal, acks[-1].code) == ("E-LIMIT", AckCode.KNOWN), "what is known needs no verifying"
    assert_told_to_wait(pushed(client, lead, second), "E-RATE", HOUR // 4)
    steady.now += HOUR // 4
    assert read_reply(pushed(client, lead, second).content).acks[0].code == AckCode.ACCEPTED


def test_each_signature_is_verified_once_and_none_of_what_is_known(
    server: RunningServer, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = Device("kaga-jp", seed=1)
    lead.join_as_lead(client, server)
    own_key = lead.genesis.genesis.public_key if lead.genesis.genesis else b""
    verified: list[bytes] = []

    def counted(key: bytes, signature: bytes, message: bytes) -> bool:
        if key == own_key:  # with a bad signature other keys are tried
            verified.append(signature)
        return verify(key, signature, message)

    first, second = lead.answer(20, 1).data, lead.answer(21, 1).data
    sent = [first, first, broken(second), second]
    pushed(client, lead, first)  # what the city's statements need is remembered from here on
    monkeypatch.setattr(envelope, "verify", counted)
    codes = [ack.code for ack in read_reply(pushed(client, lead, *sent).content).acks]
    assert codes == [AckCode.KNOWN, AckCode.KNOWN, AckCode.REFUSED, AckCode.ACCEPTED]
    assert verified == [broken(second)[-64:], second[-64:]]


def test_keys_of_other_computers_are_tried_so_often_and_no_more(
    server: RunningServer, client: httpx.Client, steady: Steady, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A city of 12 computers; 4 bad signatures would try 44 other keys."""
    monkeypatch.setattr(judge_entries, "_OTHER_KEYS", 15)
    lead = Device("kaga-jp", seed=1)
    lead.join_as_lead(client, server)
    others = [Device("kaga-jp", seed=number) for number in range(2, 13)]
    for other in others:
        assert pushed(client, lead, lead.enrol(other).data, other.genesis.data).status_code == 200
        steady.now += DAY
    tried: list[bytes] = []

    def counted(key: bytes, signature: bytes, message: bytes) -> bool:
        is_good = verify(key, signature, message)
        if not is_good:  # the stored statements of the city are verified as well, and are good
            tried.append(key)
        return is_good

    monkeypatch.setattr(envelope, "verify", counted)
    bad = broken(lead.answer(20, 1).data)
    pushed(client, lead, *[bad[:-2] + bytes([number, 0]) for number in range(4)])
    assert len(tried) == 4 + 15


def test_bad_proofs_and_bad_geneses_are_counted_like_bad_entries(server: RunningServer, client: httpx.Client) -> None:
    lead, liar = Device("kaga-jp", seed=1), Device("kaga-jp", seed=2)
    lead.join_as_lead(client, server)
    lead.token = None
    nonce = lead.push(client, []).nonce or b""
    proof = token_request("kaga-jp", lead.genesis.log, nonce, liar.signer)
    statuses = [client.post("/v1/token", content=proof, headers=CBOR).status_code for _ in range(3)]
    assert statuses == [401] * 3
    body = JoinRequest(broken(liar.genesis.data), b"").to_bytes()
    assert client.post("/v1/join", content=body, headers=CBOR).status_code == 200
    assert_told_to_wait(client.post("/v1/token", content=proof, headers=CBOR), "E-RATE", HOUR // 4)


def test_honest_refusals_are_no_bad_signatures(server: RunningServer, client: httpx.Client) -> None:
    lead = Device("kaga-jp", seed=1)
    lead.join_as_lead(client, server)
    for _ in range(20):
        assert pushed(client, lead, b"no entry").status_code == 200
    assert client.post("/v1/token", content=b"", headers=CBOR).status_code == 401


# Connections of one address


@pytest.mark.parametrize("count", [5, 6, 50])
def test_an_address_has_so_many_connections_and_no_more(server: RunningServer, count: int) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(min(count, 5) - 1):
            stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=10))
        with client_of(server) as last:
            assert last.get("/v1/health").status_code == 200
            for _ in range(count - 5):
                with client_of(server) as above:
                    refused = above.get("/v1/health")
                assert (refused.status_code, refused.json()["code"]) == (429, "E-CONNECTIONS")
                assert int(refused.headers["retry-after"]) > 0
            assert last.get("/v1/health").status_code == 200
    assert comes_in_again(server)


# Counting itself


def test_a_bucket_fills_evenly_and_never_beyond_its_size() -> None:
    steady = Steady()
    buckets = Buckets(6, 60, steady, keys=10)
    assert [buckets.take("a") for _ in range(7)] == [0] * 6 + [10]
    steady.now += 25
    assert [buckets.take("a") for _ in range(3)] == [0, 0, 5]
    steady.now += 10_000
    assert (buckets.left("a"), buckets.take("a", 7), buckets.take("a", 6)) == (6, 10, 0)


def test_what_is_remembered_is_bounded_and_full_buckets_are_forgotten() -> None:
    buckets = Buckets(2, 60, Steady(), keys=3)
    for key in range(1000):
        buckets.take(key)
    assert len(buckets) == 3
    assert [buckets.left(key) for key in (0, 997, 998, 999)] == [2, 1, 1, 1]
    buckets.spend(999, -1)
    assert len(buckets) == 2


def test_addresses_are_counted_by_what_one_holder_has() -> None:
    limits = Limits()
    assert counted_address("203.0.113.7", limits) == "203.0.113.7"
    assert counted_address("::ffff:203.0.113.7", limits) == "203.0.113.7"
    assert counted_address("2001:db8:1:2:3::4", limits) == counted_address("2001:db8:1:2::9", limits)
    assert counted_address("2001:db8:1:2::9", limits) != counted_address("2001:db8:1:3::9", limits)
    assert counted_address("fe80::1%eth0", limits) == counted_address("fe80::2", limits)
    assert [counted_address(host, limits) for host in ("127.0.0.1", "::1", "", "testclient")] == [None] * 4
    assert counted_address("127.0.0.1", TIGHT) == "127.0.0.1"


def test_the_limits_are_those_of_the_protocol() -> None:
    limits = Limits()
    counted = (limits.requests_per_minute, limits.entries_per_day, limits.enrolments_per_hour)
    assert counted == (60, 5_000, 6)
    assert (limits.bad_signatures_per_hour, limits.connections, limits.connections_per_address) == (20, 200, 20)
