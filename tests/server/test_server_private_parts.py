"""What is for a city alone: relayed to its computers, unreadable to the server, gone when it is erased."""

import http.client
import json
import time
from hashlib import sha256
from pathlib import Path

import httpx
import psycopg
import pytest

from roadmap_core import cbor, limits
from roadmap_core.entries.entry import Entry, read_entry
from roadmap_core.entries.envelope import ENTRY, close
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.operations import Write
from roadmap_core.entries.statements import Revoke
from roadmap_core.exchange.messages import AckCode, SyncRequest
from roadmap_core.exchange.stream import to_sequence
from sync_server.services.fsck import fsck
from sync_server.services.rebuild import rebuild
from sync_server.services.take_entries import take_entries
from sync_server.storage.tables import BodyRow, PrivatePartRow
from tests.opening import with_private
from tests.server.contents import contents, rows
from tests.server.device import CBOR, Device, write
from tests.server.running import RunningServer

NOTES = ["The mayor objects to the draft.", "障害のある市民のための資料", "evidence: minutes of 12 May, page 4"]
NAME = "Hiroshi Nakamura-Vandenberghe"


def note(text: str, item: int = 20) -> Write:
    return write(item, text, facet=Facet.NOTE)


def digest(body: bytes) -> bytes:
    return sha256(body).digest()


def stored(server: RunningServer) -> set[bytes]:
    return {data for _, _, data in rows(server, BodyRow)}


def test_a_private_part_goes_to_the_citys_other_computers_who_can_open_it(
    client: httpx.Client, lead: Device, editor: Device
) -> None:
    entry, body = lead.seal_private(note(NOTES[0]), public=[write(20, 3)])
    reply = lead.push(client, [entry, body])
    assert (reply.acks[0].code, reply.lacks) == (AckCode.ACCEPTED, ())
    editor.pull(client)
    assert editor.bodies == {digest(body): body}
    opened = with_private(entry, editor.bodies[digest(body)], editor.city_key)
    assert isinstance(opened, Entry)
    assert len(opened.operations) == 2


