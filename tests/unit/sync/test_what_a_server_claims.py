"""A server that lies: faults.md, rows 78 to 81 and 84. What it can't prove is not believed, and nothing is lost."""

import secrets
from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop_app.operations.sealing import seal_drafts
from desktop_app.storage import queries
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.envelope import ENTRY, close
from roadmap_core.entries.identifiers import Register
from roadmap_core.entries.operations import Genesis, OpCode, Write
from roadmap_core.entries.sealing import Claims, LogTip, seal, seal_genesis
from roadmap_core.exchange.messages import AckCode, SyncReply, SyncRequest
from roadmap_core.keys.ed25519 import SoftwareSigner
from tests.fakes.computer import Computer, Unmeasured
from tests.fakes.http_messages import response
from tests.fakes.server_simulator import City, ServerSimulator

Lie = Callable[[SyncRequest, SyncReply, City], SyncReply]
CLAIMS = Claims(claimed_ms=0, lamport=0, author=1)


def assert_not_believed(aiko: Computer, simulator: ServerSimulator, lie: Lie, code: str) -> None:
    """The answer stays in the outbox while the server lies, and goes out once it is honest again."""
    question = aiko.choice_questions[0]
    aiko.answer(question, 1)
    root = aiko.root
    simulator.on_sync = lie
    outcome = aiko.send()
    assert (outcome.problem, outcome.sent) == (code, 0)
    assert aiko.status.problem == code
    assert aiko.status.waiting_changes == 1
    assert aiko.root == root
    assert aiko.choices(question) == {1}, "work goes on"
    simulator.on_sync = None
    assert aiko.send().problem == ""
    assert aiko.status.waiting_changes == 0


# Row 78


def test_row_78_an_update_that_was_dropped_stays_in_the_outbox_and_is_an_alarm_after_three_rounds(
    aiko: Computer, simulator: ServerSimulator
) -> None:
    def drop(request: SyncRequest, reply: SyncReply, city: City) -> SyncReply:
        if reply.acks:
            city.entries.pop()
        return replace(reply, acks=(), next_position=len(city.entries), head=simulator.head("kaga-jp"))

    aiko.answer(aiko.choice_questions[0], 1)
    simulator.on_sync = drop
    assert [aiko.send().problem for _ in range(3)] == ["", "", "E-RECEIPT"]
    assert aiko.status.waiting_changes == 1
    simulator.on_sync = None
    assert aiko.send().problem == ""
    assert aiko.status.waiting_changes == 0


def test_row_78_of_many_updates_only_the_dropped_one_stays(aiko: Computer, simulator: ServerSimulator) -> None:
    dropped = []

    def drop_one(request: SyncRequest, reply: SyncReply, city: City) -> SyncReply:
        if len(reply.acks) < 5 or dropped:
            return reply
        middle = reply.acks[2]
        dropped.append(city.entries.pop(middle.position - 1))
        before, after = reply.acks[:2], [replace(ack, position=ack.position - 1) for ack in reply.acks[3:]]
        size = len(city.entries)
        return replace(reply, acks=(*before, *after), next_position=size, head=simulator.head("kaga-jp"))

    for question in aiko.choice_questions[:6]:
        aiko.answer(question, 1)
        seal_drafts(aiko.workspace)
    simulator.on_sync = drop_one
    assert aiko.send().sent == 5
    assert aiko.waiting == 1
    aiko.send()
    assert aiko.waiting == 0


# Row 79


def test_row_79_a_receipt_for_another_place_is_not_believed(aiko: Computer, simulator: ServerSimulator) -> None:
    def elsewhere(request: SyncRequest, reply: SyncReply, city: City) -> SyncReply:
        return replace(reply, acks=tuple(replace(ack, position=ack.position + 1) for ack in reply.acks))

    assert_not_believed(aiko, simulator, elsewhere, "E-RECEIPT")


def test_row_79_a_receipt_for_a_place_that_is_taken_is_not_believed(aiko: Computer, simulator: ServerSimulator) -> None:
    def on_the_first(request: SyncRequest, reply: SyncReply, city: City) -> SyncReply:
        acks = tuple(replace(ack, position=1) for ack in reply.acks)
        for ack in reply.acks:
            del city.entries[ack.position - 1]
        return replace(reply, acks=acks, next_position=len(city.entries), head=simulator.head("kaga-jp"))

    aiko.answer(aiko.choice_questions[0], 1)
    simulator.on_sync = on_the_first
    assert [aiko.send().sent for _ in range(3)] == [0, 0, 0]
    assert aiko.status.problem == "E-RECEIPT"
    assert aiko.status.waiting_changes == 1


