"""A compromised server: the real one, with its database and its log key, behind a liar on loopback.

The liar may sign any head. It has no key of a computer, of a registrar or of the alliance's root. A lie is a function
from a call (request, and what the real server says to it) to what goes out instead; see tests/fakes/lies.

    with RunningServer(folder) as real, EvilServer(real) as evil:
        computer.join(evil.address)
        evil.tell(LIES["swapped"])
        computer.send()
        evil.be_honest()
"""

import http.client
import socket
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from roadmap_core.entries.entry import claimed_log
from roadmap_core.entries.identifiers import LogId, entry_hash
from roadmap_core.exchange.messages import STORED, Ack, AckCode, RequestReader, SyncReply, SyncRequest, read_reply
from roadmap_core.exchange.pairs import is_body
from roadmap_core.ledger.heads import Head
from roadmap_core.ledger.tree import Frontier
from roadmap_core.refusals import Refusal
from sync_server.storage import cities
from tests.fakes.http_messages import Request, read_request, response
from tests.fakes.loopback import Loopback
from tests.server.running import RunningServer

CBOR = "application/cbor"
Told = bytes | SyncReply | None
"""A whole HTTP response, a sync's reply, or None for what the real server says."""


@dataclass(frozen=True)
class Lie:
    """One way to deceive a device.

    Attributes:
        row: of faults.md.
        does: what the server does, as the second half of a sentence.
        tell: the deceit.
        codes: what the device ends its first, second, ... lying round with; the last one from then on.
        path: how the paths of the requests begin that it answers.
        restarts: whether it is told to a program that was just started.
        after: how the code begins that stays once the server is honest again; "" if everything settles by itself.
        heals: what ends that: "restart" of the program, or a new "epoch" of the server.
        documents: whether it is told to a computer that asks for alliance documents anew.
        forks: whether the lie has a consistent history of its own, which nobody sees through before it is compared.
        is_taken: whether what waits is rightly confirmed during the lie.
        refuses: whether entries end as refused, which a person sees.
    """

    name: str
    row: str
    does: str
    tell: Callable[["Call"], Told]
    codes: tuple[str, ...] = ("",)
    path: str = "/v1/sync"
    restarts: bool = False
    documents: bool = False
    after: str = ""
    heals: str = ""
    forks: bool = False
    is_taken: bool = False
    refuses: bool = False

    def code(self, number: int) -> str:
        """Of the lying round `number`, from 0."""
        return self.codes[min(number, len(self.codes) - 1)]


@dataclass
class Call:
    """One request while a lie is told."""

    evil: "EvilServer"
    request: Request

    @property
    def memory(self) -> dict[str, Any]:
        """Empty when the lie begins."""
        return self.evil.memory

    @cached_property
    def _read(self) -> tuple[SyncRequest, tuple[bytes, ...]]:
        reader = RequestReader()
        items = reader.feed(self.request.body)
        assert reader.opening is not None
        return reader.opening, tuple(items)

    @property
    def asked(self) -> SyncRequest:
        return self._read[0]

    @property
    def entries(self) -> list[bytes]:
        return [item for item in self._read[1] if not is_body(item)]

    @property
    def city(self) -> str:
        return self.asked.city

    def forwarded(self, without: Collection[bytes] = ()) -> SyncReply:
        """What the real server says, which never gets to see the entries `without`, nor what belongs to them."""
        kept: list[bytes] = []
        is_passed = True
        for item in self._read[1]:
            is_passed = is_passed if is_body(item) else item not in without
            kept += [item] if is_passed else []
        body = replace(self.asked, entries=tuple(kept)).to_bytes()
        reply = self.evil.forward(replace(self.request, body=body))
        return read_reply(reply.body)

    @cached_property
    def reply(self) -> SyncReply:
        """What the real server says."""
        return self.forwarded()

    def head(self, **instead: object) -> bytes:
        """The head of the real log as it is now, signed; `instead` replaces what it would honestly say."""
        return self.evil.head(self.city, **instead)

    @property
    def log(self) -> list[bytes]:
        """The real log of the city."""
        return self.evil.log(self.city)

    def from_history(self, history: list[bytes], epoch: int | None = None) -> SyncReply:
        """A flawless reply out of a history of the liar's own, which grows by what was pushed."""
        epoch = self.evil.epoch if epoch is None else epoch
        places = {entry_hash(data): at for at, data in enumerate(history, 1)}
        acks = []
        for data in self.entries:
            whole = entry_hash(data)
            if whole not in places:
                history.append(data)
                places[whole] = len(history)
            acks.append(Ack(log_of(data), seq_of(data), AckCode.ACCEPTED, places[whole]))
        return self.page_of(history, epoch, acks)

    def page_of(self, history: Sequence[bytes], epoch: int, acks: Sequence[Ack]) -> SyncReply:
        """Everything of `history` that was asked for, under a head of `epoch`, whatever the acknowledgements say."""
        start = self.asked.position if self.asked.epoch in (0, epoch) else 0
        own = {ack.position for ack in acks if ack.code in STORED}
        page = [(at, data) for at, data in enumerate(history, 1) if at > start and at not in own]
        head = self.evil.head(self.city, epoch=epoch, size=len(history), root=root_of(history))
        return SyncReply(epoch, tuple(acks), tuple(page), len(history), more=False, head=head)


