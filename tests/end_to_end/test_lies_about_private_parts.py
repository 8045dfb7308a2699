"""What an evil server makes of private parts on their way between two computers of a city (row 82)."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import pytest

from roadmap_core.exchange.messages import SyncReply
from roadmap_core.exchange.pairs import is_body
from tests.fakes.attached import through
from tests.fakes.computer import Computer
from tests.fakes.evil_server import Call, EvilServer, Lie, Told
from tests.server.running import RunningServer

NOTE = "Decided behind closed doors on 3 May."
Change = Callable[[SyncReply], SyncReply]


def _flipped(body: bytes) -> bytes:
    return body[:-1] + bytes([body[-1] ^ 1])


LIES: dict[str, Change] = {
    "changes a bit of each private part": lambda reply: replace(reply, bodies=tuple(map(_flipped, reply.bodies))),
    "cuts each private part": lambda reply: replace(reply, bodies=tuple(body[:-1] for body in reply.bodies)),
    "keeps private parts back": lambda reply: replace(reply, bodies=()),
    "sends noise for private parts": lambda reply: replace(reply, bodies=tuple(b"\x01" * len(b) for b in reply.bodies)),
    "keeps them back, and says that they were erased": lambda reply: replace(
        reply, bodies=(), erased=tuple(body[:16] for body in reply.bodies)
    ),
    "sends one private part for all": lambda reply: replace(reply, bodies=reply.bodies[:1] * len(reply.bodies)),
    "sends them all, and wants them back": lambda reply: replace(reply, lacks=tuple(b[:16] for b in reply.bodies)),
}
HARMLESS = {"sends one private part for all", "sends them all, and wants them back"}


def told(change: Change) -> Callable[[Call], Told]:
    return lambda call: change(call.reply) if call.asked.token is not None else None


@pytest.mark.parametrize("lie", LIES)
def test_row_82_a_private_part_is_read_as_it_was_written_or_not_at_all(
    server: RunningServer, aiko: Computer, ben: Computer, lie: str
) -> None:
    question = aiko.choice_questions[0]
    with EvilServer(server) as evil:
        through(ben, evil.address)
        assert ben.send().problem == ""
        aiko.answer(question, 1)
        aiko.note(question, NOTE)
        assert aiko.send().problem == ""
        evil.tell(Lie(lie, "82", lie, told(LIES[lie])))
        for _ in range(3):
            assert ben.send().problem == "", "the entries are good, and so is the log"
            assert ben.question(question).note in ((NOTE,) if lie in HARMLESS else ("",))
            assert ben.choices(question) == {1}
        assert evil.lies_told >= 3
        evil.be_honest()
        ben.session.offer_all()
        for _ in range(2):
            assert ben.send().problem == ""
    assert ben.question(question).note == NOTE
    assert ben.root == aiko.root


def test_row_82_whatever_it_asks_for_it_never_gets_a_readable_word(server: RunningServer, aiko: Computer) -> None:
    seen: list[bytes] = []
    sent: set[bytes] = set()

    def wants_everything(call: Call) -> Told:
        seen.append(call.request.body)
        assert len(seen) < 100, "the round would never end"
        sent.update(sha256(item).digest()[:16] for item in call._read[1] if is_body(item))
        return replace(call.reply, lacks=tuple(sorted(sent)))

    with EvilServer(server) as evil:
        through(aiko, evil.address)
        evil.tell(Lie("wants everything", "82", "wants every private part", wants_everything))
        for question in aiko.choice_questions[:3]:
            aiko.note(question, NOTE)
            aiko.send()
    assert len(sent) >= 3
    assert len(seen) > 3
    assert not any(NOTE.encode() in body or b"closed doors" in body for body in seen)