@pytest.mark.parametrize("wrong", ["key", "city", "epoch", "rubbish"])
def test_row_79_a_head_of_another_tree_or_key_is_not_believed(
    aiko: Computer, simulator: ServerSimulator, wrong: str
) -> None:
    def lie(request: SyncRequest, reply: SyncReply, city: City) -> SyncReply:
        honest = simulator.signer
        if wrong == "key":
            simulator.signer = SoftwareSigner(secrets.token_bytes(32))
        instead = {"city": {"city": "ulm-de"}, "epoch": {"epoch": simulator.epoch + 1}}.get(wrong, {})
        head = b"\x84" * 99 if wrong == "rubbish" else simulator.head("kaga-jp", **instead)
        simulator.signer = honest
        return replace(reply, head=head)

    assert_not_believed(aiko, simulator, lie, "E-RECEIPT")


def test_row_79_an_old_head_proves_nothing_new(aiko: Computer, simulator: ServerSimulator) -> None:
    old = simulator.head("kaga-jp")
    assert_not_believed(aiko, simulator, lambda _, reply, __: replace(reply, head=old), "E-RECEIPT")


# Row 80


def test_row_80_a_log_that_shrank_is_kept_as_evidence(aiko: Computer, simulator: ServerSimulator) -> None:
    held = aiko.log_state.head

    def smaller(request: SyncRequest, reply: SyncReply, city: City) -> SyncReply:
        return replace(reply, head=simulator.head("kaga-jp", size=1))

    assert_not_believed(aiko, simulator, smaller, "E-HEAD-ROLLBACK")
    assert held in {data for data, _, _, why in aiko.evidence if why == "E-HEAD-ROLLBACK"}
    assert len(aiko.evidence) == 2


def test_row_80_two_heads_for_one_size_are_kept_as_evidence(aiko: Computer, simulator: ServerSimulator) -> None:
    size = aiko.log_state.head_size

    def other(request: SyncRequest, reply: SyncReply, city: City) -> SyncReply:
        return replace(reply, head=simulator.head("kaga-jp", size=size, root=bytes(32)))

    assert_not_believed(aiko, simulator, other, "E-HEAD-SPLIT")
    assert {why for *_, why in aiko.evidence} == {"E-HEAD-SPLIT"}
    assert len(aiko.evidence) == 2


def test_row_80_a_root_that_the_own_log_does_not_give_is_never_adopted(
    aiko: Computer, simulator: ServerSimulator
) -> None:
    def other(request: SyncRequest, reply: SyncReply, city: City) -> SyncReply:
        return replace(reply, head=simulator.head("kaga-jp", root=bytes(32)))

    assert_not_believed(aiko, simulator, other, "E-HEAD-ROOT")
    assert [why for *_, why in aiko.evidence] == ["E-HEAD-ROOT"] * 2


def test_row_80_a_contradiction_stays_told_until_a_reply_fits(aiko: Computer, simulator: ServerSimulator) -> None:
    """Neither a line that is away nor a head that is no newer than the lie takes it back."""
    simulator.on_sync = lambda _, reply, __: replace(reply, head=simulator.head("kaga-jp", root=bytes(32)))
    assert aiko.poll().problem == ""
    assert aiko.send().problem == "E-HEAD-SPLIT"
    simulator.on_request = lambda *_: response(503)
    assert aiko.send().problem == "E-SERVER-BUSY"
    assert aiko.status.problem == "E-HEAD-SPLIT"
    simulator.on_request = None
    assert aiko.poll().problem == "E-HEAD-SPLIT"
    simulator.on_sync = None
    assert aiko.poll().problem == ""
    assert aiko.status.problem == ""


def test_row_80_an_epoch_that_was_given_up_does_not_come_back(aiko: Computer, simulator: ServerSimulator) -> None:
    first = simulator.epoch
    simulator.epoch = first + 1
    assert aiko.send().problem == ""
    assert aiko.log_state.epoch == first + 1
    simulator.epoch = first
    assert aiko.send().problem == "E-HEAD-ROLLBACK"
    assert aiko.log_state.epoch == first + 1


# Row 81


def stranger(city: str = "kaga-jp") -> tuple[SoftwareSigner, Entry]:
    signer = SoftwareSigner(secrets.token_bytes(32))
    genesis = Genesis(signer.public_key, bytes(32), "gsca-roadmap", city, 0, b"", b"")
    return signer, seal_genesis(genesis, CLAIMS, signer)


def forged(tip: LogTip, signer: SoftwareSigner) -> bytes:
    write = Write(OpCode.SET, Register(1, 1, 1), b"\x01", ())
    return seal(tip, [write], {}, CLAIMS, signer)[0].data


