"""Several who push at once, to one process and to two over one database (faults.md, row 87)."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import httpx

from roadmap_core.entries.identifiers import LogId, entry_hash
from roadmap_core.exchange.messages import AckCode, SyncReply
from roadmap_core.ledger.heads import Head, read_head
from roadmap_core.ledger.tree import Frontier
from sync_server.services.fsck import fsck
from sync_server.services.rebuild import rebuild
from tests.server.conftest import NewDatabase, client_of
from tests.server.contents import contents
from tests.server.device import Device, started
from tests.server.running import RunningServer


def at_once(servers: list[RunningServer], pushes: list[tuple[Device, list[object]]]) -> list[SyncReply]:
    """The replies to pushes that begin together, dealt out to the servers in turn."""
    begin = Barrier(len(pushes))

    def one(place: int) -> SyncReply:
        device, entries = pushes[place]
        with client_of(servers[place % len(servers)]) as client:
            begin.wait()
            return device.push(client, entries)  # type: ignore[arg-type]

    with ThreadPoolExecutor(len(pushes)) as pool:
        return list(pool.map(one, range(len(pushes))))


def test_row_87_one_batch_pushed_in_parallel_is_taken_once(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    batch = [lead.answer(20 + n, 1) for n in range(50)]
    replies = at_once([server], [(lead, batch)] * 4)
    codes = [[ack.code for ack in reply.acks] for reply in replies]
    assert sorted(codes) == sorted([[AckCode.ACCEPTED] * 50] + [[AckCode.KNOWN] * 50] * 3)
    assert {tuple(ack.position for ack in reply.acks) for reply in replies} == {tuple(range(5, 55))}
    assert fsck(server.server) == []


def test_row_92_heads_that_are_asked_for_at_once_are_of_one_log_and_never_go_back(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    largest = 0
    for turn in range(4):
        pushes: list[tuple[Device, list[object]]] = [(lead, [lead.answer(20 + 8 * turn + n, 1)]) for n in range(8)]
        heads = [read_head(reply.head, server.server.log_key) for reply in at_once([server], pushes)]
        found = [head for head in heads if isinstance(head, Head)]
        assert len(found) == len(heads)
        log = [entry_hash(lead.held[position]) for position in sorted(lead.held)]
        for head in found:
            assert head.size > largest, "each is signed over what was pushed before it was asked for"
            assert Frontier().extended(log[: head.size]).root() == head.root
        largest = max(head.size for head in found)
        kept = read_head(lead.push(client, []).head, server.server.log_key)
        assert isinstance(kept, Head)
        assert kept.size == largest, "the newest head is the one of the longest log"


def test_row_87_a_push_beside_the_enrolment_that_admits_it_has_one_order(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    other = Device("kaga-jp", seed=2)
    other.token = lead.token
    enrolment = lead.enrol(other)
    first, second = at_once([server], [(lead, [enrolment]), (other, [other.genesis])])
    assert first.acks[0].code == AckCode.ACCEPTED
    assert second.acks[0].code in (AckCode.ACCEPTED, AckCode.NOT_ADMITTED)
    again = other.push(client, [other.genesis]).acks[0]
    assert (again.code, again.position) in [(AckCode.KNOWN, 6), (AckCode.ACCEPTED, 6)]


def test_row_87_one_invitation_opens_a_city_once(server: RunningServer) -> None:
    invitation = server.invitation("kaga-jp")
    devices = [Device("kaga-jp", seed) for seed in range(4)]
    begin = Barrier(len(devices))

    def join(device: Device) -> int:
        with client_of(server) as client:
            begin.wait()
            return device.join(client, invitation).status_code

    with ThreadPoolExecutor(len(devices)) as pool:
        assert sorted(pool.map(join, devices)) == [200, 403, 403, 403]


def test_row_87_two_servers_over_one_database_keep_one_log(tmp_path: Path, new_database: NewDatabase) -> None:
    folder = tmp_path / "server"
    url = new_database()
    with RunningServer(folder, url) as one, RunningServer(folder, url) as two, client_of(one) as client:
        devices = [Device(city, seed) for seed, city in enumerate(("kaga-jp", "belfast-gb", "apeldoorn-nl"))]
        for device in devices:
            device.join_as_lead(client, one)
        digest = one.server.questionnaire.digest
        batches = [
            (device, [device.seal(*started(digest)), *[device.answer(20 + n, 1) for n in range(20)]])
            for device in devices
        ]
        replies = at_once([one, two], [*batches, *batches])
        assert all(ack.position for reply in replies for ack in reply.acks)
        for device in devices:
            device.epoch = device.position = 0
            device.held.clear()
            reply = device.pull(client)
            assert device.checked_head(reply, one.server.log_key).size == 24
        before = contents(one)
        rebuild(two.server)
        assert contents(one) == before
        assert {LogId(device.log) for device in devices} <= {row[1] for row in before["log"]}
