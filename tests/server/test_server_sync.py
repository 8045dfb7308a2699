"""What a device and the server say to each other: join, push, pull, heads, tokens, epochs."""

import httpx

from roadmap_core import cbor
from roadmap_core.exchange.messages import AckCode
from roadmap_core.exchange.token import token_request
from roadmap_core.keys.codes import from_code
from roadmap_core.ledger.heads import Head, read_head
from tests.server.device import Device, write
from tests.server.running import RunningServer


def test_an_invitation_lets_a_computer_leave_entries_and_admits_nobody(
    server: RunningServer, client: httpx.Client
) -> None:
    device = Device("kaga-jp", seed=1)
    version, epoch, ack, token = cbor.decode(device.join(client, server.invitation("kaga-jp")).content)
    assert (version, epoch, ack, token) == (1, server.server.epoch, [device.log, 0, AckCode.PENDING, 1], None)
    reply = device.push(client, [device.answer(20, 1)])
    assert [(ack.code, ack.position) for ack in reply.acks] == [(AckCode.PENDING, 2)]
    assert (reply.entries, reply.head) == ((), b"")


def test_whom_the_registrar_admits_comes_in_and_what_it_left_counts(
    server: RunningServer, client: httpx.Client
) -> None:
    device = Device("kaga-jp", seed=1)
    device.join(client, server.invitation("kaga-jp"))
    device.push(client, [device.answer(20, 1)])
    server.admit(device.genesis)
    device.authorise(client)
    assert device.checked_head(device.pull(client), server.server.log_key).size == 4


def test_a_code_typed_in_small_letters_is_the_same_invitation(server: RunningServer, client: httpx.Client) -> None:
    typed = from_code(server.invite("kaga-jp").lower().replace("-", " "), 6)
    assert typed is not None
    assert Device("kaga-jp", seed=1).join(client, typed).status_code == 200


def test_a_bad_invitation_gets_one_answer_whatever_is_wrong_with_it(
    server: RunningServer, client: httpx.Client
) -> None:
    used = server.invitation("kaga-jp")
    assert Device("kaga-jp", seed=1).join(client, used).status_code == 200
    of_other_city = server.invitation("belfast-gb")
    old = server.invitation("apeldoorn-nl")
    server.clock.offset = 8 * 24 * 3600
    answers = [
        Device("kaga-jp", seed=2).join(client, used),
        Device("barcelona-es", seed=3).join(client, of_other_city),
        Device("apeldoorn-nl", seed=4).join(client, old),
        Device("apeldoorn-nl", seed=5).join(client, b"123456"),
        Device("nowhere-xx", seed=6).join(client, b"123456"),
    ]
    assert {(a.status_code, a.json()["code"], a.json()["title"]) for a in answers} == {
        (403, "E-INVITE", "This invitation is not valid for this city, or was used before.")
    }


def test_a_bad_join_does_not_use_up_the_invitation(server: RunningServer, client: httpx.Client) -> None:
    invitation = server.invitation("kaga-jp")
    assert Device("belfast-gb", seed=1).join(client, invitation).status_code == 403
    _, _, ack, token = cbor.decode(Device("kaga-jp", seed=1, alliance="staging").join(client, invitation).content)
    assert (ack, token) == ([ack[0], 0, AckCode.REFUSED, "E-ALLIANCE"], None)
    assert Device("kaga-jp", seed=1).join(client, invitation).status_code == 200


def test_joining_again_is_known_and_gives_no_token(server: RunningServer, client: httpx.Client) -> None:
    device = Device("kaga-jp", seed=1)
    invitation = server.invitation("kaga-jp")
    device.join(client, invitation)
    _, _, ack, token = cbor.decode(device.join(client, invitation).content)
    assert ack == [device.log, 0, AckCode.KNOWN, 1]
    assert token is None
    server.admit(device.genesis)
    device.authorise(client)
    assert device.pull(client).next_position == 3


def test_a_second_computer_comes_in_once_a_lead_has_enrolled_it(client: httpx.Client, lead: Device) -> None:
    other = Device("kaga-jp", seed=2)
    _, _, ack, token = cbor.decode(other.join(client).content)
    assert (ack[2], token) == (AckCode.NOT_ADMITTED, None)
    assert other.push(client, [other.genesis, other.answer(20, 1)]).acks[1].code == AckCode.NOT_ADMITTED
    lead.push(client, [lead.enrol(other)])
    _, _, ack, token = cbor.decode(other.join(client).content)
    assert (ack[2], len(token)) == (AckCode.ACCEPTED, 28)


def test_only_a_lead_enrols(client: httpx.Client, editor: Device) -> None:
    stranger = Device("kaga-jp", seed=9)
    assert editor.push(client, [editor.enrol(stranger)]).acks[0].code == AckCode.ACCEPTED
    assert stranger.push(client, [stranger.genesis]).acks[0].code == AckCode.NOT_ADMITTED


