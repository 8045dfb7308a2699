"""Who may write, as the server judges it: like every computer, whatever arrives first (protocol.md, section 8)."""

from dataclasses import replace

import httpx
import pytest

from roadmap_core import cbor, limits
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import entry_hash
from roadmap_core.entries.statements import Endorse, Enrol, Revoke, Role
from roadmap_core.exchange.messages import AckCode
from roadmap_core.exchange.stream import read_sequence
from roadmap_core.exchange.token import token_request
from sync_server.services.rebuild import rebuild
from sync_server.services.trust import trust
from tests.server.contents import contents
from tests.server.device import CBOR, Device
from tests.server.running import RunningServer
from tests.server.test_server_entries import state_of

ACCEPTED, PENDING, QUARANTINED = AckCode.ACCEPTED, AckCode.PENDING, AckCode.QUARANTINED


def codes(client: httpx.Client, device: Device, *entries: Entry) -> list[AckCode]:
    return [ack.code for ack in device.push(client, entries).acks]


def values(server: RunningServer, item: int) -> tuple[bytes, ...]:
    try:
        return state_of(server, item).values
    except KeyError:
        return ()


def test_what_was_written_before_the_admission_counts_from_the_admission_on(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    other = Device("kaga-jp", seed=2)
    other.join(client, server.invitation("kaga-jp"))
    assert codes(client, other, other.answer(20, 3)) == [PENDING]
    assert values(server, 20) == ()
    assert codes(client, lead, lead.enrol(other)) == [ACCEPTED]
    assert values(server, 20) == (b"\x03",)
    before = contents(server)
    rebuild(server.server)
    assert contents(server) == before


def test_row_19_what_lies_beyond_a_cut_off_is_kept_and_does_not_count(
    server: RunningServer, client: httpx.Client, lead: Device, editor: Device
) -> None:
    first, second = editor.answer(20, 1), editor.answer(21, 2)
    editor.push(client, [first, second])
    assert codes(client, lead, lead.seal(Revoke(editor.log, first.hash))) == [ACCEPTED]
    assert (values(server, 20), values(server, 21)) == ((b"\x01",), ())
    assert codes(client, editor, editor.answer(22, 3)) == [QUARANTINED]
    assert values(server, 22) == ()
    before = contents(server)
    rebuild(server.server)
    assert contents(server) == before


def test_row_19_a_lead_endorses_what_a_lost_computer_had_written(
    server: RunningServer, client: httpx.Client, lead: Device, editor: Device
) -> None:
    first, second, third = (editor.answer(item, 1) for item in (20, 21, 22))
    editor.push(client, [first, second, third])
    lead.push(client, [lead.seal(Revoke(editor.log, editor.genesis.hash))])
    assert [values(server, item) for item in (20, 21, 22)] == [(), (), ()]
    lead.push(client, [lead.seal(Endorse((second.hash,), with_earlier=True))])
    assert [values(server, item) for item in (20, 21, 22)] == [(b"\x01",), (b"\x01",), ()]


def test_row_93_a_revoked_computer_reads_nothing_more(client: httpx.Client, lead: Device, editor: Device) -> None:
    assert editor.push(client, []).head
    lead.push(client, [lead.seal(Revoke(editor.log, editor.entries[-1].hash))])
    response = client.get("/v1/cities/kaga-jp/head", headers=editor.headers())
    assert (response.status_code, response.json()["code"]) == (404, "E-NOT-FOUND")


def told(client: httpx.Client, log: bytes, device: Device) -> tuple[int, str]:
    """What the server answers to who asks for a token with this log's name and this computer's key."""
    nonce = Device("kaga-jp", seed=6).push(client, []).nonce
    proof = token_request("kaga-jp", log, nonce, device.signer)
    response = client.post("/v1/token", content=proof, headers=CBOR)
    return response.status_code, response.json()["code"]


def test_a_removed_computer_is_told_so_and_nobody_else_is(
    server: RunningServer, client: httpx.Client, lead: Device, editor: Device
) -> None:
    waiting = Device("kaga-jp", seed=5)
    waiting.join(client, server.invitation("kaga-jp"))
    lead.push(client, [lead.seal(Revoke(editor.log, editor.entries[-1].hash))])
    assert told(client, editor.log, editor) == (403, "E-REMOVED")
    assert told(client, waiting.log, waiting) == (401, "E-TOKEN")
    assert told(client, editor.log, waiting) == (401, "E-TOKEN")
    assert told(client, bytes(8), editor) == (401, "E-TOKEN")


def test_a_removed_computer_is_told_so_where_a_registrar_was_replaced_too(
    server: RunningServer, client: httpx.Client, lead: Device, editor: Device
) -> None:
    """What the replaced one said counts up to an entry: whether it does is looked up in the city's log."""
    lead.push(client, [lead.seal(Revoke(editor.log, editor.entries[-1].hash))])
    (last,) = (read_sequence(file.read_bytes())[-1] for file in server.office.folder.glob("cities/*"))
    held = server.office.document()
    registrars = {server.office.registrar.public_key: frozenset({entry_hash(last)})}
    server.office.add_document(replace(held, registrars=registrars, until_ms=held.until_ms + 1))
    trust(server.server, server.office.documents())
    assert told(client, editor.log, editor) == (403, "E-REMOVED")


def test_row_20_an_editor_admits_nobody(server: RunningServer, client: httpx.Client, editor: Device) -> None:
    other = Device("kaga-jp", seed=3)
    assert codes(client, editor, editor.enrol(other)) == [ACCEPTED]
    other.join(client, server.invitation("kaga-jp"))
    assert codes(client, other, other.answer(20, 3)) == [PENDING]


def test_row_20_a_lead_of_another_city_admits_nobody_here(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    other_lead, other = Device("belfast-gb", seed=5), Device("kaga-jp", seed=6)
    other_lead.join_as_lead(client, server)
    other_lead.push(client, [other_lead.enrol(other)])
    other.join(client, server.invitation("kaga-jp"))
    assert codes(client, other, other.answer(20, 3)) == [PENDING]


def test_row_21_a_lead_revokes_neither_registrars_nor_leads(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    other = Device("kaga-jp", seed=7)
    other.join(client, server.invitation("kaga-jp"))
    server.admit(other.genesis)
    lead.push(client, [lead.seal(Revoke(other.log, other.genesis.hash))])
    assert codes(client, other, other.seal(Revoke(lead.log, lead.genesis.hash)), other.answer(20, 3)) == [ACCEPTED] * 2
    assert codes(client, lead, lead.answer(21, 3)) == [ACCEPTED]


def test_what_a_computer_without_a_role_may_leave_is_limited(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    other = Device("kaga-jp", seed=8)
    other.join(client, server.invitation("kaga-jp"))
    entries = [other.answer(20, 3) for _ in range(limits.PENDING_ENTRIES)]
    acks = other.push(client, entries).acks
    assert [ack.code for ack in acks[:-1]] == [PENDING] * (limits.PENDING_ENTRIES - 1)
    assert (acks[-1].code, acks[-1].refusal) == (AckCode.REFUSED, "E-LIMIT")
    lead.push(client, [lead.enrol(other)])
    assert codes(client, other, entries[-1]) == [ACCEPTED]


def invited(client: httpx.Client, device: Device, code: bytes) -> int:
    body = cbor.encode([1, code])
    return client.post("/v1/invitations", content=body, headers=CBOR | device.headers()).status_code


def test_a_lead_invites_another_computer_of_the_city_once(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    assert invited(client, lead, b"123456") == 204
    other, late = Device("kaga-jp", seed=9), Device("kaga-jp", seed=10)
    assert other.join(client, b"123456").status_code == 200
    assert late.join(client, b"123456").status_code == 403
    assert invited(client, lead, b"123456") == 204
    assert late.join(client, b"123456").status_code == 403, "a code that was used stays used"


@pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER])
def test_only_leads_invite(server: RunningServer, client: httpx.Client, lead: Device, role: Role) -> None:
    other = Device("kaga-jp", seed=11)
    lead.push(client, [lead.enrol(other, role)])
    other.join(client)
    assert invited(client, other, b"123456") == 403
    other.token = None
    assert invited(client, other, b"123456") == 401


def test_a_lead_has_at_most_twenty_invitations_open(client: httpx.Client, lead: Device) -> None:
    assert [invited(client, lead, bytes([number] * 6)) for number in range(21)] == [204] * 20 + [403]


def test_row_18_an_enrolment_that_has_run_out_is_quarantined_and_can_be_endorsed(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    other = Device("kaga-jp", seed=12)
    lead.push(client, [lead.seal(Enrol(other.genesis.hash, Role.EDITOR, "", 1_760_000_000_001))])
    other.join(client)
    entries = [other.answer(20, 1), other.answer(21, 2)]
    assert codes(client, other, *entries) == [ACCEPTED, QUARANTINED]
    assert values(server, 21) == ()
    lead.push(client, [lead.seal(Endorse((entries[1].hash,), with_earlier=False))])
    assert values(server, 21) == (b"\x02",)
