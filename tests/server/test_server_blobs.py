"""Files that cities attach: in pieces, resumed after any cut, for members only, never in the way of entries."""

import http.client
import random
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from roadmap_core import limits
from roadmap_core.entries.statements import Revoke
from roadmap_core.exchange.messages import AckCode
from sync_server.settings import Limits
from tests.server.conftest import client_of
from tests.server.device import Device
from tests.server.running import UNHURRIED, RunningServer

OCTETS = {"content-type": "application/octet-stream"}
PIECE = limits.BLOB_PIECE_BYTES
FILE = random.Random(5).randbytes(3 * PIECE + 12_345)
NAME = sha256(FILE).hexdigest()


@pytest.fixture
def database_kind() -> str:
    """Files lie in the server's folder, whatever the database is."""
    return "sqlite"


def send(client: httpx.Client, device: Device, offset: object, piece: bytes, name: str = NAME) -> httpx.Response:
    headers = OCTETS | device.headers()
    return client.post(f"/v1/blobs/{name}?offset={offset}", content=piece, headers=headers)


def send_all(client: httpx.Client, device: Device, data: bytes, size: int = PIECE) -> httpx.Response:
    name = sha256(data).hexdigest()
    for start in range(0, len(data), size):
        answer = send(client, device, start, data[start : start + size], name)
        if answer.status_code != 202:
            return answer
    return send(client, device, len(data), b"", name)


def held(client: httpx.Client, device: Device, name: str = NAME) -> tuple[int, int]:
    answer = client.head(f"/v1/blobs/{name}", headers=device.headers())
    return answer.status_code, int(answer.headers["upload-offset"])


def read(client: httpx.Client, device: Device, name: str = NAME, **headers: str) -> httpx.Response:
    return client.get(f"/v1/blobs/{name}", headers=device.headers() | headers)


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def files(server: RunningServer) -> list[Path]:
    return [file for file in (server.folder / "blobs").rglob("*") if file.is_file()]


def test_a_file_goes_up_in_pieces_and_another_member_reads_it(
    server: RunningServer, client: httpx.Client, lead: Device, editor: Device
) -> None:
    assert held(client, lead) == (404, 0)
    for start in range(0, len(FILE), PIECE):
        answer = send(client, lead, start, FILE[start : start + PIECE])
        assert int(answer.headers["upload-offset"]) == min(start + PIECE, len(FILE))
    assert answer.status_code == 201
    assert held(client, editor) == (200, len(FILE))
    whole = read(client, editor)
    assert (whole.status_code, whole.content) == (200, FILE)
    assert [file.name for file in files(server)] == [NAME]
    assert send(client, editor, 0, FILE[:PIECE]).status_code == 201, "who sends it again is told that it is whole"


@pytest.mark.parametrize("size", [1, limits.BLOB_PIECE_LEAST_BYTES, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])
def test_a_file_of_any_size_becomes_whole(client: httpx.Client, lead: Device, size: int) -> None:
    data = random.Random(size).randbytes(size)
    assert send_all(client, lead, data).status_code == 201
    assert read(client, lead, sha256(data).hexdigest()).content == data


@pytest.mark.parametrize(
    ("wanted", "status", "part"),
    [
        ("bytes=0-9", 206, FILE[:10]),
        ("bytes=100000-", 206, FILE[100_000:]),
        (f"bytes={len(FILE) - 1}-99999999", 206, FILE[-1:]),
        ("bytes=0-1,5-6", 200, FILE),
        ("lines=1-2", 200, FILE),
        (f"bytes={len(FILE)}-", 416, None),
        ("bytes=9-3", 416, None),
    ],
)
def test_a_range_of_a_file_can_be_read(
    client: httpx.Client, lead: Device, wanted: str, status: int, part: bytes | None
) -> None:
    send_all(client, lead, FILE)
    answer = read(client, lead, range=wanted)
    assert answer.status_code == status
    assert part is None or answer.content == part


@pytest.mark.parametrize("sixteenth", range(1, 16))
def test_row_110_an_upload_that_was_cut_anywhere_goes_on_from_there(
    server: RunningServer, client: httpx.Client, lead: Device, sixteenth: int
) -> None:
    cut = len(FILE) * sixteenth // 16
    start = cut // PIECE * PIECE
    for offset in range(0, start, PIECE):
        send(client, lead, offset, FILE[offset : offset + PIECE])
    cut_off(server, lead, start, FILE[start : start + PIECE], cut - start)
    offset = wait_for(client, lead, cut)
    assert offset == cut
    while True:
        answer = send(client, lead, offset, FILE[offset : offset + PIECE])
        offset = int(answer.headers["upload-offset"])
        if answer.status_code != 202:
            break
    assert answer.status_code == 201
    assert read(client, lead).content == FILE


