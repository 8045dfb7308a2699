"""What becomes of pushed entries, good and bad (faults.md; each test names its row)."""

import random

import httpx
import pytest

from roadmap_core import cbor
from roadmap_core.entries.envelope import ENTRY, close
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import OpId, Register, ShortHash
from roadmap_core.entries.operations import Write
from roadmap_core.exchange.messages import AckCode
from roadmap_core.keys.ed25519 import SoftwareSigner
from roadmap_core.merge.registers import RegisterState
from sync_server.services import project_entries as projecting
from sync_server.storage import registers
from tests.server.contents import contents, forks, gaps, pending
from tests.server.device import Device, write
from tests.server.running import RunningServer

ACCEPTED, KNOWN, REFUSED = AckCode.ACCEPTED, AckCode.KNOWN, AckCode.REFUSED


def state_of(server: RunningServer, item: int, facet: int = Facet.ANSWER) -> RegisterState:
    with server.server.database.reading() as connection:
        found = registers.states_of(connection, "kaga-jp", [item])
    return RegisterState.from_bytes(found[Register(1, item, facet)])


def test_row_25_the_same_entry_a_thousand_times_is_one_entry(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    entry = lead.answer(20, 1)
    first = lead.push(client, [entry] * 200)
    codes = [ack.code for ack in first.acks]
    assert codes == [ACCEPTED] + [KNOWN] * 199
    before = contents(server)
    for _ in range(4):
        assert {(ack.code, ack.position) for ack in lead.push(client, [entry] * 200).acks} == {(KNOWN, 5)}
    assert contents(server) == before


def test_row_26_two_entries_with_one_sequence_both_count_and_the_fork_is_noted(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    trunk = lead.entries[-1]
    here = lead.answer(20, 1)
    there = lead.seal(write(21, 2), after=trunk)
    assert (here.seq, here.prev) == (there.seq, there.prev)
    assert [ack.code for ack in lead.push(client, [here]).acks] == [ACCEPTED]
    assert [ack.code for ack in lead.push(client, [there]).acks] == [ACCEPTED]
    assert forks(server) == [(lead.log, here.seq)]
    assert (len(state_of(server, 20).live), len(state_of(server, 21).live)) == (1, 1)
    after_it = lead.seal(write(22, 1), after=there)
    assert [ack.code for ack in lead.push(client, [after_it]).acks] == [ACCEPTED]


def test_row_27_a_gap_is_noted_until_the_missing_entry_comes(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    missing, late = lead.answer(20, 1), lead.answer(21, 2)
    assert [ack.code for ack in lead.push(client, [late]).acks] == [ACCEPTED]
    assert gaps(server) == [(lead.log, missing.seq)]
    assert state_of(server, 21).values == (b"\x02",)
    assert [ack.code for ack in lead.push(client, [missing]).acks] == [ACCEPTED]
    assert (gaps(server), forks(server)) == ([], [])
    assert state_of(server, 20).values == (b"\x01",)


def test_row_27_a_gap_that_is_filled_in_the_same_push_is_none(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    one, two, three = (lead.answer(20 + n, 1) for n in range(3))
    assert {ack.code for ack in lead.push(client, [three, two, one]).acks} == {ACCEPTED}
    assert (gaps(server), forks(server)) == ([], [])


def test_row_28_what_continues_an_entry_of_another_log_is_refused(
    client: httpx.Client, lead: Device, editor: Device
) -> None:
    mixed = editor.seal(write(20, 1), after=lead.entries[-1])
    ack = editor.push(client, [mixed]).acks[0]
    assert (ack.code, ack.refusal, ack.log) == (REFUSED, "E-CHAIN", editor.log)


def test_row_29_predecessors_that_have_not_come_are_remembered(
    server: RunningServer, client: httpx.Client, lead: Device, editor: Device
) -> None:
    old = editor.answer(20, 1)
    new = lead.seal(write(20, 3, OpId(old.short, 0)), known=[old])
    lead.push(client, [new])
    assert state_of(server, 20).awaited == (OpId(old.short, 0),)
    editor.push(client, [old])
    state = state_of(server, 20)
    assert (state.values, state.awaited) == ((b"\x03",), ())


def test_row_29_in_one_push_in_the_wrong_order_predecessors_are_remembered_too(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    old = lead.answer(20, 1)
    new = lead.answer(20, 3, OpId(old.short, 0))
    lead.push(client, [new, old])
    assert state_of(server, 20).values == (b"\x03",)


def test_row_29_an_entry_cannot_name_itself(client: httpx.Client, lead: Device) -> None:
    last = lead.entries[-1]
    ops = [[1, 1, [20], [Facet.ANSWER], [1], [[0, 0]]]]
    itself = ShortHash(bytes(16))
    payload = [1, lead.log, last.seq + 1, last.hash, 1, 1, 1, [[lead.log, last.seq + 1, itself]], None, ops, None]
    ack = lead.push(client, [close(cbor.encode(payload), ENTRY, lead.signer)]).acks[0]
    assert ack.code == ACCEPTED, "16 zero bytes are a predecessor that never comes; its own hash can't be written in"


def test_row_86_of_200_entries_the_bad_one_is_named_and_the_others_count(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    entries = [lead.answer(20 + n % 100, n % 4).data for n in range(200)]
    bad = bytearray(entries[77])
    bad[-1] ^= 1
    entries[77] = bytes(bad)
    acks = lead.push(client, entries).acks
    assert [n for n, ack in enumerate(acks) if ack.code != ACCEPTED] == [77]
    assert (acks[77].refusal, acks[77].log, acks[77].seq) == ("E-SIG", lead.log, 79)
    assert gaps(server) == [(lead.log, 79)]


@pytest.mark.parametrize("place", [0, 7, 30, -65, -1])
def test_row_1_a_flipped_bit_is_refused_and_nothing_is_stored(
    server: RunningServer, client: httpx.Client, lead: Device, place: int
) -> None:
    before = contents(server)
    data = bytearray(lead.answer(20, 1).data)
    data[place] ^= 4
    assert lead.push(client, [bytes(data)]).acks[0].code in (REFUSED, AckCode.SEND_GENESIS_FIRST)
    assert contents(server) == before


def test_row_5_a_genesis_of_another_alliance_or_city_is_refused(client: httpx.Client, lead: Device) -> None:
    other_alliance = Device("kaga-jp", seed=5, alliance="staging").genesis
    other_city = Device("belfast-gb", seed=6).genesis
    assert [ack.refusal for ack in lead.push(client, [other_alliance, other_city]).acks] == ["E-ALLIANCE", "E-CITY"]


def test_row_6_an_entry_signed_with_the_key_of_another_log_of_the_city(
    client: httpx.Client, lead: Device, editor: Device
) -> None:
    claimed = Device("kaga-jp", seed=1)
    claimed.entries = list(lead.entries)
    claimed.signer = editor.signer
    refused = _sealed_with(claimed, editor.signer)
    stranger = _sealed_with(claimed, SoftwareSigner(bytes(32)))
    assert [ack.refusal for ack in lead.push(client, [refused, stranger]).acks] == ["E-LOG-KEY", "E-SIG"]


def _sealed_with(device: Device, signer: SoftwareSigner) -> bytes:
    last = device.entries[-1]
    payload = [1, device.log, last.seq + 1, last.hash, 1, 1, 1, [], None, [[1, 1, [20], [1], [1], [[]]]], None]
    return close(cbor.encode(payload), ENTRY, signer)


def test_row_7_the_genesis_of_an_unknown_log_is_asked_for(client: httpx.Client, lead: Device) -> None:
    other = Device("kaga-jp", seed=3)
    ack = lead.push(client, [other.answer(20, 1)]).acks[0]
    assert (ack.code, ack.log, ack.seq, ack.position) == (AckCode.SEND_GENESIS_FIRST, other.log, 1, 0)


def test_row_17_an_operation_of_a_later_version_is_stored_relayed_and_pending(
    server: RunningServer, client: httpx.Client, lead: Device
) -> None:
    last = lead.entries[-1]
    ops = [[77, "from the future"], [1, 1, [20], [Facet.ANSWER], [2], [[]]]]
    payload = [1, lead.log, last.seq + 1, last.hash, 1, 1, 1, [], None, ops, None]
    data = close(cbor.encode(payload), ENTRY, lead.signer)
    ack = lead.push(client, [data]).acks[0]
    assert (ack.code, ack.position) == (AckCode.PENDING, 5)
    assert pending(server) == [(5, 0, 77)]
    assert state_of(server, 20).values == (b"\x02",)
    lead.held.clear()
    lead.position = 0
    lead.pull(client)
    assert lead.held[5] == data


def test_row_17_an_entry_of_a_newer_format_is_refused_with_its_own_code(client: httpx.Client, lead: Device) -> None:
    last = lead.entries[-1]
    payload = [2, lead.log, last.seq + 1, last.hash, 1, 1, 1, [], None, [], None]
    data = close(cbor.encode(payload), ENTRY, lead.signer)
    assert lead.push(client, [data]).acks[0].refusal == "E-NEWER-ENTRY"


def test_an_operation_that_can_not_be_applied_is_pending_and_the_others_count(
    server: RunningServer, client: httpx.Client, lead: Device, monkeypatch: pytest.MonkeyPatch
) -> None:

    real = projecting.fold

    def failing(entries, held):  # type: ignore[no-untyped-def]
        if any(isinstance(op, Write) and op.register.item == 21 for entry in entries for op in entry.operations):
            raise ZeroDivisionError
        return real(entries, held)

    monkeypatch.setattr(projecting, "fold", failing)
    acks = lead.push(client, [lead.answer(20, 1), lead.answer(21, 1), lead.answer(22, 1)]).acks
    assert [ack.code for ack in acks] == [ACCEPTED] * 3
    assert pending(server) == [(6, 0, -1)]
    assert (state_of(server, 20).values, state_of(server, 22).values) == ((b"\x01",), (b"\x01",))
    with pytest.raises(KeyError):
        state_of(server, 21)


def test_what_was_kept_of_an_operation_that_fails_later_is_taken_back(
    server: RunningServer, client: httpx.Client, lead: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = projecting.registers.keep

    def failing(connection, city, states):  # type: ignore[no-untyped-def]
        real(connection, city, states)
        if any(register.item == 21 for register in states):
            raise ZeroDivisionError

    monkeypatch.setattr(projecting.registers, "keep", failing)
    acks = lead.push(client, [lead.answer(20, 1), lead.answer(21, 1), lead.answer(22, 1)]).acks
    assert [ack.code for ack in acks] == [ACCEPTED] * 3
    assert pending(server) == [(6, 0, -1)]
    assert (state_of(server, 20).values, state_of(server, 22).values) == ((b"\x01",), (b"\x01",))
    with pytest.raises(KeyError):
        state_of(server, 21)


def test_any_order_of_arrival_gives_the_same_registers(
    server: RunningServer, client: httpx.Client, lead: Device, editor: Device
) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    draw = random.Random(seed)
    made = [lead.answer(20, 1)]
    for _ in range(40):
        who = draw.choice((lead, editor))
        named = draw.sample(made, k=draw.randrange(min(3, len(made)) + 1))
        made.append(who.seal(write(20, draw.randrange(4), *[OpId(e.short, 0) for e in named]), known=made))
    replaced = {op for entry in made for write_ in entry.operations for op in getattr(write_, "predecessors", ())}
    alive = sorted(OpId(entry.short, 0) for entry in made if OpId(entry.short, 0) not in replaced)
    draw.shuffle(made)
    while made:
        size = draw.randrange(1, 8)
        lead.push(client, made[:size])
        made = made[size:]
    assert list(state_of(server, 20).ops) == alive
    assert (gaps(server), state_of(server, 20).awaited) == ([], ())
