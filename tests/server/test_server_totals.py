"""The community's totals are kept, not computed: they must equal a recount, and a rebuild must change nothing."""

import random
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from roadmap_core import cbor
from roadmap_core.community.figures import recount
from roadmap_core.community.status import CommunityStatus, GroupFigures
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import OpId, Register
from roadmap_core.entries.operations import OpCode, Write
from roadmap_core.exchange.stream import read_sequence
from roadmap_core.instrument.catalogue import Catalogue
from sync_server.services.count_city import SAMPLE, figures
from sync_server.services.export_entries import export_entries
from sync_server.services.fsck import fsck
from sync_server.services.list_cities import LISTED
from sync_server.services.rebuild import rebuild
from sync_server.storage import cities, standings, totals
from tests.server.contents import contents
from tests.server.device import Device, started, write
from tests.server.running import RunningServer

CITIES = ("kaga-jp", "belfast-gb", "apeldoorn-nl", "barcelona-es", "bengaluru-in", "bilbao-es", "bogota-co")


def joined(server: RunningServer, client: httpx.Client, *, sample: bool = False) -> list[Device]:
    devices = []
    with server.server.database.reading() as connection:
        listed = [city for city in CITIES if cities.listed(connection, city)]
    for seed, city in enumerate(listed):
        device = Device(city, seed)
        device.join_as_lead(client, server)
        device.push(client, [device.seal(*started(server.server.questionnaire.digest, sample=sample))])
        devices.append(device)
    assert len(devices) >= 5
    return devices


def push_at_random(server: RunningServer, client: httpx.Client, devices: list[Device], draw: random.Random) -> None:
    """Answers, contested ones, nonsense, cleared ones, plans, other assessments."""
    catalogue = Catalogue.of(server.server.questionnaire.instrument)
    questions = [catalogue.number(q.id) for q in server.server.questionnaire.instrument.questions]
    policies = [catalogue.number(p.id) for p in server.server.questionnaire.instrument.policies]
    values = [0, 1, 2, 3, 4, 5, None, "nonsense", [10], [11, "no"], [12, "state", "law"], [1, 3, 4, ""], [3, 19_000]]
    made: dict[str, list[OpId]] = {device.city: [] for device in devices}
    for _ in range(30):
        device = draw.choice(devices)
        operations = []
        for _ in range(draw.randrange(1, 25)):
            named = draw.sample(made[device.city], k=min(len(made[device.city]), draw.randrange(3)))
            operations.append(write(draw.choice(questions), draw.choice(values), *named))
        if draw.random() < 0.3:
            planned = Register(1, draw.choice(policies), Facet.PLANNED)
            operations.append(Write(OpCode.SET, planned, cbor.encode(draw.choice((0, 1, 3, "many"))), ()))
        if draw.random() < 0.1:
            operations += started(server.server.questionnaire.digest)
        if draw.random() < 0.1:
            operations.append(write(0, draw.choice([bytes(32), None]), facet=Facet.CATALOGUE, assessment=2))
        entry = device.seal(*{operation.register: operation for operation in operations}.values())
        made[device.city] += [OpId(entry.short, place) for place in range(len(entry.operations))]
        device.push(client, [entry])


def test_totals_equal_a_recount_after_random_pushes(server: RunningServer, client: httpx.Client) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    devices = joined(server, client)
    push_at_random(server, client, devices, random.Random(seed))
    with server.server.database.reading() as connection:
        kept = {c: n for c, n in totals.totals(connection).items() if c.figure not in (LISTED, SAMPLE)}
        counted = []
        for device in devices:
            city = cities.listed(connection, device.city)
            own = figures(standings.policies_of(connection, device.city), standings.figures_of(connection, device.city))
            if city is not None and own is not None:
                counted.append((city, own))
    assert kept == recount(counted)


def test_a_rebuild_from_entries_is_equal(server: RunningServer, client: httpx.Client) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    devices = joined(server, client)
    push_at_random(server, client, devices, random.Random(seed))
    lead = devices[0]
    trunk = lead.entries[-1]
    lead.push(client, [lead.answer(20, 1), lead.seal(write(21, 1), after=trunk)])
    lead.answer(22, 1)
    lead.push(client, [lead.answer(23, 1)])
    before = contents(server)
    assert rebuild(server.server) == len(before["entry"])
    assert contents(server) == before
    assert fsck(server.server) == []


