"""What cities say to each other, through the server: members, meetings, offers; interest from five cities on."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from roadmap_core import cbor
from roadmap_core.cbor import Item
from roadmap_core.community.status import CommunityStatus
from roadmap_core.community.ties import (
    Gathering,
    Membership,
    Offer,
    minutes_of,
    offer_to_wire,
    tie_to_wire,
)
from roadmap_core.community.together import Member, Together
from roadmap_core.entries.facets import DIRECTORY, Facet
from roadmap_core.entries.identifiers import OpId, Register
from roadmap_core.entries.operations import OpCode, Write
from roadmap_core.entries.statements import Revoke
from sync_server.services.rebuild import rebuild
from sync_server.storage import ties
from tests.server.contents import contents
from tests.server.device import Device
from tests.server.running import RunningServer

CITIES = ("kaga-jp", "belfast-gb", "apeldoorn-nl", "barcelona-es", "bengaluru-in", "bilbao-es")
KEY = bytes(16)


def row(facet: Facet, said: Item) -> Write:
    return Write(OpCode.ADD_ROW, Register(DIRECTORY, 0, facet), cbor.encode(said), ())


def leads(server: RunningServer, client: httpx.Client, cities: tuple[str, ...] = CITIES) -> list[Device]:
    devices = [Device(city, seed) for seed, city in enumerate(cities)]
    for device in devices:
        device.join_as_lead(client, server)
    return devices


def say(device: Device, client: httpx.Client, *operations: Write) -> OpId:
    entry = device.seal(*operations)
    device.push(client, [entry])
    return OpId(entry.short, 0)


def take_back(device: Device, client: httpx.Client, facet: Facet, said: OpId) -> None:
    say(device, client, Write(OpCode.REMOVE_ROWS, Register(DIRECTORY, 0, facet), None, (said,)))


def read(device: Device, client: httpx.Client) -> Together:
    return CommunityStatus.from_json(client.get("/v1/community", headers=device.headers()).json()).together


def test_the_list_says_who_belongs_to_a_community_until_a_city_says_otherwise(
    server: RunningServer, client: httpx.Client
) -> None:
    kaga, belfast = leads(server, client, CITIES[:2])
    assert read(kaga, client).members == (), "each program has the list"
    say(belfast, client, row(Facet.COMMUNITIES, tie_to_wire(Membership("Japan", True, "Europe/London"))))
    left = say(kaga, client, row(Facet.COMMUNITIES, tie_to_wire(Membership("Japan", False))))
    assert read(kaga, client).members == (
        Member("Japan", "belfast-gb", "Belfast", "Europe/London"),
        Member("Japan", "kaga-jp", "Kaga", is_member=False),
    )
    take_back(kaga, client, Facet.COMMUNITIES, left)
    assert [one.city for one in read(kaga, client).members] == ["belfast-gb"]
    assert "Japan" in client.get("/v1/community", headers=kaga.headers()).json()["communities"], "figures stay"


def test_meetings_and_offers_are_read_by_every_city_and_go_when_they_are_taken_back(
    server: RunningServer, client: httpx.Client
) -> None:
    kaga, belfast = leads(server, client, CITIES[:2])
    start = minutes_of(datetime.now(UTC) + timedelta(days=3))
    call = Gathering(KEY, "Japan", start, 60, "Open data", "https://call.example")
    offer = Offer(KEY, "ICT", "How we began", "office@kaga.example")
    over = Gathering(KEY[1:] + b"\1", "Japan", 0, 60)
    for tie in (call, over):
        say(kaga, client, row(Facet.COMMUNITIES, tie_to_wire(tie)))
    offered = say(kaga, client, row(Facet.OFFERS, offer_to_wire(offer)))
    say(belfast, client, row(Facet.COMMUNITIES, tie_to_wire(call)))  # it is no member
    seen = read(belfast, client)
    assert [(one.name, one.gathering) for one in seen.meetings] == [("Kaga", call)]
    assert [(one.name, one.offer) for one in seen.offers] == [("Kaga", offer)]
    take_back(kaga, client, Facet.OFFERS, offered)
    assert read(belfast, client).offers == ()


def test_interest_is_a_number_from_five_cities_on_and_nothing_below(
    server: RunningServer, client: httpx.Client
) -> None:
    devices = leads(server, client)
    said = {one.city: say(one, client, row(Facet.INTEREST, ["Africa"])) for one in devices[:4]}
    say(devices[0], client, row(Facet.INTEREST, ["Africa"]))
    say(devices[1], client, row(Facet.INTEREST, ["Atlantis"]))
    answer = client.get("/v1/community", headers=devices[0].headers())
    assert read(devices[0], client).interest == {}
    assert "Africa" not in answer.json()["together"]["interest"]
    say(devices[4], client, row(Facet.INTEREST, ["Africa"]))
    assert read(devices[0], client).interest == {"Africa": 5}
    take_back(devices[1], client, Facet.INTEREST, said[devices[1].city])
    assert read(devices[0], client).interest == {}


def test_what_is_published_stays_small_and_every_city_has_its_first_word(
    server: RunningServer, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    kaga, belfast = leads(server, client, CITIES[:2])
    for number in range(5):
        say(kaga, client, row(Facet.OFFERS, offer_to_wire(Offer(KEY, "ICT", f"{number}" * 200))))
    say(belfast, client, row(Facet.OFFERS, offer_to_wire(Offer(KEY, "ICT", "9" * 200))))
    monkeypatch.setattr(ties, "MOST_BYTES", 700)
    assert sorted(one.city for one in read(kaga, client).offers) == ["belfast-gb", "kaga-jp", "kaga-jp"]


def test_a_rebuild_keeps_what_cities_said(server: RunningServer, client: httpx.Client) -> None:
    for device in leads(server, client):
        say(device, client, row(Facet.INTEREST, ["Europe"]), row(Facet.OFFERS, offer_to_wire(Offer(KEY, "ICT", "How"))))
        gone = say(device, client, row(Facet.INTEREST, ["Oceania"]))
        take_back(device, client, Facet.INTEREST, gone)
    before = contents(server)
    assert before["tie"]
    rebuild(server.server)
    assert contents(server) == before


def test_what_a_removed_computer_said_beyond_its_cut_off_is_no_longer_published(
    server: RunningServer, client: httpx.Client
) -> None:
    lead, other = Device("kaga-jp", 1), Device("kaga-jp", 2)
    lead.join_as_lead(client, server)
    other.join(client)
    lead.push(client, [lead.enrol(other)])
    other.token = None
    other.push(client, [other.genesis, other.seal(row(Facet.OFFERS, offer_to_wire(Offer(KEY, "ICT", "How"))))])
    assert len(read(lead, client).offers) == 1
    lead.push(client, [lead.seal(Revoke(other.log, other.genesis.hash))])
    assert read(lead, client).offers == ()
