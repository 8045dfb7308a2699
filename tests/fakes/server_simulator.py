"""The alliance's server in memory, behind a real socket on loopback: honest by default, and as evil as a test wants.

It is built on roadmap_core, keeps one list of entries for each city, and has hooks where a real server can't be made to
lie: `on_sync` changes a reply before it is sent, `on_request` answers a request with any bytes or none at all.
"""

import json
import secrets
import socket
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256

from roadmap_core import cbor
from roadmap_core.entries.entry import Entry, claimed_log, read_entry, read_genesis
from roadmap_core.entries.identifiers import EntryHash, LogId, entry_hash
from roadmap_core.entries.operations import Genesis
from roadmap_core.entries.sealing import Claims, LogTip, seal, seal_genesis
from roadmap_core.entries.statements import Enrol, Role
from roadmap_core.exchange.joining import INVITATION_BYTES, JoinRequest
from roadmap_core.exchange.messages import STORED, Ack, AckCode, RequestReader, SyncReply, SyncRequest
from roadmap_core.exchange.stream import parted
from roadmap_core.exchange.token import read_token_request
from roadmap_core.keys.codes import to_code
from roadmap_core.keys.ed25519 import SoftwareSigner
from roadmap_core.ledger.alliance import AllianceDocument
from roadmap_core.ledger.heads import Head
from roadmap_core.ledger.tree import Frontier
from roadmap_core.merge.members import Membership, Verdict
from roadmap_core.refusals import Refusal
from tests.fakes.http_messages import Request, read_request, response
from tests.fakes.loopback import Loopback

CBOR = "application/cbor"


@dataclass
class City:
    membership: Membership
    entries: list[bytes] = field(default_factory=list)
    invitations: set[bytes] = field(default_factory=set)
    places: dict[EntryHash, tuple[LogId, EntryHash]] = field(default_factory=dict)
    registrar: list[Entry] = field(default_factory=list)
    bodies: dict[bytes, bytes] = field(default_factory=dict)

    @property
    def positions(self) -> dict[EntryHash, int]:
        return {entry_hash(data): at for at, data in enumerate(self.entries, 1)}

    @property
    def root(self) -> bytes:
        return Frontier().extended(entry_hash(data) for data in self.entries).root()