def test_an_entry_without_its_private_part_is_taken_and_the_part_is_asked_for(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    entry, body = lead.seal_private(note(NOTES[0]))
    assert lead.push(client, [entry]).lacks == (digest(body)[:16],)
    assert lead.push(client, [entry]).lacks == (digest(body)[:16],)
    assert lead.push(client, [body]).acks == ()
    assert stored(server) == {body}
    assert lead.push(client, [entry]).lacks == ()


def test_only_what_an_entry_of_the_city_names_is_stored(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    entry, body = lead.seal_private(note(NOTES[0]))
    _, unsent = lead.seal_private(note(NOTES[1]))
    forged = Device("kaga-jp", seed=77).seal_private(note(NOTES[2]))
    longer = body + b"\0"
    reply = lead.push(client, [entry, unsent, longer, *forged, b"\x01" + bytes(limits.BODY_BYTES - 1)])
    assert [ack.code for ack in reply.acks] == [AckCode.ACCEPTED, AckCode.SEND_GENESIS_FIRST]
    assert stored(server) == set()
    assert reply.lacks == (digest(body)[:16],)


def test_a_private_part_is_given_when_a_member_asks_and_to_nobody_else(
    server: RunningServer, client: httpx.Client, lead: Device, editor: Device
) -> None:
    entry, body = lead.seal_private(note(NOTES[0]))
    lead.push(client, [entry, body])
    editor.pull(client)
    editor.bodies.clear()
    assert editor.push(client, [], asked=[digest(body), bytes(32)]).bodies == (body,)
    token, editor.token = editor.token, None
    assert editor.push(client, [], asked=[digest(body)]).bodies == ()
    editor.token = token
    lead.push(client, [lead.seal(Revoke(editor.log, editor.genesis.hash))])
    assert editor.push(client, [], asked=[digest(body)]).bodies == ()
    stranger = Device("belfast-gb", seed=7)
    stranger.join_as_lead(client, server)
    assert stranger.push(client, [], asked=[digest(body)]).bodies == ()
    asked = SyncRequest("kaga-jp", 0, 0, 65_536, body_requests=(digest(body)[:16],), token=stranger.token)
    answer = client.post("/v1/sync", content=asked.to_bytes(), headers=CBOR)
    assert answer.status_code == 404


def test_a_page_counts_the_bytes_of_private_parts(client: httpx.Client, lead: Device, editor: Device) -> None:
    for turn in range(6):
        lead.push(client, lead.seal_private(*[note(digest(bytes([turn, item])).hex(), item) for item in range(20)]))
    pages = 0
    more = True
    while more:
        reply = editor.push(client, [], limit=3_000)
        pages, more = pages + 1, reply.more
        assert sum(len(data) for _, data in reply.entries) + sum(map(len, reply.bodies)) <= 3_000
    assert pages >= 3
    assert len(editor.bodies) == 6
    asked = [entry.body[0] for entry in lead.entries if entry.body]
    reply = editor.push(client, [], limit=10, asked=asked)
    assert len(reply.bodies) == 1, "one at least, so that a slow line gets on"


def test_what_came_whole_of_a_cut_upload_counts_private_parts_included(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    first, second = lead.seal_private(note(NOTES[0])), lead.seal_private(note(NOTES[1]))
    stream = to_sequence([first[0].data, first[1], second[0].data, second[1]])
    request = SyncRequest("kaga-jp", 0, 0, 0).to_bytes() + stream
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.putrequest("POST", "/v1/sync")
    connection.putheader("content-type", "application/cbor")
    connection.putheader("content-length", str(len(request)))
    connection.endheaders(request[:-10])
    connection.close()
    deadline = time.monotonic() + 20
    while len(rows(server, PrivatePartRow)) < 2:
        assert time.monotonic() < deadline
    assert stored(server) == {first[1]}
    assert lead.push(client, [second[0], second[1]]).lacks == ()
    assert stored(server) == {first[1], second[1]}


def test_a_computer_that_nobody_has_admitted_leaves_no_more_than_a_mebibyte_of_private_parts(
    server: RunningServer, client: httpx.Client
) -> None:
    pending = Device("kaga-jp", seed=5)
    pending.join(client, server.invitation("kaga-jp"))
    lacking = 0
    for turn in range(24):
        entry, body = pending.seal_private(write(turn, list(range(turn, 60_000, 3)), facet=Facet.NOTE))
        assert len(body) > 40_000
        reply = pending.push(client, [entry, body])
        assert reply.acks[0].code == AckCode.PENDING
        lacking += len(reply.lacks)
    assert sum(map(len, stored(server))) <= limits.PENDING_BYTES
    assert lacking > 0


def _everything(server: RunningServer) -> bytes:
    """All that the server keeps: the files of its folder, and every table of PostgreSQL."""
    found = b"".join(file.read_bytes() for file in Path(server.folder).rglob("*") if file.is_file())
    if server.database is None:
        return found
    with psycopg.connect(server.database.replace("+psycopg", "")) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            for (line,) in connection.execute(f'SELECT "{table}"::text FROM "{table}"'):  # type: ignore[arg-type]
                found += line.encode() + b"".join(bytes.fromhex(h) for h in _hex_of(line))
    return found


def _hex_of(line: str) -> list[str]:
    parts = [part.split('"')[0].split(",")[0].strip(")") for part in line.split("\\x")[1:]]
    return [part for part in parts if part and len(part) % 2 == 0]


def _forms(text: str) -> list[bytes]:
    escaped = json.dumps(text)[1:-1].encode()
    return [text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"), escaped]


def test_the_server_holds_no_readable_note_name_or_evidence(
    server: RunningServer, client: httpx.Client, lead: Device, editor: Device
) -> None:
    public = "this answer is for everybody to read"
    for device in (lead, editor):
        for text in NOTES:
            device.push(client, device.seal_private(note(text), write(0, text, facet=Facet.EVIDENCE)))
        device.push(client, device.seal_private(write(0, NAME, facet=Facet.OFFICIAL_NAME)))
    lead.push(client, [lead.seal(write(30, public))])
    rebuild(server.server)
    kept = _everything(server)
    assert public.encode() in kept, "the search would find what is there"
    for body in stored(server):
        assert body in kept
    for text in (*NOTES, NAME):
        for form in _forms(text):
            assert form not in kept, text
    assert len(stored(server)) == 8


@pytest.fixture
def erased(server: RunningServer, client: httpx.Client, lead: Device, editor: Device) -> tuple[Entry, bytes]:
    """An entry of the editor whose private part the lead has had erased."""
    entry, body = editor.seal_private(note(NOTES[0]), public=[write(20, 3)])
    editor.push(client, [entry, body])
    assert stored(server) == {body}
    lead.push(client, [lead.erase(entry)])
    return entry, body


def test_row_119_erasing_deletes_the_private_part_and_every_proof_still_passes(
    server: RunningServer, client: httpx.Client, lead: Device, erased: tuple[Entry, bytes]
) -> None:
    entry, body = erased
    assert stored(server) == set()
    assert fsck(server.server) == []
    lead.checked_head(lead.pull(client), server.server.log_key)
    assert entry.data in lead.held.values()
    assert body not in lead.bodies.values() or lead.push(client, [], asked=[digest(body)]).bodies == ()
    before = contents(server)
    rebuild(server.server)
    assert contents(server) == before
    assert [bool(row[4]) for row in rows(server, PrivatePartRow)] == [True]


def test_row_119_the_pages_of_the_database_do_not_keep_what_was_erased(
    server: RunningServer, client: httpx.Client, lead: Device, erased: tuple[Entry, bytes]
) -> None:
    entry, body = erased
    kept = _everything(server)
    assert entry.data[200:] in kept
    assert body[21:] not in kept
    assert body[40:80] not in kept


def test_row_120_an_erased_private_part_that_comes_again_is_refused_and_not_stored(
    server: RunningServer, client: httpx.Client, lead: Device, editor: Device, erased: tuple[Entry, bytes]
) -> None:
    entry, body = erased
    reply = editor.push(client, [entry, body])
    assert (reply.acks[0].code, reply.lacks, reply.erased) == (AckCode.KNOWN, (), (digest(body)[:16],))
    assert editor.push(client, [body]).erased == (digest(body)[:16],)
    assert take_entries(server.server, [entry.data, body])["kaga-jp"][0].code == AckCode.KNOWN
    rebuild(server.server)
    assert editor.push(client, [body]).erased == (digest(body)[:16],)
    assert stored(server) == set()


def test_who_names_anothers_private_part_can_not_have_it_erased(
    server: RunningServer, client: httpx.Client, lead: Device, editor: Device
) -> None:
    own, body = lead.seal_private(note(NOTES[0]))
    lead.push(client, [own, body])
    copied = _naming(editor, body)
    editor.push(client, [copied])
    editor.push(client, [editor.erase(copied), editor.erase(own)])
    assert stored(server) == {body}
    lead.push(client, [lead.erase(own)])
    assert stored(server) == set()
    assert editor.push(client, [body]).erased == (digest(body)[:16],)


def test_what_was_asked_to_be_erased_before_it_came_is_not_taken_at_all(
    server: RunningServer, client: httpx.Client, lead: Device, editor: Device
) -> None:
    entry, body = editor.seal_private(note(NOTES[0]))
    lead.push(client, [lead.erase(entry)])
    reply = editor.push(client, [entry, body])
    assert (reply.lacks, reply.erased) == ((), (digest(body)[:16],))
    assert stored(server) == set()


def test_fsck_names_a_private_part_that_is_not_what_was_named(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    entry, body = lead.seal_private(note(NOTES[0]))
    position = lead.push(client, [entry, body]).acks[0].position
    with server.server.database.writing() as connection:
        connection.exec_driver_sql("UPDATE body SET data = digest")
    assert [(damage.city, damage.position) for damage in fsck(server.server)] == [("kaga-jp", position)]


def _naming(device: Device, body: bytes) -> Entry:
    """An entry that names a private part that somebody else made."""
    last = device.entries[-1]
    claims = [1_760_000_000_000, len(device.entries), 1]
    fields = [1, device.log, last.seq + 1, last.hash, *claims, [], None, [], [digest(body), len(body)]]
    data = close(cbor.encode(fields), ENTRY, device.signer)
    entry = read_entry(data, device.signer.public_key)
    assert isinstance(entry, Entry), entry
    device.entries.append(entry)
    return entry