def test_the_status_that_is_published_has_the_answers_of_all_cities(
    server: RunningServer, client: httpx.Client
) -> None:
    devices = joined(server, client)
    questions = server.server.questionnaire
    policy = questions.instrument.foundational[0]
    for device in devices:
        device.push(client, [device.seal(*[write(item, 5) for item, _ in questions.questions[policy.id]])])
    response = client.get("/v1/community", headers=devices[0].headers())
    status = CommunityStatus.from_json(response.json())
    everybody = status.groups["all"]
    assert isinstance(everybody, GroupFigures)
    assert (status.cities_total, status.cities_sharing, status.is_sample) == (36, len(devices), False)
    assert sum(everybody.stages[policy.id].values()) == len(devices)
    assert everybody.policies_written == len(devices)
    assert sum(status.regions.values()) == 36
    known = client.get("/v1/community", headers=devices[0].headers() | {"if-none-match": response.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    devices[0].push(client, [devices[0].answer(20, 1)])
    later = client.get("/v1/community", headers=devices[0].headers() | {"if-none-match": response.headers["etag"]})
    assert later.status_code == 200


def test_one_city_with_invented_data_marks_the_status_as_sample(server: RunningServer, client: httpx.Client) -> None:
    devices = joined(server, client)
    headers = devices[0].headers()
    assert not CommunityStatus.from_json(client.get("/v1/community", headers=headers).json()).is_sample
    mark = devices[1].seal(write(0, 1, facet=Facet.IS_SAMPLE))
    devices[1].push(client, [mark])
    assert CommunityStatus.from_json(client.get("/v1/community", headers=headers).json()).is_sample
    unmark = write(0, None, OpId(mark.short, 0), facet=Facet.IS_SAMPLE)
    devices[1].push(client, [devices[1].seal(unmark)])
    assert not CommunityStatus.from_json(client.get("/v1/community", headers=headers).json()).is_sample


def test_the_lowest_of_contested_answers_counts(server: RunningServer, client: httpx.Client, lead: Device) -> None:
    own = server.server.questionnaire
    policy = own.instrument.foundational[0]
    item = next(number for number, question in own.questions[policy.id] if question.id == policy.gate)
    high, low = lead.answer(item, 3), lead.answer(item, 0)
    for pushed in (high, low):
        lead.push(client, [pushed])
    with server.server.database.reading() as connection:
        standing = standings.policies_of(connection, "kaga-jp")[policy.id]
    assert (standing.contested, standing.answered, standing.stage) == (1, 1, 0)


def test_a_city_counts_from_its_first_assessment_on(server: RunningServer, client: httpx.Client) -> None:
    device = Device("kaga-jp", seed=1)
    device.join_as_lead(client, server)
    device.push(client, [device.answer(20, 1)])
    headers = device.headers()
    assert client.get("/v1/community", headers=headers).json()["cities_sharing"] == 0
    device.push(client, [device.seal(*started(server.server.questionnaire.digest))])
    assert client.get("/v1/community", headers=headers).json()["cities_sharing"] == 1
    with server.server.database.reading() as connection:
        figures_row = standings.figures_of(connection, "kaga-jp")
    assert figures_row is not None
    assert figures_row.answered == 1


def test_an_exported_file_verifies_and_bit_flips_are_named(
    server: RunningServer, client: httpx.Client, lead: Device, tmp_path: Path
) -> None:
    lead.push(client, [lead.answer(20, 1)])
    file = tmp_path / "kaga.cborseq"
    assert export_entries(server.server, "kaga-jp", file) == 5
    assert {entry.data for entry in lead.entries} < set(read_sequence(file.read_bytes()))
    assert fsck(server.server) == []


@pytest.mark.parametrize("column", ["data", "hash", "prev"])
def test_row_90_fsck_names_the_position_of_a_damaged_entry(
    server: RunningServer, client: httpx.Client, lead: Device, column: str
) -> None:

    lead.push(client, [lead.answer(20, 1)])
    is_sqlite = server.server.database.is_sqlite
    with server.server.database.writing() as connection:
        triggers = ["entry_is_kept_update"] if is_sqlite else ["entry_is_kept ON entry"]
        for trigger in triggers:
            connection.execute(text(f"DROP TRIGGER {trigger}"))
        old = connection.execute(text(f"SELECT {column} FROM entry WHERE position = 4")).scalar_one()
        damaged = bytes([*bytes(old)[:-1], bytes(old)[-1] ^ 1])
        connection.execute(text(f"UPDATE entry SET {column} = :new WHERE position = 4"), {"new": damaged})
    found = fsck(server.server)
    assert ("kaga-jp", 4) in [(damage.city, damage.position) for damage in found]
    assert 5 not in [damage.position for damage in found]


def test_entries_can_not_be_changed_or_deleted(server: RunningServer, client: httpx.Client, lead: Device) -> None:

    for statement in ("UPDATE entry SET seq = 9", "DELETE FROM entry"):
        with pytest.raises(DBAPIError, match="never changed"), server.server.database.writing() as connection:
            connection.execute(text(statement))