def cut_off(server: RunningServer, device: Device, offset: int, piece: bytes, count: int) -> None:
    """Sends `count` bytes of a piece, and hangs up."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.putrequest("POST", f"/v1/blobs/{NAME}?offset={offset}")
    for name, value in {**OCTETS, **device.headers(), "content-length": str(len(piece))}.items():
        connection.putheader(name, value)
    connection.endheaders(piece[:count])
    connection.close()


def wait_for(client: httpx.Client, device: Device, offset: int) -> int:
    """What the server says that it has, as soon as that is `offset`; or the last thing that it said."""
    found = -1
    for _ in range(300):
        found = held(client, device)[1]
        if found == offset:
            break
    return found


def test_row_110_a_piece_that_is_missing_doubled_or_swapped_is_asked_for_at_its_place(
    client: httpx.Client, lead: Device
) -> None:
    assert send(client, lead, 0, FILE[:PIECE]).status_code == 202
    for offset in (0, 2 * PIECE, PIECE - 1, PIECE + 1):
        answer = send(client, lead, offset, FILE[offset : offset + PIECE])
        assert code(answer) == (409, "E-OFFSET")
        assert answer.headers["upload-offset"] == str(PIECE)
    assert held(client, lead) == (404, PIECE)
    for start in range(PIECE, len(FILE), PIECE):
        answer = send(client, lead, start, FILE[start : start + PIECE])
    assert answer.status_code == 201


def test_row_110_what_has_another_hash_in_the_end_is_thrown_away_and_may_come_again(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    wrong = FILE[:-1] + bytes([FILE[-1] ^ 1])
    for start in range(0, len(wrong), PIECE):
        answer = send(client, lead, start, wrong[start : start + PIECE])
    assert code(answer) == (409, "E-BLOB")
    assert answer.headers["upload-offset"] == "0"
    assert files(server) == []
    assert send_all(client, lead, FILE).status_code == 201


def test_row_93_only_members_of_the_city_send_and_read(
    server: RunningServer, client: httpx.Client, lead: Device, editor: Device
) -> None:
    send_all(client, lead, FILE)
    stranger = Device("belfast-gb", seed=7)
    stranger.join_as_lead(client, server)
    assert code(read(client, stranger)) == (404, "E-NOT-FOUND"), "files are told apart by city"
    token, lead.token = lead.token, None
    assert code(read(client, lead)) == (401, "E-TOKEN")
    assert code(send(client, lead, 0, FILE[:PIECE])) == (401, "E-TOKEN")
    lead.token = token
    lead.push(client, [lead.seal(Revoke(editor.log, editor.genesis.hash))])
    assert code(read(client, editor)) == (404, "E-NOT-FOUND")
    assert code(send(client, editor, 0, b"x" * 20_000, "0" * 64)) == (404, "E-NOT-FOUND")


@pytest.mark.parametrize("name", ["x", "A" * 64, "..%2f..%2flog.key", "a" * 63, "a" * 65, "a" * 62 + "%00", "é" * 64])
def test_no_name_from_the_wire_becomes_a_path(
    server: RunningServer, client: httpx.Client, lead: Device, name: str
) -> None:
    before = sorted(file.name for file in server.folder.rglob("*"))
    assert code(send(client, lead, 0, b"x" * 20_000, name)) == (404, "E-NOT-FOUND")
    assert code(read(client, lead, name)) == (404, "E-NOT-FOUND")
    assert sorted(file.name for file in server.folder.rglob("*")) == before


@pytest.mark.parametrize("offset", ["", "-1", "x", "1e3", "9" * 13])
def test_an_offset_that_is_none_is_refused(client: httpx.Client, lead: Device, offset: str) -> None:
    assert code(send(client, lead, offset, b"x")) == (400, "E-DECODE")


@pytest.mark.parametrize("size", [PIECE + 1, 10 * PIECE])
def test_a_piece_larger_than_allowed_is_refused(client: httpx.Client, lead: Device, size: int) -> None:
    assert code(send(client, lead, 0, bytes(size))) == (413, "E-SIZE")
    assert held(client, lead) == (404, 0)


def test_a_file_of_ten_mebibytes_is_taken_and_one_byte_more_is_not(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    large = random.Random(6).randbytes(limits.BLOB_BYTES)
    assert send_all(client, lead, large).status_code == 201
    larger = large[::-1] + b"x"
    assert code(send_all(client, lead, larger)) in {(413, "E-SIZE"), (409, "E-BLOB")}
    assert len(files(server)) == 1


def test_a_city_has_room_for_so_much_and_another_citys_room_is_its_own(
    server: RunningServer, client: httpx.Client, lead: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CITY_BLOBS_BYTES", 2 * PIECE)
    assert send_all(client, lead, FILE[:PIECE]).status_code == 201
    assert send(client, lead, 0, FILE[:PIECE]).status_code == 202
    full = send(client, lead, PIECE, FILE[PIECE : 2 * PIECE])
    assert code(full) == (413, "E-QUOTA")
    assert full.headers["upload-offset"] == str(PIECE)
    other = Device("belfast-gb", seed=7)
    other.join_as_lead(client, server)
    assert send_all(client, other, FILE[:PIECE]).status_code == 201


@pytest.fixture
def hurried(tmp_path: Path) -> Iterator[RunningServer]:
    few = Limits(blob_pieces_per_minute=3, requests_per_minute=UNHURRIED.requests_per_minute)
    with RunningServer(tmp_path / "hurried", limits=few) as running:
        yield running


def test_entries_go_through_while_a_file_has_to_wait(hurried: RunningServer) -> None:
    with client_of(hurried) as client:
        lead = Device("kaga-jp", seed=1)
        lead.join_as_lead(client, hurried)
        said = [send(client, lead, n * PIECE, FILE[n * PIECE : (n + 1) * PIECE]).status_code for n in range(4)]
        assert said == [202, 202, 202, 429]
        assert lead.push(client, [lead.answer(20, 1)]).acks[0].code == AckCode.ACCEPTED
