"""What no program of this version sends: strangers' bytes, operations of a later version, values that are no answer."""

import random
from dataclasses import replace
from typing import Any

from desktop_app.operations import sealing
from desktop_app.storage import own_log
from desktop_app.storage.drafts import Draft
from desktop_app.storage.drafts import save as save_draft
from desktop_app.storage.engine import transaction
from roadmap_core import cbor
from roadmap_core.entries import sealing as core
from roadmap_core.entries.entry import Entry, read_entry
from roadmap_core.entries.envelope import ENTRY, close
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import Register
from roadmap_core.entries.operations import OpCode
from roadmap_core.exchange.messages import SyncRequest, read_reply
from tests.simulation.wire import Sent, flipped

_HEADERS = ((b"content-type", b"application/cbor"),)
_LATER_CODE = 99


def push_poison(world: Any, chance: random.Random) -> str:
    """Noise, entries with a flipped bit, entries of another city, and one that is too large for its own good."""
    city = chance.choice(world.computers).city
    real = [entry.data for entry in world.ledger.entries.values()]
    foreign = sorted(whole for name, held in world.ledger.by_city.items() if name != city for whole in held)
    others = [world.ledger.entries[whole].data for whole in foreign]
    bad = [chance.randbytes(chance.randrange(1, 200)), flipped(chance.choice(real), chance), bytes(60_000)]
    bad += others[-1:]
    before = world.places_on_server(city)
    body = SyncRequest(city, 0, 0, 4096, tuple(bad)).to_bytes()
    status, _, answer = world.server.answer(Sent("POST", "/v1/sync", _HEADERS, body))
    world.counters["poison pushed"] += len(bad)
    if status != 200 or world.places_on_server(city) != before:
        raise AssertionError(f"the server took poison, or failed over it: {status}")
    acks = read_reply(answer).acks
    world.counters["poison refused"] += len(acks)
    return f"{city} {[int(ack.code) for ack in acks]}"


def write_odd(world: Any, chance: random.Random) -> str:
    computer = chance.choice(world.computers)
    if chance.random() < 0.5:
        value = chance.choice(([1, [2, 3]], "text", -7, b"\x00", [9, 9, 9, 9]))
        item = computer.workspace.catalogue.number("ICT-01")
        register = Register(1, item, int(Facet.ANSWER))
        with transaction(computer.workspace.engine) as connection:
            save_draft(connection, Draft(OpCode.SET, register, cbor.encode(value), (), 1, computer.clock()))
            computer.saved.pop(register, None)
            sealing.seal_in(computer.workspace, connection)
        world.counters["odd values"] += 1
        return f"{computer.name} odd value"
    _seal_later_operation(computer)
    world.counters["unknown operations"] += 1
    return f"{computer.name} unknown operation"


def _seal_later_operation(computer: Any) -> None:
    """As a later program would: an operation with a code that this one doesn't know, in the computer's own log."""
    workspace = computer.workspace
    with transaction(workspace.engine) as connection:
        sealing.seal_in(workspace, connection)
        signer, tip, _ = sealing._own_log(workspace, connection)
        claims = replace(sealing._claims(workspace, connection, 1), newly_seen=())
        payload = core._payload([tip.log, tip.seq + 1, tip.entry], claims, [], [[_LATER_CODE, "later", 1]])
        entry = read_entry(close(payload, ENTRY, signer), signer.public_key)
        assert isinstance(entry, Entry)
        own_log.take_sealed(connection, workspace.keys, [entry], workspace.clock())