@pytest.mark.parametrize(
    ("author", "code"),
    [
        ("nobody", "E-NOT-ADMITTED"),
        ("another city", "E-CITY"),
        ("not admitted", ""),
        ("a forger of the lead", "E-SIG"),
    ],
)
def test_row_81_what_no_member_signed_changes_nothing(
    aiko: Computer, simulator: ServerSimulator, author: str, code: str
) -> None:
    signer, genesis = stranger("ulm-de" if author == "another city" else "kaga-jp")
    city = simulator.city("kaga-jp")
    if author in ("another city", "not admitted"):
        city.entries.append(genesis.data)
    tip = LogTip(genesis.log, 0, genesis.hash)
    if author == "a forger of the lead":
        log = aiko.log_state.log
        assert log is not None
        tip = LogTip(log, 9, genesis.hash)
    city.entries.append(forged(tip, signer))
    before = [aiko.question(question) for question in aiko.choice_questions]

    outcome = aiko.send()

    assert outcome.problem == code
    assert queries.sending(aiko.workspace.store).colleagues == ()
    assert outcome.questions == frozenset()
    assert [aiko.question(question) for question in aiko.choice_questions] == before
    assert aiko.root == city.root, "what can't count keeps its place, so that it can't block the city"
    aiko.answer(aiko.choice_questions[0], 1)
    assert aiko.send().sent == 1


def test_an_entry_of_a_newer_program_is_kept_aside_and_blocks_nobody(
    aiko: Computer, simulator: ServerSimulator
) -> None:
    signer, _ = stranger()
    city = simulator.city("kaga-jp")
    newer = close(b"\x8c\x02" + bytes(60), ENTRY, signer)
    city.entries.append(newer)
    assert aiko.send().problem == "E-NEWER-ENTRY"
    aiko.answer(aiko.choice_questions[0], 1)
    assert aiko.send().problem == ""
    assert aiko.root == city.root


# Row 84


def test_row_84_the_same_entry_at_two_places_counts_once(
    aiko: Computer, ben: Computer, simulator: ServerSimulator
) -> None:
    question = ben.choice_questions[0]
    ben.answer(question, 1)
    ben.send()
    city = simulator.city("kaga-jp")
    city.entries.append(city.entries[-1])
    aiko.send()
    assert aiko.choices(question) == {1}
    assert aiko.root == city.root


def test_row_84_a_page_out_of_order_is_refused_and_the_next_honest_one_taken(
    aiko: Computer, ben: Computer, simulator: ServerSimulator
) -> None:
    for question in ben.choice_questions[:3]:
        ben.answer(question, 1)
        ben.send()

    def shuffled(request: SyncRequest, reply: SyncReply, city: City) -> SyncReply:
        positions = [position for position, _ in reply.entries]
        return replace(reply, entries=tuple(zip(positions, [data for _, data in reply.entries][::-1], strict=True)))

    simulator.on_sync = shuffled
    assert aiko.send().problem == "E-HEAD-ROOT"
    simulator.on_sync = None
    assert aiko.send().received == 3


def test_pages_that_did_not_fit_are_taken_back_and_come_again(
    aiko: Computer, ben: Computer, simulator: ServerSimulator
) -> None:
    """Pages are stored before the last one shows that the order was wrong."""
    for question in ben.choice_questions[:4]:
        ben.answer(question, 1)
        ben.send()
    city = simulator.city("kaga-jp")
    held = aiko.log_state.position
    first, second = city.entries[held : held + 2]
    swapped = {first: second, second: first}

    def exchange(request: SyncRequest, reply: SyncReply, city: City) -> SyncReply:
        return replace(reply, entries=tuple((at, swapped.get(data, data)) for at, data in reply.entries))

    aiko.session.pace = Unmeasured(pull_bytes=1)
    simulator.on_sync = exchange
    assert aiko.send().problem == "E-HEAD-ROOT"
    assert aiko.log_state.position == held
    simulator.on_sync = None
    assert aiko.send().problem == ""
    assert aiko.root == city.root
    assert aiko.waiting == 0


def test_a_server_that_promises_more_for_ever_is_left(aiko: Computer, simulator: ServerSimulator) -> None:
    simulator.on_sync = lambda _, reply, __: replace(reply, more=True)
    aiko.answer(aiko.choice_questions[0], 1)
    assert aiko.send().problem == "E-RECEIPT"
    assert aiko.status.waiting_changes == 1


def test_a_refusal_is_final_and_shown(aiko: Computer, simulator: ServerSimulator) -> None:
    def refuse(request: SyncRequest, reply: SyncReply, city: City) -> SyncReply:
        for ack in reply.acks:
            city.entries.pop(ack.position - 1)
        acks = tuple(replace(ack, code=AckCode.REFUSED, position=0, refusal="E-TIME") for ack in reply.acks)
        return replace(reply, acks=acks, next_position=len(city.entries), head=simulator.head("kaga-jp"))

    aiko.answer(aiko.choice_questions[0], 1)
    simulator.on_sync = refuse
    assert aiko.send().problem == ""
    simulator.on_sync = None
    assert [item.code for item in queries.sending(aiko.workspace.store).refused] == ["E-TIME"]
    assert aiko.waiting == 0
    assert aiko.choices(aiko.choice_questions[0]) == {1}