def test_what_one_computer_sends_another_receives_and_can_check(
    server: RunningServer, client: httpx.Client, lead: Device, editor: Device
) -> None:
    sent = [editor.answer(20 + n, 1) for n in range(5)]
    reply = editor.push(client, sent)
    assert [ack.position for ack in reply.acks] == [7, 8, 9, 10, 11]
    assert [position for position, _ in reply.entries] == [1, 2, 3, 4, 5, 6]
    assert editor.checked_head(reply, server.server.log_key).size == 11
    lead.checked_head(lead.pull(client), server.server.log_key)
    assert [lead.held[position] for position in range(7, 12)] == [entry.data for entry in sent]


def test_a_page_holds_at_least_one_entry_and_no_more_than_asked(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    lead.push(client, [lead.seal(write(20, "x" * 500, facet=2)) for _ in range(6)], limit=0)
    reader = Device("kaga-jp", seed=2)
    reader.token = lead.token
    tiny = reader.push(client, [], limit=0)
    assert (len(tiny.entries), tiny.next_position, tiny.more) == (1, 1, True)
    some = reader.push(client, [], limit=2_000)
    assert sum(len(data) for _, data in some.entries) <= 2_000
    assert some.more
    last = reader.pull(client, limit=2_000)
    assert reader.checked_head(last, server.server.log_key).size == 10


def test_without_a_token_entries_are_taken_and_nothing_is_given(client: httpx.Client, lead: Device) -> None:
    lead.token = None
    reply = lead.push(client, [lead.answer(20, 1)])
    assert reply.acks[0].code == AckCode.ACCEPTED
    assert (reply.entries, reply.head, reply.next_position, reply.more) == ((), b"", lead.position, False)
    assert reply.nonce is not None


def test_a_token_lasts_a_quarter_of_an_hour_and_is_renewed_before_it_ends(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    assert lead.push(client, []).token is None
    server.clock.offset = 11 * 60
    fresh = lead.push(client, []).token
    assert fresh is not None
    server.clock.offset = 16 * 60
    assert lead.push(client, []).head == b""
    lead.token = fresh
    assert lead.push(client, []).head != b""


def test_an_old_nonce_gives_no_token(server: RunningServer, client: httpx.Client, lead: Device) -> None:
    lead.token = None
    nonce = lead.push(client, []).nonce or b""
    server.clock.offset = 6 * 60
    proof = token_request("kaga-jp", lead.genesis.log, nonce, lead.signer)
    response = client.post("/v1/token", content=proof, headers={"content-type": "application/cbor"})
    assert (response.status_code, response.json()["code"]) == (401, "E-TOKEN")


def test_the_head_can_be_polled_and_unchanged_costs_one_short_answer(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    first = client.get("/v1/cities/kaga-jp/head", headers=lead.headers())
    head = read_head(first.content, server.server.log_key)
    assert isinstance(head, Head)
    assert first.headers["etag"] == f'"{head.epoch}.{head.size}"'
    again = client.get("/v1/cities/kaga-jp/head", headers=lead.headers() | {"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert sum(len(k) + len(v) + 4 for k, v in again.headers.raw) + len("HTTP/1.1 304 Not Modified\r\n\r\n") <= 110
    lead.push(client, [lead.answer(20, 1)])
    later = client.get("/v1/cities/kaga-jp/head", headers=lead.headers() | {"if-none-match": first.headers["etag"]})
    assert later.status_code == 200


def test_replies_do_not_name_the_server_or_its_clock(client: httpx.Client) -> None:
    assert {"server", "date"}.isdisjoint(client.get("/v1/health").headers)


def test_after_a_new_epoch_a_device_starts_from_the_beginning(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    lead.pull(client)
    old_epoch, old_position = lead.epoch, lead.position
    server.new_epoch()
    reply = lead.push(client, [])
    assert reply.epoch not in (0, old_epoch)
    assert [position for position, _ in reply.entries] == list(range(1, old_position + 1))
    lead.checked_head(reply, server.server.log_key)


def test_what_a_device_knows_beyond_the_log_counts_as_its_end(client: httpx.Client, lead: Device) -> None:
    lead.position = 10_000
    reply = lead.push(client, [])
    assert (reply.entries, reply.next_position, reply.more) == ((), 4, False)


def test_everything_is_there_after_a_restart(server: RunningServer, lead: Device, client: httpx.Client) -> None:
    lead.push(client, [lead.answer(20, 1)])
    server.stop()
    server.start()
    with httpx.Client(base_url=server.address, trust_env=False) as later:
        lead.held.clear()
        lead.position = 0
        assert lead.checked_head(lead.pull(later), server.server.log_key).size == 5
