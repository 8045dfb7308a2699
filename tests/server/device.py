"""A computer of a city as the server meets it: it seals entries, speaks HTTP, checks heads. Kept in memory, no Qt."""

import base64
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import httpx

from roadmap_core import cbor
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import EntryHash, OpId, Reference, Register, entry_hash
from roadmap_core.entries.operations import Genesis, OpCode, Write
from roadmap_core.entries.sealing import Claims, LogTip, Private, seal, seal_genesis, seal_with
from roadmap_core.entries.statements import Enrol, Erase, Role, Statement
from roadmap_core.exchange.joining import JoinRequest
from roadmap_core.exchange.messages import SyncReply, SyncRequest, read_reply
from roadmap_core.exchange.stream import parted
from roadmap_core.exchange.token import token_request
from roadmap_core.keys.city_key import CityKey
from roadmap_core.keys.ed25519 import SoftwareSigner
from roadmap_core.ledger.heads import Head, read_head
from roadmap_core.ledger.tree import Frontier
from tests.server.running import RunningServer

CBOR = {"content-type": "application/cbor"}
CITY_KEY = CityKey(1, b"a key that all test cities share")


def write(item: int, value: cbor.Item, *predecessors: OpId, facet: int = Facet.ANSWER, assessment: int = 1) -> Write:
    return Write(OpCode.SET, Register(assessment, item, facet), cbor.encode(value), tuple(predecessors))


def started(digest: bytes, *, sample: bool = False) -> list[Write]:
    """What begins an assessment: catalogue, reference date, and the mark of invented data."""
    opening = [write(0, digest, facet=Facet.CATALOGUE), write(0, 20_000, facet=Facet.REFERENCE_DATE)]
    return [*opening, write(0, 1, facet=Facet.IS_SAMPLE)] if sample else opening


@dataclass
class Device:
    """`seed` makes it the same in every run."""

    city: str
    seed: int
    alliance: str = "gsca-roadmap"
    entries: list[Entry] = field(default_factory=list)
    token: bytes | None = None
    held: dict[int, bytes] = field(default_factory=dict)
    position: int = 0
    epoch: int = 0
    city_key: CityKey = CITY_KEY
    bodies: dict[bytes, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.signer = SoftwareSigner(random.Random(self.seed).randbytes(32))
        genesis = Genesis(self.signer.public_key, bytes(32), self.alliance, self.city, 0, b"", b"")
        self.genesis = seal_genesis(genesis, Claims(1_760_000_000_000, 1, 1), self.signer)
        self.entries.append(self.genesis)

    @property
    def log(self) -> bytes:
        return self.genesis.log

    def seal(self, *operations: Write | Statement, after: Entry | None = None, known: Sequence[Entry] = ()) -> Entry:
        """One entry behind the newest, or behind `after`; `known` are entries of others that predecessors name."""
        last = after or self.entries[-1]
        references = {e.short: Reference(e.log, e.seq, e.short) for e in (*self.entries, *known)}
        claims = Claims(1_760_000_000_000 + len(self.entries), len(self.entries), 1)
        (entry,) = seal(LogTip(self.genesis.log, last.seq, last.hash), operations, references, claims, self.signer)
        self.entries.append(entry)
        return entry

    def seal_private(self, *private: Write, public: Sequence[Write] = ()) -> tuple[Entry, bytes]:
        """One entry behind the newest, and what is carried beside it: `private`, sealed with the city's key."""
        last = self.entries[-1]
        claims = Claims(1_760_000_000_000 + len(self.entries), len(self.entries), 1)
        seed = random.Random(f"{self.seed} {len(self.entries)}")
        hidden = Private(private, self.city_key, lambda: seed.randbytes(16))
        tip = LogTip(self.genesis.log, last.seq, last.hash)
        (sealed,) = seal_with(tip, public, hidden, {}, claims, self.signer)
        assert sealed.body is not None
        self.entries.append(sealed.entry)
        return sealed.entry, sealed.body

    def erase(self, entry: Entry, reason: str = "asked for") -> Entry:
        return self.seal(Erase(entry.hash, reason))

    def answer(self, item: int, value: cbor.Item, *predecessors: OpId) -> Entry:
        return self.seal(write(item, value, *predecessors))

    def enrol(self, other: "Device", role: int = Role.EDITOR) -> Entry:
        return self.seal(Enrol(other.genesis.hash, role, "", None))

    def headers(self) -> dict[str, str]:
        if self.token is None:
            return {}
        return {"authorization": "Bearer " + base64.urlsafe_b64encode(self.token).decode().rstrip("=")}

    def join(self, client: httpx.Client, invitation: bytes = b"") -> httpx.Response:
        body = JoinRequest(self.genesis.data, invitation).to_bytes()
        response = client.post("/v1/join", content=body, headers=CBOR)
        if response.status_code == 200:
            self.token = cbor.decode(response.content)[3]
        return response

    def join_as_lead(self, client: httpx.Client, server: RunningServer) -> None:
        """Presents an invitation, is admitted by the registrar, and gets a token."""
        assert self.join(client, server.invitation(self.city)).status_code == 200
        server.admit(self.genesis)
        self.authorise(client)

    def push(
        self, client: httpx.Client, entries: Sequence[Entry | bytes], limit: int = 65_536, asked: Sequence[bytes] = ()
    ) -> SyncReply:
        """One sync with these entries and private parts; what is received is kept in `held` and `bodies`.

        `asked` are digests of private parts.
        """
        data = tuple(entry if isinstance(entry, bytes) else entry.data for entry in entries)
        names = tuple(digest[:16] for digest in asked)
        request = SyncRequest(self.city, self.epoch, self.position, limit, data, names, self.token)
        response = client.post("/v1/sync", content=request.to_bytes(), headers=CBOR)
        assert response.status_code == 200, response.text
        reply = read_reply(response.content)
        self.epoch = reply.epoch
        for ack, one in zip(reply.acks, parted(data)[0], strict=True):
            if ack.position:
                self.held[ack.position] = one
        self.held |= dict(reply.entries)
        self.bodies |= {sha256(body).digest(): body for body in reply.bodies}
        if reply.head:
            self.position = reply.next_position
        return reply

    def authorise(self, client: httpx.Client) -> None:
        """Gets a token for a nonce."""
        self.token = None
        nonce = self.push(client, []).nonce
        assert nonce is not None
        proof = token_request(self.city, self.genesis.log, nonce, self.signer)
        response = client.post("/v1/token", content=proof, headers=CBOR)
        assert response.status_code == 200, response.text
        self.token = cbor.decode(response.content)

    def pull(self, client: httpx.Client, limit: int = 65_536) -> SyncReply:
        """Syncs until nothing more comes."""
        while (reply := self.push(client, [], limit)).more:
            pass
        return reply

    def frontier(self) -> Frontier:
        """Of what it holds from position 1 without a gap."""
        hashes: list[EntryHash] = []
        while len(hashes) + 1 in self.held:
            hashes.append(entry_hash(self.held[len(hashes) + 1]))
        return Frontier().extended(hashes)

    def checked_head(self, reply: SyncReply, log_key: bytes) -> Head:
        """The head of a reply, after comparing its root with the one of what is held."""
        head = read_head(reply.head, log_key)
        assert isinstance(head, Head), head
        frontier = self.frontier()
        assert (head.city, head.epoch, head.size) == (self.city, reply.epoch, frontier.size)
        assert head.root == frontier.root()
        return head
