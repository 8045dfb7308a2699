"""Who may read what (faults.md, row 93)."""

import base64
from dataclasses import replace

import httpx
import pytest

from roadmap_core import cbor
from roadmap_core.exchange.messages import SyncRequest
from roadmap_core.exchange.token import token_request
from tests.server.contents import contents
from tests.server.device import CBOR, Device
from tests.server.running import RunningServer

NOT_FOUND = (404, "E-NOT-FOUND", "There is nothing here, or nothing that you may read.")
CITIES = ["belfast-gb", "apeldoorn-nl", "nowhere-xx", "", "../kaga-jp", "kaga-jp%00", "KAGA-JP", "x" * 60, "加賀"]


def said(response: httpx.Response) -> tuple[int, str, str]:
    fields = response.json()
    return response.status_code, fields["code"], fields["title"]


@pytest.fixture
def stranger(server: RunningServer, client: httpx.Client, lead: Device) -> Device:
    """The lead of another city."""
    device = Device("belfast-gb", seed=7)
    device.join_as_lead(client, server)
    return device


def test_row_93_another_city_and_no_city_look_the_same(client: httpx.Client, lead: Device, stranger: Device) -> None:
    answers = {said(client.get(f"/v1/cities/{city}/head", headers=lead.headers())) for city in CITIES}
    for city in CITIES:
        body = SyncRequest(city, 0, 0, 65_536, token=lead.token).to_bytes()
        answers.add(said(client.post("/v1/sync", content=body, headers=CBOR)))
    assert answers == {NOT_FOUND}


def test_row_93_with_a_token_of_another_city_nothing_is_taken(
    server: RunningServer, client: httpx.Client, lead: Device, stranger: Device
) -> None:
    before = contents(server)
    body = SyncRequest("kaga-jp", 0, 0, 0, (lead.answer(20, 1).data,), token=stranger.token).to_bytes()
    assert said(client.post("/v1/sync", content=body, headers=CBOR)) == NOT_FOUND
    assert contents(server) == before


def test_row_93_a_changed_or_invented_token_reads_nothing(client: httpx.Client, lead: Device) -> None:
    assert lead.token is not None
    bad = [bytes([*lead.token[:place], lead.token[place] ^ 1, *lead.token[place + 1 :]]) for place in range(28)]
    texts = [base64.urlsafe_b64encode(token).decode() for token in (*bad, bytes(28), b"", lead.token[:27])]
    for text in (*texts, "é", "=" * 40, "a" * 5_000):
        header = {"authorization": f"Bearer {text}".strip().encode()}
        assert client.get("/v1/cities/kaga-jp/head", headers=header).status_code == 401
        assert client.get("/v1/community", headers=header).status_code == 401
    assert client.get("/v1/community").status_code == 401


def test_row_93_a_proof_counts_for_its_own_city_and_key_only(
    client: httpx.Client, lead: Device, stranger: Device
) -> None:
    stranger.token = None
    nonce = stranger.push(client, []).nonce or b""
    wrong = [
        token_request("kaga-jp", stranger.genesis.log, nonce, stranger.signer),
        token_request("kaga-jp", lead.genesis.log, nonce, stranger.signer),
        token_request("belfast-gb", stranger.genesis.log, bytes(20), stranger.signer),
        token_request("nowhere-xx", stranger.genesis.log, nonce, stranger.signer),
        token_request("belfast-gb", stranger.genesis.log, nonce, lead.signer),
        b"",
        b"\x00" * 70_000,
    ]
    answers = {said(client.post("/v1/token", content=proof, headers=CBOR)) for proof in wrong}
    assert answers == {(401, "E-TOKEN", "A valid token is needed to read this.")}


def test_row_93_whatever_position_is_asked_for_only_the_own_city_is_read(
    client: httpx.Client, lead: Device, stranger: Device
) -> None:
    others = {entry.data for entry in lead.entries}
    for position in (0, 1, 2, 3, 2**31, 2**63 - 1):
        stranger.position = position
        reply = stranger.push(client, [])
        assert others.isdisjoint(data for _, data in reply.entries)


def test_row_89_without_the_key_of_the_log_nothing_is_answered_unsigned(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    before = contents(server)
    seed, server.server.seed = server.server.seed, None
    push = SyncRequest("kaga-jp", 0, 0, 0, (lead.answer(20, 1).data,))
    busy = [
        client.post("/v1/sync", content=push.to_bytes(), headers=CBOR),
        client.post("/v1/sync", content=replace(push, token=lead.token).to_bytes(), headers=CBOR),
        client.get("/v1/cities/kaga-jp/head", headers=lead.headers()),
        client.get("/v1/health"),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in busy} == {(503, "E-SERVER-BUSY")}
    assert all(answer.headers["retry-after"] for answer in busy)
    server.server.seed = seed
    assert contents(server) == before


def proof_with(client: httpx.Client, device: Device, nonce: bytes) -> httpx.Response:
    proof = token_request(device.city, device.genesis.log, nonce, device.signer)
    return client.post("/v1/token", content=proof, headers=CBOR)


def fresh_nonce(client: httpx.Client, device: Device) -> bytes:
    device.token = None
    nonce = device.push(client, []).nonce
    assert nonce is not None
    return nonce


def test_row_94_a_nonce_gives_one_token_and_none_when_it_is_used_again(client: httpx.Client, lead: Device) -> None:
    nonce = fresh_nonce(client, lead)
    assert proof_with(client, lead, nonce).status_code == 200
    again = proof_with(client, lead, nonce)
    assert (again.status_code, again.json()["code"]) == (401, "E-TOKEN")
    lead.authorise(client)
    assert lead.push(client, []).head, "asked anew, it gets another one at once"


def test_row_94_nobody_else_can_use_up_a_nonce(client: httpx.Client, lead: Device, stranger: Device) -> None:
    nonce = fresh_nonce(client, lead)
    forged = token_request("kaga-jp", lead.genesis.log, nonce, stranger.signer)
    assert client.post("/v1/token", content=forged, headers=CBOR).status_code == 401
    assert proof_with(client, lead, nonce).status_code == 200


def test_row_94_computers_that_ask_in_the_same_second_do_not_share_a_nonce(client: httpx.Client, lead: Device) -> None:
    assert len({fresh_nonce(client, lead) for _ in range(20)}) == 20


def test_row_94_a_nonce_of_another_server_gives_no_token(
    client: httpx.Client, lead: Device, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("other") / "server"
    with (
        RunningServer(folder, copies=False) as other,
        httpx.Client(base_url=other.address, trust_env=False) as elsewhere,
    ):
        nonce = fresh_nonce(elsewhere, Device("kaga-jp", seed=1))
    assert proof_with(client, lead, nonce).status_code == 401


def test_row_94_a_token_that_runs_out_between_two_pages_is_asked_for_once_more(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    lead.push(client, [lead.answer(20 + n, 1) for n in range(6)], limit=0)
    reader = Device("kaga-jp", seed=1)
    reader.token = lead.token
    assert reader.push(client, [], limit=0).more
    server.clock.offset = 16 * 60
    ended = reader.push(client, [], limit=0)
    assert (ended.entries, ended.head, ended.next_position) == ((), b"", 1)
    assert ended.nonce is not None
    answer = proof_with(client, reader, ended.nonce)
    reader.token = cbor.decode(answer.content)
    assert reader.checked_head(reader.pull(client), server.server.log_key).size == 10