@dataclass(frozen=True)
class Forwarded:
    """The real server's answer."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes

    def to_bytes(self) -> bytes:
        kept = {name.lower(): value for name, value in self.headers if name.lower() not in _OF_ONE_LINE}
        return response(self.status, self.body, **kept)


_OF_ONE_LINE = {"content-length", "connection", "transfer-encoding", "keep-alive"}


@dataclass
class EvilServer(Loopback):
    """Honest until told otherwise.

    Attributes:
        heads: every head that was signed for a lie.
        lies_told: how many requests were answered with a lie.
        lying_round: the computer's how-manieth round with this lie it is, from 0; the test counts.
    """

    real: RunningServer
    memory: dict[str, Any] = field(default_factory=dict)
    heads: list[bytes] = field(default_factory=list)
    lies_told: int = 0
    lying_round: int = 0
    _lie: Lie | None = None

    def __post_init__(self) -> None:
        super().__init__(self._serve)

    def tell(self, lie: Lie) -> None:
        """From the next request on."""
        self.memory = {}
        self.heads, self.lies_told = [], 0
        self._lie = lie

    def be_honest(self) -> None:
        self._lie = None

    @property
    def epoch(self) -> int:
        return self.real.server.epoch

    def log(self, city: str) -> list[bytes]:
        """The real log."""
        with self.real.server.database.reading() as connection:
            return [stored.data for stored in cities.entries(connection, city)]

    def head(self, city: str, /, **instead: object) -> bytes:
        """Signed with the log key."""
        log = self.log(city)
        honest = Head(city, self.epoch, len(log), root_of(log), self.real.server.now_ms())
        found = replace(honest, **instead).signed(self.real.server.signer)  # type: ignore[arg-type]
        self.heads.append(found)
        return found

    def forward(self, request: Request) -> Forwarded:
        """Asks the real server."""
        far = http.client.HTTPConnection("127.0.0.1", self.real.port, timeout=10)
        try:
            headers = {name: value for name, value in request.headers.items() if name not in ("host", "content-length")}
            far.request(request.method, request.path, request.body or None, headers)
            answer = far.getresponse()
            return Forwarded(answer.status, answer.getheaders(), answer.read())
        finally:
            far.close()

    def _serve(self, connection: socket.socket) -> None:
        rest = b""
        while found := read_request(connection, rest):
            request, rest = found
            connection.sendall(self._answer(request))

    def _answer(self, request: Request) -> bytes:
        lie = self._lie
        told = lie.tell(Call(self, request)) if lie and request.path.startswith(lie.path) else None
        if told is None:
            return self.forward(request).to_bytes()
        self.lies_told += 1
        return told if isinstance(told, bytes) else response(200, told.to_bytes(), content_type=CBOR)


def root_of(log: Sequence[bytes]) -> bytes:
    return Frontier().extended(entry_hash(data) for data in log).root()


def log_of(data: bytes) -> LogId:
    """The log that an entry says it belongs to; of a genesis, the one that it begins."""
    log = claimed_log(data)
    assert not isinstance(log, Refusal)
    return LogId(entry_hash(data)[:8]) if log is None else log


def seq_of(data: bytes) -> int:
    """The number that an entry has in its log, read without its key."""
    from roadmap_core import cbor
    from roadmap_core.entries.envelope import open_envelope

    envelope = open_envelope(data)
    assert not isinstance(envelope, Refusal)
    return int(cbor.decode(envelope.payload)[2])


def is_stored(ack: Ack) -> bool:
    return ack.code in STORED
