"""Barriers through the server: counted by group, by differences, shown from five cities on."""

import httpx

from roadmap_core import cbor
from roadmap_core.community.barriers import Weight, barrier_to_wire
from roadmap_core.community.status import CommunityStatus, GroupFigures
from roadmap_core.entries.facets import DIRECTORY, Facet
from roadmap_core.entries.identifiers import OpId, Register
from roadmap_core.entries.operations import OpCode, Write
from sync_server.services.rebuild import rebuild
from tests.server.contents import contents
from tests.server.device import Device, started
from tests.server.running import RunningServer

EUROPE = ("apeldoorn-nl", "barcelona-es", "belfast-gb", "bilbao-es", "leeds-gb")
BARRIERS = Register(DIRECTORY, 0, Facet.BARRIERS)


def say(device: Device, client: httpx.Client, barrier: str, weight: Weight, instead_of: OpId | None = None) -> OpId:
    gone = [Write(OpCode.REMOVE_ROWS, BARRIERS, None, (instead_of,))] if instead_of else []
    value = cbor.encode(barrier_to_wire(barrier, weight))
    entry = device.seal(Write(OpCode.ADD_ROW, BARRIERS, value, ()), *gone)
    device.push(client, [entry])
    return OpId(entry.short, 0)


def figures(device: Device, client: httpx.Client, group: str) -> GroupFigures:
    status = CommunityStatus.from_json(client.get("/v1/community", headers=device.headers()).json())
    found = status.groups[group]
    assert isinstance(found, GroupFigures)
    return found


def five(server: RunningServer, client: httpx.Client) -> list[Device]:
    """Leads of five cities of one region, each of which counts."""
    devices = [Device(city, seed) for seed, city in enumerate(EUROPE)]
    for device in devices:
        device.join_as_lead(client, server)
        device.push(client, [device.seal(*started(server.server.questionnaire.digest))])
    return devices


def test_a_barrier_is_counted_in_each_group_of_the_city_from_five_cities_on(
    server: RunningServer, client: httpx.Client
) -> None:
    devices = five(server, client)
    for device in devices[:4]:
        say(device, client, "trust", Weight.MUCH)
    assert figures(devices[0], client, "all").barriers == {}
    last = say(devices[4], client, "trust", Weight.LITTLE)
    for group in ("all", "region:Europe"):
        assert figures(devices[0], client, group).barriers == {"trust": {"1": 1, "2": 4}}
        assert figures(devices[0], client, group).barriers_said == 5
    say(devices[4], client, "trust", Weight.STOPS, instead_of=last)
    assert figures(devices[0], client, "region:Europe").barriers == {"trust": {"2": 4, "3": 1}}


def test_a_rebuild_counts_the_same_barriers(server: RunningServer, client: httpx.Client) -> None:
    for device in five(server, client):
        first = say(device, client, "culture", Weight.LITTLE)
        say(device, client, "capacity", Weight.STOPS)
        say(device, client, "culture", Weight.NONE, instead_of=first)
    before = contents(server)
    rebuild(server.server)
    assert contents(server) == before