class ServerSimulator(Loopback):
    """Honest until told otherwise.

    Attributes:
        on_request: gets every request and its connection; the bytes that it returns are sent as they are, b"" closes
            the connection, None lets the server answer.
        refusal: the code with which every pushed entry that is new is refused; "" takes them.
        on_sync: gets the request, the honest reply and the city, and returns the reply that is sent.
        requests: what was asked, in order.
    """

    def __init__(self, alliance: str = "gsca-roadmap") -> None:
        self.alliance = alliance
        self.signer = SoftwareSigner(secrets.token_bytes(32))
        self.epoch = 1 + secrets.randbelow(2**31)
        self.root, self.registrar = (SoftwareSigner(secrets.token_bytes(32)) for _ in range(2))
        registrars, keys = {self.registrar.public_key: None}, (self.signer.public_key,)
        until = 4_000_000_000_000
        self.document = AllianceDocument(alliance, 1, None, self.root.public_key, registrars, keys, until)
        self.documents = [self.document.signed(self.root)]
        self.cities: dict[str, City] = {}
        self.on_request: Callable[[Request, socket.socket], bytes | None] | None = None
        self.on_sync: Callable[[SyncRequest, SyncReply, City], SyncReply] | None = None
        self.refusal = ""
        self.requests: list[Request] = []
        self._logs_by_token: dict[bytes, LogId] = {}
        super().__init__(self._serve)

    def add_document(self, **instead: object) -> None:
        """The next alliance document; `instead` replaces what it would say as the one before does."""
        following = {"version": len(self.documents) + 1, "previous": sha256(self.documents[-1]).digest()}
        self.document = replace(self.document, **(following | instead))  # type: ignore[arg-type]
        self.documents.append(self.document.signed(self.root))
        for city in self.cities.values():
            city.membership = Membership(city.membership.city, self.document, city.places.get)
            for data in city.entries:
                self._learn(city, data)

    def _learn(self, city: City, data: bytes) -> None:
        log = claimed_log(data)
        key = city.membership.key(log) if isinstance(log, bytes) else None
        entry = read_entry(data, key) if key else read_genesis(data)
        assert isinstance(entry, Entry)
        city.membership.take([entry])

    def invite(self, city: str) -> str:
        """The code of a new invitation, as an official types it."""
        code = secrets.token_bytes(INVITATION_BYTES)
        self.city(city).invitations.add(code)
        return to_code(code)

    def city(self, name: str) -> City:
        return self.cities.setdefault(name, self._empty(name))

    def _empty(self, name: str) -> City:
        places: dict[EntryHash, tuple[LogId, EntryHash]] = {}
        return City(Membership(name, self.document, places.get), places=places)

    def admit(self, genesis: Entry, role: Role = Role.LEAD) -> None:
        """The registrar's word, in entries of its own log."""
        city = self.city(genesis.genesis.city if genesis.genesis else "")
        if not city.registrar:
            agreed = Genesis(self.registrar.public_key, bytes(32), self.alliance, city.membership.city, 0, b"", b"")
            city.registrar.append(seal_genesis(agreed, Claims(0, 0, 0), self.registrar))
        tip = city.registrar[-1]
        said = [Enrol(genesis.hash, role, "", None)]
        city.registrar += seal(LogTip(tip.log, tip.seq, tip.hash), said, {}, Claims(0, 1, 0), self.registrar)
        for entry in city.registrar:
            self._judge(city, entry.data)

    def head(self, name: str, **instead: object) -> bytes:
        """A head that the log key signed; `instead` replaces what it would honestly say."""
        city = self.city(name)
        honest = Head(name, self.epoch, len(city.entries), city.root, int(time.time() * 1000))
        return replace(honest, **instead).signed(self.signer)  # type: ignore[arg-type]

    def forget(self, name: str, size: int) -> None:
        """As a backup would: a new epoch, and the city's log is as long as it was then."""
        self.epoch += 1
        kept = self.city(name).entries[:size]
        fresh = self._empty(name)
        fresh.invitations = self.city(name).invitations
        self.cities[name] = fresh
        for data in kept:
            self._judge(fresh, data)

    def _serve(self, connection: socket.socket) -> None:
        rest = b""
        while found := read_request(connection, rest):
            request, rest = found
            self.requests.append(request)
            scripted = self.on_request(request, connection) if self.on_request else None
            if scripted == b"":
                return
            connection.sendall(scripted or self._answer(request))

    def _answer(self, request: Request) -> bytes:
        kind, _, name = request.path.removeprefix("/v1/").partition("/")
        if kind == "alliance":
            return _cbor([1, self.epoch, list(self.documents)])
        if kind == "cities":
            return self._head(request, name.split("/")[0])
        if kind == "community":
            return response(401, json.dumps({"code": "E-TOKEN"}).encode(), content_type="application/problem+json")
        return {"sync": self._sync, "token": self._token, "join": self._join}[kind](request)

    def _head(self, request: Request, name: str) -> bytes:
        if self._reader(request) is None:
            return _problem(401, "E-TOKEN")
        etag = f'"{self.epoch}.{len(self.city(name).entries)}"'
        if request.headers.get("if-none-match") == etag:
            return response(304, etag=etag)
        return response(200, self.head(name), content_type=CBOR, etag=etag)

    def _token(self, request: Request) -> bytes:
        proof = read_token_request(request.body)
        assert not isinstance(proof, Refusal)
        members = self.city(proof.city).membership
        key = members.key(proof.log)
        if key is None or not members.reads(proof.log) or not proof.is_signed_by(key):
            return _problem(401, "E-TOKEN")
        return _cbor(self._new_token(proof.log))

    def _new_token(self, log: LogId) -> bytes:
        token = log + secrets.token_bytes(20)
        self._logs_by_token[token] = log
        return token

    def _reader(self, request: Request) -> LogId | None:
        text = request.headers.get("authorization", "").removeprefix("Bearer ")
        return self._logs_by_token.get(urlsafe_b64decode(text + "=="))

    def _join(self, request: Request) -> bytes:
        wanted = JoinRequest.from_bytes(request.body)
        genesis = read_genesis(wanted.genesis)
        assert not isinstance(genesis, Refusal)
        assert genesis.genesis is not None
        city = self.city(genesis.genesis.city)
        is_first = not city.entries
        is_known = genesis.hash in city.positions or city.membership.admits(genesis)
        if wanted.invitation and not is_known and wanted.invitation not in city.invitations:
            return _problem(403, "E-INVITE")
        if not is_known and not wanted.invitation:
            ack = Ack(genesis.log, 0, AckCode.NOT_ADMITTED)
        else:
            city.invitations.discard(wanted.invitation)
            ack = self._judge(city, wanted.genesis, is_vouched=True)
            if is_first:  # this simulator's registrar admits a city's first computer at once
                self.admit(genesis)
                ack = replace(ack, code=AckCode.ACCEPTED)
        token = self._new_token(genesis.log) if ack.code == AckCode.ACCEPTED else None
        return _cbor([1, self.epoch, [ack.log, ack.seq, int(ack.code), ack.position], token])

    def _sync(self, request: Request) -> bytes:
        reader = RequestReader()
        pushed = reader.feed(request.body)
        asked = reader.opening
        assert asked is not None
        city = self.city(asked.city)
        entries, brought = parted(pushed)
        acks = tuple(self._judge(city, data) for data in entries)
        city.bodies |= {sha256(body).digest(): body for body in brought}
        if asked.token not in self._logs_by_token:
            nonce = secrets.token_bytes(20)
            reply = SyncReply(self.epoch, acks, (), asked.position, more=False, head=b"", nonce=nonce)
        else:
            reply = self._page(asked, acks, city)
        if self.on_sync:
            reply = self.on_sync(asked, reply, city)
        return response(200, reply.to_bytes(), content_type=CBOR)

    def _page(self, asked: SyncRequest, acks: tuple[Ack, ...], city: City) -> SyncReply:
        start = asked.position if asked.epoch in (0, self.epoch) else 0
        own = {ack.position for ack in acks if ack.code in STORED}
        given: list[tuple[int, bytes]] = []
        room, last = asked.limit, start
        for position in range(start + 1, len(city.entries) + 1):
            data = city.entries[position - 1]
            if position not in own:
                if given and len(data) > room:
                    break
                given.append((position, data))
                room -= len(data)
            last = position
        named = b"".join(data for _, data in given)
        beside = [body for digest, body in city.bodies.items() if digest in named]
        beside += [body for digest, body in city.bodies.items() if digest[:16] in asked.body_requests]
        more = last < len(city.entries)
        return SyncReply(self.epoch, acks, tuple(given), last, more, self.head(asked.city), bodies=tuple(beside))

    def _judge(self, city: City, data: bytes, *, is_vouched: bool = False) -> Ack:
        log = claimed_log(data)
        assert not isinstance(log, Refusal), log
        entry = read_genesis(data) if log is None else read_entry(data, city.membership.key(log) or bytes(32))
        if isinstance(entry, Refusal):
            return Ack(log, 0, AckCode.SEND_GENESIS_FIRST)
        if entry.hash in city.positions:
            return Ack(entry.log, entry.seq, AckCode.KNOWN, city.positions[entry.hash])
        if self.refusal:
            return Ack(None, 0, AckCode.REFUSED, refusal=self.refusal)
        if entry.genesis and not (is_vouched or city.membership.admits(entry)):
            return Ack(entry.log, 0, AckCode.NOT_ADMITTED)
        city.entries.append(data)
        city.places[entry.hash] = entry.log, entry.prev
        city.membership.take([entry])
        verdict = city.membership.judge(entry).verdict
        codes = {Verdict.COUNTS: AckCode.ACCEPTED, Verdict.PENDING: AckCode.PENDING}
        return Ack(entry.log, entry.seq, codes.get(verdict, AckCode.QUARANTINED), len(city.entries))


def _cbor(item: cbor.Item) -> bytes:
    return response(200, cbor.encode(item), content_type=CBOR)


def _problem(status: int, code: str) -> bytes:
    return response(status, json.dumps({"code": code}).encode(), content_type="application/problem+json")
